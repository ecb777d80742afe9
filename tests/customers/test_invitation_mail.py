"""The invitation as it arrives: a real MIME message by a real server, whatever the names are."""

from uuid import uuid4

import pytest

from customers import invitations
from partnercenter.addresses import NAME_LENGTH, plain_name
from partnercenter.models import Partner
from tests.builders import MONDAY, make_hold, make_member, make_partner
from tests.mail import deliver

pytestmark = pytest.mark.django_db

HOSTILE = [
    "Globex\r\nBcc: eve@evil.example",
    "Globex\n\nA body of my own",
    'Globex" <eve@evil.example>, "Other',
    "security@vendor.example",
    "＜eve＠evil.example＞",
    "Globex, Inc.; (Asia) [SG]: \\",
    "<script>alert(1)</script>",
    "\u202eelpmaxe.live@eve\u202c",
    "=?utf-8?q?eve=40evil.example?=",
    "龙马科技" * 28,
    "نخلة للتقنية " * 9,
]


def arrived(server, name, greeting="", **fields):
    """What the customer receives, where partner, contact and company are all called so."""
    member = make_member(make_partner("globex", time_zone="Asia/Singapore"))
    row = make_hold(member, contact_name=name[:120], company_name=name[:200], **fields)
    Partner.objects.update(name=name[:200])
    row.refresh_from_db()
    invitation = invitations.send(
        row, greeting=greeting, language="en", by=member.user, at=MONDAY, token=uuid4()
    )
    deliver()
    (mail,) = server.received
    return mail, invitation


def part(mail, kind):
    return mail.get_body((kind,)).get_content()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_adds_a_header_or_an_address(smtp_server, name):
    mail, _invitation = arrived(smtp_server, name, greeting=name, email="ada@acme.example")

    assert [address.addr_spec for address in mail["To"].addresses] == ["ada@acme.example"]
    assert [address.addr_spec for address in mail["From"].addresses] == ["partners@localhost"]
    assert mail["Reply-To"] is None  # a reply that quotes the link would hand it to the partner (R19)
    assert mail["Bcc"] is None
    assert len(mail.get_all("Subject")) == 1
    assert "invites you to HUAWEI CLOUD" in mail["Subject"]
    for header in ("To", "From"):
        shown = mail[header].addresses[0].display_name
        assert not set('<>@"＜＞＠\u202e') & set(shown)
        # The parser of the test adds spaces where a long name was folded.
        assert len(shown.replace(" ", "")) <= NAME_LENGTH


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_markup_or_another_link(smtp_server, name):
    mail, invitation = arrived(smtp_server, name, greeting=name)

    html, text = part(mail, "html"), part(mail, "plain")
    assert "<script>" not in html
    assert "<eve" not in html
    assert invitation.address in html
    assert invitation.address in text
    assert "Not for you?" in html
    assert f"{invitation.address}decline/" in text


def test_names_in_other_scripts_arrive_as_they_are(smtp_server):
    mail, _invitation = arrived(smtp_server, "龙马科技")

    assert mail["To"].addresses[0].display_name == "龙马科技"
    assert mail["From"].addresses[0].display_name == "HUAWEI CLOUD · 龙马科技"
    assert mail["Subject"] == "龙马科技 invites you to HUAWEI CLOUD"


def test_the_mail_says_who_what_until_when_and_why(smtp_server):
    mail, invitation = arrived(smtp_server, "Globex", email="ada@acme.example")

    for kind in ("plain", "html"):
        said = part(mail, kind)
        assert "17 Mar 2026, 17:00, Singapore (GMT+8)" in said
        assert "your only one" in said
        assert "Nothing happens until you accept" in said
        assert "You get this mail because" in said
    assert mail["List-Unsubscribe"] == f"<{invitation.address}decline/>"


def test_the_text_is_not_escaped_and_the_markup_is(smtp_server):
    mail, _invitation = arrived(smtp_server, "Ships & Sons", greeting='5 < 6 & "so" on')

    assert "Ships & Sons" in part(mail, "plain")
    assert '> 5 < 6 & "so" on' in part(mail, "plain")
    assert "Ships &amp; Sons" in part(mail, "html")
    assert "5 &lt; 6 &amp; &quot;so&quot; on" in part(mail, "html")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Mei  Tan ", "Mei Tan"),
        ("Acme, Inc.", "Acme, Inc."),
        ("a@b.example", "a b.example"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 99, "x" * NAME_LENGTH),
        ("\r\n", ""),
    ],
)
def test_a_plain_name_keeps_what_is_a_name(name, plain):
    assert plain_name(name) == plain


def test_a_name_of_several_lines_reads_as_one_and_never_as_a_paragraph_of_ours():
    row = make_hold(company_name="Acme\n\nPay at once:\nhttps://evil.example", contact_name="Ada\u2028Lim")

    letter = invitations.compose(
        row, greeting="", language="en", address="https://us.example/i/token/", to=row.email
    )

    assert "Dear Ada Lim," in letter.text
    assert "partner of Acme Pay at once: https://evil.example at" in letter.text


def test_in_a_mail_from_right_to_left_names_and_addresses_keep_their_own_order():
    row = make_hold(email="12345@qq.example", company_name="Kestrel Pte. Ltd.", contact_name="ليلى")

    letter = invitations.compose(
        row, greeting="See you!", language="ar", address="https://us.example/i/t/", to=row.email
    )

    assert "\u2068Kestrel Pte. Ltd.\u2069" in letter.text
    assert "\u206812345@qq.example\u2069" in letter.text
    assert "> \u2068See you!\u2069\n" in letter.text
    assert "\u2068ليلى" not in letter.text
    assert "\nhttps://us.example/i/t/\n" in letter.text  # an address that is opened has no sign around it
    assert "border-right:3px" in letter.html


def test_a_long_name_leaves_room_in_the_subject_for_what_has_happened():
    row = make_hold(make_member(make_partner(name="Globex " * 28)))

    letter = invitations.compose(
        row, greeting="", language="en", address="https://us.example/i/t/", to=row.email
    )

    assert letter.subject.endswith("Glob invites you to HUAWEI CLOUD")
    assert len(letter.subject) < 90
