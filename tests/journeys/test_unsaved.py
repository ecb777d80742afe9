"""What was typed is not lost by a slip of the hand."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import HOME, LIST, PREREGISTER, answer, field, open_dialog, type_entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def questions(signed_in):
    """What the browser asked; it is told to stay."""
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    signed_in.on("dialog", stay)
    return asked


@pytest.mark.parametrize("slip", ["Escape", "Cancel"])
def test_i7_closing_a_dialog_with_typed_text_asks_first(signed_in, questions, slip):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    field(signed_in, "company_name").fill("Acme")

    if slip == "Escape":
        signed_in.keyboard.press("Escape")
    else:
        signed_in.get_by_role("dialog").get_by_role("link", name="Cancel").click()

    expect(field(signed_in, "company_name")).to_have_value("Acme")
    assert questions == ["confirm"]


def test_closing_an_untouched_dialog_asks_nothing(signed_in, questions):
    signed_in.goto(LIST)
    open_dialog(signed_in)

    signed_in.keyboard.press("Escape")

    expect(signed_in.get_by_role("dialog")).to_be_hidden()
    assert questions == []


def test_i7_leaving_a_page_with_typed_text_asks_first(signed_in, questions):
    signed_in.goto(PREREGISTER)
    field(signed_in, "company_name").press_sequentially("Acme")

    signed_in.get_by_role("link", name="Home", exact=True).first.click()

    expect(field(signed_in, "company_name")).to_have_value("Acme")
    assert questions == ["beforeunload"]


def test_sending_what_was_typed_asks_nothing(signed_in, questions):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    type_entry(signed_in)
    signed_in.keyboard.press("Tab")
    signed_in.get_by_role("button", name="OK").click()
    expect(answer(signed_in)).to_have_attribute("data-outcome", "granted")

    signed_in.goto(HOME)

    assert questions == []
