from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers import leads
from customers.admin.base import CustomerForm, LargeAdmin
from customers.admin.lead_import import LeadImportMixin
from customers.errors import LeadConflict, LeadExists
from customers.models import VendorLead
from partnercenter import clock


class LeadForm(CustomerForm):
    class Meta:
        help_texts = {
            "owner": _(
                "Who in the sales team looks after it. An email address gets a mail when a partner's request "
                "for this customer is decided; a name does not."
            )
        }

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
class VendorLeadAdmin(LeadImportMixin, LargeAdmin):
    """Leads come in and go out by `customers.leads` alone (R16); only who they are is edited here."""

    form = LeadForm
    list_display = ("email", "company_name", "country", "owner", "created_at", "released_at", "made_way_for")
    list_filter = (("released_at", admin.EmptyFieldListFilter),)
    list_select_related = ("released_to__partner",)
    search_fields = ("email_key",)
    search_help_text = _("The beginning of an email address.")
    fields = ("email", "company_name", "country", "owner")
    actions = ("release",)

    def get_readonly_fields(self, request, obj=None):
        return ("email", "created_at", "released_at", "made_way_for") if obj else ()

    def get_fields(self, request, obj=None):
        return (*self.fields, "created_at", "released_at", "made_way_for") if obj else self.fields

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            leads.add(obj, at=clock.now())

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("released to"))
    def made_way_for(self, lead):
        """The partner whose reviewed pre-registration ended it; nobody where it was released by hand."""
        if lead.released_to is None:
            return self.get_empty_value_display()
        address = reverse("admin:customers_preregistration_change", args=[lead.released_to_id])
        return format_html('<a href="{}">{}</a>', address, lead.released_to.partner)

    @admin.action(description=_("Release"), permissions=["change"])
    def release(self, request, queryset):
        released = [lead for lead in queryset if leads.release(lead, at=clock.now())]
        if not released:
            self.message_user(
                request, _("Nothing to release: all of these were released before."), messages.WARNING
            )
            return
        LogEntry.objects.log_actions(request.user.pk, released, CHANGE, str(_("Released")))
        told = ngettext(
            "%d lead released: partners can pre-register the customer.",
            "%d leads released: partners can pre-register the customers.",
            len(released),
        )
        self.message_user(request, told % len(released), messages.SUCCESS)
