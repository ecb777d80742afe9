"""Mail about cases: to reviewers and their escalation list, to a lead's owner, to the partner. Each once (I5)."""

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from customers import notices
from partnercenter import addresses, letters, outbox, times
from partnercenter.models import Message, User
from reviews import offices, workdays
from reviews.models import Review

DIGEST_HOURS = timedelta(hours=4)  # a digest later than that is no start of a day


def may(permission):
    """The active staff who have this right of the review app, by a group or by themselves."""
    right = {"content_type__app_label": "reviews", "codename": permission}
    of_group = {f"groups__permissions__{name}": value for name, value in right.items()}
    own = {f"user_permissions__{name}": value for name, value in right.items()}
    return User.objects.filter(Q(**of_group) | Q(**own), is_active=True, is_staff=True).distinct()


def to_reviewers(review, event, *, at):
    """To whoever has the case, or to every reviewer where nobody has."""
    readers = [review.assigned_to] if review.assigned_to_id else may("decide_review")
    if event == "overdue":
        readers = may("decide_review")
    for reader in readers:
        send(review, event, reader, at=at)


def to_escalation(review, *, at):
    for reader in may("escalate_review"):
        send(review, "escalated", reader, at=at)


def answered(review, *, at):
    """To whoever has the case: the partner has answered. Where nobody has it, the queue shows it."""
    if review.assigned_to_id:
        send(review, "answered", review.assigned_to, at=at, occasion=at)


def send(review, event, reader, *, at, occasion=None):
    context = {"review": review, "event": event, "address": case_address(review)} | due_words(review)
    letter = letters.write(
        "reviews/case", context, language=language_of(reader), zone=zone_of(review, reader)
    )
    # What happened once in a case is known by its due instant: one moved to another office is late anew.
    occasion = occasion or review.due_at
    key = f"review-{event}:{review.pk}:{occasion.isoformat()}:{reader.pk}"
    outbox.post(letter, to=reader.email, key=key, kind=f"review_{event}", at=at)


def to_partner(review, kind, *, at):
    """Under the partner's bell, and to the members who want it by mail."""
    notices.tell(
        kind,
        review.preregistration,
        key=f"{review.pk}:{at.isoformat()}",
        at=at,
        number=review.number,
        **({"why": review.comment} if review.comment else {}),
    )


def to_lead_owner(lead, review, *, at):
    """Where the lead's owner is an address: how a partner's request on it was decided."""
    try:
        owner = addresses.parse(lead.owner)
    except addresses.AddressNotValid:
        return
    approved = review.outcome == Review.Outcome.APPROVED
    context = {
        "review": review,
        "lead": lead,
        "approved": approved,
        "when": partial(times.moment, review.decided_at),
        "zone": partial(times.zone, review.decided_at),
    }
    letter = letters.write(
        "reviews/lead", context, language=settings.LANGUAGE_CODE, zone=review.office_time_zone
    )
    outbox.post(letter, to=owner.shown, key=f"lead:{lead.pk}:{review.pk}", kind="lead_decided", at=at)


def post_digests(*, at, opens_at=8):
    """At the start of the office's working day, what waits for a decision; once a day for each reviewer."""
    office = offices.current(at)
    today = at.astimezone(ZoneInfo(office.time_zone)).date()
    if not workdays.is_working_day(office, today):
        return 0
    opening = workdays.opens_at(office, today, hour=opens_at)
    if not opening <= at < opening + DIGEST_HOURS:
        return 0
    readers = {f"digest:{today}:{reader.pk}": reader for reader in may("decide_review")}
    for known in Message.objects.filter(key__in=readers).values_list("key", flat=True):
        del readers[known]
    for key, reader in readers.items():
        post_digest(reader, key, office=office, until=opening + timedelta(days=1), at=at)
    return len(readers)


def post_digest(reader, key, *, office, until, at):
    cases = Review.objects.open()
    counts = {
        "open": cases.count(),
        "overdue": cases.overdue(at).count(),
        "today": cases.filter(running_due_at__gte=at, running_due_at__lt=until).count(),
        "mine": cases.filter(assigned_to=reader).count(),
        "unassigned": cases.filter(assigned_to=None).count(),
    }
    if not counts["open"]:
        return
    urgent = cases.exclude(running_due_at=None).select_related("preregistration", "partner")
    context = {
        "counts": counts,
        "urgent": [line(review) for review in urgent.order_by("running_due_at")[:10]],
        "address": settings.SITE_URL + reverse("admin:reviews_review_changelist"),
    }
    zone = reader.time_zone or office.time_zone
    letter = letters.write("reviews/digest", context, language=language_of(reader), zone=zone)
    outbox.post(letter, to=reader.email, key=key, kind="review_digest", at=at)


def line(review):
    row = {"number": review.number, "company": review.preregistration.company_name, "partner": review.partner}
    return row | due_words(review)


def due_words(review):
    """Asked only while the letter is written, in the reader's language and zone."""
    return {"due": partial(times.moment, review.due_at), "zone": partial(times.zone, review.due_at)}


def case_address(review):
    return settings.SITE_URL + reverse("admin:reviews_review_change", args=[review.pk])


def language_of(reader):
    return reader.language or settings.LANGUAGE_CODE


def zone_of(review, reader):
    return reader.time_zone or review.office_time_zone
