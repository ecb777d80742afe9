"""Countries in forms: a list that is searchable by every name a person may type."""

import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from django import forms
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, override, to_locale
from django.utils.translation import gettext_lazy as _
from django_countries import countries

CODES = frozenset(countries.countries)
# What people say, and neither the standard nor Unicode's own names have.
SAID = {
    "AE": ["uae"],
    "CI": ["ivory coast"],
    "CZ": ["czech republic"],
    "GB": ["uk", "great britain", "england", "scotland", "wales", "northern ireland"],
    "KR": ["korea"],
    "MM": ["burma"],
    "NL": ["holland"],
    "TR": ["turkey"],
    "US": ["america"],
}


def choices():
    """Asked only when a form is shown: naming and sorting 249 countries costs more than judging a wish."""
    named = sorted(countries, key=lambda country: collated(country.name, get_language()))
    return [("", _("Choose")), *named]


def collated(name, language):
    """By the reader's alphabet: accents apart, and Chinese by its sound, in which order GBK has the usual characters."""
    if language.startswith("zh"):
        return name.encode("gbk", "replace")
    return folded(name).encode()


def folded(text):
    """As static/js/country.js folds what is typed."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.category(sign).startswith("M")).lower().strip()


class CountrySelect(forms.Select):
    """A plain list; static/js/country.js makes it searchable by the words of `data-words`."""

    def __init__(self, attrs=None):
        super().__init__(attrs, choices=choices)

    def build_attrs(self, base_attrs, extra_attrs=None):
        ours = {
            "data-words": static("data/country-words.json"),
            "data-matches": _("Countries found: %s"),
            "data-none": _("No country is called so. Try its English name, or its code of two letters."),
        }
        return super().build_attrs(base_attrs, ours | (extra_attrs or {}))


def words():
    """code: other names of a country, in our languages and its own, and its code of three letters, all folded."""
    languages = [code for code, _name in settings.LANGUAGES]
    ours = []
    for language in languages:
        with override(language):
            ours.append({country.code: country.name for country in countries})
    return {code: sorted(names_of(code, languages, ours)) for code in sorted(CODES)}


def names_of(code, languages, ours):
    locales = [to_locale(language) for language in languages]
    locales += [
        f"{language}_{code}" for language in get_official_languages(code, de_facto=True, regional=True)
    ]
    names = {named[code] for named in ours} | {cldr(locale, code) for locale in locales}
    return {folded(name) for name in names if name} | {countries.alpha3(code).lower(), *SAID.get(code, [])}


@cache
def locale_of(name):
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def cldr(locale, code):
    found = locale_of(locale)
    return found.territories.get(code) if found else None
