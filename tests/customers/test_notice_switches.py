"""Which notices a member has by mail: the switches, and the page behind the link of each mail."""

import re

import pytest
from django.test import Client

from customers import notices
from customers.models import Kind, Notice
from partnercenter.models import Member, Message
from tests.builders import MONDAY, make_hold, make_member, make_partner

pytestmark = pytest.mark.django_db

NOTICES = "/partner-center/notices/"
MAIL = "/partner-center/account/mail/"
PERSONAL = "/partner-center/account/personal-information/"


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def tell(member, count=1, kind=Kind.DECLINED, **fields):
    row = make_hold(member, **fields)
    return [notices.tell(kind, row, key=f"{row.pk}:{n}", at=MONDAY) for n in range(count)]


def stop_path(member, kind=Kind.DECLINED):
    return re.sub(r"^https?://[^/]+", "", notices.stop_address(member, kind))


def switches(response):
    """The kinds of the section Mail to you, and whether each is on."""
    found = re.findall(r'name="kinds" value="(\w+)"( checked)?', response.content.decode())
    return {kind: bool(checked) for kind, checked in found}


def test_every_kind_has_a_switch_that_is_on_at_first(mine):
    shown = switches(mine.get(PERSONAL))

    assert set(Kind) <= shown.keys()
    assert all(shown.values())


def test_what_is_switched_off_is_kept_and_no_longer_sent(mine, member):
    kept = [kind for kind in switches(mine.get(PERSONAL)) if kind != "declined"]

    saved = mine.post(MAIL, {"kinds": kept}, follow=True)
    tell(member)

    assert saved.redirect_chain[-1][0] == PERSONAL + "#mail"
    assert "Saved." in saved.content.decode()
    assert [kind for kind, on in switches(saved).items() if not on] == ["declined"]
    assert not Message.objects.exists()
    assert Notice.objects.exists()


@pytest.mark.parametrize("kinds", [[], ["nonsense", "\x00", "x" * 5000]])
def test_an_empty_or_odd_choice_switches_all_off_and_keeps_nothing_odd(mine, member, kinds):
    mine.post(MAIL, {"kinds": kinds})

    assert set(Member.objects.get(pk=member.pk).muted) >= set(Kind)
    assert all(len(kind) < 30 for kind in Member.objects.get(pk=member.pk).muted)


def test_a_viewer_is_told_that_it_gets_none(client, member):
    client.force_login(make_member(member.partner, Member.Role.VIEWER).user)

    html = client.get(PERSONAL).content.decode()

    assert "You get no mails" in html
    assert 'name="kinds"' not in html


def test_the_address_of_the_switches_leads_to_their_section(mine):
    assert mine.get(MAIL).headers["Location"] == PERSONAL + "#mail"


def test_looking_at_the_page_that_stops_a_kind_changes_nothing(client, member):
    response = client.get(stop_path(member))

    html = response.content.decode()
    assert response.status_code == 200
    assert "A customer has declined" in html
    assert "Globex" not in html
    assert "Mei" not in html
    assert Member.objects.get(pk=member.pk).muted == []


def test_a_mail_clients_one_click_stops_the_kind_without_token_or_redirect(member):
    stranger = Client(enforce_csrf_checks=True)
    make_hold(member)

    for _ in range(2):
        response = stranger.post(stop_path(member), {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200

    assert "No more mails of this kind" in response.content.decode()
    assert Member.objects.get(pk=member.pk).muted == ["declined"]


def test_somebody_elses_session_does_not_change_whose_mails_are_stopped(mine, member):
    other = make_member()

    mine.post(stop_path(other))

    assert Member.objects.get(pk=other.pk).muted == ["declined"]
    assert Member.objects.get(pk=member.pk).muted == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_bad_signature_and_an_unknown_kind_are_not_found(client, member, method):
    good = stop_path(member)
    forged = [
        good[:-3] + "xx/",
        NOTICES + "stop/nonsense/",
        NOTICES + "stop/a:b/",
        NOTICES + "stop/%00/",
        stop_path(member, "nonsense"),
    ]

    for address in forged:
        assert getattr(client, method)(address).status_code == 404
    assert Member.objects.get(pk=member.pk).muted == []


def test_a_member_who_has_left_is_answered_alike(client, member):
    address = stop_path(member)
    member.delete()

    assert client.get(address).status_code == client.post(address).status_code == 200
