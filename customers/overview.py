"""The home page's figures: what needs attention, what ends soon, how far the customers have come."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from customers import funnel, presentation
from customers.models import Invitation, PreRegistration
from customers.models.preregistration import ending_soon
from customers.registration import usage_of
from customers.statuses import Status
from partnercenter import times

SOON_ROWS = 5
RECENT = timedelta(days=7)
UNHEEDED = timedelta(days=3)  # so long without being opened, an invitation is worth a call


@dataclass(frozen=True)
class Panel:
    """What an app above adds to the home page: things to act on, and a card with its template."""

    attention: list
    template: str
    card: object


@dataclass(frozen=True)
class Overview:
    quota: presentation.Quota
    attention: list
    ending: list
    soon: int
    funnel: funnel.Funnel
    panels: list
    today: str
    days: int
    is_new: bool  # nothing has ever happened: the page teaches how to begin


def overview(partner, policy, *, at):
    terms = policy.terms_for(partner)
    usage = usage_of(partner, at=at)
    quota = presentation.Quota(usage.pending, usage.preregistered, terms.quota)
    ending = ending_first(partner, at)
    idle = idle_counts(partner, at)
    panels = [import_string(name)(partner, policy, at=at) for name in settings.HOME_PANELS]
    urgent = list(attention(partner, quota, ending, panels, idle, at))
    progress = funnel.funnel(partner, at=at)
    quiet = progress.is_empty and not (urgent or quota.used)
    return Overview(
        quota=quota,
        attention=urgent,
        ending=ending,
        soon=idle["soon"],
        funnel=progress,
        panels=panels,
        today=times.today(at),
        days=terms.validity.days,
        is_new=quiet and not PreRegistration.objects.of(partner).exists(),
    )


def ending_first(partner, at):
    rows = PreRegistration.objects.of(partner).filter(status=Status.PREREGISTERED, expires_at__gt=at)
    rows = rows.order_by("expires_at").rows(*presentation.ROW_FIELDS)[:SOON_ROWS]
    return [presentation.row(values, at) for values in rows]


def attention(partner, quota, ending, panels, idle, at):
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
    for panel in panels:
        yield from panel.attention
    yield from undelivered(partner, at)
    if not quota.free:
        yield {
            "tone": "wait", "icon": "flag",
            "title": _("Your quota is used up"),
            "words": _("Delete customers you no longer pursue to make room."),
            "url": reverse("customers:list") + "?sort=until&status=preregistered", "label": _("Show"),
        }  # fmt: skip
    yield from unheeded(idle, at)


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
            "title": undelivered_words(name, len(names)),
            "words": _("Ask for the right address, or pass on a hyperlink or a QR code instead."),
            "url": reverse("customers:notices" if others else "customers:detail", args=[] if others else [pk]),
            "label": _("Show") if others else _("Open"),
        }  # fmt: skip


def undelivered_words(name, count):
    """One is told by its name, which no language can keep beside the number of several."""
    if count == 1:
        return pgettext("a notice", "Your invitation for %(name)s could not be delivered") % {"name": name}
    words = ngettext(
        "%(count)s invitation could not be delivered", "%(count)s invitations could not be delivered", count
    )
    return words % {"count": count}


def unheeded(counts, at):
    """What lies idle: invitations nobody has opened for days, customers held and not invited, those just lost."""
    place = reverse("customers:list") + "?sort=until&status=preregistered"
    if counts["silent"]:
        yield {
            "tone": "wait", "icon": "mail",
            "title": ngettext(
                "%(count)s invitation was never opened", "%(count)s invitations were never opened", counts["silent"],
            ) % {"count": counts["silent"]},
            "words": _("Made more than %(days)s days ago. A call may help, or another way to invite.")
            % {"days": UNHEEDED.days},
            "url": place, "label": _("Show"),
        }  # fmt: skip
    if counts["idle"]:
        yield {
            "tone": "", "icon": "mail",
            "title": ngettext(
                "%(count)s customer is held but not invited", "%(count)s customers are held but not invited",
                counts["idle"],
            ) % {"count": counts["idle"]},
            "words": _("The first has been waiting for %(time)s.") % {"time": times.duration(at - counts["oldest"])},
            "url": place, "label": _("Show"),
        }  # fmt: skip
    if counts["lost"]:
        yield {
            "tone": "", "icon": "gone",
            "title": ngettext(
                "%(count)s customer expired in the last 7 days",
                "%(count)s customers expired in the last 7 days", counts["lost"],
            ) % {"count": counts["lost"]},
            "words": _("Other partners may pre-register them now; so may you, again."),
            "url": reverse("customers:list") + "?status=expired", "label": _("Show"),
        }  # fmt: skip


def idle_counts(partner, at):
    live = Invitation.objects.filter(preregistration=OuterRef("pk"), revoked_at=None)
    runs = Q(status=Status.PREREGISTERED, expires_at__gt=at)
    idle = runs & ~Q(Exists(live))
    silent = runs & Q(Exists(live)) & ~Q(Exists(live.filter(opened_at__isnull=False)))
    silent &= ~Q(Exists(live.filter(created_at__gt=at - UNHEEDED)))
    lost = Q(status__in=[Status.EXPIRED, Status.PREREGISTERED], expires_at__lte=at)
    rows = PreRegistration.objects.of(partner).filter(expires_at__gt=at - RECENT)
    return rows.aggregate(
        idle=Count("pk", filter=idle),
        oldest=Min("status_since", filter=idle),
        silent=Count("pk", filter=silent),
        lost=Count("pk", filter=lost),
        soon=Count("pk", filter=ending_soon(at)),
    )
