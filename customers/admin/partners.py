from django import forms
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


class MemberForm(forms.ModelForm):
    def clean_user(self):
        user = self.cleaned_data["user"]
        elsewhere = Member.objects.filter(user=user).exclude(pk=self.instance.pk)
        if member := elsewhere.select_related("partner").first():
            raise forms.ValidationError(
                _(
                    "%(name)s is a member of %(partner)s already. To move somebody, remove that membership first."
                ),
                params={"name": user, "partner": member.partner},
                code="unique",
            )
        return user


class MemberFormSet(forms.BaseInlineFormSet):
    """Somebody stays who reads the partner's mails and looks after its account."""

    def clean(self):
        super().clean()
        owner = Member.Role.OWNER
        had = any(form.initial.get("role") == owner for form in self.initial_forms)
        staying = [form for form in self.forms if form not in self.deleted_forms]
        if had and not any(getattr(form, "cleaned_data", {}).get("role") == owner for form in staying):
            raise forms.ValidationError(
                _("Keep at least one owner: make another member an owner first."), code="last_owner"
            )


class MemberInline(admin.TabularInline):
    model = Member
    form = MemberForm
    formset = MemberFormSet
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
            "%d partner suspended. Its members can do nothing until you activate it, and its invitations open "
            "to nobody; what it holds stays held, and its time runs on.",
            "%d partners suspended. Their members can do nothing until you activate them, and their "
            "invitations open to nobody; what they hold stays held, and its time runs on.",
            count,
        )
        self.message_user(request, told % count, messages.SUCCESS)

    @admin.action(description=_("Activate"), permissions=["change"])
    def activate(self, request, queryset):
        count = self.set_status(request, queryset, Partner.Status.ACTIVE)
        told = ngettext(
            "%d partner activated. Its members can work again, and its invitations open again.",
            "%d partners activated. Their members can work again, and their invitations open again.",
            count,
        )
        self.message_user(request, told % count, messages.SUCCESS)

    def set_status(self, request, queryset, status):
        changed = list(queryset.exclude(status=status))
        Partner.objects.filter(pk__in=[partner.pk for partner in changed]).update(status=status)
        if changed:
            LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, str(status.label))
        return len(changed)
