"""A country's working days and holidays, as the library of holidays knows them."""

from datetime import date
from functools import lru_cache
from typing import Any

WEEKEND = frozenset({5, 6})


def is_working_day(country: str, day: date) -> bool:
    known = calendar(country, day.year)
    return day.weekday() not in WEEKEND if known is None else bool(known.is_working_day(day))


def holiday(country: str, day: date, language: str) -> str | None:
    """The holiday's name, empty where it has none in the language; None on other days."""
    known = calendar(country, day.year, language)
    if known is None or day not in known:
        return None
    return str(known[day]) if str(known.language).startswith(base(language)) else ""


def is_known(country: str, year: int) -> bool:
    """False where a country that moved days in one of the three years before has not said so for this one yet."""
    known = calendar(country, year)
    if known is None or moves_days(known, year):
        return True
    return not any(moves_days(known, earlier) for earlier in range(year - 3, year))


def moves_days(known: Any, year: int) -> bool:
    listed = getattr(known, "special_public_holidays", {}).get(year, ())
    entries = listed if listed and isinstance(listed[0], tuple) else (listed,)
    return any(
        len(entry) > 3 for entry in entries
    )  # month, day, name; a moved day says from where in their place


@lru_cache(maxsize=64)
def calendar(country: str, year: int, language: str = "en") -> Any:
    """One year of a country, complete before anybody reads it: the library's growing ones are not safe in threads.

    None where the library does not know the country: there Saturdays and Sundays are off and nothing else.
    """
    # Imported by the first due instant, not by the start: 12 MB and 0.1 s that most processes never need.
    import holidays

    entity = getattr(holidays, country, None)
    if entity is None:
        return None
    # The language is always named: without one the library follows LANG of the process.
    known = entity(years=year, expand=False, language=tongue(entity, language))
    if known.weekend == {6}:
        known.weekend = set(
            WEEKEND
        )  # the law's one day of rest, as in Hong Kong; offices rest on Saturdays too
    return known


def tongue(entity: Any, language: str) -> str:
    """The library's name of a language, the country's own before others: en_SG before en_US, zh_CN before zh_TW."""
    spoken = [entity.default_language or "", *sorted(entity.supported_languages)]
    wanted = [name for start in (base(language), "en") for name in spoken if name.startswith(start)]
    return wanted[0] if wanted else "en_US"


def base(language: str) -> str:
    """The library knows neither zh-hans nor pt-br, but zh_CN and pt_BR."""
    return language.partition("-")[0]
