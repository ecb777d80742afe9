"""The names by which a country is found, and the order in which countries stand."""

import json

import pytest
from django.utils.translation import override

from partnercenter import countries
from partnercenter.management.commands.country_words import FILE, written


def test_the_names_in_the_file_are_those_of_today():
    assert FILE.read_text() == written(countries.words()), "run manage.py country_words"


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("DE", "Deutschland"), ("DE", "Alemanha"), ("DE", "德国"), ("DE", "deu"),
        ("CI", "cote d'ivoire"), ("CI", "Ivory Coast"), ("TR", "Türkiye"), ("TR", "turkey"),
        ("CN", "中国"), ("KR", "대한민국"), ("GR", "Ελλάδα"), ("GB", "UK"), ("US", "usa"),
    ],
)  # fmt: skip
def test_a_country_has_the_names_that_people_type(code, typed):
    assert countries.folded(typed) in json.loads(FILE.read_text())[code]


def names_in(language):
    with override(language):
        return [str(name) for code, name in countries.choices() if code]


def test_accents_do_not_send_a_country_to_the_end():
    names = names_in("fr")

    assert names.index("Émirats arabes unis") < names.index("Équateur") < names.index("Espagne")
    assert names.index("Égypte") < names.index("Fidji")


def test_chinese_names_stand_by_their_sound():
    names = names_in("zh-hans")

    assert names.index("阿尔巴尼亚") < names.index("德国") < names.index("法国") < names.index("中国")


@pytest.mark.parametrize(
    ("language", "code", "name"), [("zh-hans", "NP", "尼泊尔"), ("zh-hans", "WS", "萨摩亚")]
)
def test_names_that_the_library_has_wrong_are_mended(language, code, name):
    with override(language):
        assert dict(countries.choices())[code] == name
