"""The vendor's side."""

from django.contrib import admin

from partnercenter.admin import feedback, outbox, people
from partnercenter.admin.base import LostRace, VendorAdmin

__all__ = ["LostRace", "VendorAdmin", "feedback", "outbox", "people"]

# Staff who act for no partner have no page outside the admin to go to.
admin.site.site_url = None
