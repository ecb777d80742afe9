from partnercenter import letters

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


def test_a_mail_is_marked_with_its_language_and_direction():
    html = {
        language: letters.write("accounts/password_reset", FACTS, language=language).html
        for language in ("en", "zh-hans", "ar")
    }

    assert '<html lang="en" dir="ltr">' in html["en"]
    assert '<html lang="zh-hans" dir="ltr">' in html["zh-hans"]
    assert '<html lang="ar" dir="rtl">' in html["ar"]
