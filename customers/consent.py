"""What a customer agrees to. A change of the words is a new version, because the version is what is kept."""

from django.utils.translation import gettext_lazy as _

VERSION = "2026-11"
TEXT = _(
    "I want %(partner)s to be my partner at %(vendor)s, and %(partner)s to learn my name and my country."
)
