"""What an invitee is asked: a code, an address, or all that registering takes."""

from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from customers import consent, proofs
from customers.acceptance import Particulars
from customers.forms import CountryMixin
from customers.models import KEY_LENGTH
from partnercenter.countries import CountrySelect
from partnercenter.forms import AddressMixin
from partnercenter.models import User


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


class AcceptForm(CountryMixin, forms.Form):
    """The consent, and of the rest only what is not known yet: an account has its name, a user its password."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    company_name = forms.CharField(
        label=_("Company name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.CharField(
        label=_("Country you register in"),
        widget=CountrySelect(attrs={"autocomplete": "country"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=1024,
        strip=False,
        help_text=_("At least 12 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Tick this to accept. Without it nothing is changed.")}
    )

    def __init__(self, data=None, *, arrival, account, user, vendor):
        super().__init__(data)
        self.address, self.account, self.user = arrival.proven, account, user
        if account:
            self.leave_out("name", "company_name", "password")
            if account.country:
                self.leave_out("country")
        elif user:
            self.leave_out("name", "password")
        self.initial = {"company_name": arrival.company_name, "country": arrival.country}
        self.fields["consent"].label = consent.TEXT % {"partner": arrival.partner.name, "vendor": vendor}

    def leave_out(self, *names):
        for name in names:
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if password := cleaned.get("password"):
            owner = User(email=self.address.key, name=cleaned.get("name", ""))
            try:
                validate_password(password, owner)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def particulars(self, *, language):
        password = self.cleaned_data.get("password")
        return Particulars(
            language=language,
            name=self.cleaned_data.get("name", ""),
            company_name=self.cleaned_data.get("company_name", ""),
            country=self.cleaned_data.get("country", ""),
            password_hash=make_password(password) if password else "",
        )
