"""The home page's figures: what needs attention, what ends soon, how far the customers have come."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers import presentation
from customers.models import Event, Invitation, PreRegistration
from customers.registration import usage_of
from customers.statuses import NEW, Status
from partnercenter import times

SOON_ROWS = 5
WINDOW = timedelta(days=90)
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Overview:
    quota: presentation.Quota
    attention: list
    ending: list
    stages: list
    today: str
    days: int


def overview(partner, terms, *, at):
    usage = usage_of(partner, at=at)
    quota = presentation.Quota(usage.pending, usage.preregistered, terms.quota)
    ending = ending_first(partner, at)
    return Overview(
        quota=quota,
        attention=list(attention(partner, quota, ending, at)),
        ending=ending,
        stages=stages(partner, at),
        today=times.today(at),
        days=terms.validity.days,
    )


def ending_first(partner, at):
    rows = PreRegistration.objects.of(partner).filter(status=Status.PREREGISTERED, expires_at__gt=at)
    rows = rows.order_by("expires_at").rows(*presentation.ROW_FIELDS)[:SOON_ROWS]
    return [presentation.row(values, at) for values in rows]


def attention(partner, quota, ending, at):
    """What a member should act on today, the most pressing first."""
    if not partner.has_contact:
        yield {
            "tone": "bad", "icon": "card",
            "title": _("Reserve a mobile number or an email address"),
            "words": _("Without one you cannot pre-register customers."),
            "url": reverse("personal_information"), "label": _("Add it"),
        }  # fmt: skip
    for row in ending:
        if row["time"]["urgency"] == "last":
            yield {
                "tone": "bad", "icon": "wait",
                "title": _("%(name)s is yours for %(left)s") % {"name": row["name"], "left": row["time"]["text"]},
                "words": _("Until %(when)s (%(zone)s).") % {"when": row["time"]["until"], "zone": row["time"]["zone"]},
                "url": reverse("customers:detail", args=[row["id"]]), "label": _("Open"),
            }  # fmt: skip
    yield from undelivered(partner, at)
    if not quota.free:
        yield {
            "tone": "wait", "icon": "flag",
            "title": _("Your quota is used up"),
            "words": _("Delete customers you no longer pursue to make room."),
            "url": reverse("customers:list") + "?sort=until&status=preregistered", "label": _("Show"),
        }  # fmt: skip
    yield from lost_lately(partner, at)


def undelivered(partner, at):
    """Invitation mails that were given up, of customers that can still be invited."""
    failed = Invitation.objects.filter(
        preregistration__partner=partner,
        preregistration__status=Status.PREREGISTERED,
        preregistration__expires_at__gt=at,
        revoked_at=None,
        message__failed_at__isnull=False,
    )
    names = list(failed.values_list("preregistration", "preregistration__company_name"))
    if names:
        (pk, name), *others = names
        yield {
            "tone": "bad", "icon": "mail",
            "title": ngettext(
                "Your invitation for %(name)s could not be delivered",
                "%(count)s invitations could not be delivered", len(names),
            ) % {"name": name, "count": len(names)},
            "words": _("Ask for the right address, or pass on a hyperlink or a QR code instead."),
            "url": reverse("customers:notices" if others else "customers:detail", args=[] if others else [pk]),
            "label": _("Show") if others else _("Open"),
        }  # fmt: skip


def lost_lately(partner, at):
    lost = PreRegistration.objects.of(partner).filter(
        Q(status=Status.EXPIRED) | Q(status=Status.PREREGISTERED, expires_at__lte=at),
        expires_at__gt=at - RECENT,
    )
    if count := lost.count():
        yield {
            "tone": "", "icon": "gone",
            "title": ngettext(
                "%(count)s customer expired in the last 7 days",
                "%(count)s customers expired in the last 7 days", count,
            ) % {"count": count},
            "words": _("Other partners may pre-register them now; so may you, again."),
            "url": reverse("customers:list") + "?status=expired", "label": _("Show"),
        }  # fmt: skip


def stages(partner, at):
    """How many of those begun in the last 90 days were pre-registered, and how many became associated."""
    begun = Q(came_from=NEW) | Q(came_from=Status.PENDING_REVIEW)
    counts = Event.objects.filter(
        preregistration__partner=partner, preregistration__created_at__gt=at - WINDOW
    ).aggregate(
        preregistered=Count("preregistration", filter=begun & Q(went_to=Status.PREREGISTERED), distinct=True),
        associated=Count("preregistration", filter=Q(went_to=Status.ASSOCIATED), distinct=True),
    )
    whole = counts["preregistered"]
    return [
        {"label": label, "count": count, "share": round(100 * count / whole) if whole else 0}
        for label, count in (
            (_("Pre-registered"), whole),
            (_("Associated"), counts["associated"]),
        )
    ]
