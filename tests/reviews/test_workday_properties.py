from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews import workdays
from tests.builders import SECOND
from tests.reviews.workday_tables import BERLIN_AT_CHANGES, EVERY_OFFICE, NOWHERE

HOUR = 3600

offices = st.sampled_from([*EVERY_OFFICE, BERLIN_AT_CHANGES, NOWHERE])
instants = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
pauses = st.timedeltas(timedelta(), timedelta(days=30))
unhurried = settings(deadline=None, max_examples=60)


@unhurried
@given(office=offices, submitted=instants, days=st.integers(1, 5))
def test_due_is_later_and_on_a_working_day(office, submitted, days):
    due = workdays.due(office, submitted, days=days)

    assert due > submitted
    assert workdays.is_working_day(office, due.astimezone(office.zone).date())
    assert workdays.due(office, submitted, days=days + 1) > due


@unhurried
@given(office=offices, pair=st.tuples(instants, instants))
def test_who_submits_first_is_due_first(office, pair):
    first, second = (workdays.due(office, submitted, days=2) for submitted in sorted(pair))

    assert first <= second


@unhurried
@given(office=offices, submitted=instants, into=pauses)
def test_no_pause_changes_nothing(office, submitted, into):
    due = workdays.due(office, submitted, days=2)
    moment = submitted + into

    assert workdays.extend(office, due, paused_from=moment, paused_until=moment) == due


@unhurried
@given(office=offices, submitted=instants, into=pauses, pause=pauses)
def test_after_a_pause_as_much_working_time_is_left_as_before(office, submitted, into, pause):
    due = workdays.due(office, submitted, days=2)
    start = min(submitted + into, due - SECOND)

    extended = workdays.extend(office, due, paused_from=start, paused_until=start + pause)

    assert extended >= due
    left = workdays.working_seconds(office, start, due)
    assert workdays.working_seconds(office, start + pause, extended) == pytest.approx(left, abs=1e-5)


@unhurried
@given(office=offices, submitted=instants, hours=st.integers(1, 60))
def test_before_lies_so_many_working_hours_ahead(office, submitted, hours):
    due = workdays.due(office, submitted, days=2)

    reminder = workdays.before(office, due, hours=hours)

    assert workdays.working_seconds(office, reminder, due) == pytest.approx(hours * HOUR, abs=1e-5)
    assert workdays.working_seconds(office, reminder, reminder + SECOND) > 0
