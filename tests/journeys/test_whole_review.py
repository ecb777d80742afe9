"""Manual review as a whole, on both sides: to the association, to a second request, and late."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from customers.models import PreRegistration
from reviews import decisions, watch
from reviews.models import Review
from tests.builders import MONDAY, make_case
from tests.customers.invitees import codes_sent
from tests.journeys.steps import LIST, open_dialog, row_of
from tests.journeys.test_accepting import register
from tests.journeys.test_inviting import card
from tests.journeys.test_reviewing import QUEUE, act, enter, expect_said, reviewer
from tests.journeys.test_reviews import REVIEWS, expect_case, need_a_review, offer, write_request

__all__ = ["reviewer"]  # a fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def ask_for_review(page):
    open_dialog(page)
    need_a_review(page)
    offer(page).click()
    write_request(page)
    page.get_by_role("button", name="Submit").click()
    return expect_case(page)


def change_to(page, user):
    page.context.clear_cookies()
    enter(page, user)


def accept_by_code(page, link):
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from your mailbox").fill(codes_sent()[-1])
    page.get_by_role("button", name="Continue").click()
    register(page, name="Omar Haddad")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are associated with Globex")


def test_from_the_request_over_the_approval_to_the_association(signed_in, member, reviewer):
    signed_in.goto(LIST)
    case = ask_for_review(signed_in)

    change_to(signed_in, reviewer)
    signed_in.goto(f"{QUEUE}{case.pk}/change/")
    act(signed_in, "approve").get_by_role("button", name="Approve").click()
    expect_said(signed_in, "Approved.")

    change_to(signed_in, member.user)
    row = PreRegistration.objects.get()
    signed_in.goto(LIST)
    row_of(signed_in, row).get_by_role("link", name="Invite").click()
    card(signed_in, "Hyperlink").get_by_role("button", name="Make the link").click()
    link = card(signed_in, "Hyperlink").get_by_label("Link for this customer only").input_value()
    accept_by_code(signed_in, link.replace("http://127.0.0.1:8000", ""))

    change_to(signed_in, member.user)
    signed_in.goto(LIST)
    expect(row_of(signed_in, row)).to_have_attribute("data-status", "associated")


def test_after_a_rejection_a_second_request_shows_the_first(signed_in, reviewer):
    signed_in.goto(LIST)
    first = ask_for_review(signed_in)
    decisions.reject(first, "Who signs there?", by=reviewer, at=MONDAY)

    signed_in.reload()
    expect(signed_in.get_by_role("main")).to_contain_text("Who signs there?")
    signed_in.get_by_role("link", name="Ask again").click()
    signed_in.get_by_role("button", name="OK").click()
    offer(signed_in).click()
    write_request(signed_in, justification="The branch in Johor signs.")
    signed_in.get_by_role("button", name="Submit").click()

    expect(signed_in.locator(".pc-timeline")).to_contain_text("The branch in Johor signs.")
    expect(signed_in.get_by_role("link", name=first.number)).to_be_visible()
    assert Review.objects.exclude(pk=first.pk).get().is_open


def test_r13_late_is_seen_by_both_sides_from_the_first_second(signed_in, member, reviewer, set_clock):
    case = make_case(member, company_name="Kestrel 物流")
    late = case.due_at + timedelta(seconds=1)

    set_clock(case.due_at)
    signed_in.goto(REVIEWS)
    row = signed_in.locator(f"tr[data-review='{case.number}']")
    expect(row).not_to_contain_text("Overdue")
    set_clock(late)
    signed_in.reload()
    expect(row).to_contain_text("Overdue")

    watch.watch_due(at=late)
    signed_in.reload()
    expect(signed_in.get_by_role("link", name="Notices, 1 new")).to_be_visible()
    change_to(signed_in, reviewer)
    signed_in.goto(QUEUE + "?due=overdue")
    expect(signed_in.get_by_role("main")).to_contain_text("Kestrel 物流")
    expect(signed_in.get_by_role("main")).to_contain_text("Overdue")
