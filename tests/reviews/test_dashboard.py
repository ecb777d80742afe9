from datetime import UTC, datetime, timedelta

import pytest

from partnercenter.models import Policy
from reviews import dashboard, decisions
from reviews.models import Review
from tests.builders import DAY, MONDAY, SECOND, make_case, make_reviewer

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def decide(at, took):
    return decisions.reject(make_case(at=at), "No.", by=make_reviewer(), at=at + took)


def test_open_due_today_and_overdue_are_told_apart():
    make_case(at=MONDAY - 7 * DAY)
    make_case(at=MONDAY)  # due on Wednesday, 17:00 in Singapore
    make_case(at=MONDAY + DAY)

    figures = dashboard.figures(at=DUE - HOUR)

    assert (figures.open, figures.due_today, figures.overdue) == (3, 1, 1)


def test_what_was_due_earlier_today_is_overdue_and_among_those_of_today():
    make_case()

    figures = dashboard.figures(at=DUE + SECOND)

    assert (figures.due_today, figures.overdue) == (1, 1)


def test_today_is_the_offices_day():
    make_case()
    Review.objects.update(office_time_zone="America/New_York")  # where it is still Tuesday then

    assert dashboard.figures(at=DUE - 5 * HOUR).due_today == 0


def test_share_in_time_and_median_tell_of_what_was_decided():
    decide(MONDAY, HOUR)
    decide(MONDAY, 3 * HOUR)
    decide(MONDAY, 4 * DAY)

    figures = dashboard.figures(at=MONDAY + 5 * DAY)

    assert figures.in_time == 67
    assert figures.median == "3 h"


def test_decided_exactly_when_due_is_in_time_and_a_second_later_is_not():
    decide(MONDAY, DUE - MONDAY)
    decide(MONDAY, DUE - MONDAY + SECOND)

    assert dashboard.figures(at=MONDAY + 5 * DAY).in_time == 50


def test_twelve_weeks_are_shown_each_with_its_decisions():
    decide(MONDAY, HOUR)
    decide(MONDAY - 7 * DAY, HOUR)
    decide(MONDAY - 7 * DAY, 6 * DAY)
    decide(MONDAY - 90 * DAY, HOUR)

    weeks = dashboard.figures(at=MONDAY + DAY).weeks

    assert [(week["in_time"], week["late"]) for week in weeks] == [(0, 0)] * 10 + [(1, 1), (1, 0)]
    assert weeks[-1]["monday"].isoformat() == "2026-03-02"
    assert [week["late_height"] for week in weeks[-2:]] == ["50.0", "0.0"]


def test_an_empty_table_has_figures_too():
    figures = dashboard.figures(at=MONDAY)

    assert (figures.open, figures.median, figures.in_time) == (0, "", None)


def test_the_number_of_questions_does_not_grow(django_assert_num_queries):
    for _ in range(3):
        make_case()
        decide(MONDAY, HOUR)

    with django_assert_num_queries(5):
        dashboard.figures(at=MONDAY + DAY)


@pytest.mark.parametrize(
    ("country", "at", "years"),
    [
        ("SG", datetime(2026, 12, 1, tzinfo=UTC), []),
        ("CN", datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC), []),
        ("CN", datetime(2026, 10, 31, 16, 0, tzinfo=UTC), [2027]),  # 1 November in Singapore
        ("CN", datetime(2027, 1, 1, tzinfo=UTC), [2027]),
    ],
)
def test_a_calendar_that_is_not_known_is_told_of_from_november_on(country, at, years):
    Policy.objects.update(office_country=country)

    assert dashboard.figures(at=at).years_unknown == years


def test_entering_the_moved_days_by_hand_settles_it():
    Policy.objects.update(office_country="CN", extra_days=["2027-02-14"])

    assert dashboard.figures(at=datetime(2026, 12, 1, tzinfo=UTC)).years_unknown == []
