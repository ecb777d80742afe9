from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries.filters import CountryFilter

from customers.models import PreRegistration
from partnercenter import clock
from partnercenter.admin import VendorAdmin
from partnercenter.models import Member, Partner, Policy


class MemberInline(admin.TabularInline):
    model = Member
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Partner)
class PartnerAdmin(VendorAdmin):
    """Partners are suspended, never deleted. The list tells what each holds, so it lives with the customers."""

    list_display = ("name", "code", "country", "status", "used_of_quota")
    list_filter = ("status", ("country", CountryFilter))
    search_fields = ("name", "code")
    readonly_fields = ("status", "used_of_quota")
    fieldsets = (
        (None, {"fields": ("name", "code", "country", "language", "time_zone", "status")}),
        (_("Reserved contact"), {"fields": ("reserved_mobile", "reserved_email")}),
        (_("Own terms"), {"fields": ("quota", "validity_days", "used_of_quota")}),
    )
    inlines = (MemberInline,)
    actions = ("suspend", "activate")

    def get_queryset(self, request):
        at = clock.now()
        counted = PreRegistration.objects.counted(at).filter(partner=OuterRef("pk")).order_by()
        used = counted.values("partner").annotate(used=Count("pk")).values("used")
        return (
            super()
            .get_queryset(request)
            .annotate(
                used=Coalesce(Subquery(used), 0),
                allowed=Coalesce("quota", Value(Policy.objects.current(at).quota)),
            )
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        mobile = _("With + and the country's code, such as +65 6521 8000.")
        return super().get_form(request, obj, change, **kwargs, help_texts={"reserved_mobile": mobile})

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("used / quota"))
    def used_of_quota(self, partner):
        return f"{partner.used} / {partner.allowed}" if partner.pk else self.get_empty_value_display()

    @admin.action(description=_("Suspend"), permissions=["change"])
    def suspend(self, request, queryset):
        count = self.set_status(request, queryset, Partner.Status.SUSPENDED)
        told = ngettext(
            "%d partner suspended. Its members can do nothing until you activate it; what it holds stays held.",
            "%d partners suspended. Their members can do nothing until you activate them; "
            "what they hold stays held.",
            count,
        )
        self.message_user(request, told % count, messages.SUCCESS)

    @admin.action(description=_("Activate"), permissions=["change"])
    def activate(self, request, queryset):
        count = self.set_status(request, queryset, Partner.Status.ACTIVE)
        told = ngettext(
            "%d partner activated. Its members can work again.",
            "%d partners activated. Their members can work again.",
            count,
        )
        self.message_user(request, told % count, messages.SUCCESS)

    def set_status(self, request, queryset, status):
        changed = list(queryset.exclude(status=status))
        Partner.objects.filter(pk__in=[partner.pk for partner in changed]).update(status=status)
        if changed:
            LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, str(status.label))
        return len(changed)
