"""Who was shown customers' personal data: read, and never written here."""

from django.contrib import admin

from customers.admin.base import EMAIL_OR_COMPANY, LargeAdmin
from customers.models import Disclosure
from partnercenter.admin.base import ReadOnlyMixin


@admin.register(Disclosure)
class DisclosureAdmin(ReadOnlyMixin, LargeAdmin):
    list_display = ("at", "kind", "partner", "by", "preregistration", "decision", "rows")
    list_filter = ("kind", "partner")
    list_select_related = ("partner", "by", "preregistration", "decision")
    search_fields = ("preregistration__email_key", "preregistration__search_text")
    search_help_text = EMAIL_OR_COMPANY
    fields = ("at", "kind", "partner", "by", "preregistration", "decision", "asked", "rows")
