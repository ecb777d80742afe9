"""Ending an association: a page of its own, which says what follows and asks for the reason."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from customers import dissociation
from customers.errors import MoveNotAllowed
from customers.models import Event
from customers.statuses import Status
from partnercenter import clock, times
from partnercenter.errors import RuleViolation


class DissociationForm(forms.Form):
    why = forms.CharField(
        label=_("Reason"),
        max_length=Event._meta.get_field("why").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept in the history with your name. The partner reads it too."),
    )


class DissociationMixin:
    def get_urls(self):
        view = self.admin_site.admin_view(self.dissociate_view)
        name = "customers_preregistration_dissociate"
        return [path("<path:object_id>/dissociate/", view, name=name), *super().get_urls()]

    def has_dissociate_permission(self, request):
        return request.user.has_perm("customers.dissociate_preregistration")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"may_dissociate": self.has_dissociate_permission(request)}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def dissociate_view(self, request, object_id):
        row = self.row_to_dissociate(request, object_id)
        if row.status != Status.ASSOCIATED:
            violation = MoveNotAllowed(row.status, Status.DISSOCIATED)
            return self.back(request, row, violation.message, messages.ERROR)
        if request.method != "POST":
            return self.ask_why(request, row, DissociationForm())
        form = DissociationForm(request.POST)
        if not form.is_valid():
            return self.ask_why(request, row, form, status=400)
        return self.dissociate(request, row, form.cleaned_data["why"])

    def row_to_dissociate(self, request, object_id):
        if not (self.has_view_permission(request) and self.has_dissociate_permission(request)):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    def dissociate(self, request, row, why):
        try:
            dissociation.end(row, by=request.user, at=clock.now(), why=why)
        except RuleViolation as violation:  # a colleague was faster
            return self.back(request, row, violation.message, messages.ERROR)
        self.log_change(request, row, str(row.get_status_display()))
        told = {"company": row.company_name, "partner": row.partner}
        words = _("%(company)s is free again. %(partner)s is told, with your reason.") % told
        return self.back(request, row, words, messages.SUCCESS)

    def back(self, request, row, words, level):
        self.message_user(request, words, level)
        return redirect(reverse("admin:customers_preregistration_change", args=[row.pk]))

    def ask_why(self, request, row, form, status=200):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("End this association?"),
            "row": row,
            "since": times.moment(row.status_since),
            "zone": times.zone(row.status_since),
            "form": form,
        }
        template = "admin/customers/preregistration/dissociate.html"
        return TemplateResponse(request, template, context, status=status)
