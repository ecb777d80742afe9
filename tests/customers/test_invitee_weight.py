"""What a phone with a poor connection fetches, counted as the production profile sends it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from customers import invitations
from customers.models import Invitation
from tests.builders import MONDAY, make_hold, make_member

pytestmark = pytest.mark.django_db

MOST = 50_000  # bytes of a first visit
FILES = re.compile(r'(?:src|href)="/static/([^"#]+)')


@pytest.fixture
def address():
    member = make_member()
    link = invitations.issue(make_hold(member), Invitation.Channel.LINK, by=member.user, at=MONDAY)
    return f"/i/{link.token}/"


def test_the_first_visit_of_an_invitee_is_light(client, address):
    response = client.get(address, headers={"Accept-Encoding": "gzip"})

    page = gzip.decompress(response.content).decode()
    files = set(FILES.findall(page))
    sent = [gzip.compress(Path(finders.find(name)).read_bytes()) for name in files]
    assert {"css/tokens.css", "css/components.css", "img/icons.svg"} <= files
    assert len(response.content) + sum(map(len, sent)) < MOST


def test_an_invitees_page_loads_no_more_than_two_scripts_and_needs_none(client, address):
    scripts = re.findall(r"<script[^>]*>", client.get(address).content.decode())

    assert len(scripts) <= 2
    assert all("defer" in script for script in scripts)
