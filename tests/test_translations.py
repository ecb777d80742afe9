import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale

SOURCES = ("customers", "partnercenter", "reviews", "templates", "locale")
LOCALES = [to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
OURS = [Path(f"locale/{name}/LC_MESSAGES/django.po") for name in LOCALES]
CATALOGUES = [*OURS, *(Path(f"locale/libraries/{name}/LC_MESSAGES/django.po") for name in LOCALES)]
TAG = re.compile(r"</?\w+[^>]*>")
LETTERS = re.compile(r"[^\W\d_]{2,}")
READ_OUT = re.compile(r'(?:title|alt|placeholder|aria-label)="([^"{]+)"')
BETWEEN_TAGS = re.compile(r"<[^>]*>")
# Dropped before the search: what is no text of the page, and what is translated or data already.
UNSPOKEN = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"\{#.*?#\}",
        r"\{% comment %\}.*?\{% endcomment %\}",
        r"<style>.*?</style>",
        r"<!--.*?-->",
        r"\{% blocktranslate.*?\{% endblocktranslate %\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
        r"&\w+;",
        r'\bclass="[^"]*"',
        r"\b(SVG|PNG|CSV|GMT)\b",
    )
]
PLACEHOLDER = re.compile(r"%%[sd]|%\(\w+\)[sd]|%[sd]|\{\w*\}")

every_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=str)


def read(path):
    return polib.pofile(str(settings.BASE_DIR / path))


def name_of(entry):
    return entry.msgctxt, entry.msgid


def words_of(entry):
    return entry.msgstr_plural or entry.msgstr


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


@every_catalogue
def test_every_entry_is_translated(path):
    catalogue = read(path)

    unfinished = [entry.msgid for entry in catalogue if entry.obsolete or not entry.translated()]

    assert catalogue
    assert unfinished == []


@every_catalogue
def test_a_translation_keeps_the_placeholders(path):
    catalogue = read(path)

    astray = [
        entry.msgid
        for entry in catalogue
        for words in entry.msgstr_plural.values() or [entry.msgstr]
        if placeholders(words) != placeholders(entry.msgid_plural or entry.msgid)
    ]

    assert astray == []


@every_catalogue
def test_the_compiled_catalogue_says_what_the_source_says(path):
    compiled = polib.mofile(str(settings.BASE_DIR / path.with_suffix(".mo")))

    said = {name_of(entry): words_of(entry) for entry in compiled}

    assert said == {name_of(entry): words_of(entry) for entry in read(path)}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext collects the sentences from the code")
def test_each_catalogue_has_every_sentence_of_the_code(tmp_path):
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)

    languages = [word for name in LOCALES for word in ("-l", name)]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--no-obsolete", *languages],
        cwd=tmp_path,
        env=os.environ | {"DATA_DIR": str(tmp_path / "var")},
        check=True,
        capture_output=True,
    )

    for path in OURS:
        collected = {name_of(entry) for entry in polib.pofile(str(tmp_path / path))}
        assert collected == {name_of(entry) for entry in read(path)}, path


@every_catalogue
def test_no_translation_is_only_a_guess(path):
    assert [entry.msgid for entry in read(path) if entry.fuzzy] == []


@every_catalogue
def test_a_translation_keeps_the_markup(path):
    astray = [
        entry.msgid
        for entry in read(path)
        for words in entry.msgstr_plural.values() or [entry.msgstr]
        if tags(words) != tags(entry.msgid)
    ]

    assert astray == []


def tags(text):
    return sorted(TAG.findall(text))


def test_no_template_says_words_that_cannot_be_translated():
    """What stands between tags, or in an attribute that is read out, comes from a translation or from data."""
    said = {
        str(path.relative_to(settings.BASE_DIR)): words
        for path in sorted((settings.BASE_DIR / "templates").rglob("*.html"))
        if path.name != "style.html"  # for those who build the product
        if (words := hard_coded(path.read_text()))
    }

    assert said == {}


def hard_coded(source):
    for unspoken in UNSPOKEN:
        source = unspoken.sub(" ", source)
    read_out = [words for words in READ_OUT.findall(source) if LETTERS.search(words)]
    return read_out + [text.strip() for text in BETWEEN_TAGS.split(source) if LETTERS.search(text)]


def test_the_search_for_hard_coded_words_finds_them():
    assert hard_coded('<p title="Old">{% if a %}Yes{% endif %} {{ b }}</p>') == ["Old", "Yes"]
    assert (
        hard_coded("<p>{% translate 'Yes' %}: {% blocktranslate %}No <b>way</b>{% endblocktranslate %}</p>")
        == []
    )
