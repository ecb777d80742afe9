"""Language and appearance, switched in the menu and kept from then on."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import HOME, LIST, LOGIN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def switch(page, name, value):
    page.locator(".topbar .end summary").click()
    page.locator(f".topbar button[name={name}][value={value}]").click()


def test_the_language_is_switched_and_kept(signed_in, member):
    signed_in.goto(LIST + "?view=history")

    switch(signed_in, "language", "zh-hans")

    expect(signed_in.locator("html")).to_have_attribute("lang", "zh-hans")
    assert signed_in.url.endswith(LIST + "?view=history")
    signed_in.goto(HOME)
    expect(signed_in.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(signed_in.get_by_role("heading", level=1)).to_be_visible()
    member.user.refresh_from_db()
    assert member.user.language == "zh-hans"


def test_the_dark_appearance_is_switched_and_kept(signed_in):
    signed_in.goto(LIST)

    switch(signed_in, "theme", "dark")

    expect(signed_in.locator("html")).to_have_attribute("data-bs-theme", "dark")
    signed_in.goto(HOME)
    expect(signed_in.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(signed_in.locator("html")).to_have_css("color-scheme", "dark")


def test_both_are_switched_before_signing_in(page):
    page.goto(LOGIN)

    switch(page, "language", "zh-hans")
    switch(page, "theme", "dark")

    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("[name=login]")).to_be_visible()
