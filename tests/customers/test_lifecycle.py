"""Moves: only those of the design, each exactly once, each with its event."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from customers import lifecycle
from customers.errors import AlreadyMoved, MoveNotAllowed, TermOver
from customers.models import CustomerAccount, Event, PreRegistration
from customers.statuses import HOLDING, MOVES, NEW, Status
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    VALIDITY,
    attempt,
    make_account,
    make_hold,
    make_in,
    make_member,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("came_from", Status)
@pytest.mark.parametrize("to", Status)
def test_i4_a_move_is_possible_exactly_where_the_design_says(came_from, to):
    row = make_in(came_from)
    before = row.events.count()

    if to in MOVES[came_from]:
        validity = VALIDITY if to == Status.PREREGISTERED else None
        lifecycle.move(row, to, at=MONDAY, validity=validity)
        assert row.events.last().went_to == to
    else:
        with pytest.raises(MoveNotAllowed):
            lifecycle.move(row, to, at=MONDAY)
        assert row.events.count() == before
    row.refresh_from_db()
    assert (row.hold_key is not None) == (row.status in HOLDING)


@pytest.mark.parametrize("status", [status for status in Status if status not in MOVES[NEW]])
def test_i4_nothing_begins_in_the_middle(status):
    with pytest.raises(MoveNotAllowed):
        make_hold(status=status)


def test_i4_a_move_happens_once_when_two_people_try():
    mine = make_hold()
    yours = PreRegistration.objects.get(pk=mine.pk)
    lifecycle.delete(mine, by=mine.created_by, at=MONDAY)

    with pytest.raises(AlreadyMoved):
        lifecycle.move(yours, Status.DECLINED, at=MONDAY)

    assert [event.went_to for event in mine.events.all()] == [Status.PREREGISTERED, Status.DELETED]


def test_r12_the_sweep_expires_at_the_second_and_not_before():
    row = make_hold()

    assert lifecycle.expire_due(at=MONDAY + VALIDITY - timedelta(milliseconds=1)) == 0
    assert lifecycle.expire_due(at=MONDAY + VALIDITY) == 1
    assert lifecycle.expire_due(at=MONDAY + VALIDITY) == 0

    row.refresh_from_db()
    event = row.events.last()
    assert (row.status, row.hold_key, row.due_at) == (Status.EXPIRED, None, None)
    assert (event.at, event.by, event.came_from) == (MONDAY + VALIDITY, None, Status.PREREGISTERED)


def test_r12_a_sweep_that_comes_days_late_records_the_true_instant():
    row = make_hold()

    lifecycle.expire_due(at=MONDAY + VALIDITY + 10 * DAY)

    row.refresh_from_db()
    assert row.status_since == row.events.last().at == MONDAY + VALIDITY


def test_the_sweep_works_in_batches_and_leaves_the_rest(monkeypatch):
    monkeypatch.setattr(lifecycle, "SWEEP_BATCH", 2)
    member = make_member()
    for _ in range(5):
        make_hold(member)
    due = MONDAY + VALIDITY

    assert lifecycle.expire_batch(at=due, size=2) == 2
    assert lifecycle.expire_due(at=due, batches=1) == 2
    assert lifecycle.expire_due(at=due) == 1


def test_the_sweep_leaves_what_is_pending_or_associated():
    pending, associated = make_in(Status.PENDING_REVIEW), make_in(Status.ASSOCIATED)

    assert lifecycle.expire_due(at=MONDAY + 400 * DAY) == 0

    pending.refresh_from_db()
    associated.refresh_from_db()
    assert (pending.status, associated.status) == (Status.PENDING_REVIEW, Status.ASSOCIATED)


def test_association_is_possible_until_the_last_second():
    account = make_account()
    early, late = make_hold(email=account.email), make_hold()

    lifecycle.associate(early, account, at=MONDAY + VALIDITY - SECOND)
    with pytest.raises(TermOver):
        lifecycle.associate(late, make_account(late.email), at=MONDAY + VALIDITY)

    account.refresh_from_db()
    assert (account.associated_partner, account.association) == (early.partner, early)


def test_i3_an_account_that_is_taken_is_not_associated_again_and_nothing_moves():
    row = make_hold()
    account = make_account(row.email, associated_partner=make_member().partner)

    with pytest.raises(AlreadyMoved):
        lifecycle.associate(row, account, at=MONDAY)

    row = PreRegistration.objects.get(pk=row.pk)
    assert row.status == Status.PREREGISTERED
    assert row.events.count() == 1


BROKEN = [
    {"hold_key": None},
    {"hold_key": "someone-else@acme.example"},
    {"status": Status.EXPIRED},
    {"status": Status.DELETED, "hold_key": None},
    {"status": Status.ASSOCIATED},
    {"expires_at": None, "due_at": None},
    {"due_at": None},
]


@pytest.mark.parametrize("changes", BROKEN, ids=str)
def test_i4_the_database_refuses_a_row_that_contradicts_itself(changes):
    row = make_hold()

    with pytest.raises(IntegrityError), transaction.atomic():
        PreRegistration.objects.filter(pk=row.pk).update(**changes)


def test_events_outlive_their_pre_registration():
    row = make_hold()

    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()

    assert Event.objects.count() == 1


def test_i3_dissociating_frees_the_account_and_keeps_the_reason():
    row = make_in(Status.ASSOCIATED)

    lifecycle.dissociate(row, by=row.created_by, at=MONDAY + DAY, why="The contract ended.")

    account = CustomerAccount.objects.get(email_key=row.email_key)
    assert (account.associated_partner, account.association) == (None, None)
    assert row.events.last().why == "The contract ended."
    assert attempt(row.email, member=make_member(), at=MONDAY + DAY).outcome == "granted"
