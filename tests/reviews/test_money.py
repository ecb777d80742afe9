"""Amounts however they are written, and the currencies of today."""

import pytest
from django_countries import countries

from reviews import money
from reviews.forms import AmountField

AMOUNTS = [
    ("48000", "48000"),
    ("48,000", "48000"),
    ("48.000", "48000"),
    ("48 000.50", "48000.50"),
    ("48\u202f000,50", "48000.50"),
    ("48'000", "48000"),
    ("1,00,000", "100000"),
    ("1.234.567,89", "1234567.89"),
    ("４８，０００", "48000"),
    ("٤٨٠٠٠", "48000"),
    ("0", "0"),
    ("0,5", "0.5"),
    ("999,999,999,999.99", "999999999999.99"),
]


@pytest.mark.parametrize(("written", "amount"), AMOUNTS)
def test_an_amount_is_read_however_it_is_written(written, amount):
    field = AmountField(min_value=0, max_digits=14, decimal_places=2)

    assert str(field.clean(written)) == amount


def test_currencies_are_those_in_use_and_named_in_the_readers_language():
    assert {"SGD", "CNY", "EUR", "ZAR"} <= set(money.codes())
    assert not {"DEM", "XXX"} & set(money.codes())
    assert dict(money.choices_in("en"))["SGD"] == "SGD Singapore Dollar"
    assert dict(money.choices_in("zh-hans"))["SGD"] == "SGD 新加坡元"


@pytest.mark.parametrize(("country", "code"), [("SG", "SGD"), ("ZA", "ZAR"), ("CN", "CNY"), ("AQ", "USD")])
def test_the_currency_begins_as_the_partners(country, code):
    assert money.of_country(country) == code


def test_every_country_has_a_currency_on_the_list():
    assert {money.of_country(code) for code in countries.countries} <= set(money.codes())
