"""The vendor's brand on pages, in mails and in the admin: one colour and a logo (settings.BRAND_COLOUR, BRAND_LOGO).

The colour gives hue and chroma only. Lightness is ours, so contrast holds whatever the brand is.
"""

import base64
import hashlib
import math
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse

OWN_COLOUR = "#11688a"  # as in static/css/tokens.css
LOGO_IN_MAIL = "cid:logo"  # what a mail's picture calls the part that carries it
FOREVER = "public, max-age=31536000, immutable"  # its address tells one version from the next

# Oklab and back: Björn Ottosson, "A perceptual color space for image processing" (2020).
TO_LMS = [
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
]
TO_LAB = [
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
]
FROM_LAB = [
    (1, 0.3963377774, 0.2158037573),
    (1, -0.1055613458, -0.0638541728),
    (1, -0.0894841775, -1.2914855480),
]
FROM_LMS = [
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
]


def shade(colour, lightness, most_chroma):
    """`colour` (#rrggbb) at an Oklch lightness of 0 to 1, as `oklch(from colour lightness min(c, most_chroma) h)` is."""
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    lms = [math.cbrt(cone) for cone in times(TO_LMS, (red, green, blue))]
    _, a, b = times(TO_LAB, lms)
    less = min(1, most_chroma / max(math.hypot(a, b), 1e-6))
    cones = [root**3 for root in times(FROM_LAB, (lightness, a * less, b * less))]
    return "#" + "".join(f"{round(255 * encoded(light)):02x}" for light in times(FROM_LMS, cones))


def times(matrix, vector):
    return [sum(factor * part for factor, part in zip(row, vector, strict=True)) for row in matrix]


def linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def encoded(light):
    light = min(1, max(0, light))
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


@cache
def palette(colour):
    """The accents of tokens.css in plain colours: mail clients calculate none."""
    return {
        "accent": shade(colour, 0.455, 0.12),
        "accent_dark": shade(colour, 0.80, 0.10),
        "on_accent_dark": shade(colour, 0.20, 0.03),
    }


def frame():
    """Addresses of what a page links; empty where the vendor has set nothing."""
    version = hashlib.blake2b(settings.BRAND_COLOUR.encode() + settings.BRAND_LOGO, digest_size=6).hexdigest()
    return {
        "colours": settings.BRAND_COLOUR != OWN_COLOUR and f"{reverse('brand_colours')}?v={version}",
        "logo": settings.BRAND_LOGO and f"{reverse('brand_logo')}?v={version}",
    }


def letter():
    return palette(settings.BRAND_COLOUR) | {"logo": settings.BRAND_LOGO and LOGO_IN_MAIL}


def with_logo(html):
    """A mail as its reader sees it, without the mail around it: the picture stands in the text."""
    picture = f"data:image/png;base64,{base64.b64encode(settings.BRAND_LOGO).decode()}"
    return html.replace(f'src="{LOGO_IN_MAIL}"', f'src="{picture}"')


@login_not_required
def colours(request):
    sheet = f":root, [data-bs-theme] {{ --pc-brand: {settings.BRAND_COLOUR}; }}\n"
    return HttpResponse(sheet, content_type="text/css", headers={"Cache-Control": FOREVER})


@login_not_required
def logo(request):
    if not settings.BRAND_LOGO:
        raise Http404
    return HttpResponse(settings.BRAND_LOGO, content_type="image/png", headers={"Cache-Control": FOREVER})
