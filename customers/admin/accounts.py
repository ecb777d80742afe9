from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from customers.admin.base import CustomerForm, LargeAdmin
from customers.locks import lock_customers
from customers.models import CustomerAccount


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
            return CustomerAccount.objects.select_for_update().filter(pk=account.pk).first()
        return account

    def save_model(self, request, obj, form, change):
        lock_customers(
            obj.email_key
        )  # an attempt on this customer sees the account before or after, never half
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None):
        return ("email", "associated_partner") if obj and obj.association_id else ()

    def has_delete_permission(self, request, obj=None):
        if obj and obj.association_id:
            return False
        return super().has_delete_permission(request, obj)
