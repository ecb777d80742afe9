"""One colour and one logo dress the pages, the mails and the admin."""

import io
import re

import pytest
from django.test import Client
from PIL import Image

from partnercenter import brand, letters
from tests.builders import make_hold, make_member
from tests.mail import deliver, make_message

pytestmark = pytest.mark.django_db
RED = "#c7000b"
COLOURS = [brand.OWN_COLOUR, RED, "#ff9900", "#00ff00", "#0000ff", "#7b2cbf", "#888888", "#000000", "#ffffff"]


@pytest.fixture
def logo(settings):
    file = io.BytesIO()
    Image.new("RGB", (8, 8), RED).save(file, "png")
    settings.BRAND_LOGO = file.getvalue()
    return settings.BRAND_LOGO


def contrast(one, other):
    """WCAG 2.2, "contrast ratio"."""

    def luminance(colour):
        red, green, blue = (brand.linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lower, higher = sorted([luminance(one), luminance(other)])
    return (higher + 0.05) / (lower + 0.05)


@pytest.mark.parametrize("colour", COLOURS)
def test_whatever_the_colour_words_on_it_and_in_it_can_be_read(colour):
    accents = brand.palette(colour)

    assert contrast(accents["accent"], "#ffffff") >= 4.5
    assert contrast(accents["accent"], "#f4f7f8") >= 4.5
    assert contrast(accents["accent_dark"], accents["on_accent_dark"]) >= 4.5
    assert contrast(accents["accent_dark"], "#1a2226") >= 4.5


@pytest.mark.browser
@pytest.mark.parametrize("colour", COLOURS)
def test_a_mail_has_the_colours_that_a_browser_calculates_for_the_pages(page, colour):
    drawn = page.evaluate(
        """colour => {
          const paint = document.createElement('canvas').getContext('2d');
          paint.fillStyle = `oklch(from ${colour} .455 min(c, .12) h)`;
          paint.fillRect(0, 0, 1, 1);
          return [...paint.getImageData(0, 0, 1, 1).data.slice(0, 3)];
        }""",
        colour,
    )

    ours = bytes.fromhex(brand.palette(colour)["accent"][1:])
    assert all(abs(one - other) <= 2 for one, other in zip(ours, drawn, strict=True)), (list(ours), drawn)


def test_pages_link_the_colour_only_where_the_vendor_has_set_one(settings):
    client = Client()
    assert b"brand/colours.css" not in client.get("/accounts/login/").content

    settings.BRAND_COLOUR = RED
    [address] = re.findall(r"/brand/colours\.css\?v=\w+", client.get("/accounts/login/").content.decode())
    sheet = client.get(address)

    assert sheet.content.decode() == ":root, [data-bs-theme] { --pc-brand: #c7000b; }\n"
    assert (sheet["Content-Type"], sheet["Cache-Control"]) == ("text/css", brand.FOREVER)


def test_another_brand_is_another_address(settings, logo):
    settings.BRAND_COLOUR = RED
    before = brand.frame()
    settings.BRAND_COLOUR = "#0000ff"

    assert brand.frame()["colours"] != before["colours"]
    assert brand.frame()["logo"] != before["logo"]


@pytest.mark.parametrize("address", ["/accounts/login/", "/nowhere/", "/admin/"])
def test_the_logo_stands_in_the_head_under_the_vendors_name(settings, admin_client, logo, address):
    settings.STAFF_SECOND_FACTOR = False
    client = admin_client if address == "/admin/" else Client()

    html = client.get(address, headers={"accept": "text/html"}).content.decode()
    [picture] = re.findall(r'<img src="(/brand/logo\.png\?v=\w+)" alt="HUAWEI CLOUD">', html)

    assert Client().get(picture).content == logo


def test_without_a_logo_there_is_none():
    assert Client().get("/brand/logo.png").status_code == 404


def test_during_maintenance_the_page_keeps_its_brand(settings, logo):
    settings.MAINTENANCE, settings.BRAND_COLOUR = True, RED

    page = Client().get("/")

    assert page.status_code == 503
    assert b"/brand/colours.css" in page.content
    assert Client().get("/brand/colours.css").status_code == 200
    assert Client().get("/brand/logo.png").content == logo


def letter():
    words = {
        "address": "https://partners.example/x",
        "minutes": 30,
        "email": "ada@acme.example",
        "name": "Ada",
    }
    return letters.write("accounts/password_reset", words, language="en")


def test_a_mail_takes_the_colour(settings):
    settings.BRAND_COLOUR = RED

    html = letter().html

    assert brand.palette(RED)["accent"] in html
    assert brand.palette(RED)["accent_dark"] in html
    assert brand.palette(brand.OWN_COLOUR)["accent"] not in html


def test_a_mail_carries_the_logo_along(smtp_server, logo):
    make_message("ada@acme.example", text="Hello", html=letter().html)
    deliver()

    [mail] = smtp_server.received
    [words, picture] = mail.iter_parts()
    assert mail.get_content_type() == "multipart/related"
    assert [part.get_content_type() for part in words.iter_parts()] == ["text/plain", "text/html"]
    assert (picture["Content-ID"], picture.get_content()) == ("<logo>", logo)
    assert 'src="cid:logo" alt="HUAWEI CLOUD"' in mail.get_body(["html"]).get_content()


def test_a_preview_shows_the_logo_in_place(settings, logo):
    member = make_member()
    client = Client()
    client.force_login(member.user)

    preview = client.get(f"/partner-center/customers/{make_hold(member).pk}/invite/letter/")

    assert b'src="data:image/png;base64,' in preview.content
    assert b"cid:logo" not in preview.content
    assert "img-src data:" in preview["Content-Security-Policy"]
