"""The invitee's pages behind an open invitation: the visitor first says who it is."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from customers import openings
from customers.models import Code, CustomerAccount, Notice, OpenInvitation
from partnercenter.models import Message
from tests.builders import DAY, MONDAY, make_account, make_member, make_partner
from tests.customers.invitees import CONSENT, address, answer, html, prove, register

pytestmark = pytest.mark.django_db


def opened(limit=5, **fields):
    member = fields.pop("member", None) or make_member(make_partner("globex"))
    return openings.create("Fair", ends_at=MONDAY + DAY, limit=limit, member=member, at=MONDAY, token=uuid4())


def complete(client, way_in, email="Ada@Acme.example", **changes):
    prove(client, way_in, email=email)
    return register(client, way_in, **changes)


def outcome(response):
    return re.search(r'data-outcome="(\w+)"', html(response))[1]


def test_r18_opening_it_changes_only_the_opened_mark_and_it_cannot_be_declined(client):
    way_in = opened()

    page = client.get(address(way_in))

    assert "Globex</bdi> invites you" in html(page)
    assert OpenInvitation.objects.get().opens == 1
    assert "sessionid" not in client.cookies
    for name in ("decline/", "wrong-person/", "other-address/", "declined/", "told/"):
        assert client.get(address(way_in, name)).status_code == 404
        assert client.post(address(way_in, name), {"email": "x@y.example"}).status_code == 404
    for name in ("code/", "accept/", "accept/name/", "result/"):
        assert client.get(address(way_in, name)).url == address(way_in)


def test_r19_the_visitor_proves_the_address_it_enters_and_is_associated(client):
    way_in = opened()

    response = complete(client, way_in)

    account = CustomerAccount.objects.get()
    assert Message.objects.filter(kind="code").get().to == "Ada@Acme.example"
    assert outcome(response) == outcome(client.get(address(way_in, "result/"))) == "associated"
    assert (account.email, account.associated_partner) == ("Ada@Acme.example", way_in.partner)


@pytest.mark.parametrize("email", ["", "nonsense", "a\x00@b.example", "x" * 300 + "@b.example"])
def test_what_is_no_address_is_refused_beside_the_field(client, email):
    response = client.post(address(opened(), "send-code/"), {"email": email})

    assert list(response.context["form"].errors) == ["email"]
    assert not Code.objects.exists()


def test_a_post_without_an_address_begins_anew(client):
    way_in = opened()

    for name in ("send-code/", "code/", "accept/", "accept/name/"):
        assert client.post(address(way_in, name), {"code": "123456"}).url == address(way_in)


def test_another_address_needs_a_proof_of_its_own(client):
    way_in = opened()
    prove(client, way_in, email="ada@acme.example")
    answer(client, way_in)
    client.post(address(way_in, "send-code/"), {"email": "eve@acme.example"})

    assert client.post(address(way_in, "accept/"), CONSENT).url == address(way_in)
    assert not CustomerAccount.objects.exists()


def test_the_last_place_shows_its_result_to_whoever_took_it_and_is_full_for_others(client):
    way_in = opened(limit=1)
    complete(client, way_in)

    assert outcome(client.get(address(way_in, "result/"))) == "associated"
    stranger = Client().get(address(way_in))
    assert stranger.status_code == 410
    assert 'data-standing="full"' in html(stranger)


def test_a_refusal_says_no_more_than_that_it_does_not_work(client):
    make_account("ada@acme.example", associated_partner=make_partner("initech"))

    response = complete(client, opened())

    assert outcome(response) == "refused"
    assert "Initech" not in html(response)


def test_what_concerns_the_partner_alone_is_not_told_to_the_visitor(client):
    response = complete(client, opened(member=make_member(make_partner("globex", quota=0))))

    assert outcome(response) == "refused"
    assert "cannot take on new customers" in html(response)
    assert not Notice.objects.exists()


def test_an_open_invitation_that_has_ended_has_its_own_page(client, set_clock):
    way_in, revoked = opened(), opened(member=make_member())
    openings.revoke(revoked, at=MONDAY)
    set_clock(MONDAY + DAY)

    for one, standing in ((way_in, "expired"), (revoked, "revoked")):
        response = client.post(address(one, "send-code/"), {"email": "ada@acme.example"})
        assert response.status_code == 410
        assert f'data-standing="{standing}"' in html(response)


def test_r10_an_account_whose_country_is_unknown_is_asked_for_it(client):
    opening = opened()
    make_account("ada@acme.example", country="")
    prove(client, opening, email="ada@acme.example")

    without = client.post(address(opening, "accept/"), CONSENT)
    register(client, opening, country="SG")

    assert without.url == address(opening, "accept/country/")
    assert opening.acceptances.get().preregistration.country == "SG"


def test_the_visitor_reads_the_address_that_it_has_entered(client):
    way_in = opened()
    client.post(address(way_in, "send-code/"), {"email": "ada@acme.exmaple"})

    assert "ada@acme.exmaple" in html(client.get(address(way_in, "code/")))
