from copy import copy

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.translation import gettext_lazy as _

from customers.admin.policy_form import (
    NUMBERS,
    OFFICE,
    POSITIONS,
    SWITCHABLE,
    PolicyForm,
    changes_since,
    position_of,
    title_of,
)
from partnercenter import clock, times
from partnercenter.admin import VendorAdmin
from partnercenter.models import Policy


class PolicyChangeList(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        versions = [policy.version - 1 for policy in self.result_list]
        before = {policy.version: policy for policy in Policy.objects.filter(version__in=versions)}
        for policy in self.result_list:
            policy.before = before.get(policy.version - 1)


@admin.register(Policy)
class PolicyAdmin(VendorAdmin):
    """A change of the terms is a new version; what was in force stays on record."""

    form = PolicyForm
    change_form_template = "admin/customers/policy/change_form.html"
    list_display = ("version", "starts_at", "made_by", "note", "changes")
    list_select_related = ("made_by",)
    sortable_by = ()

    def get_changelist(self, request, **kwargs):
        return PolicyChangeList

    def get_changeform_initial_data(self, request):
        if typed := getattr(request, "typed", None):
            return typed.dict()
        latest = Policy.objects.latest("version")
        return {
            "based_on": latest.version,
            **{name: getattr(latest, name) for name in (*NUMBERS, *OFFICE)},
            **{name: position_of(rule, latest.verdicts) for name, rule in SWITCHABLE.items()},
        }

    def add_view(self, request, form_url="", extra_context=None):
        """*Preview* shows what would change, with all that was typed, and saves nothing."""
        if "_preview" not in request.POST:
            return super().add_view(request, form_url, extra_context)
        form = self.get_form(request)(request.POST)
        if not form.is_valid():
            return super().add_view(request, form_url, extra_context)
        shown = copy(request)
        shown.method = "GET"
        shown.typed = request.POST
        preview = {
            "changes": form.changes(),
            "since": times.moment(clock.now()),
            "zone": times.zone(clock.now()),
        }
        return super().add_view(shown, form_url, {"preview": preview})

    def get_form(self, request, obj=None, change=False, **kwargs):
        # The form brings the switches by itself; they are no fields of the model.
        return super().get_form(request, obj, change, **kwargs | {"fields": PolicyForm.Meta.fields})

    def get_fieldsets(self, request, obj=None):
        if obj:
            record = ("version", "starts_at", "made_by", "note", *NUMBERS, *OFFICE, "switches")
            return [(None, {"fields": record})]
        return [
            (None, {"fields": ("note", *NUMBERS, "based_on")}),
            (_("Review office"), {"fields": OFFICE}),
            (_("Rule switches"), {"fields": tuple(SWITCHABLE)}),
        ]

    def save_model(self, request, obj, form, change):
        obj.version = form.cleaned_data["based_on"] + 1
        obj.starts_at, obj.made_by = clock.now(), request.user
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("what changed"))
    def changes(self, policy):
        if policy.before is None:
            return _("The first version")
        return _("; ").join(changes_since(policy.before, policy)) or _("Nothing")

    @admin.display(description=_("rule switches"))
    def switches(self, policy):
        return _("; ").join(
            _("%(label)s: %(value)s")
            % {"label": title_of(rule), "value": POSITIONS[position_of(rule, policy.verdicts)]}
            for rule in SWITCHABLE.values()
        )
