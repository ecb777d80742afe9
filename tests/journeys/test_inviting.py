"""Inviting by all three ways, as a partner does it in the browser."""

from io import BytesIO

import numpy
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from customers import invitations
from customers.models import Invitation
from partnercenter.models import Message
from tests.builders import MONDAY, make_hold
from tests.journeys.steps import (
    LIST,
    answer,
    go_by_tab,
    open_dialog,
    press_by_keyboard,
    row_of,
    type_entry,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SCRIPTLESS = pytest.mark.browser_context_args(java_script_enabled=False)


@pytest.fixture
def row(member):
    return make_hold(member, email="ada@acme.example", company_name="Acme 港口", contact_name="Ada Lim")


def invite_page(row):
    return f"{LIST}{row.pk}/invite/"


def card(page, name):
    return page.get_by_role("region", name=name)


def letter(page):
    return page.frame_locator("iframe")


def seen_by_camera(page, picture):
    """What a phone reads off the screen."""
    screen = Image.open(BytesIO(picture.screenshot()))
    return [found.text for found in zxingcpp.read_barcodes(numpy.array(screen.convert("L")))]


def test_from_the_list_to_a_link_in_the_clipboard(signed_in, row, base_url):
    signed_in.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base_url)
    signed_in.goto(LIST)

    row_of(signed_in, row).get_by_role("link", name="Invite").click()
    card(signed_in, "Hyperlink").get_by_role("button", name="Make the link").click()
    card(signed_in, "Hyperlink").get_by_role("button", name="Copy the link").click()

    expect(card(signed_in, "Hyperlink").get_by_role("status")).to_have_text("The link is copied.")
    address = Invitation.objects.get().address
    assert signed_in.evaluate("navigator.clipboard.readText()") == address
    expect(signed_in.get_by_label("Link for this customer only")).to_have_value(address)


def test_a_grant_leads_on_to_inviting(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    type_entry(signed_in)
    signed_in.get_by_role("button", name="OK").click()
    expect(answer(signed_in)).to_have_attribute("data-outcome", "granted")
    expect(signed_in.locator("#dialog [aria-current=step]")).to_contain_text("Invite")

    signed_in.get_by_role("dialog").get_by_role("link", name="Invite now").click()

    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Invite Acme 港口")


def test_the_email_is_previewed_and_sent(signed_in, row):
    signed_in.goto(invite_page(row))
    expect(letter(signed_in).get_by_text("Dear Ada Lim,")).to_be_visible()

    signed_in.get_by_label("Your greeting").fill("See you\n<on> Friday")
    expect(card(signed_in, "Email")).to_contain_text("481 characters left")
    signed_in.get_by_role("button", name="Preview").click()
    expect(letter(signed_in).locator("blockquote")).to_have_text("See you\n<on> Friday", use_inner_text=True)
    signed_in.get_by_role("button", name="Send the email").dblclick()

    expect(card(signed_in, "Email").locator("[data-state]")).to_have_text("Waiting to be sent")
    expect(card(signed_in, "Email")).to_contain_text("The email to a••@acme.example is on its way")
    assert Message.objects.count() == 1


def test_the_code_is_read_off_the_screen_and_off_the_sheet(signed_in, row):
    signed_in.emulate_media(color_scheme="dark")
    signed_in.goto(invite_page(row))

    card(signed_in, "QR code").get_by_role("button", name="Make the QR code").click()
    picture = signed_in.get_by_role("img", name="QR code of the invitation for Acme 港口")
    expect(picture).to_have_js_property("complete", True)
    address = Invitation.objects.get().address
    assert seen_by_camera(signed_in, picture) == [address]
    signed_in.get_by_role("link", name="Sheet to print").click()

    expect(signed_in.get_by_text(address)).to_be_visible()
    assert seen_by_camera(signed_in, signed_in.locator("main")) == [address]
    signed_in.emulate_media(media="print")
    expect(signed_in.get_by_role("button", name="Print")).to_be_hidden()


def test_revoking_asks_first_and_offers_a_new_link(signed_in, row):
    invitations.issue(row, "link", by=row.created_by, at=MONDAY)
    signed_in.goto(invite_page(row))

    card(signed_in, "Hyperlink").get_by_role("link", name="Revoke").click()
    dialog = signed_in.get_by_role("dialog", name="Revoke the invitation")
    expect(dialog).to_contain_text("The link stops working at once")
    dialog.get_by_role("button", name="Revoke").click()

    expect(card(signed_in, "Hyperlink").locator("[data-state]")).to_have_text("Revoked")
    expect(card(signed_in, "Hyperlink").get_by_role("button", name="New link")).to_be_visible()


def test_several_are_invited_from_the_selection(signed_in, member, row):
    other = make_hold(member, company_name="Other Ltd", email="eve@other.example")
    signed_in.goto(LIST)

    for one in (row, other):
        row_of(signed_in, one).get_by_role("checkbox").check()
    signed_in.get_by_role("region", name="Selection").get_by_role("button", name="Invite by email").click()
    dialog = signed_in.get_by_role("dialog", name="Invite by email")
    dialog.get_by_label("Your greeting").fill("Hello")
    dialog.get_by_role("button", name="Send 2 emails").dblclick()

    expect(signed_in.locator("[data-report=invited] li")).to_have_count(2)
    assert Message.objects.count() == 2


def test_all_of_it_by_keyboard_alone(signed_in, row):
    signed_in.goto(invite_page(row))

    go_by_tab(signed_in, signed_in.get_by_label("Your greeting"))
    signed_in.keyboard.type("Hello")
    press_by_keyboard(signed_in, signed_in.get_by_role("button", name="Send the email"))
    expect(card(signed_in, "Email").locator("[data-state]")).to_have_text("Waiting to be sent")
    press_by_keyboard(signed_in, signed_in.get_by_role("button", name="Make the QR code"))
    expect(card(signed_in, "QR code").locator("[data-state]")).to_have_text("Not scanned yet")
    press_by_keyboard(signed_in, card(signed_in, "QR code").get_by_role("link", name="Revoke"))
    expect(signed_in.get_by_role("dialog").get_by_role("button", name="Revoke")).to_be_focused()
    signed_in.keyboard.press("Escape")

    expect(card(signed_in, "QR code").get_by_role("link", name="Revoke")).to_be_focused()


@SCRIPTLESS
def test_all_of_it_without_javascript(signed_in, row):
    signed_in.goto(LIST)
    row_of(signed_in, row).get_by_role("link", name="Invite").click()

    signed_in.get_by_label("Your greeting").fill("Hello Ada")
    signed_in.get_by_role("button", name="Preview").click()
    expect(letter(signed_in).locator("blockquote")).to_have_text("Hello Ada")
    signed_in.get_by_role("button", name="Send the email").click()
    expect(card(signed_in, "Email").locator("[data-state]")).to_have_text("Waiting to be sent")
    signed_in.get_by_role("button", name="Make the link").click()
    expect(signed_in.get_by_role("button", name="Copy the link")).to_be_hidden()
    card(signed_in, "Hyperlink").get_by_role("link", name="Revoke").click()
    signed_in.get_by_role("main").get_by_role("button", name="Revoke").click()

    expect(card(signed_in, "Hyperlink").locator("[data-state]")).to_have_text("Revoked")


@SCRIPTLESS
def test_several_at_once_without_javascript(signed_in, row):
    signed_in.goto(LIST)

    row_of(signed_in, row).get_by_role("checkbox").check()
    signed_in.get_by_role("button", name="Invite by email").click()
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Invite by email")
    signed_in.get_by_role("button", name="Send the email").click()

    expect(signed_in.locator("[data-report=invited] li")).to_contain_text(["Acme 港口"])


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (390, "light")])
def test_the_pages_fit_a_phone(signed_in, member, width, scheme):
    long = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
    row = make_hold(member, company_name=long, contact_name=long, email=f"{long[:50]}@{long[:40]}.example")
    for channel in ("link", "qr"):
        invitations.issue(row, channel, by=member.user, at=MONDAY)
    signed_in.set_viewport_size({"width": width, "height": 844})
    signed_in.emulate_media(color_scheme=scheme)

    for address in (invite_page(row), f"{invite_page(row)}print/", f"{LIST}invite/?ids={row.pk}"):
        signed_in.goto(address)
        assert signed_in.evaluate("document.documentElement.scrollWidth") <= width, address
