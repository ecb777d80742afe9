from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python

from partnercenter import addresses
from partnercenter.context import THEMES
from partnercenter.models import Partner, User


class Helper(FormHelper):
    """Our one shape of form: fields in a grid, the tag and the buttons in the template."""

    form_tag = False
    disable_csrf = True

    def __init__(self, *names, whole=()):
        super().__init__()
        self.layout = Layout(*(Field(name, wrapper_class="whole" if name in whole else "") for name in names))


def clean_mobile(form, name, country):
    """Read a mobile number in the country's own way of writing; `""` where none was typed."""
    typed = form.cleaned_data.get(name)
    if not typed:
        return ""
    number = to_python(typed, region=country or None)
    if not number.is_valid():
        form.add_error(
            name,
            forms.ValidationError(
                _(
                    "This is not a number of that country. Begin with + and the country's code to enter another."
                ),
                code="invalid",
            ),
        )
        return ""
    return number


class AddressMixin:
    """Reads the form's `email` the same way on every page; `address` has its key."""

    def clean_email(self):
        try:
            self.address = addresses.parse(self.cleaned_data["email"])
        except addresses.AddressNotValid as error:
            raise forms.ValidationError(error.message, code="invalid") from error
        return self.address.shown


class MobileField(forms.CharField):
    """A number as a person types it; the form that knows the country reads it."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=32,
            required=False,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
            **kwargs,
        )


class ContactForm(forms.ModelForm):
    """The partner's reserved mobile number and email address (R2)."""

    reserved_mobile = MobileField(label=_("Mobile number"))

    class Meta:
        model = Partner
        fields = ["reserved_mobile", "reserved_email"]
        labels = {"reserved_email": _("Email address")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Helper("reserved_mobile", "reserved_email")
        self.fields["reserved_mobile"].help_text = _(
            "As dialled in %(country)s, or with + and the country's code."
        ) % {"country": self.instance.country.name}

    def clean(self):
        cleaned = super().clean()
        cleaned["reserved_mobile"] = clean_mobile(self, "reserved_mobile", self.instance.country.code)
        if not self.errors and not (cleaned["reserved_mobile"] or cleaned["reserved_email"]):
            raise forms.ValidationError(
                _(
                    "Reserve a mobile number or an email address: without one you cannot pre-register customers."
                ),
                code="contact_missing",
            )
        return cleaned


class ReaderForm(forms.ModelForm):
    """The member's own name, language and time zone."""

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Helper("name", "language", "time_zone")
        self.fields["language"].choices = [("", _("As the partner's")), *settings.LANGUAGES]
        self.fields["time_zone"].widget.attrs["list"] = "time-zones"


class PreferenceForm(forms.Form):
    """The frame's switches: language and appearance. Each may come alone."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=[(name, name) for name in THEMES], required=False)
