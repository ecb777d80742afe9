"""Mails composed from templates: subject, text and HTML say the same, in the reader's language and zone."""

import zoneinfo
from contextlib import contextmanager

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from partnercenter import brand
from partnercenter.outbox import Letter


def write(name, context, *, language, zone="UTC", headers=None):
    """Render `emails/<name>.subject.txt`, `.txt` and `.html`."""
    with reading(language, zone):
        context = ours(language) | context
        subject = " ".join(render(f"emails/{name}.subject.txt", context).split())
        text = render(f"emails/{name}.txt", context).strip() + "\n"
        html = render(f"emails/{name}.html", context | {"subject": subject})
    return Letter(subject=subject, text=text, html=html, headers=headers or {})


def ours(language):
    """What every mail may say. A line begins at `start`: many mail clients know no logical sides."""
    start, end = ("right", "left") if translation.get_language_bidi() else ("left", "right")
    return {
        "vendor": settings.VENDOR_NAME,
        "site": settings.SITE_URL,
        "brand": brand.letter(),
        "language": language,
        "start": start,
        "end": end,
    }


def render(name, context):
    """A plain text shows a name as it is; only in HTML are its signs escaped."""
    return get_template(name).template.render(Context(context, autoescape=name.endswith(".html")))


@contextmanager
def reading(language, zone):
    """Words and times as somebody else reads them."""
    with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
        yield
