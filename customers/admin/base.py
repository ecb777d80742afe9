from django import forms
from django.utils.translation import gettext_lazy as _

from customers.registration import searchable
from partnercenter.admin import base
from partnercenter.forms import AddressMixin

EMAIL_OR_COMPANY = _("The beginning of an email address or of a company name.")


class LargeAdmin(base.LargeAdmin):
    """Its search fields are stored in the one form that is searched."""

    def beginnings(self, typed):
        return {searchable(typed)}


class CustomerForm(AddressMixin, forms.ModelForm):
    """Keeps the address as typed, and beside it the key that the customer is known by."""

    def clean_email(self):
        shown = super().clean_email()
        self.instance.email_key = self.address.key
        return shown
