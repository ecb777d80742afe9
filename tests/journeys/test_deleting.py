"""Deleting a selection by keyboard: asked first, done in part, and told in full (R22, R23)."""

import pytest
from playwright.sync_api import expect

from customers.statuses import Status
from tests.builders import DAY, MONDAY, make_hold, make_in
from tests.journeys.steps import LIST, expect_listed, go_by_tab, press_by_keyboard, row_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def rows(member):
    return [
        make_hold(member, company_name="Gone One", at=MONDAY),
        make_hold(member, company_name="Gone Two", at=MONDAY - DAY),
        make_in(Status.ASSOCIATED, member, company_name="Kept Ltd", at=MONDAY - 2 * DAY),
        make_hold(member, company_name="Bystander", at=MONDAY - 3 * DAY),
    ]


@pytest.fixture
def on_list(signed_in, rows):
    signed_in.goto(LIST)
    return signed_in


def select(page, rows):
    for row in rows:
        go_by_tab(page, row_of(page, row).get_by_role("checkbox"))
        page.keyboard.press("Space")


def test_r23_three_selected_two_deleted_one_kept_and_said_so(on_list, rows):
    select(on_list, rows[:3])
    words = on_list.locator("[data-selection-words]")
    expect(words).to_have_text(
        "3 customers selected. 2 can be deleted. 1 cannot be deleted (Associated). 2 can be invited."
    )
    press_by_keyboard(on_list, on_list.locator("button[form=rows]"))

    dialog = on_list.get_by_role("dialog", name="Delete from your customers")
    expect(dialog.locator("section").first.get_by_role("listitem")).to_contain_text(["Gone One", "Gone Two"])
    expect(dialog.locator("section").last.get_by_role("listitem")).to_contain_text(["Kept Ltd"])
    press_by_keyboard(on_list, dialog.get_by_role("button", name="Delete"))

    expect(on_list.get_by_role("heading", level=1)).to_have_text("What was deleted")
    expect(on_list.locator("[data-report=deleted] li")).to_have_text(["Gone One", "Gone Two"])
    expect(on_list.locator("[data-report=kept] li")).to_contain_text(["Kept Ltd It is associated with you"])
    press_by_keyboard(on_list, on_list.get_by_role("link", name="Back to the list"))
    expect(on_list.locator("tr[data-preregistration]")).to_have_count(2)
    expect_listed(on_list, "Kept Ltd", "Bystander")


def test_the_list_stays_as_it_was_asked_for_after_a_row_is_deleted(on_list, rows):
    view = f"{LIST}?q=gone&status=preregistered"
    on_list.goto(view)
    press_by_keyboard(on_list, row_of(on_list, rows[0]).get_by_role("link", name="Delete"))

    press_by_keyboard(on_list, on_list.get_by_role("dialog").get_by_role("button", name="Delete"))

    expect_listed(on_list, "Gone Two")
    assert on_list.url.endswith(view)


def test_r22_cancelling_deletes_nothing_and_keeps_the_selection(on_list, rows):
    select(on_list, rows[1:2])
    button = on_list.locator("button[form=rows]")
    press_by_keyboard(on_list, button)
    expect(on_list.get_by_role("dialog").get_by_role("button", name="Delete")).to_be_focused()

    on_list.keyboard.press("Escape")

    expect(button).to_be_focused()
    expect(row_of(on_list, rows[1]).get_by_role("checkbox")).to_be_checked()
    rows[1].refresh_from_db()
    assert rows[1].status == Status.PREREGISTERED


def test_r22_one_row_is_deleted_from_its_operation_column(on_list, rows):
    press_by_keyboard(on_list, row_of(on_list, rows[1]).get_by_role("link", name="Delete"))
    press_by_keyboard(on_list, on_list.get_by_role("dialog").get_by_role("button", name="Delete"))

    expect(on_list.get_by_role("status")).to_have_text("Deleted: Gone Two.")
    expect(row_of(on_list, rows[1])).to_have_count(0)


def test_delete_without_a_selection_says_what_to_do(on_list):
    press_by_keyboard(on_list, on_list.locator("button[form=rows]"))

    expect(on_list.get_by_role("dialog")).to_contain_text("Select at least one customer in the list first.")
    expect(on_list.get_by_role("dialog").get_by_role("button", name="Delete")).to_have_count(0)


def test_one_box_selects_the_page_and_clear_empties_it(on_list):
    everything = on_list.get_by_role("checkbox", name="Select all on this page")

    press_by_keyboard(on_list, everything, "Space")
    expect(on_list.locator("[data-selection-words]")).to_have_text(
        "4 customers selected. 3 can be deleted. 1 cannot be deleted (Associated). 3 can be invited."
    )
    press_by_keyboard(on_list, on_list.get_by_role("button", name="Clear"))

    expect(everything).not_to_be_checked()
    expect(on_list.locator("input[name=ids]:checked")).to_have_count(0)
