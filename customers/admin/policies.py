from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.translation import gettext_lazy as _

from customers.eligibility import OFF, RULES, verdict_of
from partnercenter import clock
from partnercenter.admin import VendorAdmin
from partnercenter.models import Policy

NUMBERS = ("validity_days", "quota", "attempts_per_hour")
SWITCHABLE = {f"rule_{rule.code}": rule for rule in RULES if rule.switchable}
POSITIONS = {"refuse": _("Refuse"), "review": _("Manual review"), OFF: _("Off")}


def position_of(rule, verdicts):
    verdict = verdict_of(rule, verdicts)
    return OFF if verdict is None else verdict.name.lower()


def title_of(rule):
    return f"{rule.number} {rule.title % {'vendor': settings.VENDOR_NAME}}"


def switch(rule):
    """One choice for one rule; the rule's own outcome is marked."""
    own = position_of(rule, {})
    marked = {own: _("%(outcome)s (the rule's own)") % {"outcome": POSITIONS[own]}}
    return forms.ChoiceField(label=title_of(rule), choices=(POSITIONS | marked).items())


def changes_since(before, policy):
    """What this version changed, in words."""
    pairs = [
        (Policy._meta.get_field(name).verbose_name, getattr(before, name), getattr(policy, name))
        for name in NUMBERS
    ] + [
        (
            title_of(rule),
            POSITIONS[position_of(rule, before.verdicts)],
            POSITIONS[position_of(rule, policy.verdicts)],
        )
        for rule in SWITCHABLE.values()
    ]
    return [
        _("%(what)s: %(old)s becomes %(new)s") % {"what": what, "old": old, "new": new}
        for what, old, new in pairs
        if old != new
    ]


class PolicyForm(forms.ModelForm):
    """A new version, on the ground of the one that was shown: nobody undoes a change they have not seen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Policy
        fields = ["note", *NUMBERS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= {name: switch(rule) for name, rule in SWITCHABLE.items()}

    def clean(self):
        cleaned = super().clean()
        latest = Policy.objects.latest("version")
        if "based_on" in cleaned and cleaned["based_on"] != latest.version:
            raise forms.ValidationError(
                _(
                    "%(policy)s was made while you worked on this one (%(note)s). "
                    "Look at it, then try again from a fresh form."
                ),
                params={"policy": latest, "note": latest.note},
                code="outdated",
            )
        self.instance.verdicts = {
            rule.code: cleaned[name]
            for name, rule in SWITCHABLE.items()
            if name in cleaned and cleaned[name] != position_of(rule, {})
        }
        return cleaned


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
    list_display = ("version", "starts_at", "made_by", "note", "changes")
    list_select_related = ("made_by",)
    sortable_by = ()

    def get_changelist(self, request, **kwargs):
        return PolicyChangeList

    def get_changeform_initial_data(self, request):
        latest = Policy.objects.latest("version")
        return {
            "based_on": latest.version,
            **{name: getattr(latest, name) for name in NUMBERS},
            **{name: position_of(rule, latest.verdicts) for name, rule in SWITCHABLE.items()},
        }

    def get_form(self, request, obj=None, change=False, **kwargs):
        # The form brings the switches by itself; they are no fields of the model.
        return super().get_form(request, obj, change, **kwargs | {"fields": PolicyForm.Meta.fields})

    def get_fieldsets(self, request, obj=None):
        if obj:
            record = ("version", "starts_at", "made_by", "note", *NUMBERS, "switches")
            return [(None, {"fields": record})]
        return [
            (None, {"fields": ("note", *NUMBERS, "based_on")}),
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
        return "; ".join(changes_since(policy.before, policy)) or _("Nothing")

    @admin.display(description=_("rule switches"))
    def switches(self, policy):
        return "; ".join(
            f"{title_of(rule)}: {POSITIONS[position_of(rule, policy.verdicts)]}"
            for rule in SWITCHABLE.values()
        )
