"""The only writer of a pre-registration's status and hold, and of the history that tells of it."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from customers.errors import AlreadyMoved, MoveNotAllowed, TermOver
from customers.locks import lock_customers
from customers.models import CustomerAccount, Event, PreRegistration
from customers.statuses import HOLDING, MOVES, NEW, Status

SWEEP_BATCH = 2_000
REMINDERS = (timedelta(days=3), timedelta(days=1), timedelta(0))  # before the validity ends
# One statement on PostgreSQL, twice as fast as rows that travel; what another sweep or a move has locked is left to it.
EXPIRE_BATCH = """
WITH due AS (
    SELECT id FROM customers_preregistration
    WHERE due_at <= %(at)s ORDER BY due_at LIMIT %(size)s
    FOR NO KEY UPDATE SKIP LOCKED
), expired AS (
    UPDATE customers_preregistration AS row
    SET status = 'expired', status_since = expires_at, hold_key = NULL, due_at = NULL
    FROM due WHERE row.id = due.id
    RETURNING row.id, expires_at
)
INSERT INTO customers_event (preregistration_id, at, came_from, went_to, why)
SELECT id, expires_at, 'preregistered', 'expired', '' FROM expired
"""


@transaction.atomic(savepoint=False)
def begin(preregistration, status, *, by, at, why="", validity=None):
    """Write a new pre-registration and its first event. `validity` is a timedelta and starts the term (R12).

    Raises IntegrityError where another hold on the same customer was faster.
    """
    if status not in MOVES[NEW]:
        raise MoveNotAllowed(NEW, status)
    for name, value in written(preregistration, status, at, validity).items():
        setattr(preregistration, name, value)
    preregistration.created_by, preregistration.created_at = by, at
    preregistration.save(force_insert=True)
    record(preregistration, NEW, by=by, at=at, why=why)
    return preregistration


@transaction.atomic
def move(preregistration, to, *, at, by=None, why="", validity=None):
    """Move to a new status exactly once, even when two people try at the same moment."""
    came_from = Status(preregistration.status)
    if to not in MOVES[came_from]:
        raise MoveNotAllowed(came_from, to)

    changes = written(preregistration, to, at, validity)
    unchanged = PreRegistration.objects.filter(pk=preregistration.pk, status=came_from)
    if not unchanged.update(**changes):
        raise AlreadyMoved

    for name, value in changes.items():
        setattr(preregistration, name, value)
    record(preregistration, came_from, by=by, at=at, why=why)
    return preregistration


def written(preregistration, status, at, validity):
    """The fields that a status brings with it, so that they can never disagree."""
    expires_at = preregistration.expires_at if validity is None else at + validity
    fields = {
        "status": status,
        "status_since": at,
        "hold_key": preregistration.email_key if status in HOLDING else None,
        "expires_at": expires_at,
        "due_at": expires_at if status == Status.PREREGISTERED else None,
    }
    if status == Status.PREREGISTERED:
        return fields | {"remind_at": next_reminder(expires_at, at)}
    if status == Status.EXPIRED:  # told of after the sweep, which may be late
        return fields
    return fields | {"remind_at": None}


def next_reminder(expires_at, at):
    """When the partner is next told of the end of a validity: 3 days before, 1 day before, at the end; else None."""
    return next((moment for lead in REMINDERS if (moment := expires_at - lead) > at), None)


def record(preregistration, came_from, *, by, at, why):
    Event.objects.create(
        preregistration=preregistration,
        at=at,
        by=by,
        why=why,
        came_from=came_from,
        went_to=preregistration.status,
    )


def expire(preregistration):
    """Write down that the validity has run out; the event carries the instant at which it did."""
    return move(preregistration, Status.EXPIRED, at=preregistration.expires_at)


@transaction.atomic
def delete(preregistration, *, by, at):
    """R22: frees the hold and the quota at once. R23: raises MoveNotAllowed where that is not possible."""
    if preregistration.is_over(at):
        expire(preregistration)
    return move(preregistration, Status.DELETED, by=by, at=at)


@transaction.atomic
def rekey(preregistration, *, email, email_key, search_text):
    """Let a running hold follow the customer to another address; its status and its validity stay.

    Raises AlreadyMoved, or IntegrityError where another hold on that address was faster.
    """
    running = PreRegistration.objects.filter(
        pk=preregistration.pk, status=Status.PREREGISTERED, hold_key=preregistration.hold_key
    )
    changes = {"email": email, "email_key": email_key, "hold_key": email_key, "search_text": search_text}
    if email_key != preregistration.email_key:
        changes["reviewed_country"] = ""  # what a reviewer let pass was about the other address
    if not running.update(**changes):
        raise AlreadyMoved

    for name, value in changes.items():
        setattr(preregistration, name, value)
    return preregistration


def pass_country(preregistration, country):
    """A reviewer has let this country pass: at association it is not asked about again (R20)."""
    PreRegistration.objects.filter(pk=preregistration.pk).update(reviewed_country=country)
    preregistration.reviewed_country = country


def decline(preregistration, *, at, why):
    """R21: the invitee says no. Raises TermOver, MoveNotAllowed or AlreadyMoved."""
    if preregistration.is_over(at):
        raise TermOver
    return move(preregistration, Status.DECLINED, at=at, why=why)


def await_review(preregistration, *, at, why):
    """R20: the customer has accepted, but a reviewer must decide. Raises TermOver, MoveNotAllowed or AlreadyMoved."""
    if preregistration.is_over(at):
        raise TermOver
    return move(preregistration, Status.PENDING_REVIEW, at=at, why=why)


@transaction.atomic
def associate(preregistration, account, *, at, by=None):
    """Give the customer's account to the partner, on the ground of this one pre-registration (I3)."""
    lock_customers(preregistration.email_key)
    if preregistration.is_over(at):  # the deadline binds from its second, not from the next sweep
        raise TermOver
    move(preregistration, Status.ASSOCIATED, at=at, by=by)
    # The directory may have brought the very same partner meanwhile; any other one stays.
    ours = Q(associated_partner=None) | Q(associated_partner=preregistration.partner)
    free = CustomerAccount.objects.filter(ours, pk=account.pk, association=None)
    if not free.update(associated_partner=preregistration.partner, association=preregistration):
        raise AlreadyMoved
    return preregistration


@transaction.atomic
def dissociate(preregistration, *, by, at, why):
    """End an association made here; the account is free again. `why` is kept in the history."""
    lock_customers(preregistration.email_key)
    move(preregistration, Status.DISSOCIATED, by=by, at=at, why=why)
    CustomerAccount.objects.filter(association=preregistration).update(
        associated_partner=None, association=None
    )
    return preregistration


@transaction.atomic
def expire_batch(*, at, size):
    """Expire at most `size` due pre-registrations. Safe to run twice, late, or beside itself."""
    if connection.vendor != "postgresql":
        return expire_selected(PreRegistration.objects.due(at).order_by("due_at")[:size])
    with connection.cursor() as cursor:
        cursor.execute(EXPIRE_BATCH, {"at": at, "size": size})
        return cursor.rowcount


def expire_selected(due):
    rows = list(due.values_list("pk", "expires_at"))
    PreRegistration.objects.filter(pk__in=[pk for pk, _ in rows]).update(
        status=Status.EXPIRED, status_since=F("expires_at"), hold_key=None, due_at=None
    )
    Event.objects.bulk_create(
        Event(
            preregistration_id=pk,
            at=expires_at,
            came_from=Status.PREREGISTERED,
            went_to=Status.EXPIRED,
        )
        for pk, expires_at in rows
    )
    return len(rows)


def expire_due(*, at, batches=100):
    """Sweep up what has expired, a short transaction at a time; the rest waits for the next minute."""
    expired = 0
    for _ in range(batches):
        swept = expire_batch(at=at, size=SWEEP_BATCH)
        expired += swept
        if swept < SWEEP_BATCH:
            break
    return expired
