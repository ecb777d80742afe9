"""A new version of the policy as a form, and what it changes in words."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from customers.eligibility import OFF, RULES, verdict_of
from partnercenter.models import Policy

NUMBERS = ("validity_days", "quota", "attempts_per_hour", "emails_per_day", "review_days", "pause_days")
OFFICE = ("office_country", "office_time_zone", "closures", "extra_days")
DAYS_AT_MOST = 30  # more of them in a row would leave a review without any working day
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
        (Policy._meta.get_field(name).verbose_name, shown(before, name), shown(policy, name))
        for name in (*NUMBERS, *OFFICE)
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


def shown(policy, name):
    value = getattr(policy, name)
    if isinstance(value, list):
        return _(", ").join(value) or _("none")
    return getattr(value, "name", value)


class DaysField(forms.CharField):
    """Dates, one a line, kept as a sorted list of ISO texts."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 20})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = super().to_python(value).split()
        if len(lines) > DAYS_AT_MOST:
            raise forms.ValidationError(
                _("Enter at most %(count)s days."), params={"count": DAYS_AT_MOST}, code="too_many"
            )
        try:
            return sorted({date.fromisoformat(line).isoformat() for line in lines})
        except ValueError as error:
            raise forms.ValidationError(
                _("Enter one date a line, such as 2026-12-31."), code="invalid"
            ) from error


class PolicyForm(forms.ModelForm):
    """A new version, on the ground of the one that was shown: nobody undoes a change they have not seen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    closures = DaysField(
        label=_("Extra closures"),
        required=False,
        help_text=_(
            "Days on which the office is closed beside the public holidays, one a line, such as 2026-12-31."
        ),
    )
    extra_days = DaysField(
        label=_("Extra working days"),
        required=False,
        help_text=_(
            "Days on which the office works although the calendar says otherwise, such as make-up days."
        ),
    )

    class Meta:
        model = Policy
        fields = ["note", *NUMBERS, *OFFICE]

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

    def changes(self):
        """What saving this valid form would change, in words."""
        return changes_since(Policy.objects.get(version=self.cleaned_data["based_on"]), self.instance)
