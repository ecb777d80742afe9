"""What customers have said yes to: read, and never written here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from customers.admin.base import EMAIL_OR_COMPANY, LargeAdmin
from customers.models import Acceptance
from partnercenter.admin.base import ReadOnlyMixin


class AcceptanceInline(ReadOnlyMixin, admin.TabularInline):
    model = Acceptance
    fields = readonly_fields = (
        "at",
        "name",
        "company_name",
        "country",
        "consent_version",
        "language",
        "account",
    )
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("account")


@admin.register(Acceptance)
class AcceptanceAdmin(ReadOnlyMixin, LargeAdmin):
    list_display = ("at", "preregistration", "partner", "name", "company_name", "country", "way", "account")
    list_filter = (("preregistration__partner", admin.RelatedFieldListFilter),)
    list_select_related = ("preregistration__partner", "invitation", "open_invitation", "account")
    search_fields = ("preregistration__email_key", "preregistration__search_text")
    search_help_text = EMAIL_OR_COMPANY
    fields = (
        "preregistration",
        "partner",
        "at",
        "name",
        "company_name",
        "country",
        "way",
        "consent_version",
        "language",
        "account",
    )

    @admin.display(description=_("partner"))
    def partner(self, acceptance):
        return acceptance.preregistration.partner

    @admin.display(description=_("came by"))
    def way(self, acceptance):
        return acceptance.invitation or acceptance.open_invitation
