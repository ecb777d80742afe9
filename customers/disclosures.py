"""Showing customers' personal data is an act: whoever does it is written down, and nobody does it by the thousand."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from customers.errors import TooManyDisclosures
from customers.models import Disclosure
from partnercenter import times
from partnercenter.models import User

HOUR = timedelta(hours=1)
# Far more than a person looks up, far less than a script would: per member and hour.
REVEALS = 120
EXPORTS = 20


def reveal(row, *, by, at):
    """Raises TooManyDisclosures. What is shown afterwards has been written down before."""
    return write_down(row.partner_id, by=by, at=at, preregistration=row)


def reveal_entry(decision, *, by, at):
    """The same of what was typed in an attempt that led to no customer. Raises TooManyDisclosures."""
    return write_down(decision.partner_id, by=by, at=at, decision=decision)


@transaction.atomic
def write_down(partner, *, by, at, **what):
    check_limit((Disclosure.Kind.REVEAL,), REVEALS, by=by, at=at)
    return Disclosure.objects.create(partner_id=partner, by=by, at=at, kind=Disclosure.Kind.REVEAL, **what)


@transaction.atomic
def export(kind, asked, rows, *, partner, by, at):
    """Raises TooManyDisclosures."""
    check_limit(Disclosure.EXPORTS, EXPORTS, by=by, at=at)
    return Disclosure.objects.create(partner=partner, by=by, at=at, kind=kind, asked=asked, rows=rows)


def check_limit(kinds, limit, *, by, at):
    limit = max(1, round(limit * settings.RATE_LIMIT_SCALE))
    # One at a time per user: several requests at once would all see room for one more.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    newest = Disclosure.objects.recent(by, kinds, at - HOUR).order_by("-at").values_list("at", flat=True)
    if len(recent := list(newest[:limit])) == limit:
        raise TooManyDisclosures(times.left(recent[-1] + HOUR, at))
