"""What the reader's server receives, parsed as a mail program does."""

from datetime import timedelta

import pytest

from tests.builders import MONDAY
from tests.mail import deliver, make_message

pytestmark = pytest.mark.django_db


def received(smtp_server, to="ada@acme.example", **fields):
    """The one mail that arrives, and its row."""
    message = make_message(to, **fields)
    deliver()
    [mail] = smtp_server.received
    return mail, message


def test_a_mail_carries_both_parts_and_says_the_same_in_each(smtp_server):
    text = "Guten Tag, 你好, مرحبا & <b>\n\n.a line that begins with a dot\nFrom here\n" + "长" * 2_000 + "\n"

    mail, _ = received(smtp_server, text=text, html="<p>你好 &amp; مرحبا</p>")

    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.get_body(["plain"]).get_content().replace("\r\n", "\n") == text
    assert mail.get_body(["html"]).get_content().strip() == "<p>你好 &amp; مرحبا</p>"


def test_a_mail_without_html_is_plain_text(smtp_server):
    mail, _ = received(smtp_server, text="Hello")

    assert mail.get_content_type() == "text/plain"


def test_its_head_says_what_it_is_and_when_it_was_written(smtp_server, settings):
    settings.DEFAULT_FROM_EMAIL = "HUAWEI CLOUD Partner Center <partners@vendor.example>"

    mail, message = received(smtp_server, headers={"Reply-To": "office@globex.example"})

    assert mail["Message-ID"] == f"<{message.pk}@vendor.example>"
    assert mail["Date"].datetime - MONDAY == timedelta(0)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "HUAWEI CLOUD Partner Center <partners@vendor.example>"
    assert mail["Reply-To"] == "office@globex.example"
    assert mail["MIME-Version"] == "1.0"


@pytest.mark.parametrize(
    "name",
    ["李雷", "شركة الأفق للتجارة", 'Ada "The Countess" Lovelace', "Lovelace, Ada; <x@y>", "Zoë 🚀", "a\\b"],
)
def test_names_of_all_scripts_arrive_as_they_were_written(smtp_server, settings, name):
    settings.DEFAULT_FROM_EMAIL = "Partner Center <partners@vendor.example>"

    mail, _ = received(smtp_server, to_name=name, sender=name, subject=name)

    [to], [sender] = mail["To"].addresses, mail["From"].addresses
    assert (to.display_name, to.addr_spec) == (name, "ada@acme.example")
    assert (sender.display_name, sender.addr_spec) == (name, "partners@vendor.example")
    assert mail["Subject"] == name
    assert mail["To"].defects == mail["From"].defects == mail["Subject"].defects == ()


def test_a_long_subject_of_another_script_arrives_whole(smtp_server):
    mail, _ = received(smtp_server, subject="名称" * 150)

    assert mail["Subject"].strip() == "名称" * 150  # it begins on a line of its own


def test_no_name_and_no_subject_can_add_a_header(smtp_server):
    evil = "Ada\r\nBcc: eve@evil.example\r\n\r\nbody\u2028X: y"

    mail, _ = received(smtp_server, to_name=evil, sender=evil, subject=evil)

    assert mail["Bcc"] is None
    assert len(mail["To"].addresses) == 1
    assert mail["X"] is None
    assert mail.get_content().strip() == "Hello"


@pytest.mark.parametrize(
    ("shown", "sent_to"),
    [
        ("Ada.Lovelace+Cloud@Acme.Example", "Ada.Lovelace+Cloud@acme.example"),
        ("ada@例子.example", "ada@xn--fsqu00a.example"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ('"ada b"@acme.example', '"ada b"@acme.example'),
    ],
)
def test_an_address_is_written_as_servers_know_it(smtp_server, shown, sent_to):
    mail, _ = received(smtp_server, to=shown)

    assert mail["To"].addresses[0].addr_spec == sent_to
