"""From the partner's page to *associated* on its list, every mail through a real SMTP conversation."""

import re

import pytest
from playwright.sync_api import expect

from customers.models import Invitation
from tests.builders import make_hold
from tests.journeys.steps import LIST, row_of, sign_in
from tests.journeys.test_accepting import expect_associated, register, title
from tests.journeys.test_inviting import card, invite_page, seen_by_camera
from tests.mail import deliver

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True),
]


@pytest.fixture
def row(member):
    return make_hold(member, email="ada@acme.example", company_name="Acme 港口", contact_name="Ada Lim")


@pytest.fixture
def invited(page, member, row, smtp_server, settings, base_url):
    """The partner's page for inviting, on its phone, with a mail server that takes what is sent."""
    settings.SITE_URL = base_url
    sign_in(page, member)
    page.goto(LIST)
    row_of(page, row).get_by_role("link", name="Invite").tap()
    return page


def mail_to(smtp_server, email):
    deliver()
    letters = [letter for letter in smtp_server.received if letter["To"].addresses[0].addr_spec == email]
    return letters[-1]


def link_in(letter):
    """The address that the text part names, as a reader without HTML would take it."""
    return re.search(r"http\S+/i/[\w-]+/", letter.get_body(["plain"]).get_content())[0]


def leave(page):
    """The partner puts its phone away; what follows is another one, with no session."""
    page.context.clear_cookies()


def prove_mailbox(page, smtp_server):
    page.get_by_role("button", name="Send me a code").tap()
    expect(title(page)).to_have_text("Enter the code")
    letter = mail_to(smtp_server, "ada@acme.example")
    code = re.search(r"\b\d{6}\b", letter.get_body(["plain"]).get_content())[0]
    page.get_by_label("Code from your mailbox").fill(code)
    page.get_by_role("button", name="Continue").tap()


def expect_partner_told(smtp_server, member):
    letter = mail_to(smtp_server, member.user.email)
    assert "Acme 港口 is associated with you" in letter["Subject"]


def test_by_email(invited, member, row, smtp_server):
    card(invited, "Email").get_by_role("button", name="Send the email").tap()
    expect(card(invited, "Email").locator("[data-state]")).to_have_text("Waiting to be sent")
    letter = mail_to(smtp_server, "ada@acme.example")
    invited.reload()
    expect(card(invited, "Email").locator("[data-state]")).to_contain_text("Sent")
    leave(invited)

    invited.goto(link_in(letter))
    invited.get_by_role("link", name="Accept", exact=True).tap()
    register(invited)

    expect_associated(invited, row, member)
    expect_partner_told(smtp_server, member)


def test_by_hyperlink(invited, member, row, smtp_server):
    card(invited, "Hyperlink").get_by_role("button", name="Make the link").tap()
    link = card(invited, "Hyperlink").get_by_label("Link for this customer only").input_value()
    leave(invited)

    invited.goto(link)
    prove_mailbox(invited, smtp_server)
    register(invited)

    expect_associated(invited, row, member)
    expect_partner_told(smtp_server, member)


def test_by_qr_code(invited, member, row, smtp_server):
    card(invited, "QR code").get_by_role("button", name="Make the QR code").tap()
    picture = invited.get_by_role("img", name="QR code of the invitation for Acme 港口")
    expect(picture).to_have_js_property("complete", True)
    (link,) = seen_by_camera(invited, picture)
    leave(invited)

    invited.goto(link)
    prove_mailbox(invited, smtp_server)
    register(invited)

    expect_associated(invited, row, member)
    expect_partner_told(smtp_server, member)


def test_a_mailbox_that_does_not_exist_is_told_to_the_partner_with_the_servers_reason(
    invited, member, row, smtp_server
):
    smtp_server.refusals["ada@acme.example"] = "550 5.1.1 No such mailbox"
    card(invited, "Email").get_by_role("button", name="Send the email").tap()
    expect(card(invited, "Email").locator("[data-state]")).to_have_text("Waiting to be sent")

    deliver()
    invited.goto(invite_page(row))

    expect(card(invited, "Email")).to_contain_text("No such mailbox")
    assert Invitation.objects.get().message.state == "failed"
