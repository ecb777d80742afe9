"""What a partner does on the pages about one customer's invitations."""

import re
from html import unescape
from uuid import uuid4

from customers import invitations
from customers.models import Invitation
from tests.builders import MONDAY

PARTS = ["", "letter/", "print/", "qr.svg", "qr.png"]


def page(row, part=""):
    return f"/partner-center/customers/{row.pk}/invite/{part}"


def html(response):
    return unescape(response.content.decode())


def states(response):
    found = re.findall(r'data-channel="(\w+)" data-state="(\w+)"', response.content.decode())
    return dict(found)


def type_in(client, row, step="send", **typed):
    entry = {"greeting": "", "language": "en", "token": str(uuid4()), "step": step}
    return client.post(page(row), entry | typed)


def make(client, row, channel):
    client.post(page(row, "make/"), {"channel": channel})
    return Invitation.objects.get(preregistration=row, live_channel=channel)


def send(row, **more):
    words = {"greeting": "", "language": "en", "at": MONDAY, "token": uuid4()} | more
    return invitations.send(row, by=row.created_by, **words)
