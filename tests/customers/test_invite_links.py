"""The hyperlink and the QR code on a partner's pages."""

import pytest

from customers import invite_presentation
from customers.models import Invitation
from tests.builders import MONDAY, VALIDITY, make_hold, make_member, make_partner
from tests.customers.inviting import PARTS, html, make, page, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def row(member):
    return make_hold(member, email="ada@acme.example", company_name="Acme 港口", contact_name="Ada Lim")


def test_the_link_is_made_once_shown_and_replaced_after_revoking(mine, row):
    first = make(mine, row, "link")
    assert make(mine, row, "link").pk == first.pk
    assert first.address in html(mine.get(page(row)))

    asked = mine.get(page(row, f"{first.pk}/revoke/"))
    mine.post(page(row, f"{first.pk}/revoke/"))
    after = mine.get(page(row))

    assert "The link stops working at once" in html(asked)
    assert states(after)["link"] == "over"
    assert first.token not in html(after)
    assert "New link" in html(after)
    assert make(mine, row, "link").token != first.token


@pytest.mark.parametrize("channel", ["email", "", "fax"])
def test_only_a_link_or_a_code_can_be_made_by_a_press(mine, row, channel):
    assert mine.post(page(row, "make/"), {"channel": channel}).status_code == 404
    assert mine.get(page(row, "make/")).status_code == 405
    assert not Invitation.objects.exists()


def test_the_words_to_share_survive_a_mail_address(mine):
    partner = make_partner("ships", name="Ships & Sons + Co", time_zone="Asia/Singapore")
    row = make_hold(make_member(partner), email="ada+x@acme.example")

    share = invite_presentation.share(row, "https://p.example/i/x/", "en")

    assert share["mailto"].startswith("mailto:?subject=Ships%20%26%20Sons%20%2B%20Co%20")
    assert "+" not in share["mailto"].partition("?")[2]
    assert share["text"].endswith("until 17 Mar 2026, 17:00, Singapore (GMT+8): https://p.example/i/x/")


def test_the_images_are_the_partners_own_and_kept_privately(mine, row):
    make(mine, row, "qr")
    svg, png = mine.get(page(row, "qr.svg")), mine.get(page(row, "qr.png"))

    assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")
    assert png["Content-Disposition"] == 'attachment; filename="invitation-acme.png"'
    assert "Content-Disposition" not in svg
    assert "attachment" in mine.get(page(row, "qr.svg?download"))["Content-Disposition"]
    for image in (svg, png):
        assert set(image["Cache-Control"].split(", ")) == {"private", "no-cache"}
    again = mine.get(page(row, "qr.svg"), headers={"If-None-Match": svg["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_there_is_no_image_before_the_code_is_made_nor_after_it_is_revoked(mine, row):
    assert mine.get(page(row, "qr.svg")).status_code == 404

    invitation = make(mine, row, "qr")
    etag = mine.get(page(row, "qr.svg"))["ETag"]
    mine.post(page(row, f"{invitation.pk}/revoke/"))

    for part in ("qr.svg", "qr.png", "print/"):
        assert mine.get(page(row, part), headers={"If-None-Match": etag}).status_code == 404


def test_r17_there_is_no_image_after_the_hold(mine, row, set_clock):
    make(mine, row, "qr")
    set_clock(MONDAY + VALIDITY)

    assert [mine.get(page(row, part)).status_code for part in PARTS[1:]] == [404] * 4


def test_the_sheet_says_who_what_to_do_and_until_when(mine, row):
    invitation = make(mine, row, "qr")

    sheet = html(mine.get(page(row, "print/")))

    assert invitation.address in sheet
    assert "Globex" in sheet
    assert sheet.count("<li>") == 3
    assert "Valid until 17 Mar 2026, 17:00, Singapore (GMT+8)" in sheet


def test_i7_making_the_link_keeps_the_greeting_typed_beside_it(mine, row):
    typed = {"greeting": "Dear Ada,\nsee you soon", "language": "zh-hans", "token": "", "channel": "link"}

    response = mine.post(page(row, "make/"), typed, follow=True)

    assert "Dear Ada,\nsee you soon</textarea>" in html(response)
    assert '<option value="zh-hans" selected>' in html(response)
    assert states(response)["link"] == "unopened"


def test_the_preview_promises_no_answer_to_the_partner(mine, member, row):
    member.partner.reserved_email = "office@globex.example"
    member.partner.save()

    assert "office@globex.example" not in html(mine.get(page(row)))
