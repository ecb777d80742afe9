"""The list of countries as something to search."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import LIST, PREREGISTER, field, open_dialog, picker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def dialog(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    return signed_in


def options(page):
    return page.get_by_role("option")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("germ", "DE"), ("Deutschl", "DE"), ("alemanha", "DE"), ("德国", "DE"), ("de", "DE"), ("ivory", "CI"), ("COTE D", "CI")],
)  # fmt: skip
def test_a_country_is_found_by_any_of_its_names(dialog, typed, code):
    with dialog.expect_response("**/country-words*.json"):
        picker(dialog).focus()
    dialog.keyboard.type(typed)
    expect(options(dialog).first).to_have_attribute("aria-selected", "true")

    dialog.keyboard.press("Enter")

    expect(field(dialog, "country")).to_have_value(code)
    expect(options(dialog)).to_have_count(0)
    expect(picker(dialog)).to_be_focused()


def test_the_arrows_go_through_what_was_found_and_say_which_it_is(dialog):
    picker(dialog).focus()
    dialog.keyboard.type("united")
    expect(dialog.get_by_text("Countries found:")).to_be_attached()
    second = options(dialog).nth(1).inner_text()

    dialog.keyboard.press("ArrowDown")

    expect(picker(dialog)).to_have_attribute(
        "aria-activedescendant", options(dialog).nth(1).get_attribute("id")
    )
    dialog.keyboard.press("Enter")
    expect(picker(dialog)).to_have_value(second)


def test_escape_closes_the_list_and_not_the_dialog(dialog):
    picker(dialog).focus()
    dialog.keyboard.type("mal")

    dialog.keyboard.press("Escape")

    expect(options(dialog)).to_have_count(0)
    expect(picker(dialog)).to_have_value("Singapore")
    expect(dialog.get_by_role("dialog")).to_be_visible()


def test_what_means_no_country_chooses_none_and_says_so(dialog):
    picker(dialog).focus()
    dialog.keyboard.type("Atlantis")
    expect(dialog.get_by_text("No country is called so.")).to_be_visible()

    dialog.keyboard.press("Tab")

    expect(picker(dialog)).to_have_value("Atlantis")
    expect(dialog.get_by_text("No country is called so.")).to_be_visible()
    assert not picker(dialog).evaluate("input => input.checkValidity()")
    picker(dialog).focus()
    dialog.keyboard.type("Peru")
    dialog.keyboard.press("Tab")
    assert picker(dialog).evaluate("input => input.checkValidity()")
    expect(field(dialog, "country")).to_have_value("PE")


def test_a_press_on_the_list_chooses(dialog):
    picker(dialog).click()
    expect(options(dialog)).to_have_count(1)  # the one that stands there
    picker(dialog).fill("viet")

    options(dialog).get_by_text("Vietnam").click()

    expect(field(dialog, "country")).to_have_value("VN")
    expect(picker(dialog)).to_have_value("Vietnam")


def test_the_whole_page_has_it_too(signed_in):
    signed_in.goto(PREREGISTER)
    picker(signed_in).fill("Thai")

    signed_in.keyboard.press("Enter")

    expect(field(signed_in, "country")).to_have_value("TH")
