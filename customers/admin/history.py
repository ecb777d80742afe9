"""What has happened: shown to the vendor's staff, changed by nobody."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from customers.admin.acceptances import AcceptanceInline
from customers.admin.base import EMAIL_OR_COMPANY, LargeAdmin
from customers.admin.dissociation import DissociationMixin
from customers.admin.ways_in import InvitationInline
from customers.models import Correction, Decision, Event, PreRegistration
from customers.statuses import Status
from partnercenter import clock
from partnercenter.admin.base import ReadOnlyMixin


class StatusFilter(admin.SimpleListFilter):
    """As the partner sees it: what has run out is expired, swept up or not (R12)."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        if self.value() in Status.values:
            return queryset.showing(self.value(), clock.now())
        return queryset


class EventInline(ReadOnlyMixin, admin.TabularInline):
    model = Event
    fields = readonly_fields = ("at", "by", "came_from", "went_to", "why")
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class CorrectionInline(ReadOnlyMixin, admin.TabularInline):
    model = Correction
    fields = readonly_fields = ("at", "by", "came_from", "went_to", "policy_version")
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(PreRegistration)
class PreRegistrationAdmin(DissociationMixin, ReadOnlyMixin, LargeAdmin):
    list_display = (
        "company_name",
        "email",
        "partner",
        "country",
        "status_now",
        "created_at",
        "expires_at",
        "decision_link",
    )
    list_filter = (StatusFilter, "partner")
    list_select_related = ("partner", "decision")
    search_fields = ("email_key", "search_text")
    search_help_text = EMAIL_OR_COMPANY
    fields = (
        "partner",
        "created_by",
        "created_at",
        "status_now",
        "status_since",
        "expires_at",
        "decision_link",
        "email",
        "company_name",
        "contact_name",
        "country",
        "mobile",
        "industry",
        "notes",
    )
    inlines = (EventInline, CorrectionInline, InvitationInline, AcceptanceInline)

    @admin.display(description=_("status"))
    def status_now(self, preregistration):
        return preregistration.status_at(clock.now()).label

    @admin.display(description=_("decision"))
    def decision_link(self, preregistration):
        decision = getattr(preregistration, "decision", None)
        if decision is None:
            return self.get_empty_value_display()
        address = reverse("admin:customers_decision_change", args=[decision.pk])
        return format_html('<a href="{}">{}</a>', address, decision.number)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyMixin, LargeAdmin):
    list_display = ("number", "at", "partner", "by", "outcome", "reason_codes", "preregistration")
    list_filter = ("outcome", "partner")
    list_select_related = ("partner", "by", "preregistration")
    search_fields = ("preregistration__email_key", "preregistration__search_text")
    search_help_text = _("A decision's number, or the beginning of a granted email address or company name.")
    fields = (
        "number",
        "at",
        "partner",
        "by",
        "outcome",
        "reasons",
        "shown",
        "typed",
        "policy_version",
        "preregistration",
    )

    def get_search_results(self, request, queryset, search_term):
        numbered = queryset.numbered(search_term.strip())
        if numbered.exists():
            return numbered, False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("number"))
    def number(self, decision):
        return decision.number

    @admin.display(description=_("reasons"))
    def reason_codes(self, decision):
        return ", ".join(decision.codes)


@admin.register(Event)
class EventAdmin(ReadOnlyMixin, LargeAdmin):
    list_display = ("at", "preregistration", "partner", "by", "came_from", "went_to", "why")
    list_filter = ("went_to", ("preregistration__partner", admin.RelatedFieldListFilter))
    list_select_related = ("preregistration__partner", "by")
    search_fields = ("preregistration__email_key", "preregistration__search_text")
    search_help_text = EMAIL_OR_COMPANY

    @admin.display(description=_("partner"))
    def partner(self, event):
        return event.preregistration.partner


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyMixin, LargeAdmin):
    list_display = ("at", "preregistration", "partner", "by", "came_from", "went_to", "policy_version")
    list_filter = (("preregistration__partner", admin.RelatedFieldListFilter),)
    list_select_related = ("preregistration__partner", "by")
    search_fields = ("preregistration__email_key", "preregistration__search_text")
    search_help_text = EMAIL_OR_COMPANY

    @admin.display(description=_("partner"))
    def partner(self, correction):
        return correction.preregistration.partner
