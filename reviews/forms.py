from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers.forms import WHOSE, read_uuid
from partnercenter.forms import Helper
from reviews import evidence, money
from reviews.cases import Request
from reviews.errors import NotEvidence, TooMuchEvidence
from reviews.models import WORDS_LENGTH

NOT_TYPED = {"attempt", "whose", "evidence"}


class WordsField(forms.CharField):
    """Several lines, counted as the browser counts them: a line break is one letter."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class AmountField(forms.DecimalField):
    """An amount of money, however its groups and decimals are marked."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Enter an amount in digits, such as 48,000 or 48000.50."),
    }

    def to_python(self, value):
        if value in self.empty_values or len(value) > 60:
            return super().to_python(value)
        return super().to_python(money.plain(value))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Several files at once, each judged by its content; `room` is how many the case may still take."""

    widget = FilesInput(attrs={"accept": ",".join(evidence.ENDINGS)})
    room = evidence.MOST_FILES

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            help_text=_("PDF, PNG, JPEG, DOCX, XLSX or EML, 10 MB each, at most 5 for a request."),
            **kwargs,
        )

    def clean(self, data, initial=None):
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > self.room:
            raise forms.ValidationError(TooMuchEvidence(evidence.MOST_FILES).message)
        checked, errors = [], []
        for upload in uploads:
            try:
                checked.append(evidence.check(upload))
            except NotEvidence as refusal:
                errors.append(f"{upload.name}: {refusal.message}")
        if errors:
            raise forms.ValidationError(errors)
        return tuple(checked)


class TypedForm(forms.Form):
    """A form whose words outlive the end of a session, for the one who typed them, and are sent once."""

    attempt = forms.CharField(required=False, widget=forms.HiddenInput)
    whose = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["whose"] = WHOSE.sign(member.user_id)
        self.initial.setdefault("attempt", str(uuid4()))

    def clean_attempt(self):
        return read_uuid(self.cleaned_data["attempt"])


class RequestForm(TypedForm):
    """What the partner adds to an attempt that needs a review (R14)."""

    justification = WordsField(
        label=_("Why this customer should be yours"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you do for the customer, and who asked you to. A reviewer decides by it."),
    )
    expected_spend = AmountField(
        label=_("Expected spend a month"), min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=money.choices)
    contact_history = WordsField(
        label=_("History of contact"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Since when you know the customer, and what you have done or agreed so far."),
    )
    customer_contact = forms.CharField(
        label=_("Contact at the customer"),
        max_length=300,
        help_text=_("Whom you talk to: name, role, and how to reach them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    evidence = EvidenceField(label=_("Evidence"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        self.initial.setdefault("currency", money.of_country(member.partner.country.code))
        whole = ("justification", "contact_history", "customer_contact", "evidence")
        self.helper = Helper(*self.fields, whole=whole)

    def keep_files(self):
        """Let htmx leave the chosen files in place; False where the browser must be given them again."""
        if "evidence" in self.errors:
            return False
        self.fields["evidence"].widget.attrs["hx-preserve"] = "true"
        return True

    def request(self):
        entered = {name: self.cleaned_data[name] for name in Request.__dataclass_fields__ if name != "files"}
        return Request(**entered, files=self.cleaned_data["evidence"])


class AnswerForm(TypedForm):
    """The partner's words in the thread of its case."""

    words = WordsField(
        label=_("Your answer"), max_length=WORDS_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = EvidenceField(label=_("Add files"))

    def __init__(self, *args, member, asked, room, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        if not asked:
            self.fields["words"].label = _("Add to your request")
        self.fields["evidence"].room = room
        self.fields["evidence"].help_text = ngettext(
            "PDF, PNG, JPEG, DOCX, XLSX or EML, 10 MB at most. %(room)s more file may be added.",
            "PDF, PNG, JPEG, DOCX, XLSX or EML, 10 MB each. %(room)s more files may be added.",
            room,
        ) % {"room": room}
        self.helper = Helper(*self.fields, whole=("words", "evidence"))


class ListForm(forms.Form):
    """What the list is asked for in its address. A value that is none of these counts as not given."""

    show = forms.ChoiceField(
        required=False, choices=[(name, name) for name in ("open", "waiting", "decided")]
    )

    @classmethod
    def read(cls, query):
        form = cls(query)
        form.full_clean()
        return {"show": ""} | form.cleaned_data
