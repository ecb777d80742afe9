"""Instants as words: in the reader's zone, with the zone and the time left."""

from datetime import timedelta
from functools import lru_cache

from babel.dates import format_timedelta, get_timezone_location
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, to_locale
from django.utils.translation import gettext as _

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOON = 3 * DAY


def moment(at):
    # Translators: a date and a time, in Django's date format letters; the time comes last.
    return worded(at, _("j M Y, H:i"))


def short_moment(at):
    # Translators: a date without its year and a time, in Django's date format letters; the time comes last.
    return worded(at, _("j M, H:i"))


def until_moment(until, at):
    """An instant of the reader's present year does without the year."""
    same = timezone.localtime(until).year == timezone.localtime(at).year
    return short_moment(until) if same else moment(until)


def short_day(at):
    # Translators: a day without its year, in Django's date format letters.
    return day_in_words(get_language(), timezone.localtime(at).date(), _("j M"))


def worded(at, pattern):
    local = timezone.localtime(at)
    return f"{day_in_words(get_language(), local.date(), pattern.removesuffix('H:i'))}{local:%H:%M}"


@lru_cache(maxsize=10_000)
def day_in_words(_language, day, pattern):
    """Formatting a date costs more than the rest of a list's row, and the rows of a page share their days."""
    return date_format(day, pattern)


def today(at):
    """The reader's day and where it is that day: Tuesday 24 November 2026, Singapore (GMT+8)."""
    # Translators: a weekday and a date, in Django's date format letters.
    day = date_format(timezone.localtime(at), _("l j F Y"))
    # Translators: a day and where it is that day.
    return _("%(day)s, %(place)s") % {"day": day, "place": place(at)}


def place(at):
    """The reader's zone as a person calls it, with its offset: Asia/Hong_Kong is Hong Kong (GMT+8), or 香港 (GMT+8)."""
    return f"{city(get_language(), timezone.get_current_timezone_name())} ({zone(at)})"


@lru_cache(maxsize=1000)
def city(language, name):
    """The city that a zone is named after, in Unicode's words of that language."""
    known = get_timezone_location(name, locale=to_locale(language), return_city=True)
    return known.rpartition("/")[2]


def moment_and_place(at):
    """For a reader whose zone we only guess: 17 Mar 2026, 17:00, Singapore (GMT+8)."""
    return _("%(day)s, %(place)s") % {"day": moment(at), "place": place(at)}


def zone(at):
    """The reader's offset at that instant, such as GMT+8 or GMT-3:30."""
    minutes = int(timezone.localtime(at).utcoffset().total_seconds() // 60)
    if not minutes:
        return "GMT"
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


def instant(when, at):
    """What the instant component shows of something at `when`, read at `at`."""
    return {"iso": when.isoformat(), "when": moment(when), "zone": zone(when), "ago": ago(when, at)}


def ago(when, at):
    """How far away it is in the reader's words, by Unicode's rules of each language: 3 days ago, in 2 hours."""
    span = when - at
    if abs(span) < MINUTE:
        return _("just now")
    step = next((step for step in (DAY, HOUR) if abs(span) >= step), MINUTE)
    return from_now(get_language(), int(span / step) * step)


@lru_cache(maxsize=1000)
def from_now(language, span):
    """Full units only, so that the rows of a page share their words; weeks and more from two of them on."""
    threshold = 1 if abs(span) < 2 * DAY else 2
    locale = to_locale(language)
    return format_timedelta(
        span, granularity="minute", threshold=threshold, add_direction=True, locale=locale
    )


def left(until, at):
    """The time left; never a negative one."""
    return duration(max(until - at, timedelta(0)))


def duration(span):
    """So much time in its two largest units."""
    minutes = int(span.total_seconds() // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    if days and not hours:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    if days:
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if hours and not minutes:
        return _("%(hours)s h") % {"hours": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min") % {"minutes": minutes}


def urgency(until, at):
    if until - at < DAY:
        return "last"
    return "soon" if until - at < SOON else "calm"


def ruler(since, until, at):
    """One tick is one day: how many there are, and how many are left, as the picture's lengths."""
    days = max(1, round((until - since) / DAY))
    remaining = min(days, max(0, (until - at) / DAY))
    return {"days": days, "box": f"{days - 0.2:.1f}", "left": f"{remaining:.2f}"}


def running(since, until, at):
    """What the time-left component shows of one hold."""
    return {
        "text": left(until, at),
        "until": moment(until),
        "until_short": until_moment(until, at),
        "zone": zone(until),
        "iso": until.isoformat(),
        "urgency": urgency(until, at),
    } | ruler(since, until, at)
