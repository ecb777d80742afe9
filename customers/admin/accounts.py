from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from customers.admin.base import CustomerForm, LargeAdmin
from customers.locks import lock_customers
from customers.models import CustomerAccount
from partnercenter import times
from partnercenter.addresses import key_of
from partnercenter.admin import LostRace


class AccountForm(CustomerForm):
    def clean_email(self):
        shown = super().clean_email()
        others = CustomerAccount.objects.exclude(pk=self.instance.pk)
        if others.filter(email_key=self.address.key).exists():
            raise forms.ValidationError(
                _("The directory has an account with this address already."), code="unique"
            )
        return shown


@admin.register(CustomerAccount)
class CustomerAccountAdmin(LargeAdmin):
    """The vendor's directory. What was associated here is not re-assigned by editing a field (I3)."""

    form = AccountForm
    list_display = ("email", "name", "country", "site", "contract_signed", "cash_spent", "associated_partner")
    list_filter = ("site", "contract_signed", "cash_spent")
    list_select_related = ("associated_partner",)
    search_fields = ("email_key",)
    search_help_text = _("The beginning of an email address.")
    ordering = ("pk",)
    autocomplete_fields = ("associated_partner",)
    fields = (
        "email",
        "name",
        "country",
        "site",
        "contract_signed",
        "cash_spent",
        "registered_at",
        "associated_partner",
    )
    actions = None

    def get_object(self, request, object_id, from_field=None):
        account = super().get_object(request, object_id, from_field)
        if account and request.method == "POST":
            # A customer who associates while this form is saved waits, and is not overwritten by it.
            # Customers before rows, as everywhere: neither side can wait for the other.
            lock_customers(account.email_key, key_of(request.POST.get("email", "")))
            locked = CustomerAccount.objects.select_for_update().filter(pk=account.pk).first()
            if locked and locked.email_key != account.email_key:
                raise LostRace
            return locked
        return account

    def save_model(self, request, obj, form, change):
        if not change:
            # An attempt on this customer sees the account before or after, never half.
            lock_customers(obj.email_key)
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None):
        return ("email", "associated_partner", "made_here") if obj and obj.association_id else ()

    def get_fields(self, request, obj=None):
        return (*self.fields, "made_here") if obj and obj.association_id else self.fields

    @admin.display(description=_("association"))
    def made_here(self, account):
        """Where it rests on a pre-registration, that is the place to look at it and to end it."""
        row = account.association
        since = {"since": times.moment(row.status_since), "zone": times.zone(row.status_since)}
        address = reverse("admin:customers_preregistration_change", args=[row.pk])
        words = (
            _("Made here by a pre-registration, since %(since)s (%(zone)s). To end it, open that.") % since
        )
        return format_html('<a href="{}">{}</a><br>{}', address, row, words)

    def has_delete_permission(self, request, obj=None):
        if obj and obj.association_id:
            return False
        return super().has_delete_permission(request, obj)
