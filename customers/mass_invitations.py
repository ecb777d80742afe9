"""Inviting several by email at once, and saying of each what became of it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from customers import invitations
from customers.errors import NotInvitable, TooManyEmails
from customers.models import Invitation, PreRegistration
from customers.statuses import Status
from partnercenter import times

# R17: why a customer in this status is not invited, and what to do instead.
REASONS = {
    Status.PENDING_REVIEW: _("A reviewer decides on it first. It can be invited once it is approved."),
    Status.ASSOCIATED: _("It is associated with you: there is nothing left to invite it to."),
    Status.REJECTED: _("The reviewer has rejected it."),
    Status.EXPIRED: _("Its time has run out. Pre-register it again, then invite it."),
    Status.DECLINED: _("The customer has declined. Pre-register it again if it has changed its mind."),
    Status.DELETED: _("It was deleted from your customers. Pre-register it again, then invite it."),
    Status.DISSOCIATED: _("It has been dissociated. Pre-register it again, then invite it."),
}
OVER = frozenset(REASONS) - {Status.PENDING_REVIEW, Status.ASSOCIATED}  # to be pre-registered anew


@dataclass
class Report:
    """Who was, or would be, invited; who not, each with its reason; how many ids named nothing."""

    invited: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    unknown: int = 0
    undelivered: set = field(default_factory=set)  # keys of rows whose last mail was given up


def reason_against(row, *, at):
    return REASONS.get(row.status_at(at))


def outlook(ids, *, partner, at):
    """The report that inviting these would give now. Changes nothing."""
    rows, report = find(ids, partner)
    allowed = invitations.allowances(rows, partner, at=at)
    for row in rows:
        may = allowed[row.email_key]
        reason = reason_against(row, at=at)
        if not (reason or may.left):
            reason = TooManyEmails(may.limit, times.left(may.next_at, at)).message
        if reason:
            report.kept.append((row, reason))
        else:
            report.invited.append(row)
    failed = Invitation.objects.filter(preregistration__in=rows, message__failed_at__isnull=False)
    report.undelivered = set(failed.filter(revoked_at=None).values_list("preregistration", flat=True))
    return report


def send(ids, *, greeting, language, partner, by, at, token):
    """Invite each on its own; the same `token` sends once. Without a `language` each gets its own."""
    rows, report = find(ids, partner)
    for row in rows:
        words = {"greeting": greeting, "language": language or invitations.language_for(row)}
        try:
            invitations.send(row, **words, by=by, at=at, token=token)
        except NotInvitable as violation:
            row.refresh_from_db(fields=["status", "expires_at"])
            report.kept.append((row, reason_against(row, at=at) or violation.message))
        except TooManyEmails as violation:
            report.kept.append((row, violation.message))
        else:
            report.invited.append(row)
    return report


def find(ids, partner):
    """The partner's own rows; what belongs to someone else does not exist."""
    rows = list(PreRegistration.objects.of(partner).filter(pk__in=ids).select_related("partner"))
    return rows, Report(unknown=len(set(ids)) - len(rows))
