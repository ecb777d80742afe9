import subprocess
import sys
from datetime import date

import pytest

from reviews import calendars, workdays
from reviews.workdays import Office
from tests.reviews.workday_tables import CHINA, NOWHERE, SAUDI_ARABIA, SINGAPORE


@pytest.mark.parametrize(
    ("office", "day", "off"),
    [
        pytest.param(SAUDI_ARABIA, date(2026, 3, 18), False, id="the day before Eid al-Fitr 2026"),
        pytest.param(SAUDI_ARABIA, date(2026, 3, 19), True, id="its first day off"),
        pytest.param(SAUDI_ARABIA, date(2026, 3, 22), True, id="its fourth"),
        pytest.param(SAUDI_ARABIA, date(2025, 6, 4), False, id="the day before Arafah 2025"),
        pytest.param(SAUDI_ARABIA, date(2025, 6, 5), True, id="Arafah 2025"),
        pytest.param(SAUDI_ARABIA, date(2025, 6, 8), True, id="the last of Eid al-Adha 2025"),
        pytest.param(CHINA, date(2026, 5, 9), False, id="a make-up Saturday"),
        pytest.param(CHINA, date(2026, 5, 10), True, id="the Sunday after it"),
    ],
)
def test_days_off(office, day, off):
    assert workdays.is_working_day(office, day) is not off


@pytest.mark.parametrize(
    ("office", "year", "known"),
    [
        pytest.param(CHINA, 2026, True, id="China has published 2026"),
        pytest.param(CHINA, 2027, False, id="but not 2027"),
        pytest.param(CHINA, 2028, False, id="nor 2028"),
        pytest.param(SINGAPORE, 2027, True, id="Singapore moves no days"),
        pytest.param(Office("UA", "Europe/Kyiv"), 2026, True, id="Ukraine no longer does"),
        pytest.param(NOWHERE, 2027, True, id="an unknown country"),
        pytest.param(
            Office("CN", "Asia/Shanghai", extra_days=frozenset({date(2027, 2, 20)})),
            2027,
            True,
            id="entered by hand",
        ),
        pytest.param(
            Office("CN", "Asia/Shanghai", extra_days=frozenset({date(2026, 12, 26)})),
            2027,
            False,
            id="entered for another year",
        ),
    ],
)
def test_a_calendar_is_known_once_its_moved_days_are_published(office, year, known):
    assert workdays.calendar_is_known(office, year) is known


def test_holidays_do_not_follow_the_language_of_the_process(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "th")
    calendars.calendar.cache_clear()

    assert calendars.holiday("CN", date(2026, 9, 25), "en") == "Mid-Autumn Festival"


def test_a_process_that_never_asks_does_not_load_the_calendars():
    probe = "import sys, reviews.workdays; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
