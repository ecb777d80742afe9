import re
from pathlib import Path

import pytest
from django.conf import settings as ours

from partnercenter import letters

TEMPLATES = sorted((Path(ours.BASE_DIR) / "templates/emails").rglob("*.html"))

FACTS = {"address": "https://partners.example/reset/?a=1&b=2", "minutes": 60}


def test_a_text_shows_signs_as_they_are_and_html_escapes_them(settings):
    settings.VENDOR_NAME = "R&D <Cloud>"

    letter = letters.write("accounts/password_reset", FACTS, language="en")

    assert letter.subject == "Choose a new password for R&D <Cloud> Partner Center"
    assert "\nhttps://partners.example/reset/?a=1&b=2\n" in letter.text
    assert "R&amp;D &lt;Cloud&gt;" in letter.html
    assert 'href="https://partners.example/reset/?a=1&amp;b=2"' in letter.html


def test_both_parts_name_the_link_why_it_comes_and_from_where(settings):
    settings.SITE_URL = "https://partners.example"

    letter = letters.write("accounts/password_reset", FACTS, language="en")

    for part in (letter.text, letter.html):
        assert "You get this mail because" in part
        assert "https://partners.example/reset/" in part
        assert "https://partners.example/" in part
    assert letter.html.count("https://partners.example/reset/") == 3  # the button, and the link below it
    for address in ("https://partners.example/reset/?a=1&b=2", "https://partners.example/"):
        assert f"\n{address}\n" in letter.text  # alone on its line: no sign behind it becomes a part of it


def test_a_mail_is_marked_with_its_language_and_direction():
    html = {
        language: letters.write("accounts/password_reset", FACTS, language=language).html
        for language in ("en", "zh-hans", "ar")
    }

    assert '<html lang="en" dir="ltr">' in html["en"]
    assert '<html lang="zh-hans" dir="ltr">' in html["zh-hans"]
    assert '<html lang="ar" dir="rtl">' in html["ar"]
    # Webmail shows what is in the body, without the tag around it.
    assert 'lang="ar" dir="rtl"' in html["ar"].partition("<body")[2]


def test_a_list_of_mails_shows_a_sentence_of_the_mail_and_not_its_frame():
    html = letters.write("accounts/password_reset", FACTS, language="en").html

    body = re.sub(r"<[^>]*>", "", html.partition("<body")[2].partition(">")[2])
    assert body.strip().startswith("The link works once, within 60 minutes.")
    assert "<title>Choose a new password for HUAWEI CLOUD Partner Center</title>" in html


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_link_has_its_colour_and_every_block_its_margins_in_the_tag(path):
    source = re.sub(r"{% comment %}.*?{% endcomment %}|<!--.*?-->", "", path.read_text(), flags=re.DOTALL)

    bare = [tag for tag in re.findall(r"<a\s[^>]*>", source) if "color:" not in tag]
    bare += [
        tag for tag in re.findall(r"<(?:p|ul|ol|li|h1|blockquote)\b[^>]*>", source) if "margin:" not in tag
    ]

    assert bare == []


def test_every_mail_has_a_sentence_for_the_list_of_mails():
    mails = [path for path in TEMPLATES if '{% extends "emails/base.html" %}' in path.read_text()]

    assert mails
    assert [path for path in mails if "{% block preview %}" not in path.read_text()] == []
