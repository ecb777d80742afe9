"""Mails composed from templates: subject, text and HTML say the same, in the reader's language and zone."""

import zoneinfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from partnercenter.outbox import Letter


def write(name, context, *, language, zone="UTC", headers=None):
    """Render `emails/<name>.subject.txt`, `.txt` and `.html`."""
    with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
        context = {"vendor": settings.VENDOR_NAME, "site": settings.SITE_URL, "language": language} | context
        subject, text, html = (
            render_to_string(f"emails/{name}.{part}", context) for part in ("subject.txt", "txt", "html")
        )
    return Letter(
        subject=" ".join(subject.split()), text=text.strip() + "\n", html=html, headers=headers or {}
    )
