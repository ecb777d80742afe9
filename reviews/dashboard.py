"""How review is doing: what is open and late now, and how fast the last twelve weeks were decided."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncWeek

from customers.presentation import country_name
from partnercenter import times
from reviews import offices, workdays
from reviews.models import Review

WEEKS = 12
WEEK = timedelta(weeks=1)
BAR_HEIGHT = 100
LOOKS_AHEAD_FROM = 11  # November, when countries publish which days they move next year


@dataclass(frozen=True)
class Figures:
    open: int
    due_today: int
    overdue: int
    median: str
    in_time: int | None  # in hundredths of what was decided
    weeks: list
    zone: str
    country: str
    years_unknown: list


def figures(*, at):
    """Five queries, whatever the table holds. Weeks are those of the policy's office."""
    office = offices.current(at)
    zone = office.zone
    first = week_of(at, zone) - (WEEKS - 1) * WEEK
    decided = Review.objects.filter(decided_at__gte=first, decided_at__lte=at)
    by_week = {
        row["week"].date(): row
        for row in decided.order_by()
        .annotate(week=TruncWeek("decided_at", tzinfo=zone))
        .values("week")
        .annotate(decided=Count("pk"), in_time=Count("pk", filter=Q(decided_at__lte=F("due_at"))))
    }
    weeks = [week(first + number * WEEK, by_week) for number in range(WEEKS)]
    total = sum(each["decided"] for each in weeks)
    tallest = max([each["decided"] for each in weeks] + [1])
    weeks = [each | bars(each, tallest) for each in weeks]
    return Figures(
        **open_now(at),
        median=median(decided, total),
        in_time=round(100 * sum(each["in_time"] for each in weeks) / total) if total else None,
        weeks=weeks,
        zone=office.time_zone,
        country=country_name(office.country),
        years_unknown=years_unknown(office, at),
    )


def open_now(at):
    """As the queue's filters count them."""
    return Review.objects.open().aggregate(
        open=Count("pk"),
        due_today=Count("pk", filter=offices.due_today(at)),
        overdue=Count("pk", filter=Q(running_due_at__lt=at)),
    )


def years_unknown(office, at):
    """This year and, from November on, the next: those whose moved working days the country has not published."""
    today = at.astimezone(office.zone)
    years = [today.year, today.year + 1] if today.month >= LOOKS_AHEAD_FROM else [today.year]
    return [year for year in years if not workdays.calendar_is_known(office, year)]


def week_of(at, zone):
    """The start of its week, Monday 00:00 at the office."""
    day = at.astimezone(zone).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time.min, zone)


def week(monday, by_week):
    row = by_week.get(monday.date(), {"decided": 0, "in_time": 0})
    return {
        "monday": monday.date(),  # a day of the office, not an instant in the reader's zone
        "decided": row["decided"],
        "in_time": row["in_time"],
        "late": row["decided"] - row["in_time"],
    }


def bars(each, tallest):
    """Heights of the two parts of one week's bar, and where they begin from the top."""
    in_time = BAR_HEIGHT * each["in_time"] / tallest
    late = BAR_HEIGHT * each["late"] / tallest
    return {
        "in_time_height": f"{in_time:.1f}",
        "in_time_top": f"{BAR_HEIGHT - in_time:.1f}",
        "late_height": f"{late:.1f}",
        "late_top": f"{BAR_HEIGHT - in_time - late:.1f}",
    }


def median(decided, total):
    """The calendar time that half of the decisions took at most; found by the database, in order."""
    if not total:
        return ""
    took = ExpressionWrapper(F("decided_at") - F("submitted_at"), output_field=DurationField())
    ordered = decided.annotate(took=took).order_by("took").values_list("took", flat=True)
    return times.duration(ordered[(total - 1) // 2])
