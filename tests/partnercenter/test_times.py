"""Instants as words: zones, daylight saving, edges, and no negative time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.formats import localize

from partnercenter import times

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "moment", "zone", "place"),
    [
        ("Asia/Singapore", "2 Mar 2026, 17:00", "GMT+8", "Singapore (GMT+8)"),
        ("Asia/Kolkata", "2 Mar 2026, 14:30", "GMT+5:30", "Kolkata (GMT+5:30)"),
        ("America/St_Johns", "2 Mar 2026, 05:30", "GMT-3:30", "St. John’s (GMT-3:30)"),
        ("Pacific/Kiritimati", "2 Mar 2026, 23:00", "GMT+14", "Kiritimati (GMT+14)"),
        ("UTC", "2 Mar 2026, 09:00", "GMT", "UTC (GMT)"),
    ],
)
def test_an_instant_is_told_in_the_readers_zone(name, moment, zone, place):
    with timezone.override(ZoneInfo(name)):
        assert (times.moment(AT), times.zone(AT), times.place(AT)) == (moment, zone, place)


@pytest.mark.parametrize(
    ("language", "name", "place"),
    [
        ("zh-hans", "Asia/Singapore", "新加坡 (GMT+8)"),
        ("ar", "Africa/Cairo", "القاهرة (GMT+2)"),
        ("pt-br", "America/Sao_Paulo", "São Paulo (GMT-3)"),
        ("fr", "America/Argentina/Buenos_Aires", "Buenos Aires (GMT-3)"),
        ("zh-hans", "UTC", "UTC (GMT)"),
    ],
)
def test_a_zone_is_named_in_the_readers_language(language, name, place):
    with timezone.override(ZoneInfo(name)), translation.override(language):
        assert times.place(AT) == place


def test_the_offset_is_that_of_the_instant_not_of_today():
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert times.zone(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == "GMT+1"
        assert times.zone(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == "GMT+2"


def test_an_arabic_date_of_the_admin_reads_like_all_others():
    with timezone.override(ZoneInfo("UTC")), translation.override("ar"):
        assert localize(AT) == "2 مارس 2026، 09:00"
        assert localize(AT.date()) == "2 مارس 2026"


def test_two_readers_in_two_languages_do_not_share_words():
    with timezone.override(ZoneInfo("UTC")):
        english = times.moment(AT)
        with translation.override("zh-hans"):
            chinese = times.moment(AT)

    assert english == "2 Mar 2026, 09:00"
    assert "Mar" not in chinese
    assert chinese.endswith("09:00")


@pytest.mark.parametrize(
    ("delta", "words", "urgency"),
    [
        (timedelta(days=15), "15 days", "calm"),
        (timedelta(days=8, hours=14, minutes=59), "8 d 14 h", "calm"),
        (timedelta(days=3), "3 days", "calm"),
        (timedelta(days=3) - timedelta(seconds=1), "2 d 23 h", "soon"),
        (timedelta(days=1), "1 day", "soon"),
        (timedelta(days=1) - timedelta(seconds=1), "23 h 59 min", "last"),
        (timedelta(hours=5), "5 h", "last"),
        (timedelta(minutes=1), "1 min", "last"),
        (timedelta(seconds=59), "0 min", "last"),
        (timedelta(seconds=-5), "0 min", "last"),
    ],
)
def test_the_time_left_is_told_in_its_two_largest_units(delta, words, urgency):
    assert times.left(AT + delta, AT) == words
    assert times.urgency(AT + delta, AT) == urgency


@pytest.mark.parametrize(
    ("language", "delta", "words"),
    [
        ("en", timedelta(seconds=-59), "just now"),
        ("en", timedelta(minutes=-1), "1 minute ago"),
        ("en", timedelta(minutes=-59), "59 minutes ago"),
        ("en", timedelta(hours=-1, minutes=-59), "1 hour ago"),
        ("en", timedelta(hours=-2), "2 hours ago"),
        ("en", timedelta(hours=-23, minutes=-59), "23 hours ago"),
        ("en", timedelta(days=-1), "1 day ago"),
        ("en", timedelta(days=-2), "2 days ago"),
        ("en", timedelta(days=-13, hours=-23), "13 days ago"),
        ("en", timedelta(days=3, hours=1), "in 3 days"),
        ("zh-hans", timedelta(days=-3), "3天前"),
        ("fr", timedelta(days=-3), "il y a 3 jours"),
        ("es", timedelta(days=-3), "hace 3 días"),
        ("pt-br", timedelta(days=-3), "há 3 dias"),
        ("ar", timedelta(days=-2), "قبل يومين"),
        ("ar", timedelta(days=-11), "قبل 11 يومًا"),
    ],
)
def test_an_instant_is_told_by_how_far_away_it_is(language, delta, words):
    with translation.override(language):
        assert times.ago(AT + delta, AT) == words


@pytest.mark.parametrize(
    ("term", "gone", "ruler"),
    [
        (15, 0, {"days": 15, "box": "14.8", "left": "15.00"}),
        (15, 7.5, {"days": 15, "box": "14.8", "left": "7.50"}),
        (15, 20, {"days": 15, "box": "14.8", "left": "0.00"}),
        (30, 0, {"days": 30, "box": "29.8", "left": "30.00"}),
    ],
)
def test_one_tick_is_one_day(term, gone, ruler):
    assert times.ruler(AT, AT + timedelta(days=term), AT + timedelta(days=gone)) == ruler
