"""What an invitee is asked: a code, an address, or all that registering takes."""

from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from customers import consent, proofs
from customers.forms import CountryMixin
from customers.models import KEY_LENGTH
from partnercenter.countries import CountrySelect
from partnercenter.forms import AddressMixin, Helper


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from your mailbox"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
            }
        ),
    )

    def clean_code(self):
        """What cannot be a code costs no try."""
        typed = self.cleaned_data["code"]
        if len(proofs.digits_of(typed)) != proofs.DIGITS:
            raise forms.ValidationError(_("Enter the six digits from the mail."), code="invalid")
        return typed


class AddressForm(AddressMixin, forms.Form):
    SAME = _("This is the address that was invited. Go back and accept with it.")

    email = forms.CharField(
        label=_("Your email address"),
        max_length=KEY_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class QuestionForm(forms.Form):
    """The one field of a page, and the page's heading is its label. What it cleans is what is kept of the answer.

    `owner` is the user that is to be; only its address and its name count.
    """

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner
        [name] = self.fields
        self.field = self[name]
        self.fields[name].widget.attrs["autofocus"] = True
        self.helper = Helper(name, wrapper_class="question")


class NameForm(QuestionForm):
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class CompanyForm(QuestionForm):
    company = forms.CharField(
        label=_("Company name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class CountryForm(CountryMixin, QuestionForm):
    country = forms.CharField(
        label=_("Country you register in"),
        widget=CountrySelect(attrs={"autocomplete": "country"}),
    )


class PasswordForm(QuestionForm):
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=1024,
        strip=False,
        help_text=_("At least 12 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.owner)
        return make_password(self.cleaned_data["password"])


class ConsentForm(forms.Form):
    consent = forms.BooleanField(
        error_messages={"required": _("Tick this to accept. Without it nothing is changed.")}
    )

    def __init__(self, data=None, *, partner, vendor):
        super().__init__(data)
        self.fields["consent"].label = consent.TEXT % {"partner": partner.name, "vendor": vendor}
