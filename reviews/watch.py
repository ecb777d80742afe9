"""The clock's own acts: reminders, the overdue flag, the escalation, the end of a pause. It never decides (R13)."""

import logging

from django.db import DatabaseError, connection, transaction

from reviews import cases, messages, offices, workdays
from reviews.models import Entry, Review
from reviews.notice_words import Kind

ESCALATION_DAYS = 1  # working days past due
logger = logging.getLogger(__name__)


def watch_due(*, at, size=200):
    """Do what the clock says of every open case. Safe to run twice, late, or beside itself; returns how many.

    A case that fails is logged and left for the next sweep: it must not keep the others waiting.
    """
    due = Review.objects.filter(watch_at__lte=at).order_by("watch_at")
    return sum(watched(pk, at=at) for pk in due.values_list("pk", flat=True)[:size])


def watched(pk, *, at):
    try:
        return watch(pk, at=at)
    except DatabaseError:
        raise  # it concerns them all, and the task is tried again
    except Exception:
        logger.exception("case %s was not watched", pk)
        return False


@transaction.atomic
def watch(pk, *, at):
    """Whether there was something to do: another worker, or a decision, may have been faster."""
    rows = Review.objects.select_related("preregistration", "partner")
    rows = rows.select_for_update(skip_locked=connection.vendor == "postgresql", of=("self",))
    review = rows.filter(pk=pk, watch_at__lte=at).first()
    if review is None:
        return False
    if review.paused_at:
        cases.resume(review, at=review.pause_ends_at)
    elif review.is_overdue(at):
        late(review, at=at)
    elif not review.reminded_at:
        remind(review, at=at)
    return True


def remind(review, *, at):
    Review.objects.filter(pk=review.pk).update(reminded_at=at, watch_at=review.due_at)
    Entry.objects.create(review=review, at=at, kind=Entry.Kind.REMINDED)
    messages.to_reviewers(review, "reminder", at=at)


def late(review, *, at):
    """Flag it, and after a further working day escalate it; after a long silence of the clock both at once."""
    escalation = workdays.add_working_days(offices.of(review, at=at), review.due_at, ESCALATION_DAYS)
    # A pause that began late ends late: what was told before it is not told again.
    Review.objects.filter(pk=review.pk).update(watch_at=None if escalation <= at else escalation)
    if not review.flagged_at:
        Review.objects.filter(pk=review.pk).update(flagged_at=at)
        Entry.objects.create(review=review, at=at, kind=Entry.Kind.FLAGGED)
        messages.to_reviewers(review, "overdue", at=at)
        messages.to_partner(review, Kind.OVERDUE, at=at)
    if escalation <= at and not review.escalated_at:
        Review.objects.filter(pk=review.pk).update(escalated_at=at)
        Entry.objects.create(review=review, at=at, kind=Entry.Kind.ESCALATED)
        messages.to_escalation(review, at=at)
