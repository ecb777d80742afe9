"""Deleting one or several, and saying of each row what became of it (R22, R23)."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from customers import invitations, lifecycle
from customers.errors import AlreadyMoved, MoveNotAllowed
from customers.models import PreRegistration
from customers.statuses import Status

REASONS = {
    Status.PENDING_REVIEW: _("It is pending review. It can be deleted once the review is decided."),
    Status.ASSOCIATED: _("It is associated with you and cannot be deleted."),
    Status.DISSOCIATED: _("It has been dissociated and stays in your history."),
}
NOT_PERMITTED = _("Your role may look at customers, not delete them. Ask an owner or an agent.")


@dataclass
class Report:
    """What was, or would be, deleted; what was kept, each with its reason; how many ids named nothing."""

    deleted: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    unknown: int = 0


def outlook(ids, *, member, at):
    """The report that deleting these ids would give now. Changes nothing."""
    rows, report = find(ids, member)
    for row in rows:
        if reason := reason_to_keep(row, member, at):
            report.kept.append((row, reason))
        else:
            report.deleted.append(row)
    return report


def delete(ids, *, member, at):
    """Delete what can be deleted, each row on its own; a row that moves meanwhile is kept and says why."""
    rows, report = find(ids, member)
    for row in rows:
        if reason := reason_to_keep(row, member, at):
            report.kept.append((row, reason))
            continue
        try:
            delete_one(row, by=member.user, at=at)
        except (AlreadyMoved, MoveNotAllowed) as violation:
            report.kept.append((row, violation.message))
        else:
            report.deleted.append(row)
    return report


def delete_one(row, *, by, at):
    """Raises AlreadyMoved or MoveNotAllowed. A second click, or one beside the sweep, is told the same."""
    if row.status == Status.DELETED:
        return
    try:
        end(row, by=by, at=at)
    except AlreadyMoved:
        row.refresh_from_db()
        if row.status != Status.DELETED:
            end(row, by=by, at=at)


@transaction.atomic
def end(row, *, by, at):
    """With the hold goes the invitation that has not left yet: its link would lead nowhere."""
    lifecycle.delete(row, by=by, at=at)
    invitations.withdraw(row, at=at)


def find(ids, member):
    """The asker's own rows; what belongs to someone else does not exist."""
    rows = list(PreRegistration.objects.of(member.partner).filter(pk__in=ids))
    return rows, Report(unknown=len(set(ids)) - len(rows))


def reason_to_keep(row, member, at):
    if not member.may_register:
        return NOT_PERMITTED
    status = row.status_at(at)
    return REASONS.get(status)
