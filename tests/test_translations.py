import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

SOURCES = ("customers", "partnercenter", "reviews", "templates", "locale")
OURS = Path("locale/zh_Hans/LC_MESSAGES/django.po")
CATALOGUES = [OURS, Path("locale/libraries/zh_Hans/LC_MESSAGES/django.po")]
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
def test_the_catalogue_has_every_sentence_of_the_code(tmp_path):
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)

    command = [sys.executable, "manage.py", "makemessages", "-l", "zh_Hans", "--no-obsolete"]
    subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"DATA_DIR": str(tmp_path / "var")},
        check=True,
        capture_output=True,
    )

    collected = {name_of(entry) for entry in polib.pofile(str(tmp_path / OURS))}
    assert collected == {name_of(entry) for entry in read(OURS)}
