"""What keyboards are owed beyond what axe-core and the Nu checker ask of every page in tests/tools."""

import pytest
from playwright.sync_api import expect

from tests.builders import make_hold
from tests.journeys.steps import (
    HOME,
    LIST,
    LOGIN,
    PERSONAL_INFORMATION,
    PREREGISTER,
    go_by_tab,
    open_dialog,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_styles_and_scripts_are_served(signed_in):
    served = {}
    signed_in.on("response", lambda response: served.update({response.url: response.status}))

    signed_in.goto(LIST)

    files = [url for url in served if "/static/" in url]
    assert {url.rpartition(".")[2] for url in files} >= {"css", "js", "svg"}
    assert {served[url] for url in files} == {200}
    expect(signed_in.locator(".topbar")).to_have_css("position", "sticky")


def test_the_skip_link_comes_first_and_leads_to_the_content(signed_in):
    signed_in.goto(LIST)

    signed_in.keyboard.press("Tab")
    skip = signed_in.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    signed_in.keyboard.press("Enter")
    signed_in.keyboard.press("Tab")

    assert signed_in.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("address", [LOGIN, HOME, LIST, PREREGISTER, PERSONAL_INFORMATION])
def test_the_focus_is_always_seen(signed_in, member, address):
    make_hold(member)
    if address == LOGIN:
        signed_in.context.clear_cookies()
    signed_in.goto(address)

    for _ in range(25):
        signed_in.keyboard.press("Tab")
        focused = signed_in.locator(":focus")
        if focused.count():
            assert focused.evaluate("one => getComputedStyle(one).outlineStyle") != "none", (
                focused.inner_html()
            )


def test_a_label_is_beside_every_field_of_the_dialog(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)

    for label in ("Email address", "Company name", "Contact name", "Registration country", "Mobile number"):
        go_by_tab(
            signed_in, signed_in.get_by_role("dialog").get_by_label(label).and_(signed_in.locator("input"))
        )
