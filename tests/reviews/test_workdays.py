from datetime import UTC, date, datetime, time, timedelta

import pytest

from reviews import workdays
from reviews.workdays import DayState, NoWorkingDay, Office
from tests.builders import DAY, MONDAY
from tests.reviews.workday_tables import (
    BEFORE,
    BERLIN_AT_CHANGES,
    BRAZIL,
    CHINA,
    DUE,
    GERMANY,
    NOWHERE,
    PAUSES,
    SINGAPORE,
)

HOUR = 3600
TAIWAN = Office("TW", "Asia/Taipei")
CLOSED_FOR_GOOD = Office(
    "SG", "Asia/Singapore", closures=frozenset(MONDAY.date() + DAY * n for n in range(70))
)


def table(rows):
    return [pytest.param(*rest, id=sentence) for sentence, *rest in rows]


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(("office", "submitted", "due"), table(DUE))
def test_r13_a_review_is_due_two_working_days_on(office, submitted, due):
    assert workdays.due(office, at(submitted), days=2) == at(due)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (1, "2026-03-03T17:00+08:00"),
        (3, "2026-03-05T17:00+08:00"),
        (5, "2026-03-09T17:00+08:00"),
        (10, "2026-03-16T17:00+08:00"),
    ],
)
def test_r13_the_policy_says_how_many_days(days, due):
    assert workdays.due(SINGAPORE, at("2026-03-02T17:00+08:00"), days=days) == at(due)


def test_one_more_working_day_after_due_for_the_escalation():
    assert workdays.add_working_days(SINGAPORE, at("2026-03-06T16:00+08:00"), 1) == at(
        "2026-03-09T16:00+08:00"
    )


def test_less_than_one_working_day_is_no_term():
    with pytest.raises(ValueError, match="at least one"):
        workdays.due(SINGAPORE, MONDAY, days=0)


@pytest.mark.parametrize(("office", "due", "start", "end", "extended"), table(PAUSES))
def test_r13_a_pause_gives_back_the_working_time_that_was_left(office, due, start, end, extended):
    assert workdays.extend(office, at(due), paused_from=at(start), paused_until=at(end)) == at(extended)


@pytest.mark.parametrize(("office", "due", "reminder"), table(BEFORE))
def test_the_reminder_comes_four_working_hours_before(office, due, reminder):
    assert workdays.before(office, at(due), hours=4) == at(reminder)


def test_instants_come_out_in_utc():
    pause = {"paused_from": at("2026-03-06T16:00+08:00"), "paused_until": at("2026-03-09T16:00+08:00")}
    due = at("2026-03-10T16:00+08:00")

    answers = [
        workdays.due(SINGAPORE, due, days=2),
        workdays.extend(SINGAPORE, due, **pause),
        workdays.due_after(SINGAPORE, due, HOUR),
        workdays.before(SINGAPORE, due, hours=4),
        workdays.opens_at(SINGAPORE, due.date()),
    ]

    assert {answer.tzinfo for answer in answers} == {UTC}


@pytest.mark.parametrize(
    ("office", "start", "end", "hours"),
    [
        pytest.param(SINGAPORE, "2026-03-06T16:00+08:00", "2026-03-09T10:00+08:00", 18, id="over a weekend"),
        pytest.param(SINGAPORE, "2026-03-07T00:00+08:00", "2026-03-09T00:00+08:00", 0, id="a weekend"),
        pytest.param(
            SINGAPORE, "2026-03-03T10:00+08:00", "2026-03-02T10:00+08:00", 0, id="the wrong way round"
        ),
        pytest.param(
            SINGAPORE,
            "2026-03-02T12:00+08:00",
            "2026-03-02T10:00+08:00",
            0,
            id="the wrong way round in a day",
        ),
        pytest.param(CHINA, "2026-02-14T00:00+08:00", "2026-02-15T00:00+08:00", 24, id="a worked Saturday"),
        pytest.param(
            BERLIN_AT_CHANGES, "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", 23, id="clocks go forward"
        ),
        pytest.param(
            BERLIN_AT_CHANGES, "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00", 25, id="clocks go back"
        ),
    ],
)
def test_working_seconds_count_whole_working_days(office, start, end, hours):
    assert workdays.working_seconds(office, at(start), at(end)) == hours * HOUR


def test_instants_of_the_offices_own_zone_are_not_compared_by_their_wall_clocks():
    start, end = (at(text).astimezone(GERMANY.zone) for text in ("2026-10-24T22:00Z", "2026-10-25T23:00Z"))

    assert workdays.working_seconds(BERLIN_AT_CHANGES, start, end) == 25 * HOUR


def test_a_wall_time_that_comes_twice_means_the_first_whichever_was_asked():
    assert workdays.instant(GERMANY, date(2026, 10, 25), time(2, 30, fold=1)) == at("2026-10-25T02:30+02:00")


def test_people_come_in_at_eight_on_the_offices_clock():
    assert workdays.opens_at(SINGAPORE, date(2026, 3, 2)) == at("2026-03-02T00:00Z")
    assert workdays.opens_at(GERMANY, date(2026, 3, 27)) == at("2026-03-27T07:00Z")
    assert workdays.opens_at(GERMANY, date(2026, 3, 30)) == at("2026-03-30T06:00Z")
    assert workdays.opens_at(GERMANY, date(2026, 3, 30), hour=9) == at("2026-03-30T07:00Z")


def test_the_picture_shows_each_day_from_submission_to_due():
    submitted, due = at("2026-11-20T18:00+08:00"), at("2026-11-24T18:00+08:00")

    days = workdays.day_states(SINGAPORE, submitted, due, at=at("2026-11-23T06:00+08:00"))

    assert days == [
        DayState(date(2026, 11, 20), "worked", None, counts_from=0.75, counts_until=1, spent_until=1),
        DayState(date(2026, 11, 21), "off", None),
        DayState(date(2026, 11, 22), "off", None),
        DayState(date(2026, 11, 23), "now", None, counts_from=0, counts_until=1, spent_until=0.25),
        DayState(date(2026, 11, 24), "ahead", None, counts_from=0, counts_until=0.75, spent_until=0),
    ]


def test_the_picture_stops_counting_at_due():
    submitted, due = at("2026-11-20T18:00+08:00"), at("2026-11-24T18:00+08:00")

    days = workdays.day_states(SINGAPORE, submitted, due, at=due + DAY)

    assert [day.state for day in days] == ["worked", "off", "off", "worked", "worked"]
    assert days[-1].spent_until == days[-1].counts_until == 0.75


@pytest.mark.parametrize(
    ("office", "day", "language", "name"),
    [
        pytest.param(
            SINGAPORE, date(2026, 11, 9), "en", "Deepavali (observed)", id="the country's own English"
        ),
        pytest.param(SINGAPORE, date(2026, 11, 9), "zh-hans", "", id="none in a language that has none"),
        pytest.param(CHINA, date(2026, 9, 25), "zh-hans", "中秋节", id="simplified before traditional"),
        pytest.param(TAIWAN, date(2026, 9, 25), "zh-hans", "中秋節", id="but the country's own first"),
        pytest.param(BRAZIL, date(2026, 9, 7), "pt-br", "Independência do Brasil", id="Portuguese"),
        pytest.param(CHINA, date(2026, 9, 25), "en", "Mid-Autumn Festival", id="English"),
        pytest.param(CHINA, date(2026, 9, 26), "en", None, id="a Saturday has no name"),
        pytest.param(NOWHERE, date(2026, 12, 26), "en", None, id="a country without calendar"),
    ],
)
def test_the_picture_names_holidays_in_the_readers_language(office, day, language, name):
    noon = datetime.combine(day, time.min, office.zone) + timedelta(hours=12)

    [state] = workdays.day_states(office, noon, noon, at=noon, language=language)

    assert (state.state, state.holiday) == ("off", name)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "America", "../etc"])
def test_an_office_needs_a_time_zone_that_exists(zone):
    with pytest.raises(ValueError, match="There is no time zone"):
        Office("SG", zone)


@pytest.mark.parametrize(
    "ask",
    [
        lambda naive: workdays.due(SINGAPORE, naive, days=2),
        lambda naive: workdays.extend(SINGAPORE, naive, paused_from=MONDAY, paused_until=MONDAY),
        lambda naive: workdays.extend(SINGAPORE, MONDAY, paused_from=naive, paused_until=MONDAY),
        lambda naive: workdays.due_after(SINGAPORE, naive, 1),
        lambda naive: workdays.before(SINGAPORE, naive, hours=4),
        lambda naive: workdays.working_seconds(SINGAPORE, naive, MONDAY),
        lambda naive: workdays.working_seconds(SINGAPORE, MONDAY, naive),
        lambda naive: workdays.day_states(SINGAPORE, MONDAY, MONDAY, at=naive),
    ],
)
def test_an_instant_without_zone_is_refused(ask):
    with pytest.raises(ValueError, match="needs its time zone"):
        ask(MONDAY.replace(tzinfo=None))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: workdays.due(CLOSED_FOR_GOOD, MONDAY, days=2),
        lambda: workdays.due_after(CLOSED_FOR_GOOD, MONDAY, HOUR),
        lambda: workdays.before(CLOSED_FOR_GOOD, MONDAY + 65 * DAY, hours=4),
    ],
)
def test_a_calendar_without_working_days_is_an_error_and_not_a_loop(ask):
    with pytest.raises(NoWorkingDay):
        ask()
