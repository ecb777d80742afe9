"""Amounts as people write them, and the currencies they are in."""

import re
import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.numbers import format_currency, get_territory_currencies
from django.utils.translation import get_language, to_locale

FALLBACK = "USD"
BETWEEN_GROUPS = re.compile(r"[\s'’_]")
GROUPED = re.compile(r"-?\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}")


def plain(text):
    """The number without its groups and with a decimal point: 48,000 and 48 000.50 and 48.000,50 alike.

    A single mark before exactly three digits parts a group, since no money has three decimals. What is no number
    comes back as one that no reader takes.
    """
    text = BETWEEN_GROUPS.sub("", unicodedata.normalize("NFKC", text))
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    mark, whole, rest = text[last], text[:last], text[last + 1 :]
    if GROUPED.fullmatch(text) and len({*text} & {".", ","}) == 1:
        return text.replace(mark, "")
    if mark in whole or not (whole.lstrip("-").isdigit() or GROUPED.fullmatch(whole)):
        return f"{text}?"
    return f"{whole.replace('.', '').replace(',', '')}.{rest}"


@lru_cache
def codes():
    """The ISO 4217 codes that some country pays in today."""
    territories = get_global("territory_currencies")
    return sorted({code for territory in territories for code in get_territory_currencies(territory)})


def of_country(country):
    return next(iter(get_territory_currencies(country)), FALLBACK)


def choices():
    return choices_in(get_language())


@lru_cache
def choices_in(language):
    names = Locale.parse(to_locale(language)).currencies
    return [(code, f"{code} {names.get(code, '')}".strip()) for code in codes()]


def words(amount, currency):
    return format_currency(amount, currency, format="#,##0.00 ¤¤", locale=to_locale(get_language()))
