"""The main journey, without a mouse: sign in, find the list, pre-register, see it held."""

import re

import pytest
from playwright.sync_api import expect

from customers.models import PreRegistration
from tests.builders import PASSWORD
from tests.journeys.steps import (
    ENTRY,
    HAS_FOCUS,
    LIST,
    LOGIN,
    answer,
    field,
    go_by_tab,
    press_by_keyboard,
    type_entry,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def on_list(signed_in):
    signed_in.goto(LIST)
    return signed_in


@pytest.fixture
def opener(on_list):
    link = on_list.get_by_role("main").get_by_role("link", name="Preregister Customer")
    press_by_keyboard(on_list, link)
    expect(on_list.get_by_role("dialog")).to_be_visible()
    return link


def test_signing_in_leads_home_and_the_tree_to_customer_development(page, member):
    page.goto(LOGIN)
    go_by_tab(page, field(page, "login"))
    page.keyboard.type(member.user.email)
    go_by_tab(page, field(page, "password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")

    tree = page.get_by_role("navigation", name="Partner Center", exact=True)
    press_by_keyboard(page, tree.get_by_role("link", name="Customer Development"))

    expect(page).to_have_url(page.url.rpartition("/partner-center/")[0] + LIST)
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer Development")
    expect(tree.locator("[aria-current=page]")).to_have_text("Customer Development")


def test_the_dialog_takes_the_focus_keeps_it_and_gives_it_back(on_list, opener):
    expect(field(on_list, "email")).to_be_focused()

    for key in ["Tab"] * 14 + ["Shift+Tab"] * 14:
        on_list.keyboard.press(key)
        # The browser's own bars may have a turn in between, which the page sees as its body.
        assert on_list.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    on_list.keyboard.press("Escape")

    expect(on_list.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_wrong_field(on_list, opener):
    type_entry(on_list, mobile="12")

    on_list.keyboard.press("Tab")
    press_by_keyboard(on_list, on_list.get_by_role("button", name="OK"))

    expect(on_list.get_by_role("alert")).to_be_focused()
    expect(on_list.get_by_role("alert")).to_contain_text(
        "Mobile number: This is not a number of that country"
    )
    press_by_keyboard(on_list, on_list.get_by_role("alert").get_by_role("link", name="Mobile number"))
    expect(field(on_list, "mobile")).to_be_focused()
    expect(field(on_list, "mobile")).to_be_in_viewport()
    expect(field(on_list, "mobile")).to_have_accessible_description(
        re.compile("This is not a number of that country")
    )
    assert not PreRegistration.objects.exists()


def test_a_granted_customer_is_answered_and_stands_in_the_list(on_list, opener):
    type_entry(on_list)
    press_by_keyboard(on_list, on_list.get_by_role("button", name="OK"))

    expect(answer(on_list)).to_have_attribute("data-outcome", "granted")
    expect(answer(on_list)).to_be_focused()
    expect(answer(on_list)).to_contain_text("Pre-registered successfully")
    press_by_keyboard(on_list, on_list.get_by_role("link", name="Done"))

    expect(on_list.locator("#preregister")).to_be_focused()
    row = on_list.locator("tr[data-preregistration]")
    expect(row).to_have_attribute("data-status", "preregistered")
    expect(row).to_contain_text(ENTRY["company_name"])
    expect(row).to_contain_text("15 days")
    expect(row).to_contain_text("17 Mar, 17:00")
    expect(row.locator("time")).to_have_attribute("datetime", "2026-03-17T09:00:00+00:00")
    expect(on_list.locator("[data-used]").first).to_have_attribute("data-used", "1")


def test_enter_in_a_field_sends_and_closing_the_answer_shows_the_row(on_list, opener):
    type_entry(on_list)
    go_by_tab(on_list, field(on_list, "email"))
    on_list.keyboard.press("Enter")
    expect(answer(on_list)).to_have_attribute("data-outcome", "granted")

    on_list.keyboard.press("Escape")

    expect(on_list.locator("tr[data-preregistration]")).to_have_attribute("data-status", "preregistered")


def test_cancelling_a_second_entry_still_shows_the_first(on_list, opener):
    type_entry(on_list)
    press_by_keyboard(on_list, on_list.get_by_role("button", name="OK"))
    press_by_keyboard(on_list, on_list.get_by_role("link", name="Preregister another"))
    expect(field(on_list, "email")).to_be_focused()

    on_list.keyboard.press("Escape")

    expect(on_list.locator("tr[data-preregistration]")).to_contain_text(ENTRY["company_name"])


def test_the_account_menu_opens_and_closes_by_keyboard(on_list):
    summary = on_list.locator("summary", has_text="Mei Tan")

    press_by_keyboard(on_list, summary)
    expect(on_list.get_by_role("button", name="Sign out")).to_be_visible()
    on_list.keyboard.press("Tab")
    on_list.keyboard.press("Escape")

    expect(on_list.get_by_role("button", name="Sign out")).to_be_hidden()
    assert summary.evaluate(HAS_FOCUS)
