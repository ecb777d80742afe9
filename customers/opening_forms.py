"""What a partner says of an open invitation."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.forms import read_uuid
from customers.models import OpenInvitation
from partnercenter import times
from partnercenter.forms import Helper

LONGEST = 180  # days ahead
USUAL = 30
MOST_USES = 1000
SECOND = timedelta(seconds=1)


class OpenInvitationForm(forms.Form):
    label = forms.CharField(
        label=_("Name"),
        max_length=OpenInvitation._meta.get_field("label").max_length,
        help_text=_("For you and your team, such as the fair it is made for. Customers do not see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    last_day = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    limit = forms.IntegerField(
        label=_("How many customers may come through it"), min_value=1, max_value=MOST_USES, initial=50
    )
    # Names this very form, so that a second click makes nothing new.
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        self.first = timezone.localdate(at)
        self.last = self.first + timedelta(days=LONGEST)
        self.initial.setdefault("token", str(uuid4()))
        self.initial.setdefault("last_day", self.first + timedelta(days=USUAL))
        day = self.fields["last_day"]
        day.widget.attrs |= {"min": self.first.isoformat(), "max": self.last.isoformat()}
        day.help_text = _("Until the end of that day in %(place)s; at most %(days)s days from today.") % {
            "place": times.place(at),
            "days": LONGEST,
        }
        self.helper = Helper(*self.fields, whole=("label",))

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if not self.first <= day <= self.last or end_of(day) <= self.at:
            raise forms.ValidationError(
                _("Choose a day from today on, and at most %(days)s days ahead."),
                code="invalid",
                params={"days": LONGEST},
            )
        return day

    def clean_token(self):
        """A token that is no UUID was not ours; it only loses its protection, not the entry."""
        return read_uuid(self.cleaned_data["token"]) or uuid4()

    @property
    def entries(self):
        cleaned = self.cleaned_data
        return {
            "label": cleaned["label"],
            "ends_at": end_of(cleaned["last_day"]),
            "limit": cleaned["limit"],
            "token": cleaned["token"],
        }


def end_of(day):
    """The last second of a day in the reader's zone: 23:59 is how people write an end."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return timezone.make_aware(midnight) - SECOND
