import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
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
    """A form that is for one number alone may say it in words: Arabic has a dual."""
    catalogue = read(path)
    alone = forms_of_one_number(catalogue.metadata["Plural-Forms"])

    astray = [
        entry.msgid
        for entry in catalogue
        for form, words in entry.msgstr_plural.items() or [(None, entry.msgstr)]
        if (missing := placeholders(entry.msgid_plural or entry.msgid) ^ placeholders(words))
        if not (form in alone and len(missing) == 1 and missing <= placeholders(entry.msgid_plural))
    ]

    assert astray == []


def forms_of_one_number(header):
    rule = gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    served = Counter(rule(number) for number in range(1000))
    return {form for form, numbers in served.items() if numbers == 1}


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


def test_no_sentence_is_put_together_before_its_reader_is_known():
    """A lazy sentence that is formatted while its module is loaded stays in the language of that moment."""
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"
        for name in ("customers", "partnercenter", "reviews")
        for path in sorted((settings.BASE_DIR / name).rglob("*.py"))
        for node in run_at_import(ast.parse(path.read_text()))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and is_sentence(node.left)
    ]

    assert found == []


def run_at_import(node):
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from run_at_import(child)


def is_sentence(node):
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and (called.id == "_" or "gettext" in called.id)


# What becomes words on a page, by the name it is given under, or by what is done with it.
SAID_AS = {
    *("label", "help_text", "verbose_name", "verbose_name_plural", "description", "empty_label"),
    *("placeholder", "title", "words", "message", "text"),
}
SAID_BY = {"ValidationError", "success", "error", "info", "message_user"}
ON_THE_STYLE_PAGE = {"partnercenter/style.py"}  # for those who build the product
TO_THE_LOG = {"logger"}


def test_no_code_says_words_that_cannot_be_translated():
    found = [
        f"{name}:{words.lineno} {ast.unparse(words)}"
        for app in ("customers", "partnercenter", "reviews")
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if not {"migrations", "management"} & set(path.parts)
        if (name := str(path.relative_to(settings.BASE_DIR))) not in ON_THE_STYLE_PAGE
        for node in ast.walk(ast.parse(path.read_text()))
        for words in said_in(node)
        if is_plain(words)
    ]

    assert found == []


def said_in(node):
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))) if owner in TO_THE_LOG:
            return
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            yield from (keyword.value for keyword in node.keywords if keyword.arg in SAID_AS)
            yield from node.args if called in SAID_BY else ()
        case ast.Assign(targets=[ast.Name(id=name)]) if name in SAID_AS:
            yield node.value
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            yield from (
                value for key, value in pairs if isinstance(key, ast.Constant) and key.value in SAID_AS
            )


def is_plain(node):
    match node:
        case ast.Constant(value=str(words)):
            return bool(LETTERS.search(words))
        case ast.JoinedStr():
            return any(is_plain(part) for part in node.values)
        case ast.BinOp():
            return is_plain(node.left)
    return False


def test_no_script_says_words_of_its_own():
    """Scripts say what the page gave them, in its reader's language."""
    spoken = re.compile(r"(?:textContent|innerText|title|ariaLabel|placeholder)\s*=\s*[\"'`]([^\"'`]*)")
    found = [
        f"{path.name}: {words}"
        for path in sorted((settings.BASE_DIR / "static/js").glob("*.js"))
        for words in spoken.findall(path.read_text())
        if LETTERS.search(words)
    ]

    assert found == []
