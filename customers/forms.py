from uuid import UUID, uuid4

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import KEY_LENGTH
from customers.registration import Wish
from customers.statuses import Status
from partnercenter import countries
from partnercenter.countries import CountrySelect
from partnercenter.forms import AddressMixin, Helper, MobileField, clean_mobile

INDUSTRIES = (
    _("Agriculture"), _("Automotive"), _("Construction"), _("E-commerce"), _("Education"), _("Energy"),
    _("Finance"), _("Games"), _("Government"), _("Health"), _("Internet"), _("Logistics"),
    _("Manufacturing"), _("Media"), _("Retail"), _("Telecommunications"), _("Tourism"),
)  # fmt: skip


WHOSE = Signer(salt="preregistration-form")
HIDDEN = ("attempt", "whose")


def owner_of(data):
    """The user whose form was sent, or None where the signature is not ours."""
    try:
        return int(WHOSE.unsign(data.get("whose", "")))
    except (BadSignature, ValueError):
        return None


class CountryMixin:
    """Reads the form's `country`: one of the list, whatever the browser sends."""

    def clean_country(self):
        if self.cleaned_data["country"] not in countries.CODES:
            raise forms.ValidationError(_("Choose a country from the list."), code="invalid_choice")
        return self.cleaned_data["country"]


class PreRegistrationForm(CountryMixin, AddressMixin, forms.Form):
    """The shape of one wish. Whether it is granted is the rule book's to say, in the transaction."""

    email = forms.CharField(
        label=_("Email address"),
        max_length=KEY_LENGTH,
        help_text=_("The address the customer will register its account with."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    company_name = forms.CharField(
        label=_("Company name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    contact_name = forms.CharField(
        label=_("Contact name"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    country = forms.CharField(
        label=_("Registration country"), widget=CountrySelect(attrs={"autocomplete": "off"})
    )
    mobile = MobileField(
        label=_("Mobile number"), help_text=_("As dialled in that country, or with + and the country's code.")
    )
    industry = forms.CharField(
        label=_("Industry"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "industries"}),
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Notes for your team"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    # Names this very form, so that a second click sends nothing new.
    attempt = forms.CharField(required=False, widget=forms.HiddenInput)
    # Whose form it is, signed: what is typed in it belongs to nobody else, also after the session's end.
    whose = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        partner = member.partner
        self.initial["whose"] = WHOSE.sign(member.user_id)
        self.fields["mobile"].widget.attrs["autocomplete"] = "off"
        self.initial.setdefault("country", partner.country.code)
        self.initial.setdefault("attempt", str(uuid4()))
        self.helper = Helper(*self.fields, whole=("email", "notes"))
        self.industries = INDUSTRIES

    def clean_attempt(self):
        """A token that is no UUID was not ours; it only loses its protection, not the entry."""
        return read_uuid(self.cleaned_data["attempt"])

    def clean(self):
        cleaned = super().clean()
        cleaned["mobile"] = clean_mobile(self, "mobile", cleaned.get("country"))
        return cleaned

    def wish(self):
        entered = {name: str(value) for name, value in self.cleaned_data.items() if name not in HIDDEN}
        if self.cleaned_data["mobile"]:
            entered["mobile"] = self.cleaned_data["mobile"].as_e164
        return Wish(email_key=self.address.key, **entered)


class CorrectionForm(AddressMixin, forms.Form):
    """The address that the customer will really register with."""

    email = forms.CharField(
        label=_("New email address"),
        max_length=KEY_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Helper("email", whole=("email",))


SORTS = ("created", "customer", "country", "status", "until", "by")
SIZES = (25, 50, 100)


class ListForm(forms.Form):
    """What the list is asked for in its address. A value that is none of these counts as not given."""

    q = forms.CharField(required=False, max_length=200)
    status = forms.ChoiceField(required=False, choices=Status.choices)
    soon = forms.BooleanField(required=False)
    view = forms.ChoiceField(required=False, choices=[("history", "history")])
    sort = forms.ChoiceField(
        required=False, choices=[(name, name) for sort in SORTS for name in (sort, f"-{sort}")]
    )
    size = forms.TypedChoiceField(
        required=False, choices=[(n, n) for n in SIZES], coerce=int, empty_value=SIZES[0]
    )

    @classmethod
    def read(cls, query):
        form = cls(query)
        form.full_clean()
        empty = dict.fromkeys(cls.base_fields, "") | {"size": SIZES[0]}
        return empty | form.cleaned_data


def view_of_list(text):
    """The address of the list with this query, whatever a form says it is."""
    query = QueryDict(text.encode(errors="replace"), mutable=True)
    query.pop("answer", None)
    return reverse("customers:list") + (f"?{query.urlencode()}" if query else "")


def read_uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


def read_uuids(texts):
    """The UUIDs among what a selection named; anything else was not ours."""
    return [pk for text in dict.fromkeys(texts) if (pk := read_uuid(text))]
