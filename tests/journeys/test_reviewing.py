"""A reviewer's day in the admin: takes, asks, approves, rejects; with a script and without, large and small."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import expect

from customers.statuses import Status
from partnercenter.models import User
from reviews.models import CommentTemplate
from tests.builders import DAY, MONDAY, PASSWORD, make_account, make_case
from tests.journeys.steps import complete_sign_in, go_by_tab, press_by_keyboard
from tests.journeys.test_phone import expect_no_sideways_scrolling

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

QUEUE = "/admin/reviews/review/"


class Staff:
    """As the steps know a member: by its user."""

    def __init__(self, user):
        self.user = user


@pytest.fixture
def reviewer():
    user = User.objects.create_user(
        "rui@vendor.example", PASSWORD, name="Rui Vendor", is_staff=True, time_zone="Asia/Singapore"
    )
    user.groups.add(Group.objects.get(name="Reviewers"))
    return user


@pytest.fixture
def case(member):
    return make_case(member, company_name="Kestrel 物流", country="MY", email="omar@kestrel.example")


@pytest.fixture
def queue(page, reviewer):
    """The queue of a reviewer who is in already."""
    enter(page, reviewer)
    page.goto(QUEUE)
    return page


def enter(page, user):
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}]
    )


def act(page, name):
    """The form of one act, unfolded."""
    form = page.locator(f"form[action$='/{name}/']")
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    return form


def expect_said(page, words):
    expect(page.locator(".messagelist")).to_contain_text(words)


def test_sign_in_take_ask_and_after_the_answer_approve(page, base_url, reviewer, member, case):
    page.goto(QUEUE)
    complete_sign_in(page, Staff(reviewer))
    page.wait_for_url("**" + QUEUE)

    page.get_by_role("link", name="Kestrel 物流").click()
    page.get_by_role("button", name="Take this case").click()
    expect_said(page, "You have this case now.")
    ask = act(page, "ask")
    ask.get_by_label("Question to the partner").fill("Which company signs?")
    ask.get_by_role("button", name="Ask the partner").click()
    expect_said(page, "The clock stands still")
    expect(page.locator(".case-now")).to_contain_text("Paused")

    page.context.clear_cookies()
    enter(page, member.user)
    page.goto(case.get_absolute_url())
    page.locator("#answer [name=words]").fill("The Malaysian one.")
    page.locator("#answer").get_by_role("button", name="Send").click()
    expect(page.locator(".pc-timeline")).to_contain_text("The Malaysian one.")

    page.context.clear_cookies()
    enter(page, reviewer)
    page.goto(f"{QUEUE}{case.pk}/change/")
    expect(page.locator(".case-history")).to_contain_text("The Malaysian one.")
    act(page, "approve").get_by_role("button", name="Approve").click()
    expect_said(page, "Approved.")
    case.preregistration.refresh_from_db()
    assert case.preregistration.status == Status.PREREGISTERED


@pytest.mark.parametrize("javascript", [True, False])
def test_rejection_begun_from_a_template(browser, base_url, reviewer, case, javascript):
    CommentTemplate.objects.create(
        title="Another team", words="Our team works with them.", outcome="rejected"
    )
    context = browser.new_context(base_url=base_url, java_script_enabled=javascript)
    page = context.new_page()
    enter(page, reviewer)
    page.goto(f"{QUEUE}{case.pk}/change/")

    form = act(page, "reject")
    form.get_by_label("Comment to the partner").fill("Dear Mei,")
    form.get_by_label("Template").select_option("Another team")
    form.get_by_role("button", name="Use this template").click()
    form = act(page, "reject")
    expect(form.get_by_label("Comment to the partner")).to_have_value(
        "Dear Mei,\n\nOur team works with them."
    )
    form.get_by_role("button", name="Reject").click()

    expect_said(page, "Rejected.")
    case.refresh_from_db()
    assert case.comment.splitlines() == ["Dear Mei,", "", "Our team works with them."]
    context.close()


def test_an_approval_that_a_rule_forbids_keeps_what_was_typed(queue, case, troubles):
    make_account("omar@kestrel.example", contract_signed=True)
    queue.goto(f"{QUEUE}{case.pk}/change/")
    expect(queue.locator("[data-approvable]")).to_have_attribute("data-approvable", "no")

    form = act(queue, "approve")
    form.get_by_label("Comment to the partner").fill("Welcome")
    form.get_by_role("button", name="Approve").click()

    expect_said(queue, "R7 Has a contract")
    expect(act(queue, "approve").get_by_label("Comment to the partner")).to_have_value("Welcome")
    assert "409 (Conflict)" in troubles.pop()


def test_several_are_rejected_from_the_queue(queue, member):
    for name in ("First", "Second"):
        make_case(member, company_name=name)
    queue.reload()

    queue.get_by_label("Select all objects on this page").check()
    queue.locator("select[name=action]").select_option("reject_selected")
    queue.get_by_role("button", name="Go").click()
    queue.get_by_label("Comment to the partner").fill("Not this year.")
    queue.get_by_role("button", name="Reject all").click()

    expect_said(queue, "First: Rejected.")
    expect_said(queue, "Second: Rejected.")
    expect(queue.locator("#result_list")).to_have_count(0)


def test_a_case_is_decided_by_keyboard_alone(queue, case):
    queue.goto(f"{QUEUE}{case.pk}/change/")

    press_by_keyboard(
        queue, queue.locator("details", has=queue.locator("form[action$='/reject/']")).locator("summary")
    )
    go_by_tab(queue, queue.locator("#reject-comment"))
    queue.keyboard.type("Not yet.")
    press_by_keyboard(queue, queue.locator("form[action$='/reject/']").get_by_role("button", name="Reject"))

    expect_said(queue, "Rejected.")


def test_the_pages_fit_a_phone(page, reviewer, member, case):
    late = make_case(member, at=MONDAY - 9 * DAY, company_name="A very long name of a company " * 4)
    CommentTemplate.objects.create(title="Another team", words="No.", outcome="rejected")
    page.set_viewport_size({"width": 390, "height": 900})
    enter(page, reviewer)

    for address in (QUEUE, f"{QUEUE}{case.pk}/change/", f"{QUEUE}{late.pk}/change/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        expect_no_sideways_scrolling(page)
