"""The QR code is read by two decoders that know nothing of each other, also from a bad print."""

from io import BytesIO
from xml.etree import ElementTree

import cv2
import numpy
import pytest
import zxingcpp
from PIL import Image

from customers import invitations, qr
from customers.models import Invitation
from tests.builders import MONDAY, make_hold

pytestmark = pytest.mark.django_db

SVG_SPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def invitation():
    row = make_hold()
    invitation = invitations.issue(row, Invitation.Channel.QR, by=row.created_by, at=MONDAY)
    invitation.token = "7Kq2vR9mXwB4-s_0ZtYhLd3P"  # the same picture in each run
    invitation.save()
    return invitation


def photo(content):
    return numpy.array(Image.open(BytesIO(content)).convert("L"))


def drawn(svg):
    """The squares of our SVG, eight pixels a module: enough of SVG for what a QR code needs."""
    root = ElementTree.fromstring(svg)  # noqa: S314 we have drawn it ourselves
    size = int(root.get("viewBox").split()[2])
    picture = numpy.full((size, size), 255, dtype=numpy.uint8)
    for square in root.find(f"{SVG_SPACE}path").get("d").replace("z", "").split("M")[1:]:
        x, y = square.split("H")[0].split(",")
        picture[int(y), int(x)] = 0
    return picture.repeat(8, axis=0).repeat(8, axis=1)


def by_opencv(picture):
    return cv2.QRCodeDetectorAruco().detectAndDecode(picture)[0]


def by_zxing(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_both_images_are_read_by_both_decoders(invitation):
    for picture in (photo(qr.image(invitation, qr.PNG)), drawn(qr.image(invitation, qr.SVG))):
        assert by_opencv(picture) == invitation.address
        assert by_zxing(picture) == [invitation.address]


def test_the_png_is_large_enough_to_print_and_says_its_size(invitation):
    image = Image.open(BytesIO(qr.image(invitation, qr.PNG)))

    assert image.width == image.height >= 1000
    assert image.info["dpi"] == pytest.approx((300, 300), abs=1)


def test_four_modules_around_the_code_are_white(invitation):
    picture = drawn(qr.image(invitation, qr.SVG))

    dark = numpy.argwhere(picture == 0)
    assert dark.min() == 4 * 8
    assert dark.max() == picture.shape[0] - 4 * 8 - 1


def test_a_print_with_a_stain_on_a_tenth_of_it_is_read(invitation):
    picture = photo(qr.image(invitation, qr.PNG))
    first, last = numpy.argwhere(picture == 0).min(), numpy.argwhere(picture == 0).max()
    side = int(0.10**0.5 * (last - first))
    middle = (first + last) // 2
    picture[middle - side // 2 : middle + side // 2, middle - side // 2 : middle + side // 2] = 255

    assert by_opencv(picture) == invitation.address
    assert by_zxing(picture) == [invitation.address]


def test_a_blurred_print_is_read(invitation):
    picture = cv2.GaussianBlur(photo(qr.image(invitation, qr.PNG)), (0, 0), 8)

    assert by_opencv(picture) == invitation.address
    assert by_zxing(picture) == [invitation.address]


def test_an_image_is_drawn_once(invitation, monkeypatch):
    first = qr.image(invitation, qr.PNG)
    monkeypatch.setitem(qr.DRAW, qr.PNG, None)

    assert qr.image(invitation, qr.PNG) == first


def test_another_address_is_another_image(invitation, settings):
    first = qr.image(invitation, qr.SVG)
    settings.SITE_URL = "https://partners.example"

    assert by_zxing(drawn(qr.image(invitation, qr.SVG))) == [invitation.address]
    assert qr.image(invitation, qr.SVG) != first


def test_what_the_image_is_known_by_tells_nothing_of_the_token(invitation):
    assert invitation.token not in qr.name(invitation, qr.PNG)
    assert invitation.token_digest not in qr.name(invitation, qr.PNG)
