"""The page of one customer: what became of it, in words for the partner."""

import pytest

from customers import acceptance, presentation
from tests.builders import MONDAY, make_hold, make_member, make_partner
from tests.customers.invitees import accept, html, invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(make_partner("globex"))


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def invitation(member):
    return invite(row=make_hold(member))


def test_r21_the_partner_reads_the_name_and_the_country_that_the_customer_gave(mine, invitation):
    before = html(mine.get(invitation.preregistration.get_absolute_url()))
    accept(invitation, name="Ada <Lim>")

    after = html(mine.get(invitation.preregistration.get_absolute_url()))

    assert "Accepted by" not in before
    assert "<bdi>Ada &lt;Lim&gt;</bdi>, Singapore" in after


def test_the_history_tells_the_reasons_of_a_review_in_words(mine, invitation):
    accept(invitation, country="PT")

    shown = html(mine.get(invitation.preregistration.get_absolute_url()))

    assert "Registered in another country" in shown
    assert "country_differs" not in shown


def test_the_history_tells_of_a_wrong_person_in_words(mine, invitation):
    acceptance.decline(invitation, at=MONDAY, wrong_person=True)

    shown = html(mine.get(invitation.preregistration.get_absolute_url()))

    assert "An invitation reached the wrong person" in shown
    assert "wrong_person" not in shown


def test_the_history_tells_who_acted_and_what_it_was_before(mine, member, invitation, set_clock):
    row = invitation.preregistration
    left = make_hold(member, email="left@acme.example")
    acceptance.decline(invitation, at=MONDAY)
    set_clock(left.expires_at)

    declined, expired = (html(mine.get(one.get_absolute_url())) for one in (row, left))

    assert f"<bdi>by {member.user.name}</bdi>" in declined
    assert "<bdi>by the customer</bdi> <span>(before: Pre-registered)</span>" in declined
    assert "<bdi>automatically</bdi> <span>(before: Pre-registered)</span>" in expired


@pytest.mark.parametrize("why", ["", "We know them.", "country_differs, they say", "100 % sure"])
def test_what_a_person_wrote_stays_as_it_is(why):
    assert presentation.words_of(why) == why
