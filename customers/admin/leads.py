from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers import leads
from customers.admin.base import CustomerForm, LargeAdmin
from customers.errors import LeadConflict, LeadExists
from customers.models import VendorLead
from partnercenter import clock


class LeadForm(CustomerForm):
    def clean_email(self):
        shown = super().clean_email()
        if leads.taken([self.address.key], at=clock.now()):
            self.refuse(LeadConflict())
        if VendorLead.objects.filter(open_key=self.address.key).exists():
            self.refuse(LeadExists())
        return shown

    def refuse(self, violation):
        raise forms.ValidationError(violation.message, code=violation.code)


@admin.register(VendorLead)
class VendorLeadAdmin(LargeAdmin):
    """Leads come in and go out by `customers.leads` alone (R16); only who they are is edited here."""

    form = LeadForm
    list_display = ("email", "company_name", "country", "owner", "created_at", "released_at")
    list_filter = (("released_at", admin.EmptyFieldListFilter),)
    search_fields = ("email_key",)
    search_help_text = _("The beginning of an email address.")
    fields = ("email", "company_name", "country", "owner")
    actions = ("release",)

    def get_readonly_fields(self, request, obj=None):
        return ("email", "created_at", "released_at") if obj else ()

    def get_fields(self, request, obj=None):
        return (*self.fields, "created_at", "released_at") if obj else self.fields

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            leads.add(obj, at=clock.now())

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Release"), permissions=["change"])
    def release(self, request, queryset):
        released = sum(leads.release(lead, at=clock.now()) for lead in queryset)
        told = ngettext(
            "%d lead released: partners can pre-register the customer.",
            "%d leads released: partners can pre-register the customers.",
            released,
        )
        self.message_user(request, told % released, messages.SUCCESS)
