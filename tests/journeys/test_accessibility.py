"""What every page owes to keyboards and screen readers, asked of each page in turn."""

import pytest
from playwright.sync_api import expect

from customers import notices
from customers.models import Kind
from customers.statuses import Status
from tests.builders import DAY, MONDAY, VALIDITY, attempt, make_account, make_hold, make_in, make_opening
from tests.journeys.steps import (
    DELETE,
    HOME,
    LIST,
    LOGIN,
    NOTICES,
    OPEN_INVITATIONS,
    PERSONAL_INFORMATION,
    PREREGISTER,
    answer,
    go_by_tab,
    open_dialog,
    type_entry,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

TWICE = """() => {
  const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""
NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter(one => !one.ariaHidden && !one.labels.length && !one.ariaLabel)
  .map(one => one.outerHTML)"""
POINTING_NOWHERE = """() => ['aria-labelledby', 'aria-describedby', 'for', 'list', 'form'].flatMap(name =>
  [...document.querySelectorAll(`dialog[open] [${name}], main [${name}], header [${name}]`)]
    .flatMap(one => one.getAttribute(name).split(' '))
    .filter(id => !document.getElementById(id)))"""
# The ratio of each text to the ground behind it, as WCAG 2.2 reckons it; only what is too faint comes back.
FAINT = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const paint = (...colours) => {
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = rgb => rgb
    .map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [.2126, .7152, .0722][place], 0);
  const grounds = one => one ? [...grounds(one.parentElement), getComputedStyle(one).backgroundColor] : ['Canvas'];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !one.checkVisibility()) continue;
    const behind = grounds(one);
    const [low, high] = [luminance(paint(...behind)), luminance(paint(...behind, getComputedStyle(one).color))]
      .sort((a, b) => a - b);
    const ratio = (high + .05) / (low + .05);
    if (ratio < 4.5) faint.push(`${texts.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
  }
  return faint;
}"""


@pytest.fixture
def addresses(member):
    """Every kind of page, with every status and every urgency to be seen on them."""
    for status in Status:
        make_in(status, member)
    for left in (DAY / 2, 2 * DAY):
        make_hold(member, at=MONDAY - VALIDITY + left)
    make_account("eve@acme.example", contract_signed=True)
    row = attempt(member=member, mobile="+6581234567").preregistration
    opening = make_opening(member)
    refused = attempt("eve@acme.example", member=member)
    review = attempt(member=member, country="MY")
    notices.tell(Kind.INVITATION_FAILED, row, key="1", at=MONDAY, email=row.email, error="550 no such user")
    return [
        HOME,
        LIST,
        f"{LIST}?view=history",
        f"{LIST}?q=nobody",
        f"{LIST}?answer={row.decision.number}",
        PREREGISTER,
        f"{DELETE}?ids={row.pk}",
        f"{row.get_absolute_url()}invite/",
        f"{LIST}invite/?ids={row.pk}",
        f"{row.get_absolute_url()}correct/",
        OPEN_INVITATIONS,
        f"{OPEN_INVITATIONS}new/",
        opening.get_absolute_url(),
        f"{opening.get_absolute_url()}revoke/",
        row.get_absolute_url(),
        refused.get_absolute_url(),
        review.get_absolute_url(),
        PERSONAL_INFORMATION,
        NOTICES,
        "/accounts/password/change/",
        "/accounts/2fa/",
    ]


def expect_sound(page):
    assert page.get_by_role("heading", level=1, include_hidden=True).count() == 1, page.url
    assert page.evaluate(TWICE) == [], page.url
    assert page.evaluate(NAMELESS) == [], page.url
    assert page.evaluate(POINTING_NOWHERE) == [], page.url
    assert page.evaluate(FAINT) == [], page.url


def test_styles_and_scripts_are_served(signed_in):
    served = {}
    signed_in.on("response", lambda response: served.update({response.url: response.status}))

    signed_in.goto(LIST)

    files = [url for url in served if "/static/" in url]
    assert {url.rpartition(".")[2] for url in files} >= {"css", "js", "svg"}
    assert {served[url] for url in files} == {200}
    expect(signed_in.locator(".topbar")).to_have_css("position", "sticky")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_sound_and_legible(signed_in, addresses, scheme):
    signed_in.emulate_media(color_scheme=scheme)

    for address in addresses:
        assert signed_in.goto(address).status == 200
        expect_sound(signed_in)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_strangers_are_sound_and_legible(page, scheme):
    page.emulate_media(color_scheme=scheme)

    for address in (LOGIN, "/accounts/password/reset/"):
        assert page.goto(address).status == 200
        expect_sound(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_dialog_is_sound_with_form_and_answer(signed_in, addresses, scheme):
    signed_in.emulate_media(color_scheme=scheme)
    signed_in.goto(addresses[4])
    expect(answer(signed_in)).to_have_attribute("data-outcome", "granted")

    open_dialog(signed_in)
    expect_sound(signed_in)
    type_entry(signed_in, email="eve@acme.example", mobile="")
    signed_in.keyboard.press("Tab")
    signed_in.get_by_role("button", name="OK").click()

    expect(answer(signed_in).last).to_have_attribute("data-outcome", "refused")
    expect_sound(signed_in)


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
