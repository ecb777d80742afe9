"""The same paths with JavaScript switched off: every dialog is then a page of its own."""

import pytest
from playwright.sync_api import expect

from customers.models import PreRegistration
from customers.statuses import Status
from tests.builders import make_account, make_hold, make_in
from tests.journeys.steps import (
    ENTRY,
    LIST,
    PREREGISTER,
    answer,
    codes,
    expect_listed,
    expect_typed,
    field,
    row_of,
    sign_in,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.browser_context_args(java_script_enabled=False),
]


def fill(page, **changes):
    entry = ENTRY | changes
    for name, text in entry.items():
        field(page, name).fill(text)
    return entry


def test_a_granted_customer_is_answered_above_the_list(page, member):
    sign_in(page, member)
    page.get_by_role("navigation", name="Partner Center", exact=True).get_by_text(
        "Customer Development"
    ).click()
    page.get_by_role("main").get_by_role("link", name="Preregister Customer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preregister Customer")

    fill(page)
    page.get_by_role("button", name="OK").click()

    expect(answer(page)).to_have_attribute("data-outcome", "granted")
    expect(page.locator("tr[data-preregistration]")).to_have_attribute("data-status", "preregistered")


def test_a_refused_customer_is_answered_above_the_form_with_all_that_was_typed(signed_in):
    make_account(ENTRY["email"], contract_signed=True)
    signed_in.goto(PREREGISTER)

    typed = fill(signed_in)
    signed_in.get_by_role("button", name="OK").click()

    expect(answer(signed_in)).to_have_attribute("data-outcome", "refused")
    assert codes(signed_in) == ["contract_with_vendor"]
    expect_typed(signed_in, typed)


def test_a_selection_is_asked_about_deleted_in_part_and_told(signed_in, member):
    kept = make_in(Status.ASSOCIATED, member, company_name="Kept Ltd")
    rows = [make_hold(member, company_name="Gone One"), make_hold(member, company_name="Gone Two"), kept]
    signed_in.goto(LIST)

    for row in rows:
        row_of(signed_in, row).get_by_role("checkbox").check()
    signed_in.locator("button[form=rows]").click()
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Delete from your customers")
    signed_in.get_by_role("main").get_by_role("button", name="Delete").click()

    deleted = signed_in.locator("[data-report=deleted] li")
    expect(deleted).to_have_count(2)
    assert sorted(deleted.all_inner_texts()) == ["Gone One", "Gone Two"]
    expect(signed_in.locator("[data-report=kept] li")).to_contain_text(["Kept Ltd It is associated with you"])
    signed_in.get_by_role("link", name="Back to the list").click()
    expect_listed(signed_in, "Kept Ltd")


def test_a_double_click_creates_one_and_ends_in_the_success(signed_in):
    signed_in.goto(PREREGISTER)
    fill(signed_in)

    signed_in.get_by_role("button", name="OK").dblclick()

    expect(answer(signed_in)).to_have_attribute("data-outcome", "granted")
    assert PreRegistration.objects.count() == 1


def test_the_same_form_posted_again_is_answered_with_the_same_success(signed_in):
    signed_in.goto(PREREGISTER)
    typed = fill(signed_in)
    hidden = {
        name: field(signed_in, name).input_value() for name in ("attempt", "csrfmiddlewaretoken", "country")
    }

    answers = [signed_in.request.post(PREREGISTER, form=typed | hidden) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert all('data-outcome="granted"' in one.text() for one in answers)
    assert PreRegistration.objects.count() == 1
