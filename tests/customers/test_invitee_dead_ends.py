"""Ways in that have ended, the other answers an invitee can give, and what the pages keep to themselves."""

import json
import logging
import re

import pytest
from django.db import OperationalError
from django.test import Client

from customers import acceptance, invitations, lifecycle
from customers.models import Invitation, Kind, Notice
from partnercenter import logs
from partnercenter.models import Partner
from tests.builders import DAY, MONDAY, VALIDITY, make_member
from tests.customers.invitees import ENTRY, accept, address, html, invite

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "accept/",
    "accept/name/",
    "code/",
    "send-code/",
    "decline/",
    "wrong-person/",
    "other-address/",
    "told/",
    "result/",
)


def unknown():
    return Invitation(token="nobody-was-ever-sent-this")


def revoked():
    invitation = invite()
    invitations.revoke(invitation, at=MONDAY)
    return invitation


def expired():
    return invite(at=MONDAY - VALIDITY)


def deleted():
    invitation = invite()
    lifecycle.delete(invitation.preregistration, by=invitation.created_by, at=MONDAY)
    return invitation


def declined():
    invitation = invite()
    acceptance.decline(invitation, at=MONDAY)
    return invitation


def suspended():
    invitation = invite()
    Partner.objects.filter(pk=invitation.preregistration.partner_id).update(status="suspended")
    return invitation


def associated():
    invitation = invite()
    accept(invitation)
    return invitation


def in_review():
    invitation = invite()
    accept(invitation, country="MY")
    return invitation


DEAD = [
    (unknown, "unknown", 404),
    (revoked, "revoked", 410),
    (expired, "expired", 410),
    (deleted, "ended", 410),
    (suspended, "suspended", 403),
    (associated, "associated", 410),
    (in_review, "in_review", 200),
]


@pytest.mark.parametrize(("make", "standing", "status"), DEAD)
def test_each_dead_end_has_its_own_page_and_every_post_meets_it_too(make, standing, status):
    invitation = make()
    notices = Notice.objects.count()

    for page in PAGES:
        for method, data in (("get", {}), ("post", ENTRY | {"code": "123456", "email": "eve@acme.example"})):
            response = getattr(Client(), method)(address(invitation, page), data)
            assert (response.status_code, page) == (status, page)
            assert f'data-standing="{standing}"' in html(response)
    assert Client().head(address(invitation)).status_code == status
    assert Notice.objects.count() == notices


def test_a_dead_end_has_a_reference_that_is_found_in_the_log(caplog):
    response = Client().get(address(revoked()))

    reference = re.search(r'Answer 410, reference <span class="pc-serial">(\w+)</span>', html(response))[1]
    assert any(record.request_id.startswith(reference) for record in caplog.records)


def test_a_declined_invitation_has_ended_too_and_its_second_press_meets_the_thanks():
    invitation = declined()

    assert Client().get(address(invitation)).status_code == 410
    assert Client().get(address(invitation, "decline/")).status_code == 410
    assert Client().post(address(invitation, "decline/")).url == address(invitation, "declined/")
    assert "Thank you" in html(Client().get(address(invitation, "declined/")))


@pytest.mark.parametrize(
    ("page", "kind"), [("decline/", Kind.DECLINED), ("wrong-person/", Kind.WRONG_PERSON)]
)
def test_r21_a_no_is_asked_for_once_more_then_told_and_thanked_for(client, page, kind):
    invitation = invite()

    asked = client.get(address(invitation, page))
    assert (asked.status_code, Notice.objects.count()) == (200, 0)
    thanked = client.post(address(invitation, page), follow=True)

    assert thanked.redirect_chain == [(address(invitation, "declined/"), 302)]
    assert invitation.preregistration.partner.name in html(thanked)
    assert Notice.objects.get().kind == kind
    assert client.get(address(invitation, "declined/")).status_code == 200


def test_the_thanks_of_a_live_invitation_lead_back_to_it(client):
    invitation = invite()

    assert client.get(address(invitation, "declined/")).url == address(invitation)


def test_another_address_is_told_to_the_partner_once_each(client):
    invitation = invite(email="ada@acme.example")
    page = address(invitation, "other-address/")

    assert "a••@acme.example" in html(client.get(page))
    for email in ("Ada@home.example", "ada@HOME.example", "lim@acme.example"):
        assert client.post(page, {"email": email}).url == address(invitation, "told/")

    told = Notice.objects.filter(kind=Kind.OTHER_ADDRESS).order_by("pk")
    assert [notice.facts["email"] for notice in told] == ["Ada@home.example", "lim@acme.example"]
    assert client.post(page, {"email": "four@acme.example"}).status_code == 429
    assert told.count() == 2


@pytest.mark.parametrize(
    "email", ["", "nonsense", "ADA@acme.example", "x" * 400 + "@acme.example", "a\x00@b.example"]
)
def test_an_address_that_cannot_be_another_one_is_refused_beside_the_field(client, email):
    invitation = invite(email="ada@acme.example")

    response = client.post(address(invitation, "other-address/"), {"email": email})

    assert list(response.context["form"].errors) == ["email"]
    assert not Notice.objects.exists()


def test_guessing_addresses_is_slowed_and_then_a_right_one_helps_nothing(client, settings):
    settings.INVITEE_RATE_LIMITS = settings.INVITEE_RATE_LIMITS | {"guess": "3/5m/ip"}
    invitation = invite()

    statuses = [client.get(f"/i/guess-{n}/").status_code for n in range(3)]
    assert statuses == [404] * 3
    assert client.get("/i/guess-4/").status_code == client.get(address(invitation)).status_code == 429
    assert client.get("/i/guess-4/")["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(address(invitation), REMOTE_ADDR="10.1.2.3").status_code == 200


def test_codes_for_one_visitor_are_limited_whatever_the_mailbox(client, settings):
    settings.INVITEE_RATE_LIMITS = settings.INVITEE_RATE_LIMITS | {"code": "2/10m/ip"}

    statuses = [client.post(address(invite(), "send-code/")).status_code for _ in range(3)]

    assert statuses == [302, 302, 429]


def test_the_pages_are_stored_nowhere_found_nowhere_and_name_the_token_to_nobody(client):
    for invitation in (invite(), unknown(), revoked()):
        headers = client.get(address(invitation)).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_form_is_sent_over_https_with_an_origin_and_not_from_elsewhere():
    """What the Referrer-Policy leaves the CSRF check to go by: browsers send the Origin, no-referrer would make it null."""
    client, invitation = Client(enforce_csrf_checks=True), invite()
    page = html(client.get(address(invitation), secure=True))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    def send(**headers):
        data = {"csrfmiddlewaretoken": token}
        return client.post(address(invitation, "send-code/"), data, secure=True, headers=headers).status_code

    assert send(origin="https://testserver") == 302
    assert send(referer=f"https://testserver{address(invitation)}") == 302
    assert [send(origin="null"), send(origin="https://evil.example"), send()] == [403] * 3


def test_no_log_line_carries_a_token(client, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    client.raise_request_exception = False
    invitation = invite()
    careful = Client(enforce_csrf_checks=True)

    client.get(address(invitation))
    client.get(address(unknown()))
    client.get(address(invitation, "nowhere/"))
    careful.post(address(invitation, "decline/"))
    client.put(address(invitation))
    monkeypatch.setattr("customers.views.invitee.arrivals.find", lambda token, *_: {}[f"/i/{token}/"])
    assert client.get(address(invitation)).status_code == 500
    monkeypatch.setattr("customers.views.invitee.arrivals.find", away)
    assert client.get(address(invitation)).status_code == 503

    assert len(caplog.records) >= 7
    for record in caplog.records:
        logs.RequestIdFilter().filter(record)
        line = json.loads(logs.LineFormatter().format(record))
        assert invitation.token not in str(line)
        assert unknown().token not in str(line)


def away(token, *_):
    raise OperationalError(f"canceling statement: /i/{token}/")


def test_the_web_servers_own_lines_lose_the_token():
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", ("/i/abc/?x",), None
    )

    logs.TokenFilter().filter(record)

    assert record.getMessage() == "Error handling request /i/…/?x"


def test_a_member_opens_the_link_of_its_own_customer_like_anyone(client):
    member = make_member()
    client.force_login(member.user)

    assert client.get(address(invite())).status_code == 200


def test_an_invitation_of_yesterday_says_less_time(client, set_clock):
    invitation = invite()
    set_clock(MONDAY + 14 * DAY + DAY / 2)

    assert "12 h left to decide" in html(client.get(address(invitation)))
