"""The questions of the list of requests to the database: two, whatever the table holds."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q

from partnercenter import times
from partnercenter.models import Policy
from reviews import presentation
from reviews.models import Review

PAGE_SIZE = 25


@dataclass(frozen=True)
class Page:
    """One page of the list, and the numbers of what it may be narrowed to."""

    rows: list
    paging: object
    counts: dict
    zone: str


def page(partner, show, *, number, at):
    mine = Review.objects.of(partner)
    counts = counted(mine, at)
    paginator = Paginator(narrowed(mine, show, at).select_related("preregistration"), PAGE_SIZE)
    paginator.count = counts[show or "all"]  # known already; the table need not be counted again
    paging = paginator.get_page(number)
    policy = Policy.objects.current(at)
    return Page(
        rows=[presentation.row(review, policy, at) for review in paging],
        paging=paging,
        counts=counts,
        zone=times.place(at),
    )


def counted(rows, at):
    waiting = Q(paused_at__isnull=False, pause_ends_at__gt=at)
    by_outcome = (
        rows.order_by().values_list("outcome").annotate(count=Count("pk"), paused=Count("pk", filter=waiting))
    )
    numbers = {outcome: (count, paused) for outcome, count, paused in by_outcome}
    total = sum(count for count, _paused in numbers.values())
    opened, paused = numbers.get("", (0, 0))
    return {"all": total, "open": opened, "waiting": paused, "decided": total - opened}


def narrowed(rows, show, at):
    match show:
        case "open":
            return rows.open()
        case "waiting":
            return rows.waiting(at)
        case "decided":
            return rows.decided()
    return rows
