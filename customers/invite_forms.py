"""What a partner may say in an invitation by email."""

from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from customers.forms import read_uuid
from customers.models.invitation import GREETING_LENGTH
from partnercenter.forms import Helper, PlainTextField


class InvitationForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the email"),
        choices=settings.LANGUAGES,
        error_messages={"required": _("Choose.")},
    )
    greeting = PlainTextField(
        label=_("Your greeting"),
        max_length=GREETING_LENGTH,
        required=False,
        help_text=format_lazy(
            _("Plain text of up to {limit} characters; line breaks are kept."), limit=GREETING_LENGTH
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    # Names this very form, so that a second click sends nothing new.
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", str(uuid4()))
        self.helper = Helper(*self.fields, whole=("language", "greeting"))

    def clean_token(self):
        """A token that is no UUID was not ours; it only loses its protection, not the entry."""
        return read_uuid(self.cleaned_data["token"]) or uuid4()

    def words(self):
        return {name: self.cleaned_data[name] for name in ("greeting", "language")}


class SelectionForm(InvitationForm):
    """The same for several customers at once."""

    language = forms.ChoiceField(
        label=_("Language of the email"),
        choices=[("", _("Each customer's own")), *settings.LANGUAGES],
        required=False,
    )
