"""What readers say about the guide."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnercenter.admin.base import ReadOnlyMixin, VendorAdmin
from partnercenter.models import Feedback


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyMixin, VendorAdmin):
    list_display = ("at", "page", "helpful", "named_troubles", "comment", "language", "by")
    list_filter = ("page", "helpful", "language")
    list_select_related = ("by",)
    search_fields = ("comment",)
    fields = ("at", "page", "helpful", "named_troubles", "comment", "language", "by")

    @admin.display(description=_("troubles"))
    def named_troubles(self, feedback):
        return [str(Feedback.Trouble(code).label) for code in feedback.troubles.split()]
