"""QR codes of a way in: for the screen as SVG, for print as PNG. Drawn once, then served from the cache."""

from io import BytesIO

import qrcode
from django.core.cache import cache
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage
from qrcode.image.svg import SvgPathFillImage

from customers.models.invitation import digest

QUIET_ZONE = 4  # modules of white on each side, as ISO 18004 asks
PRINT_PIXELS = 1200  # about 10 cm at 300 dots an inch
DPI = (300, 300)
KEPT = 24 * 60 * 60
SVG, PNG = "svg", "png"
CONTENT_TYPES = {SVG: "image/svg+xml", PNG: "image/png"}


def image(way_in, kind):
    """The bytes of one image. Whether it may be shown is the caller's to say."""
    return cache.get_or_set(f"qr:{name(way_in, kind)}", lambda: DRAW[kind](code_of(way_in.address)), KEPT)


def name(way_in, kind):
    """What the image is known by to caches: it tells nothing of the address, and changes with it."""
    return f"{digest(way_in.address)}.{kind}"


def code_of(address):
    """A quarter of the code may be torn or dirty, and it is still read."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE, box_size=10)
    code.add_data(address)
    code.make(fit=True)
    return code


def draw_svg(code):
    return written(code.make_image(image_factory=SvgPathFillImage))


def draw_png(code):
    code.box_size = -(-PRINT_PIXELS // (code.modules_count + 2 * QUIET_ZONE))
    return written(code.make_image(image_factory=PilImage), dpi=DPI)


def written(picture, **options):
    stream = BytesIO()
    picture.save(stream, **options)
    return stream.getvalue()


DRAW = {SVG: draw_svg, PNG: draw_png}
