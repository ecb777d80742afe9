"""The vendor's side of a case: taken, asked about, moved, and decided once (R15)."""

from functools import partial

from django.db import transaction

from customers import leads, lifecycle
from customers.locks import lock_customers
from customers.models import Event, VendorLead
from customers.retries import until_settled
from customers.statuses import Status
from partnercenter.models import Member, Partner, Policy
from reviews import approval, duplicates, messages, offices, workdays
from reviews.cases import first_watch
from reviews.errors import (
    AlreadyDecided,
    ApprovalRefused,
    AskedBefore,
    CommentMissing,
    NotAReviewer,
    OtherOfficeNeeded,
    OwnCase,
    TakenAlready,
)
from reviews.models import Entry, Review
from reviews.notice_words import Kind

WHY_LENGTH = Event._meta.get_field("why").max_length


def approve(review, comment, *, by, at):
    """Grant the hold, or the association where the customer has accepted already.

    Judges R4 to R9 anew. Raises ApprovalRefused (the case stays open and says so in its history), OwnCase or
    AlreadyDecided.
    """
    try:
        return until_settled(partial(approve_once, review, comment, by=by, at=at))
    except ApprovalRefused as violation:
        remark(review, Entry.Kind.STOPPED, ",".join(violation.codes), by=by, at=at)
        raise


@transaction.atomic
def approve_once(review, comment, *, by, at):
    review, row, open_leads = locked(review, by=by)
    assessment = approval.judge(row, approval.account_of(row), at=at)
    if violation := approval.refusal(row.partner, assessment):
        raise violation
    close(review, Review.Outcome.APPROVED, comment, by=by, at=at)
    lifecycle.pass_country(row, assessment.facts.customer_country)
    if accepted := getattr(row, "acceptance", None):
        lifecycle.associate(row, accepted.account, at=at, by=by)
        messages.to_customer(review, accepted, at=at)
    else:
        validity = Policy.objects.current(at).terms_for(row.partner).validity
        lifecycle.move(row, Status.PREREGISTERED, by=by, at=at, why=comment[:WHY_LENGTH], validity=validity)
    for lead in open_leads:
        leads.release(lead, at=at, to=row)
        messages.to_lead_owner(lead, review, at=at)
    messages.to_partner(review, Kind.APPROVED, at=at)
    return review


def reject(review, comment, *, by, at):
    """End the hold; the comment reaches the partner. Raises CommentMissing, OwnCase or AlreadyDecided."""
    return until_settled(partial(reject_once, review, comment, by=by, at=at))


def mark_duplicate(review, original, comment, *, by, at):
    """Reject as a repetition of `original`, another review. Raises as `reject`, or NotADuplicate."""
    return until_settled(partial(reject_once, review, comment, by=by, at=at, repeats=original))


@transaction.atomic
def reject_once(review, comment, *, by, at, repeats=None):
    if not comment.strip():
        raise CommentMissing
    review, row, open_leads = locked(review, by=by)
    if repeats:
        # As it is under these locks: of two cases that are called each other's repetition, one stands.
        repeats = Review.objects.select_related("preregistration").get(pk=repeats.pk)
        duplicates.check(review, repeats)
    outcome = Review.Outcome.DUPLICATE if repeats else Review.Outcome.REJECTED
    close(review, outcome, comment, by=by, at=at, duplicate_of=repeats)
    lifecycle.move(row, Status.REJECTED, by=by, at=at, why=comment[:WHY_LENGTH])
    for lead in open_leads:
        messages.to_lead_owner(lead, review, at=at)
    messages.to_partner(review, Kind.DUPLICATE if repeats else Kind.REJECTED, at=at)
    if accepted := getattr(row, "acceptance", None):
        messages.to_customer(review, accepted, at=at)
    return review


def locked(review, *, by):
    """The open case, its pre-registration and the customer's open leads, locked in the order of all attempts:
    partner, customer, rows.
    """
    partner = Partner.objects.select_for_update(no_key=True).get(pk=review.partner_id)
    lock_customers(review.preregistration.email_key)
    review = open_row(review)
    row = review.preregistration
    row.partner = partner
    involved = {review.submitted_by_id, row.created_by_id}
    if by.pk in involved or Member.objects.filter(user=by, partner=partner).exists():
        raise OwnCase
    # An administrator who releases a lead at this moment comes before or after, never between two looks at it.
    open_leads = VendorLead.objects.select_for_update().filter(open_key=row.email_key)
    return review, row, list(open_leads)


def close(review, outcome, comment, *, by, at, duplicate_of=None):
    review.outcome, review.comment = outcome, comment
    review.decided_at, review.decided_by = at, by
    review.duplicate_of = duplicate_of
    review.open_for = review.running_due_at = review.watch_at = review.paused_at = None
    review.save()
    Entry.objects.create(review=review, at=at, by=by, kind=Entry.Kind(outcome), words=comment)


@transaction.atomic
def take(review, *, by, at):
    """Take a case that nobody has. Raises TakenAlready or AlreadyDecided."""
    review = open_row(review)
    if review.assigned_to not in (None, by):
        raise TakenAlready(review.assigned_to)
    return assign(review, by, by=by, at=at)


@transaction.atomic
def assign(review, to, *, by, at):
    """Give the case to a reviewer, oneself included. Raises NotAReviewer or AlreadyDecided."""
    review = open_row(review)
    if not (to.is_staff and to.has_perm("reviews.decide_review")):
        raise NotAReviewer(to)
    if review.assigned_to_id == to.pk:
        return review
    review.assigned_to = to
    review.save(update_fields=["assigned_to"])
    kind = Entry.Kind.TAKEN if to == by else Entry.Kind.ASSIGNED
    Entry.objects.create(review=review, at=at, by=by, kind=kind, words="" if to == by else str(to))
    return review


@transaction.atomic
def ask(review, question, *, by, at):
    """Ask the partner and stop the clock, once and for no longer than the policy says.

    Raises CommentMissing, AskedBefore or AlreadyDecided.
    """
    if not question.strip():
        raise CommentMissing
    review = open_row(review)
    asked = review.entries.filter(kind=Entry.Kind.ASKED).first()
    if asked and (asked.by_id, asked.words) == (by.pk, question):
        return review  # a double click
    if asked:
        raise AskedBefore
    review.paused_at, review.running_due_at = at, None
    review.pause_ends_at = workdays.add_working_days(
        offices.of(review, at=at), at, Policy.objects.current(at).pause_days
    )
    review.watch_at = review.pause_ends_at
    review.save(update_fields=["paused_at", "running_due_at", "pause_ends_at", "watch_at"])
    Entry.objects.create(review=review, at=at, by=by, kind=Entry.Kind.ASKED, words=question)
    messages.to_partner(review, Kind.QUESTION, at=at, question=question)
    return review


@transaction.atomic
def note(review, words, *, by, at):
    """A line for the other reviewers; the partner never sees it."""
    return remark(open_row(review), Entry.Kind.NOTED, words, by=by, at=at)


def remark(review, kind, words, *, by, at):
    """A line of the history; the same again at once, as a double click says it, is one."""
    last = review.entries.last()
    if last and (last.kind, last.by_id, last.words) == (kind, by.pk, words):
        return last
    return Entry.objects.create(review=review, at=at, by=by, kind=kind, words=words)


@transaction.atomic
def move_to_office(review, country, time_zone, *, by, at):
    """Go on by another office's calendar: due anew from the submission, and the pause counts as it would have there.

    Raises OtherOfficeNeeded or AlreadyDecided.
    """
    review = open_row(review)
    before = (review.office_country.code, review.office_time_zone)
    if before == (country, time_zone):
        raise OtherOfficeNeeded
    review.office_country, review.office_time_zone = country, time_zone
    office = offices.of(review, at=at)
    review.due_at = due_at_office(review, office, at=at)
    if not review.paused_at:
        review.running_due_at = review.due_at
        review.watch_at = first_watch(office, review.due_at, at)
    review.flagged_at = review.escalated_at = review.reminded_at = None
    review.save()
    words = f"{', '.join(before)} > {country}, {time_zone}"
    Entry.objects.create(review=review, at=at, by=by, kind=Entry.Kind.MOVED, words=words)
    return review


def due_at_office(review, office, *, at):
    """The due instant by this office's calendar, put off by a pause that is over; one that runs does so when it ends."""
    due_at = workdays.due(office, review.submitted_at, days=Policy.objects.current(at).review_days)
    pause = dict(
        review.entries.filter(kind__in=[Entry.Kind.ASKED, Entry.Kind.RESUMED]).values_list("kind", "at")
    )
    if Entry.Kind.RESUMED not in pause:
        return due_at
    return workdays.extend(
        office, due_at, paused_from=pause[Entry.Kind.ASKED], paused_until=pause[Entry.Kind.RESUMED]
    )


def open_row(review):
    """The case as it stands, locked for this transaction. Raises AlreadyDecided."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("preregistration")
    review = rows.get(pk=review.pk)
    if not review.is_open:
        raise AlreadyDecided(review)
    return review
