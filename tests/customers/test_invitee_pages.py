"""The invitee's first pages, by request: what is told, and the proof of the mailbox."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from customers.models import CustomerAccount
from partnercenter.models import Message, User
from tests.builders import (
    MONDAY,
    PASSWORD,
    SECOND,
    make_account,
    make_hold,
    make_member,
    make_partner,
)
from tests.customers.invitees import CONSENT, address, another, codes_sent, html, invite, prove, register

pytestmark = pytest.mark.django_db

PROOF = timedelta(minutes=30)


def said(response):
    """What the page says in words, without what differs from one request to the next."""
    return re.sub(r'name="(csrfmiddlewaretoken|attempt)" value="[^"]+"', "", html(response))


def test_r21_the_invitee_is_told_who_invites_what_it_means_and_until_when(client):
    partner = make_partner("globex", time_zone="Asia/Singapore")
    invitation = invite(row=make_hold(make_member(partner), company_name="Acme 港口"))

    page = html(client.get(address(invitation)))

    assert "Globex</bdi> invites you to work with them on HUAWEI CLOUD" in page
    assert "Globex</bdi>, Singapore" in page
    assert "For <bdi>Acme 港口</bdi>" in page
    assert "your partner at HUAWEI CLOUD, and your only one" in page
    assert "until 17 Mar 2026, 17:00, Singapore (GMT+8)" in page
    assert "15 days left to decide" in page


def test_the_pages_speak_the_browsers_language(client):
    page = client.get(address(invite()), headers={"Accept-Language": "zh-CN,zh;q=0.9"})

    assert '<html lang="zh-hans"' in html(page)


@pytest.mark.parametrize("channel", ["link", "qr"])
def test_r19_by_link_or_qr_code_the_mailbox_is_proven_by_a_code(client, channel):
    invitation = invite(channel, email="ada@acme.example")

    sent = client.post(address(invitation, "send-code/"))
    asked = html(client.get(sent.url))
    proven = client.post(sent.url, {"code": codes_sent()[0]})

    assert Message.objects.get().to == "ada@acme.example"
    assert 'autocomplete="one-time-code"' in asked
    assert 'inputmode="numeric"' in asked
    assert "a••@acme.example" in asked
    assert "ada@acme.example" not in asked
    assert proven.url == address(invitation, "accept/")
    assert "Your name</label></h1>" in html(client.get(proven.url, follow=True))


def test_r19_by_the_emailed_link_no_code_is_asked_for(client):
    invitation = invite("email")

    assert address(invitation, "accept/") in html(client.get(address(invitation)))
    assert client.get(address(invitation, "code/")).url == address(invitation, "accept/")
    assert register(client, invitation).redirect_chain == [(address(invitation, "result/"), 302)]
    assert CustomerAccount.objects.get().associated_partner == invitation.preregistration.partner


def test_r19_without_the_proof_nobody_comes_to_the_consent(client):
    invitation = invite()

    for answer in (
        client.get(address(invitation, "accept/")),
        client.post(address(invitation, "accept/"), CONSENT),
        client.get(address(invitation, "accept/name/")),
        client.post(address(invitation, "accept/name/"), {"name": "Eve"}),
        client.get(address(invitation, "result/")),
    ):
        assert answer.url == address(invitation)
    assert not CustomerAccount.objects.exists()


def test_r19_before_the_proof_no_page_tells_whether_there_is_an_account():
    """The same words, the same status, the same work."""
    partner = make_partner("globex")
    known, unknown = (
        invite(row=make_hold(make_member(partner), email=f"{name}@acme.example")) for name in ("ada", "adi")
    )
    make_account("ada@acme.example", contract_signed=True)
    User.objects.create_user("ada@acme.example", PASSWORD, name="Ada")

    for method, page, data in (
        ("get", "", {}),
        ("get", "accept/", {}),
        ("get", "accept/name/", {}),
        ("post", "accept/country/", {"country": "SG"}),
        ("post", "send-code/", {}),
        ("get", "code/", {}),
        ("post", "code/", {"code": "12"}),
        ("get", "other-address/", {}),
        ("get", "decline/", {}),
    ):
        seen = []
        for one in (known, unknown):
            with CaptureQueriesContext(connection) as queries:
                answer = getattr(Client(), method)(address(one, page), data)
            words = (said(answer) + answer.get("Location", "")).replace(one.token, "")
            seen.append((answer.status_code, words, len(queries)))
        assert seen[0] == seen[1], page


def test_the_proof_lasts_half_an_hour_and_not_a_second_longer(client, set_clock):
    invitation = invite()
    prove(client, invitation)

    set_clock(MONDAY + PROOF - SECOND)
    assert client.get(address(invitation, "accept/")).url == address(invitation, "accept/name/")
    set_clock(MONDAY + PROOF)
    assert client.get(address(invitation, "accept/")).url == address(invitation)


def test_the_proof_is_for_one_way_in_and_one_browser(client):
    invitation = invite()
    prove(client, invitation)

    for browser, other in ((client, invite()), (Client(), invitation)):
        assert browser.get(address(other, "accept/")).url == address(other)


def test_wrong_codes_are_told_in_words_beside_the_field(client):
    invitation = invite()
    client.post(address(invitation, "send-code/"))
    code = codes_sent()[0]
    tries = [client.post(address(invitation, "code/"), {"code": another(code)}) for _ in range(5)]

    assert "You have 4 tries left" in html(tries[0])
    assert f'value="{another(code)}"' in html(tries[0])
    assert "You have 1 try left" in html(tries[3])
    assert "Ask for a new one" in html(tries[4])
    assert "Ask for a new one" in html(client.post(address(invitation, "code/"), {"code": code}))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "1" * 500, "12\x00456", "½½½½½½"])
def test_what_cannot_be_a_code_costs_no_try(client, typed):
    invitation = invite()
    client.post(address(invitation, "send-code/"))

    for _ in range(6):
        assert client.post(address(invitation, "code/"), {"code": typed}).status_code == 200

    assert client.post(address(invitation, "code/"), {"code": codes_sent()[0]}).status_code == 302


def test_a_new_code_comes_on_request_until_there_were_five(client):
    invitation = invite()

    answers = [client.post(address(invitation, "send-code/"), {"again": "1"}, follow=True) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "A new code is on its way" in html(answers[0])
    assert "try again in 1 h" in html(answers[5])
    assert len(codes_sent()) == 5


def test_r19_a_proof_is_kept_under_a_new_session_so_that_a_planted_one_proves_nothing(client):
    invitation = invite()
    client.post(address(invitation, "send-code/"))
    planted = client.session.session_key
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted

    client.post(address(invitation, "code/"), {"code": codes_sent()[0]})

    assert client.session.session_key != planted
    assert client.get(address(invitation, "accept/name/")).status_code == 200
    assert thief.get(address(invitation, "accept/name/")).url == address(invitation)


def test_the_masked_address_cannot_be_found_out_by_naming_others(client):
    invitation = invite(email="ada@acme.example")
    name_one = partial(client.post, address(invitation, "other-address/"), {"email": "ada@acme.example"})

    answers = [name_one().status_code for _ in range(4)]

    assert answers == [200] * 3 + [429]
