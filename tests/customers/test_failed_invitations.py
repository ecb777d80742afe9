"""Invitation mails that were given up: told once, as long as it concerns somebody, and named on the home page."""

from functools import partial

import pytest

from customers import invitations, lifecycle, notices
from customers.models import Invitation, Kind, Notice
from partnercenter.models import Message
from tests.builders import DAY, MONDAY, SECOND, make_hold, make_member, make_partner
from tests.customers.test_races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def failed_invitation(member, at=MONDAY, error="550 no such user", **fields):
    row = make_hold(member, **fields)
    invitation = invitations.send(row, greeting="", language="en", by=member.user, at=MONDAY, token="1")
    fail(invitation, at, error)
    return invitation


def fail(invitation, at=MONDAY, error="550 no such user"):
    Message.objects.filter(pk=invitation.message_id).update(
        state="failed", failed_at=at, next_try_at=None, error=error
    )


def told(kind):
    return Notice.objects.filter(kind=kind)


def test_an_invitation_that_was_given_up_is_told_once(member):
    failed_invitation(member, email="ada@acme.example")

    assert notices.tell_failed_invitations(at=MONDAY) == 1
    assert notices.tell_failed_invitations(at=MONDAY + DAY) == 0

    assert told(Kind.INVITATION_FAILED).get().facts == {
        "email": "ada@acme.example",
        "error": "550 no such user",
    }
    assert Message.objects.filter(to=member.user.email).count() == 1


def test_the_next_invitation_that_fails_is_told_again(member):
    invitation = failed_invitation(member)
    notices.tell_failed_invitations(at=MONDAY)
    again = invitations.send(
        invitation.preregistration, greeting="", language="en", by=member.user, at=MONDAY, token="2"
    )
    assert notices.tell_failed_invitations(at=MONDAY) == 0

    fail(again)

    assert notices.tell_failed_invitations(at=MONDAY) == 1
    assert told(Kind.INVITATION_FAILED).count() == 2


def test_an_invitation_that_waits_or_has_left_is_no_failure(member):
    invitation = failed_invitation(member)
    Message.objects.filter(pk=invitation.message_id).update(
        state="queued", failed_at=None, next_try_at=MONDAY
    )

    assert notices.tell_failed_invitations(at=MONDAY) == 0
    assert not told(Kind.INVITATION_FAILED).exists()


@pytest.mark.parametrize("end", ["deleted", "revoked", "expired"])
def test_a_failure_that_concerns_nobody_any_more_is_settled_without_a_word(member, end):
    invitation = failed_invitation(member)
    row, at = invitation.preregistration, MONDAY + 15 * DAY if end == "expired" else MONDAY
    if end == "deleted":
        lifecycle.delete(row, by=member.user, at=MONDAY)
    if end == "revoked":
        invitations.revoke(invitation, at=MONDAY)

    notices.tell_failed_invitations(at=at)

    assert not told(Kind.INVITATION_FAILED).exists()
    invitation.refresh_from_db()
    assert invitation.failure_told_at == at


def test_failures_of_long_ago_are_not_looked_at_again(member):
    failed_invitation(member, at=MONDAY - notices.FAILURES_SINCE)
    assert notices.tell_failed_invitations(at=MONDAY) == 0

    failed_invitation(member, at=MONDAY - notices.FAILURES_SINCE + SECOND)
    assert notices.tell_failed_invitations(at=MONDAY) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_i5_eight_sweeps_at_once_tell_each_failure_once(member):
    for _ in range(6):
        failed_invitation(member)

    counts = at_once([partial(notices.tell_failed_invitations, at=MONDAY) for _ in range(8)])

    assert sum(counts) == told(Kind.INVITATION_FAILED).count() == 6
    assert Message.objects.filter(to=member.user.email).count() == 6
    assert not Invitation.objects.filter(failure_told_at=None).exists()


def test_home_names_the_invitation_that_failed_while_it_can_be_mended(mine, member, set_clock):
    row = failed_invitation(member, company_name="Tidewater").preregistration
    failed_invitation(make_member(), company_name="Theirs")

    html = mine.get("/partner-center/").content.decode()
    set_clock(row.expires_at - SECOND)
    mine.force_login(member.user)
    assert "could not be delivered" in mine.get("/partner-center/").content.decode()
    set_clock(row.expires_at)

    assert "Your invitation for Tidewater could not be delivered" in html
    assert "Theirs" not in html
    assert "could not be delivered" not in mine.get("/partner-center/").content.decode()


def test_home_counts_several_failures_at_the_same_cost(mine, member, django_assert_num_queries):
    failed_invitation(member)
    with django_assert_num_queries(11):
        mine.get("/partner-center/")
    for _ in range(3):
        failed_invitation(member)

    with django_assert_num_queries(11):
        html = mine.get("/partner-center/").content.decode()

    assert "4 invitations could not be delivered" in html
