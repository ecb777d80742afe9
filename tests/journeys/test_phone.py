"""The pages in the hand: 360 and 390 pixels wide, touched, light and dark."""

import pytest
from playwright.sync_api import expect

from customers import notices
from customers.models import Kind
from customers.statuses import Status
from tests.builders import DAY, MONDAY, PASSWORD, attempt, make_account, make_hold, make_in
from tests.journeys.steps import (
    DELETE,
    HOME,
    LIST,
    LOGIN,
    NOTICES,
    PERSONAL_INFORMATION,
    PREREGISTER,
    answer,
    open_dialog,
    row_of,
    type_entry,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True),
]
LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
SIZES_AND_SCHEMES = [(360, "dark"), (390, "light")]


@pytest.fixture
def rows(member):
    """Long words in every place that shows words from people."""
    typed = {"company_name": LONG, "email": f"{LONG[:50]}@{LONG[:40]}.example", "notes": LONG}
    granted = attempt(member=member, mobile="+6581234567", contact_name=LONG, industry=LONG, **typed)
    make_in(Status.ASSOCIATED, member, company_name=LONG)
    make_hold(member, at=MONDAY - 14 * DAY)
    make_account("eve@acme.example", contract_signed=True, site="china", country="CN")
    refused = attempt("eve@acme.example", member=member, company_name=LONG)
    facts = {"email": typed["email"], "error": LONG}
    notices.tell(Kind.INVITATION_FAILED, granted.preregistration, key="1", at=MONDAY, **facts)
    return granted.preregistration, refused


def expect_no_sideways_scrolling(page):
    # A phone widens its window to what overflows, so both are held against the screen.
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert max(widths) <= page.viewport_size["width"], page.url


@pytest.mark.parametrize(("width", "scheme"), SIZES_AND_SCHEMES)
def test_no_page_scrolls_sideways(signed_in, rows, width, scheme):
    signed_in.set_viewport_size({"width": width, "height": 844})
    signed_in.emulate_media(color_scheme=scheme)
    row, decision = rows
    pages = (
        HOME,
        LIST,
        f"{LIST}?view=history",
        f"{LIST}?q={LONG}x",
        row.get_absolute_url(),
        decision.get_absolute_url(),
        PREREGISTER,
        f"{DELETE}?ids={row.pk}",
        PERSONAL_INFORMATION,
        NOTICES,
    )

    for address in pages:
        signed_in.goto(address)
        expect(signed_in.locator("html")).to_have_css("color-scheme", "light dark")
        expect_no_sideways_scrolling(signed_in)


@pytest.mark.parametrize(("width", "scheme"), SIZES_AND_SCHEMES)
def test_the_dialog_and_its_answers_fit(signed_in, rows, width, scheme):
    signed_in.set_viewport_size({"width": width, "height": 844})
    signed_in.emulate_media(color_scheme=scheme)
    signed_in.goto(LIST)

    open_dialog(signed_in)
    expect_fits(signed_in)
    type_entry(signed_in, email="eve@acme.example", company_name=LONG)
    signed_in.get_by_role("button", name="OK").tap()
    expect(answer(signed_in)).to_have_attribute("data-outcome", "refused")
    expect_fits(signed_in)


def expect_fits(page):
    expect_no_sideways_scrolling(page)
    sideways = page.locator("#dialog").evaluate("dialog => dialog.scrollWidth - dialog.clientWidth")
    box = page.locator("#dialog").bounding_box()
    assert sideways <= 0
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    assert box["y"] + box["height"] <= page.viewport_size["height"]


@pytest.mark.parametrize("width", [360, 390])
def test_the_sign_in_fits(page, width):
    page.set_viewport_size({"width": width, "height": 844})

    page.goto(LOGIN)
    expect_no_sideways_scrolling(page)
    page.locator(".topbar summary").tap()

    expect(page.locator(".menu-panel")).to_be_in_viewport(ratio=1)
    expect_no_sideways_scrolling(page)


def test_the_list_is_cards_that_can_be_touched(signed_in, rows):
    signed_in.goto(LIST)
    card = row_of(signed_in, rows[0])

    expect(signed_in.locator(".pc-table thead")).to_be_hidden()
    expect(card).to_have_css("display", "grid")
    card.locator(".pick label").tap()
    expect(signed_in.get_by_role("region", name="Selection")).to_be_in_viewport()
    signed_in.get_by_role("region", name="Selection").get_by_role("button", name="Delete").tap()

    expect(signed_in.get_by_role("dialog")).to_contain_text("This customer will be deleted")
    expect_fits(signed_in)


def test_both_menus_open_inside_the_screen(signed_in):
    signed_in.goto(HOME)

    for summary in signed_in.locator(".topbar summary").all():
        summary.tap()
        expect(signed_in.locator(".menu[open] .menu-panel")).to_be_in_viewport(ratio=1)
        expect_no_sideways_scrolling(signed_in)
    signed_in.keyboard.press("Escape")
    signed_in.locator("summary[aria-label=Navigation]").tap()
    signed_in.get_by_role("link", name="Customer Development").tap()

    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Customer Development")


def test_the_focused_field_is_never_under_the_dialogs_foot(signed_in):
    signed_in.set_viewport_size({"width": 360, "height": 520})
    signed_in.goto(LIST)
    open_dialog(signed_in)

    for name in ("company_name", "contact_name", "country", "mobile", "industry", "notes"):
        field = signed_in.locator(f"#dialog [name={name}]")
        field.focus()
        foot = signed_in.locator("#dialog footer").bounding_box()
        box = field.bounding_box()
        assert box["y"] + box["height"] <= foot["y"], name


@pytest.mark.parametrize("width", [320, 390])
def test_the_key_of_the_authenticator_app_is_seen_whole_and_copied_by_one_touch(
    page, member, base_url, width
):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base_url)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{LOGIN}?next=/accounts/2fa/totp/activate/")
    page.locator("[name=login]").fill(member.user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    key = page.get_by_role("textbox", name="Or type this key into the app")

    page.get_by_role("button", name="Copy the key").tap()

    expect(page.get_by_role("status")).to_have_text("The key is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == key.input_value()
    assert key.evaluate("it => it.scrollWidth <= it.clientWidth && it.scrollHeight <= it.clientHeight")
    expect_no_sideways_scrolling(page)
