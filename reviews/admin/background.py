"""What a reviewer is shown beside the request: the account, the company elsewhere, the partner's record."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from customers.models import Event, PreRegistration
from customers.presentation import country_name
from customers.statuses import Status
from partnercenter import times
from reviews import duplicates


def account_facts(account):
    yes, no = _("Yes"), _("No")
    registered = account.registered_at
    return [
        (_("Email address"), account.email),
        (_("Name"), account.name),
        (_("Registration country"), country_name(account.country.code) if account.country else _("Unknown")),
        (_("Site"), account.get_site_display()),
        (_("Contract signed"), yes if account.contract_signed else no),
        (_("Has spent cash"), yes if account.cash_spent else no),
        (
            _("Registered"),
            f"{times.moment(registered)} ({times.zone(registered)})" if registered else _("Unknown"),
        ),
        (_("Associated partner"), account.associated_partner or _("None")),
    ]


def company(row, at):
    return {
        "domain": row.email_domain,
        "free": duplicates.is_free(row),
        "same_domain": [registration(other, at) for other in duplicates.of_same_domain(row)],
        "similar": [registration(other, at) for other in duplicates.of_similar_name(row)],
        "shown": duplicates.SHOWN,
        "compared": duplicates.COMPARED,
    }


def registration(row, at):
    return {
        "company": row.company_name,
        "email": row.email,
        "partner": row.partner,
        "status": row.status_at(at).label,
        "holds": row.holds(at),
        "since": times.moment(row.status_since),
        "zone": times.zone(row.status_since),
    }


def record(partner, at):
    """How the partner's registrations stand and ended, in one query that an index answers."""
    lapsed = Q(status=Status.PREREGISTERED, expires_at__lte=at)
    pending, held = Q(status=Status.PENDING_REVIEW), Q(status=Status.PREREGISTERED, expires_at__gt=at)
    # Also those that the partner has deleted since.
    rejections = Event.objects.filter(preregistration=OuterRef("pk"), went_to=Status.REJECTED)
    counts = PreRegistration.objects.of(partner).aggregate(
        pending=Count("status", filter=pending),
        held=Count("status", filter=held),
        associated=Count("status", filter=Q(status=Status.ASSOCIATED)),
        expired=Count("status", filter=Q(status=Status.EXPIRED) | lapsed),
        rejected=Count("status", filter=Q(Exists(rejections))),
    )
    return [
        (_("Pending review"), counts["pending"]),
        (_("Pre-registered"), counts["held"]),
        (_("Associated"), counts["associated"]),
        (_("Expired"), counts["expired"]),
        (_("Rejected"), counts["rejected"]),
    ]
