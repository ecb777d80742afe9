from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python
from phonenumbers import (
    PhoneNumberFormat,
    PhoneNumberType,
    example_number_for_type,
    format_number,
    number_type,
)

from partnercenter import addresses
from partnercenter.context import THEMES
from partnercenter.models import TIME_ZONES, Feedback, Partner, User


class Helper(FormHelper):
    """Our one shape of form: fields in a grid, the tag and the buttons in the template."""

    form_tag = False
    disable_csrf = True

    def __init__(self, *names, whole=(), wrapper_class=""):
        super().__init__()
        self.layout = Layout(
            *(Field(name, wrapper_class="whole" if name in whole else wrapper_class) for name in names)
        )


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
    # Where landlines and mobiles look alike, as in North America, the number may be either and passes.
    if number_type(number) == PhoneNumberType.FIXED_LINE:
        form.add_error(
            name,
            forms.ValidationError(
                _("This is the number of a landline. Enter a mobile number, or leave the field empty."),
                code="landline",
            ),
        )
        return ""
    return number


def mobile_example(country):
    """A mobile number of the country as dialled there; `""` for the few without a pattern of their own."""
    number = example_number_for_type(country, PhoneNumberType.MOBILE)
    return format_number(number, PhoneNumberFormat.NATIONAL) if number else ""


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
        country = self.instance.country
        if example := mobile_example(country.code):
            words = _("As dialled in %(country)s, such as %(example)s, or with + and the country's code.")
        else:
            words = _("As dialled in %(country)s, or with + and the country's code.")
        self.fields["reserved_mobile"].help_text = words % {"country": country.name, "example": example}

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


class ZoneField(forms.CharField):
    """A time zone by its name, or by the city that it is named after, however it is spelled."""

    def to_python(self, value):
        typed = "_".join(super().to_python(value).split()).casefold()
        known = [
            zone for zone in TIME_ZONES if typed in (zone.casefold(), zone.rpartition("/")[2].casefold())
        ]
        return min(known, key=len) if known else super().to_python(value)


class ReaderForm(forms.ModelForm):
    """The member's own name, language and time zone."""

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        field_classes = {"time_zone": ZoneField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Helper("name", "language", "time_zone")
        self.fields["language"].choices = [("", _("As the partner's")), *settings.LANGUAGES]
        self.fields["time_zone"].widget.attrs["list"] = "time-zones"


class PlainTextField(forms.CharField):
    """A line break counts as one character, as the person who typed it counts."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget):
        """No `maxlength`: a browser would cut what is pasted without a word."""
        return {"data-limit": str(self.max_length), "data-left": _("%s characters left")}


class FeedbackForm(forms.Form):
    """Whether a page of the guide helped, what was wrong with it, and a comment: at least one of them."""

    helpful = forms.TypedChoiceField(
        label=_("Did you find this page helpful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    troubles = forms.MultipleChoiceField(
        label=_("Which of these did you meet?"),
        choices=Feedback.Trouble.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    comment = PlainTextField(
        label=_("Comment"),
        max_length=Feedback.COMMENT_LENGTH,
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_comment(self):
        comment = self.cleaned_data["comment"]
        if comment and not comment.strip():
            raise forms.ValidationError(_("Content is empty."), code="empty")
        return comment.strip()

    def clean(self):
        answers = super().clean()
        if not self.errors and answers["helpful"] is None and not (answers["troubles"] or answers["comment"]):
            raise forms.ValidationError(_("Please complete at least one feedback item."), code="nothing")
        return answers

    def refuse_more(self):
        self.add_error(None, _("You have sent much feedback in a short time. Please try again later."))

    def keep(self, *, page, by, language, at):
        said = self.cleaned_data | {"troubles": " ".join(self.cleaned_data["troubles"])}
        return Feedback.objects.create(page=page, by=by, language=language, at=at, **said)


class PreferenceForm(forms.Form):
    """The frame's switches: language and appearance. Each may come alone."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=[(name, name) for name in THEMES], required=False)
