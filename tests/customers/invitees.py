"""What invitees do, and what they are sent, in words that their tests share."""

from customers import acceptance, invitations
from customers.acceptance import Particulars
from partnercenter.models import Message
from tests.builders import MONDAY, make_hold, make_member

PARTICULARS = Particulars(language="en", name="Ada Lim", company_name="Acme Ltd", country="SG")
ENTRY = {"name": "Ada Lim", "company": "Acme Ltd", "country": "SG", "password": "a sentence of my own"}
CONSENT = {"consent": "on"}


def invite(channel="link", row=None, at=MONDAY, **fields):
    """A live invitation, and the row it is for as `preregistration`."""
    row = row or make_hold(make_member(), at=at, **fields)
    return invitations.issue(row, channel, by=row.created_by, at=at)


def accept(invitation, at=MONDAY, **changes):
    return acceptance.accept(invitation, Particulars(**vars(PARTICULARS) | changes), at=at)


def address(invitation, page=""):
    return f"/i/{invitation.token}/{page}"


def codes_sent():
    """The digits of every code in the outbox, the oldest first."""
    return [message.subject[:6] for message in Message.objects.filter(kind="code").order_by("pk")]


def another(code):
    """Six digits that are not this code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def prove(client, invitation, **data):
    """By the code, as a browser does it."""
    client.post(address(invitation, "send-code/"), data)
    return client.post(address(invitation, "code/"), {"code": codes_sent()[-1]})


def answer(client, invitation, **changes):
    """Every question that this visitor is asked, one after the other; gives back the last page."""
    page, entry = client.get(address(invitation, "accept/"), follow=True), ENTRY | changes
    while page.context and "question" in page.context and not page.context["form"].errors:
        asked = page.context["question"]
        page = client.post(address(invitation, f"accept/{asked}/"), {asked: entry[asked]}, follow=True)
    return page


def register(client, invitation, **changes):
    """The questions and the consent."""
    answer(client, invitation, **changes)
    return client.post(address(invitation, "accept/"), CONSENT, follow=True)


def html(response):
    return response.content.decode()
