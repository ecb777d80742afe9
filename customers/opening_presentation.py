"""Open invitations as the pages show them: how they stand, and what has come of them."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers import openings, presentation
from customers.invitations import Standing
from customers.models import Acceptance, Decision, OpenInvitation
from customers.statuses import Status
from partnercenter import times

PAGE_SIZE = 25
LATEST = 10
BADGES = {
    Standing.LIVE: ("held", "link", pgettext_lazy("of an invitation", "Open")),
    Standing.FULL: ("good", "joined", _("Used up")),
    Standing.EXPIRED: ("quiet", "gone", _("Ended")),
    Standing.REVOKED: ("quiet", "parted", _("Revoked")),
    Standing.SUSPENDED: ("bad", "no", pgettext_lazy("of an invitation", "Suspended")),
}
CAME_THROUGH = (Status.ASSOCIATED, Status.DISSOCIATED)


@dataclass(frozen=True)
class Opening:
    """One open invitation with its figures."""

    it: OpenInvitation
    standing: Standing
    until: str
    left: str

    @property
    def badge(self):
        tone, icon, label = BADGES[self.standing]
        return {"tone": tone, "icon": icon, "label": label}

    @property
    def is_live(self):
        return self.standing == Standing.LIVE

    @property
    def can_be_revoked(self):
        return self.standing in (Standing.LIVE, Standing.FULL)


def page(partner, *, number, at):
    """One page of the partner's open invitations, the newest first. Two questions to the database."""
    paging = Paginator(with_figures(OpenInvitation.objects.of(partner)), PAGE_SIZE).get_page(number)
    return paging, [opening(one, partner, at) for one in paging]


def opening(open_invitation, partner, at):
    open_invitation.partner = partner
    standing = openings.standing_with(open_invitation, open_invitation.used, at=at)
    return Opening(
        open_invitation,
        standing,
        until=f"{times.moment(open_invitation.ends_at)} ({times.zone(open_invitation.ends_at)})",
        left=times.left(open_invitation.ends_at, at) if standing == Standing.LIVE else "",
    )


def with_figures(rows):
    """What has come of each: of people, so that whoever was refused twice counts once."""
    accepted = Acceptance.objects.all()
    pending = accepted.filter(preregistration__status=Status.PENDING_REVIEW)
    through = accepted.filter(preregistration__status__in=CAME_THROUGH)
    refused = Decision.objects.filter(outcome=Decision.Outcome.REFUSED)
    return rows.select_related("created_by").annotate(
        used=counted(accepted),
        in_review=counted(pending),
        associated=counted(through),
        refused=counted(refused, Lower(KT("typed__email"))),
    )


def counted(rows, distinct="pk"):
    rows = rows.filter(open_invitation=OuterRef("pk")).order_by().values("open_invitation")
    numbers = rows.annotate(number=Count(distinct, distinct=True)).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def latest(open_invitation, at):
    """The last customers who came by it, as lines of a list."""
    accepted = open_invitation.acceptances.select_related("preregistration").order_by("-pk")[:LATEST]
    return [
        {
            "customer": one.preregistration,
            "time": times.instant(one.at, at),
            "standing": presentation.standing_of(one.preregistration, at),
        }
        for one in accepted
    ]
