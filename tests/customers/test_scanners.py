"""R18: whatever opens a link, follows what is on its page and looks ahead uses nothing up."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from customers.models import Acceptance, Code, CustomerAccount, Event, Invitation, Notice, PreRegistration
from partnercenter.models import Message, User
from tests.builders import DAY, MONDAY, make_member
from tests.customers.invitees import CONSENT, address, html, invite, register

pytestmark = pytest.mark.django_db

KINDS = (PreRegistration, Event, Acceptance, Code, CustomerAccount, Notice, Message, User, Session)
OPENED = {"opened_at", "opens"}


@pytest.fixture(params=["email", "link", "qr"])
def invitation(request):
    return invite(request.param)


def everything(invitation):
    """Every row of what could change, and the invitation without its opened mark."""
    rows = [list(kind.objects.order_by("pk").values()) for kind in KINDS]
    kept = {name: value for name, value in Invitation.objects.values().get().items() if name not in OPENED}
    return rows, kept


def follow(page, seen):
    """Open a page and all that its links and forms name, as a scanner without cookies does."""
    if page in seen or not page.startswith("/") or page.startswith("/static/"):
        return
    seen.add(page)
    response = Client().get(page)
    if "Location" in response:
        follow(response["Location"].split("?")[0], seen)
    for link in re.findall(r'(?:href|action)="([^"#]*)"', html(response)):
        follow(link, seen)


def test_r18_opening_it_by_get_and_head_any_number_of_times_changes_only_the_opened_mark(
    invitation, set_clock
):
    before = everything(invitation)

    for number in range(10):
        set_clock(MONDAY + number * DAY / 10)
        assert Client().get(address(invitation)).status_code == 200
        assert Client().head(address(invitation)).status_code == 200

    assert everything(invitation) == before
    invitation.refresh_from_db()
    assert (invitation.opened_at, invitation.opens) == (MONDAY, 20)


def test_r18_following_every_link_and_form_on_the_way_changes_nothing(invitation):
    before, seen = everything(invitation), set()

    follow(address(invitation), seen)

    assert {address(invitation, page) for page in ("", "decline/", "wrong-person/", "other-address/")} <= seen
    assert everything(invitation) == before


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_r18_no_page_can_be_used_up_by_looking_at_it(invitation, method):
    before = everything(invitation)

    for page in (
        "accept/",
        "accept/name/",
        "code/",
        "send-code/",
        "result/",
        "decline/",
        "wrong-person/",
        "declined/",
        "told/",
    ):
        response = getattr(Client(), method)(address(invitation, page), headers={"Sec-Purpose": "prefetch"})
        assert response.status_code in (200, 302)
        assert "sessionid" not in response.cookies

    assert everything(invitation) == before


def test_r18_after_all_that_it_can_still_be_accepted(client):
    invitation = invite("email")
    for _ in range(10):
        Client().get(address(invitation))
        Client().get(address(invitation, "decline/"))

    register(client, invitation)

    assert CustomerAccount.objects.get().associated_partner == invitation.preregistration.partner


def test_r18_a_post_without_the_pages_own_token_declines_nothing():
    robot, invitation = Client(enforce_csrf_checks=True), invite("email")

    for page in ("decline/", "wrong-person/", "accept/name/", "accept/"):
        assert robot.post(address(invitation, page), CONSENT).status_code == 403

    assert Notice.objects.count() == CustomerAccount.objects.count() == 0


def test_opening_costs_a_constant_number_of_queries(django_assert_num_queries):
    invitation = invite("email")
    Client().get(address(invitation))

    with django_assert_num_queries(3):  # the guard against guessing, the invitation, its mark
        Client().get(address(invitation))


def test_a_partner_that_tries_its_own_link_does_not_count_as_the_customer(client, invitation):
    client.force_login(invitation.created_by)
    client.get(address(invitation))
    own = Invitation.objects.get().opens
    client.force_login(make_member().user)

    client.get(address(invitation))

    assert (own, Invitation.objects.get().opens) == (0, 1)
