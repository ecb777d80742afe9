"""Mail about cases: to reviewers and their escalation list, to a lead's owner, to both sides. Each once (I5)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers import notices
from partnercenter import addresses, letters, outbox, times
from partnercenter.directions import apart, one_line
from partnercenter.models import Message, User
from reviews import offices, workdays
from reviews.models import Review

DIGEST_HOURS = timedelta(hours=4)  # a digest later than that is no start of a day
# Asked only while the letter is written, in the reader's language and zone.
moment, zone = lazy(times.moment, str), lazy(times.zone, str)
TOTALS = {
    "overdue": _("Overdue"),
    "today": _("Due today"),
    "open": pgettext_lazy("cases", "Open"),
    "mine": _("Yours"),
    "unassigned": _("Unassigned"),
}


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
    context = {
        "review": review,
        "event": event,
        "reviewer": apart(review.assigned_to) if review.assigned_to_id else "",
        "mine": review.assigned_to_id == reader.pk,
        "address": case_address(review),
    }
    context |= names(review) | due_words(review)
    letter = letters.write(
        "reviews/case", context, language=language_of(reader), zone=zone_of(review, reader)
    )
    # What happened once in a case is known by its due instant: one moved to another office is late anew.
    occasion = occasion or review.due_at
    key = f"review-{event}:{review.pk}:{occasion.isoformat()}:{reader.pk}"
    outbox.post(letter, to=reader.email, key=key, kind=f"review_{event}", at=at)


def to_partner(review, kind, *, at, **facts):
    """Under the partner's bell, and to the members who want it by mail."""
    notices.tell(
        kind,
        review.preregistration,
        key=f"{review.pk}:{at.isoformat()}",
        at=at,
        number=review.number,
        **({"why": review.comment} if review.comment else {}),
        **facts,
    )


def to_customer(review, accepted, *, at):
    """To a customer whose acceptance waited for the decision: what has become of its yes, not why."""
    context = {
        "approved": review.outcome == Review.Outcome.APPROVED,
        "partner": apart(review.partner),
        "caller": apart(addresses.plain_name(review.partner.name)),
        "address": settings.SITE_URL + reverse("customer:home"),
    }
    language, zone = accepted.language, review.partner.time_zone
    letter = letters.write("reviews/acceptance", context, language=language, zone=zone)
    outbox.post(
        letter,
        to=accepted.account.email,
        to_name=addresses.plain_name(accepted.name),
        key=f"acceptance:{accepted.pk}:{review.pk}",
        kind="acceptance_decided",
        at=at,
    )


def to_lead_owner(lead, review, *, at):
    """Where the lead's owner is an address: how a partner's request on it was decided."""
    try:
        owner = addresses.parse(lead.owner)
    except addresses.AddressNotValid:
        return
    reader = User.objects.filter(email=owner.key, is_active=True).first()
    context = {
        "partner": apart(review.partner),
        "customer": apart(addresses.plain_name(lead.company_name) or lead.email),
        "email": apart(lead.email),
        "approved": review.outcome == Review.Outcome.APPROVED,
        # Nobody is led to a page that is shut to them.
        "address": lead_address(lead) if may_see_leads(reader) else "",
        "comment": apart(review.comment),
        "when": moment(review.decided_at),
        "zone": zone(review.decided_at),
    }
    letter = letters.write(
        "reviews/lead", context, language=language_of(reader), zone=zone_of(review, reader)
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
        "totals": [(label, counts[name]) for name, label in TOTALS.items()],
        "urgent": [line(review, at) for review in urgent.order_by("running_due_at")[:10]],
        "address": settings.SITE_URL + reverse("admin:reviews_review_changelist"),
    }
    zone = reader.time_zone or office.time_zone
    letter = letters.write("reviews/digest", context, language=language_of(reader), zone=zone)
    outbox.post(letter, to=reader.email, key=key, kind="review_digest", at=at)


def line(review, at):
    row = {
        "number": review.number,
        "company": apart(one_line(review.preregistration.company_name)),
        "partner": apart(review.partner),
        "late": review.is_overdue(at),
    }
    return row | due_words(review)


def names(review):
    """Of both sides, and the customer's for the subject: that one is not endless."""
    company = review.preregistration.company_name
    return {
        "partner": apart(review.partner),
        "name": apart(one_line(company)),
        "customer": apart(addresses.plain_name(company)),
    }


def due_words(review):
    return {"due": moment(review.due_at), "zone": zone(review.due_at)}


def case_address(review):
    return settings.SITE_URL + reverse("admin:reviews_review_change", args=[review.pk])


def lead_address(lead):
    return settings.SITE_URL + reverse("admin:customers_vendorlead_change", args=[lead.pk])


def may_see_leads(reader):
    return reader is not None and reader.is_staff and reader.has_perm("customers.view_vendorlead")


def language_of(reader):
    """The reader's own; a lead's owner need not be a user."""
    return (reader and reader.language) or settings.LANGUAGE_CODE


def zone_of(review, reader):
    return (reader and reader.time_zone) or review.office_time_zone
