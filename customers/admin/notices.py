"""What partners were told, in the words they read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from customers.admin.base import EMAIL_OR_COMPANY, LargeAdmin
from customers.models import Notice
from customers.notice_words import WORDS, Entry
from partnercenter.admin.base import ReadOnlyMixin


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(kind, words.label) for kind, words in WORDS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() in WORDS else queryset


@admin.register(Notice)
class NoticeAdmin(ReadOnlyMixin, LargeAdmin):
    list_display = ("at", "partner", "title", "preregistration")
    list_filter = (KindFilter, "partner")
    list_select_related = ("partner", "preregistration")
    search_fields = ("preregistration__email_key", "preregistration__search_text")
    search_help_text = EMAIL_OR_COMPANY
    fields = ("at", "partner", "preregistration", "title", "text", "because")

    @admin.display(description=_("title"))
    def title(self, notice):
        return Entry(notice).title

    @admin.display(description=_("text"))
    def text(self, notice):
        return Entry(notice).text

    @admin.display(description=_("reason"))
    def because(self, notice):
        return Entry(notice).because
