"""The page of someone who is a customer and nothing else."""

import re

import pytest

from customers import lifecycle
from partnercenter.models import User
from tests.builders import MONDAY, PASSWORD, make_account, make_member, make_partner, make_staff
from tests.customers.invitees import CONSENT, accept, html, invite

pytestmark = pytest.mark.django_db

PAGE = "/account/"


@pytest.fixture
def ada(client):
    user = User.objects.create_user("ada@acme.example", PASSWORD, name="Ada Lim", time_zone="Asia/Singapore")
    client.force_login(user)
    return user


def partner_on(response):
    return re.search(r'data-partner="(\w+)"', html(response))[1]


def test_it_shows_the_account_its_partner_and_since_when(client, ada):
    accept(invite(email="ada@acme.example", company_name="Acme"), company_name="Acme 港口")

    page = client.get(PAGE)

    assert partner_on(page) == "associated"
    for words in ("Acme 港口", "ada@acme.example", "Singapore", "since 2 Mar 2026, 17:00, Singapore (GMT+8)"):
        assert words in html(page)


def test_it_says_what_is_being_reviewed_and_where_there_is_none(client, ada):
    assert partner_on(client.get(PAGE)) == "none"
    invitation = invite(email="ada@acme.example")
    accept(invitation, country="MY")

    assert partner_on(client.get(PAGE)) == "in_review"
    invitation.preregistration.refresh_from_db()
    lifecycle.move(invitation.preregistration, "rejected", at=MONDAY)
    assert partner_on(client.get(PAGE)) == "none"


def test_an_association_that_the_directory_brought_has_no_beginning(client, ada):
    make_account("ada@acme.example", associated_partner=make_partner("globex"))

    page = client.get(PAGE)

    assert partner_on(page) == "associated"
    assert "Globex" in html(page)
    assert "since" not in html(page)


def test_it_shows_nobody_elses_account(client, ada):
    make_account("eve@acme.example", name="Eve Ltd", associated_partner=make_partner())

    page = client.get(PAGE)

    assert partner_on(page) == "none"
    assert "Eve" not in html(page)


def test_a_customer_comes_here_from_the_front_door_and_after_signing_in(client, ada):
    for door in ("/", "/partner-center/"):
        assert client.get(door, follow=True).redirect_chain[-1][0] == PAGE
    client.logout()
    signed_in = client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD}, follow=True)

    assert signed_in.redirect_chain[-1][0] == PAGE
    assert client.get("/partner-center/customers/").status_code == 403


def test_members_staff_and_strangers_have_their_own_pages(client):
    assert client.get(PAGE).url == "/accounts/login/?next=/account/"
    client.force_login(make_member().user)
    assert client.get(PAGE, follow=True).redirect_chain[-1][0] == "/partner-center/"
    client.force_login(make_staff())
    assert client.get(PAGE, follow=True).redirect_chain[-1][0] == "/admin/"


def test_who_came_without_a_password_can_set_one_and_sign_out(client):
    invitation = invite("email", email="ada@acme.example")
    make_account("ada@acme.example")
    client.post(f"/i/{invitation.token}/accept/", CONSENT)

    address = re.search(r'href="(/accounts/password/\w+/)"', html(client.get(PAGE)))[1]
    chosen = {"password1": "a sentence of my own", "password2": "a sentence of my own"}
    client.post(address, chosen)

    assert User.objects.get(email="ada@acme.example").check_password("a sentence of my own")
    assert "/accounts/password/change/" in html(client.get(PAGE))
    assert client.post("/accounts/logout/").url == "/accounts/login/"
    assert client.get(PAGE).status_code == 302


def test_it_asks_a_constant_number_of_queries(client, ada, django_assert_num_queries):
    accept(invite(email="ada@acme.example"))

    with django_assert_num_queries(5):  # session, user, member, account with its partner, what waits
        client.get(PAGE)
