"""The verbs of inviting: who can be invited, how often, and until when a way in is one."""

import threading
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from customers import corrections, invitations, lifecycle, mass_invitations
from customers.errors import NotInvitable, TooManyEmails
from customers.invitations import Standing
from customers.models import Invitation
from customers.statuses import Status
from partnercenter import addresses, outbox
from partnercenter.models import Message
from tests.builders import DAY, MONDAY, SECOND, VALIDITY, make_hold, make_in, make_member, make_partner
from tests.customers.test_races import at_once

pytestmark = pytest.mark.django_db

Channel = Invitation.Channel


@pytest.fixture
def row():
    return make_hold()


def issue(row, channel=Channel.LINK, at=MONDAY):
    return invitations.issue(row, channel, by=row.created_by, at=at)


def send(row, at=MONDAY, token=None, greeting="", language="en"):
    return invitations.send(
        row, greeting=greeting, language=language, by=row.created_by, at=at, token=token or uuid4()
    )


def test_r17_a_customer_can_be_invited_until_the_last_second_and_not_after(row):
    assert issue(row, at=MONDAY + VALIDITY - SECOND).live_channel == Channel.LINK

    with pytest.raises(NotInvitable):
        issue(row, Channel.QR, at=MONDAY + VALIDITY)
    with pytest.raises(NotInvitable):
        send(row, at=MONDAY + VALIDITY)
    assert not Message.objects.exists()


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PREREGISTERED}))
def test_r17_in_any_other_status_nobody_is_invited(status):
    row = make_in(status)

    with pytest.raises(NotInvitable):
        send(row)

    assert mass_invitations.reason_against(row, at=MONDAY)
    assert not Invitation.objects.exists()


def test_r17_an_invitation_never_outlives_the_hold(row):
    invitation = issue(row)

    assert invitations.standing(invitation, at=MONDAY + VALIDITY - SECOND) == Standing.LIVE
    assert invitations.standing(invitation, at=MONDAY + VALIDITY) == Standing.EXPIRED


def test_r17_deleting_the_hold_ends_its_invitations(row):
    invitation = issue(row)

    lifecycle.delete(row, by=row.created_by, at=MONDAY)

    invitation = Invitation.objects.get(pk=invitation.pk)
    assert invitations.standing(invitation, at=MONDAY) == Standing.ENDED


def test_each_channel_has_one_live_invitation_with_a_token_of_its_own(row):
    made = [issue(row, channel) for channel in Channel for _ in range(2)]

    assert len({invitation.pk for invitation in made}) == 3
    assert len({invitation.token for invitation in made}) == 3


def test_a_revoked_link_is_followed_by_another(row):
    first = issue(row)

    invitations.revoke(first, at=MONDAY)
    invitations.revoke(first, at=MONDAY + DAY)
    second = issue(row)

    first.refresh_from_db()
    assert first.revoked_at == MONDAY
    assert invitations.standing(first, at=MONDAY) == Standing.REVOKED
    assert second.token != first.token
    assert invitations.standing(second, at=MONDAY) == Standing.LIVE


def test_revoking_one_channel_leaves_the_others(row):
    link, code = issue(row), issue(row, Channel.QR)

    invitations.revoke(link, at=MONDAY)

    code.refresh_from_db()
    assert code.live_channel == Channel.QR


def test_an_email_is_in_the_outbox_with_what_was_said(row):
    invitation = send(row, greeting="Hello Ada,\nsee you on Friday.", language="zh-hans")

    message = Message.objects.get()
    assert invitation.message == message
    assert (message.to, message.about, message.state) == (row.email, row.pk, Message.State.QUEUED)
    assert invitation.address in message.text
    assert "> Hello Ada,\n> see you on Friday." in message.text
    assert "Hello Ada,<br>see you on Friday." in message.html
    assert invitations.last_words(row) == {
        "greeting": "Hello Ada,\nsee you on Friday.",
        "language": "zh-hans",
    }


def test_the_same_form_sends_once_and_another_sends_the_same_link_again(row):
    token = uuid4()

    first, again, another = send(row, token=token), send(row, token=token), send(row)

    assert first.pk == again.pk == another.pk
    assert Message.objects.count() == 2
    assert all(first.address in message.text for message in Message.objects.all())


def test_a_second_click_on_the_last_email_is_not_told_of_the_limit(row):
    tokens = [uuid4() for _ in range(3)]
    for token in tokens:
        send(row, token=token)

    send(row, token=tokens[-1])

    assert Message.objects.count() == 3


def test_the_limit_is_three_emails_in_any_24_hours(row):
    for hours in range(3):
        send(row, at=MONDAY + hours * DAY / 24)

    with pytest.raises(TooManyEmails) as refusal:
        send(row, at=MONDAY + DAY - SECOND)
    send(row, at=MONDAY + DAY)

    assert "3 invitations" in refusal.value.message
    assert "0 min" in refusal.value.message
    assert Message.objects.count() == 4


def test_the_limit_says_how_long_to_wait(row):
    for _ in range(3):
        send(row)

    with pytest.raises(TooManyEmails) as refusal:
        send(row, at=MONDAY + DAY / 4)

    assert "in 18 h" in refusal.value.message


def test_the_limit_is_the_customers_and_does_not_begin_anew_with_the_next_hold():
    member = make_member()
    row = make_hold(member, email="ada@acme.example")
    for _ in range(3):
        send(row)
    lifecycle.delete(row, by=member.user, at=MONDAY)
    row = make_hold(member, email="ada@acme.example")

    with pytest.raises(TooManyEmails):
        send(row)


def test_emails_that_reached_nobody_do_not_count(row):
    for _ in range(3):
        send(row)
    Message.objects.update(state=Message.State.FAILED, failed_at=MONDAY, next_try_at=None)

    assert invitations.allowances([row], row.partner, at=MONDAY)[row.email_key].left == 3


def test_revoking_takes_back_the_email_that_has_not_left(row):
    invitation = send(row)

    invitations.revoke(invitation, at=MONDAY)

    invitation.refresh_from_db()
    message = Message.objects.get()
    assert (message.state, message.error, message.text) == (Message.State.FAILED, outbox.WITHDRAWN, "")
    assert invitation.failure_told_at == MONDAY  # nothing has gone wrong that the partner must be told


@pytest.mark.parametrize(
    ("country", "partner", "language"),
    [
        ("CN", {"country": "SG"}, "zh-hans"),
        ("SG", {"country": "SG", "language": "zh-hans"}, "zh-hans"),
        ("SG", {"country": "SG"}, "en"),
        ("DE", {"country": "CN", "language": "zh-hans"}, "en"),
        ("MX", {"country": "SG"}, "es"),
        ("BR", {"country": "SG"}, "pt-br"),
        ("DZ", {"country": "FR", "language": "fr"}, "ar"),
        ("FR", {"country": "FR", "language": "en"}, "fr"),
        ("XK", {"country": "SG"}, "en"),
    ],
)
def test_the_first_guess_at_the_language_is_by_country_then_by_partner(country, partner, language):
    row = make_hold(make_member(make_partner(**partner)), country=country)

    assert invitations.language_for(row) == language


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_a_double_click_makes_one_link_and_sends_one_email():
    for _lap in range(10):
        row, token = make_hold(), uuid4()

        made = at_once([partial(issue, row)] * 4)
        sent = at_once([partial(send, row, token=token)] * 4)

        assert len({invitation.pk for invitation in made}) == 1
        assert len({invitation.pk for invitation in sent}) == 1
        assert Message.objects.filter(about=row.pk).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_eight_forms_at_once_pass_no_more_than_the_limit():
    row = make_hold()

    def try_to_send():
        try:
            return bool(send(row))
        except TooManyEmails:
            return False

    assert sorted(at_once([try_to_send] * 8)) == [False] * 5 + [True] * 3
    assert Message.objects.count() == 3


def test_the_limit_is_the_mailboxs_also_after_its_pre_registration_has_moved_to_another():
    member = make_member()
    row = make_hold(member, email="ada@acme.example")
    for _ in range(3):
        send(row)
    Message.objects.update(state="sent", sent_at=MONDAY, next_try_at=None)
    corrections.correct(row, addresses.parse("eve@acme.example"), member=member, at=MONDAY)

    with pytest.raises(TooManyEmails):
        send(make_hold(member, email="ADA@acme.example"))

    row.refresh_from_db()
    assert invitations.allowances([row], member.partner, at=MONDAY)["eve@acme.example"].left == 3


def test_being_opened_while_a_mail_is_posted_is_not_forgotten(monkeypatch):
    invitation = send(make_hold())

    def compose(row, **words):
        Invitation.objects.mark_opened(invitation.pk, at=MONDAY)
        return outbox.Letter("A subject", "Hello")

    monkeypatch.setattr(invitations, "compose", compose)
    send(invitation.preregistration)

    invitation.refresh_from_db()
    assert invitation.opens == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_revoking_while_a_mail_is_posted_ends_both(monkeypatch):
    invitation = send(make_hold())
    compose, revoking = invitations.compose, []

    def revoke():
        invitations.revoke(Invitation.objects.get(pk=invitation.pk), at=MONDAY)
        connection.close()

    def compose_slowly(row, **words):
        revoking.append(threading.Thread(target=revoke))
        revoking[0].start()
        revoking[0].join(0.5)
        return compose(row, **words)

    monkeypatch.setattr(invitations, "compose", compose_slowly)
    send(invitation.preregistration)
    revoking[0].join()

    invitation.refresh_from_db()
    assert invitation.revoked_at == MONDAY
    assert not Message.objects.filter(state="queued").exists()
