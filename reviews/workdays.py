"""The working-day clock of a review office (R13): whose days count, and when so many of them have passed.

A working day counts whole, from its first instant to the next day's on the office's wall clock: nobody promised
office hours. Instants come in with their zone and go out in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reviews import calendars

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NOTHING = timedelta()
HORIZON = 60  # days; no country rests so long


class NoWorkingDay(ValueError):
    """Sixty days on end are holidays and closures: somebody entered the calendar wrongly."""


@dataclass(frozen=True)
class Office:
    """Where reviews are decided. Its own closures beat its extra working days, and both beat the country's calendar."""

    country: str
    time_zone: str
    closures: frozenset[date] = frozenset()
    extra_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.time_zone)
        except (KeyError, OSError, ValueError) as error:  # unknown; a whole folder of zones; no name at all
            raise ValueError(f"There is no time zone {self.time_zone!r}.") from error

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def due(office: Office, submitted_at: datetime, *, days: int) -> datetime:
    """R13: the same time of day so many working days on; from the start of the next working day where it came on none.

    With two days and no holiday near: Friday 16:00 is due on Tuesday at 16:00 and Friday 23:59 on Tuesday at 23:59;
    Saturday 10:00 counts from Monday 00:00 and is due on Wednesday at 00:00, the instant Tuesday ends. Where Wednesday
    is a holiday that is Thursday 00:00: what is due is due on a working day.
    """
    return add_working_days(office, submitted_at, days)


def add_working_days(office: Office, at: datetime, days: int) -> datetime:
    if days < 1:
        raise ValueError("Count at least one working day.")
    wall = local(office, at)
    day, hour = wall.date(), wall.time()
    if not is_working_day(office, day):
        day, hour = nearest_working_day(office, day + DAY), time.min
    for _ in range(days):
        day = nearest_working_day(office, day + DAY)
    return instant(office, day, hour)


def extend(office: Office, due_at: datetime, *, paused_from: datetime, paused_until: datetime) -> datetime:
    """The due instant after a pause: what was left of working time then is left again when the clock runs on."""
    due_at, start, end = utc(due_at), utc(paused_from), utc(paused_until)
    # Nothing was left: a pause does not undo being late. Or the server's clock was set back: there was no pause.
    if start >= due_at or end <= start:
        return due_at
    return due_after(office, end, working_seconds(office, start, due_at))


def due_after(office: Office, resumed_at: datetime, remaining_seconds: float) -> datetime:
    left, at = timedelta(seconds=remaining_seconds), utc(resumed_at)
    day = nearest_working_day(office, local(office, at).date())
    while True:
        opens, closes = span(office, day)
        at = max(at, opens)
        if left < closes - at:
            return at + left
        left -= closes - at
        day = nearest_working_day(office, day + DAY)


def before(office: Office, due_at: datetime, *, hours: float) -> datetime:
    """The last instant with so many hours of working days between it and the due one."""
    left, at = timedelta(hours=hours), utc(due_at)
    day = nearest_working_day(office, local(office, at).date(), -DAY)
    while True:
        opens, closes = span(office, day)
        at = min(at, closes)
        if left <= at - opens:
            return at - left
        left -= at - opens
        day = nearest_working_day(office, day - DAY, -DAY)


def working_seconds(office: Office, start: datetime, end: datetime) -> float:
    """How much of the time between two instants lies in working days; none where they stand the wrong way round."""
    start, end = utc(start), utc(end)
    day, last = local(office, start).date(), local(office, end).date()
    worked = NOTHING
    while day <= last:
        if is_working_day(office, day):
            opens, closes = span(office, day)
            worked += max(NOTHING, min(end, closes) - max(start, opens))
        day += DAY
    return worked.total_seconds()


def opens_at(office: Office, day: date, *, hour: int = 8) -> datetime:
    """When people come in on that day, be it a working day or not."""
    return instant(office, day, time(hour))


@dataclass(frozen=True)
class DayState:
    """One day of the picture. The shares are parts of the day, 0 to 1, and all 0 where the day is off."""

    date: date
    state: str  # off, worked, now or ahead
    holiday: str | None  # its name, empty where it has none in the language; None on other days
    counts_from: float = 0
    counts_until: float = 0
    spent_until: float = 0


def day_states(
    office: Office, submitted_at: datetime, due_at: datetime, *, at: datetime, language: str = "en"
) -> list[DayState]:
    """Every day at the office from submission to due, as it stands at that moment."""
    first, last, now = utc(submitted_at), utc(due_at), utc(at)

    def state_of(day: date) -> DayState:
        if not is_working_day(office, day):
            return DayState(day, "off", calendars.holiday(office.country, day, language))
        opens, closes = span(office, day)
        state = "ahead" if now < opens else "now" if now < closes else "worked"
        inside = (min(max(moment, opens), closes) for moment in (first, last, max(first, min(now, last))))
        return DayState(day, state, None, *((moment - opens) / (closes - opens) for moment in inside))

    start, end = local(office, first).date(), local(office, last).date()
    return [state_of(start + DAY * number) for number in range((end - start).days + 1)]


def is_working_day(office: Office, day: date) -> bool:
    if day in office.closures:
        return False
    return day in office.extra_days or calendars.is_working_day(office.country, day)


def calendar_is_known(office: Office, year: int) -> bool:
    """False where the country has yet to say which days it moves that year, as China does each November.

    Entering the year's extra working days by hand settles it.
    """
    return any(day.year == year for day in office.extra_days) or calendars.is_known(office.country, year)


def nearest_working_day(office: Office, day: date, step: timedelta = DAY) -> date:
    """The day itself where it is one, else the next; with a step back, the one before."""
    for number in range(HORIZON):
        if is_working_day(office, day + step * number):
            return day + step * number
    raise NoWorkingDay(f"No working day among the {HORIZON} from {day}, {office.country}, step {step.days}.")


def span(office: Office, day: date) -> tuple[datetime, datetime]:
    return instant(office, day, time.min), instant(office, day + DAY, time.min)


def instant(office: Office, day: date, hour: time) -> datetime:
    """A wall time as an instant: the first where clocks show it twice, the next they do show where they skip it."""
    wall = datetime.combine(day, hour.replace(fold=0))
    while True:
        at = wall.replace(tzinfo=office.zone).astimezone(UTC)
        if at.astimezone(office.zone).replace(tzinfo=None) == wall:
            return at
        wall = wall.replace(second=0, microsecond=0) + MINUTE


def local(office: Office, at: datetime) -> datetime:
    return utc(at).astimezone(office.zone)


def utc(at: datetime) -> datetime:
    """The same instant where times can be subtracted: two of one zone would be compared by their wall clocks."""
    if at.utcoffset() is None:
        raise ValueError("An instant needs its time zone.")
    return at.astimezone(UTC)
