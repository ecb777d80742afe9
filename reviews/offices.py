"""Whose calendar a review runs by: the policy's office, or the one it was moved to."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q

from partnercenter.models import Policy
from reviews.models import Review
from reviews.workdays import DAY, Office


def current(at):
    policy = Policy.objects.current(at)
    return office(policy, policy.office_country.code, policy.office_time_zone)


def of(review, *, at):
    return office(Policy.objects.current(at), review.office_country.code, review.office_time_zone)


def office(policy, country, time_zone):
    """The vendor's own closures and extra days are those of the policy's office; elsewhere only the country's."""
    own = country == policy.office_country.code
    return Office(
        country=country,
        time_zone=time_zone,
        closures=dates(policy.closures if own else ()),
        extra_days=dates(policy.extra_days if own else ()),
    )


def dates(texts):
    return frozenset(date.fromisoformat(text) for text in texts)


def due_today(at):
    """Due between midnight and midnight at the case's own office, as a condition on open reviews."""
    zones = Review.objects.open().order_by().values_list("office_time_zone", flat=True).distinct()
    today = Q(pk__in=[])
    for name in zones:
        midnight = datetime.combine(at.astimezone(ZoneInfo(name)).date(), time.min)
        bounds = [day.replace(tzinfo=ZoneInfo(name)) for day in (midnight, midnight + DAY)]
        today |= Q(office_time_zone=name, running_due_at__gte=bounds[0], running_due_at__lt=bounds[1])
    return today
