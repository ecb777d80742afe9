"""How far a partner's customers have come: pre-registered, invited, opened, associated."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Decision, Event, Invitation, PreRegistration
from customers.statuses import Status

WINDOW = timedelta(days=90)


@dataclass(frozen=True)
class Stage:
    """Customers that have come this far, beside those begun in the period before."""

    label: str
    count: int
    share: int  # of all pre-registered, in per cent
    before: int
    share_before: int
    picture: str  # the points of its polygon, in a box of 400 by 100


@dataclass(frozen=True)
class Funnel:
    stages: list[Stage]
    words: str
    conversion: str

    @property
    def is_empty(self):
        return not self.stages[0].count


def funnel(partner, *, at):
    """Of those begun in the last 90 days and in the 90 days before, in one query."""
    counts = counted(partner, at)
    now, before = (
        [counts[f"{name}_{period}"] for name in ("held", "invited", "opened", "joined")]
        for period in ("now", "before")
    )
    labels = (_("Pre-registered"), _("Invited"), _("Opened"), _("Associated"))
    shares, shares_before = shares_of(now), shares_of(before)
    return Funnel(
        stages=[
            Stage(*stage, picture)
            for *stage, picture in zip(labels, now, shares, before, shares_before, pictures(now), strict=True)
        ],
        words=in_words(*now),
        conversion=compared(now, before, shares[-1], shares_before[-1]),
    )


def counted(partner, at):
    held = Exists(Event.objects.filter(preregistration=OuterRef("pk"), went_to=Status.PREREGISTERED))
    invited = Invitation.objects.filter(preregistration=OuterRef("pk"))
    by_open_invitation = Exists(
        Decision.objects.filter(preregistration=OuterRef("pk"), open_invitation__isnull=False)
    )
    joined = Exists(Event.objects.filter(preregistration=OuterRef("pk"), went_to=Status.ASSOCIATED))
    # Each stage takes in what has come further, so that no stage is higher than the one before it.
    far = {
        "held": Q(held) | Q(joined),
        "invited": Q(Exists(invited)) | Q(by_open_invitation) | Q(joined),
        "opened": Q(Exists(invited.filter(opened_at__isnull=False))) | Q(by_open_invitation) | Q(joined),
        "joined": Q(joined),
    }
    periods = {
        "now": Q(created_at__gt=at - WINDOW),
        "before": Q(created_at__lte=at - WINDOW),
    }
    begun = PreRegistration.objects.of(partner).filter(created_at__gt=at - 2 * WINDOW, created_at__lte=at)
    return begun.filter(far["held"]).aggregate(
        **{
            f"{stage}_{period}": Count("pk", filter=has_come & within)
            for stage, has_come in far.items()
            for period, within in periods.items()
        }
    )


def shares_of(counts):
    return [round(100 * count / counts[0]) if counts[0] else 0 for count in counts]


def pictures(counts):
    """A step down from stage to stage; the last one is level."""
    heights = [f"{100 - 96 * count / counts[0]:.1f}" if counts[0] else "100" for count in counts]
    for place, (top, following) in enumerate(zip(heights, [*heights[1:], heights[-1]], strict=True)):
        left = 100 * place
        yield f"{left},100 {left},{top} {left + 66},{top} {left + 99},{following} {left + 99},100"


def in_words(held, invited, opened, joined):
    return ngettext(
        "Of %(held)s pre-registered customer, %(invited)s invited, %(opened)s opened the invitation, %(joined)s associated.",
        "Of %(held)s pre-registered customers, %(invited)s invited, %(opened)s opened the invitation, %(joined)s associated.",
        held,
    ) % {"held": held, "invited": invited, "opened": opened, "joined": joined}


def compared(now, before, share, share_before):
    """The conversion beside the partner's own previous period; nothing where there is nothing to compare."""
    if not now[0]:
        return ""
    if not before[0]:
        return _("%(share)s %% became associated so far.") % {"share": share}
    if share == share_before:
        return _("%(share)s %% became associated, as many as in the 90 days before.") % {"share": share}
    words = (
        _("%(share)s %% became associated, up from %(before)s %% in the 90 days before.")
        if share > share_before
        else _("%(share)s %% became associated so far; it was %(before)s %% in the 90 days before.")
    )
    return words % {"share": share, "before": share_before}
