"""The clock of one case as its page shows it: what is left, and the working days as a picture (R13)."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from partnercenter import times
from reviews import offices, workdays
from reviews.models import Entry

FEW = 5  # days that stand side by side on a phone
LONGEST_PICTURE = 16  # days; more are too narrow to tell apart
# What happened at an instant, below its day.
MARKS = {
    "sent": gettext_lazy("sent %(time)s"),
    "asked": gettext_lazy("paused %(time)s"),
    "resumed": gettext_lazy("runs again %(time)s"),
    "now": gettext_lazy("now %(time)s"),
    "decided": gettext_lazy("decided %(time)s"),
    "due": gettext_lazy("due %(time)s"),
}
EDGES = ("sent", "due")


def due_at(review, policy, at):
    """When it is due: also after a pause that has ended by itself and that no sweep has seen yet."""
    if review.paused_at is None or review.is_waiting(at):
        return review.due_at
    return workdays.extend(
        office_of(review, policy),
        review.due_at,
        paused_from=review.paused_at,
        paused_until=review.pause_ends_at,
    )


def is_overdue(review, policy, at):
    return review.is_open and not review.is_waiting(at) and due_at(review, policy, at) < at


def office_of(review, policy):
    return offices.office(policy, review.office_country.code, review.office_time_zone)


def clock(review, entries, policy, at):
    """For the clock card; `entries` are those of the review, the oldest first."""
    office, due = office_of(review, policy), due_at(review, policy, at)
    pause = pause_of(review, entries, at)
    until = review.decided_at or (review.paused_at if review.is_waiting(at) else at)
    days = workdays.day_states(office, review.submitted_at, due, at=until, language=get_language())
    marks = {
        name: workdays.local(office, moment) for name, moment in marks_of(review, pause, due, at).items()
    }
    pictured = days if len(days) <= LONGEST_PICTURE else []
    return {
        "due": times.moment(due),
        "iso": due.isoformat(),
        "zone": times.zone(due),
        "left": times.left(due, at),
        "late": times.left(at, due),
        "kept": review.paused_at and times.left(review.due_at, review.paused_at),
        "pause_ends": review.pause_ends_at and times.moment(review.pause_ends_at),
        "pause_zone": review.pause_ends_at and times.zone(review.pause_ends_at),
        "decided": review.decided_at and times.moment(review.decided_at),
        "decided_zone": review.decided_at and times.zone(review.decided_at),
        "country": review.office_country.name,
        "office_zone": zone_in_words(office, at),
        "many": len(pictured) > FEW,
        "days": [day_of(day, office, marks, pause) for day in pictured],
    }


def zone_in_words(office, at):
    with timezone.override(office.zone):
        return times.place(at)


def pause_of(review, entries, at):
    """From when until when the clock stood still, or None; it does so once at most."""
    asked = next((entry.at for entry in entries if entry.kind == Entry.Kind.ASKED), None)
    if asked is None:
        return None
    ended = [entry.at for entry in entries if entry.kind == Entry.Kind.RESUMED]
    return asked, ended[0] if ended else min(review.decided_at or at, review.pause_ends_at)


def marks_of(review, pause, due, at):
    marks = {"sent": review.submitted_at}
    if pause:
        marks["asked"] = pause[0]
        if not review.is_waiting(at) and pause[1] != review.decided_at:
            marks["resumed"] = pause[1]
    marks |= {"decided": review.decided_at} if review.decided_at else {"now": at}
    return marks if review.is_waiting(at) else marks | {"due": due}  # a pause puts it off


def day_of(day, office, marks, pause):
    """One day of the picture in hundredths of it, and the words below."""
    here = {name: moment for name, moment in marks.items() if moment.date() == day.date}
    off = day.state == "off"
    return {
        # Translators: a weekday and a day of the month, in Django's date format letters.
        "name": date_format(day.date, _("D j")),
        "words": [MARKS[name] % {"time": f"{moment:%H:%M}"} for name, moment in here.items()]
        or ([why_off(day)] if off else []),
        "off": off,
        "bars": [] if off else bars(day, office, pause),
        "edges": []
        if off
        else [hundredths(share(office, day, here[name])) for name in EDGES if name in here],
    }


def why_off(day):
    return _("not counted") if day.holiday is None else day.holiday or _("Public holiday")


def bars(day, office, pause):
    """Class, begin and width: what counts, what of it is spent, and where the clock stood still."""
    lengths = [
        ("counts", day.counts_from, day.counts_until),
        ("spent", day.counts_from, day.spent_until),
    ]
    if pause:
        lengths.append(("still", *(share(office, day, moment) for moment in pause)))
    return [
        {"kind": kind, "x": hundredths(start), "width": hundredths(end - start)}
        for kind, start, end in lengths
        if end > start
    ]


def share(office, day, moment):
    opens, closes = workdays.span(office, day.date)
    return (min(max(moment, opens), closes) - opens) / (closes - opens)


def hundredths(share):
    return f"{100 * share:.1f}"
