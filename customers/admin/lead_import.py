"""The sales team's leads out of a file: first what it would do, then, once confirmed, done."""

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from customers.imports import uploads
from customers.imports.errors import WrongFile
from customers.imports.leads import Leads
from partnercenter import clock

TAKEN, REFUSED = 10, 200  # rows on one page; more would not be read


def checked(content):
    try:
        uploads.read(content, Leads())
    except WrongFile as error:
        raise forms.ValidationError(error.message, code=error.code) from error
    return content


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_(
            "UTF-8, with commas. The first line names the columns: email, and if you like company_name, "
            "country (such as SG) and owner. At most %(bytes)s and %(rows)s rows."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limits = {"bytes": filesizeformat(uploads.MOST_BYTES), "rows": f"{uploads.MOST_ROWS:,}"}
        self.fields["file"].help_text %= limits

    def clean_file(self):
        return checked(self.cleaned_data["file"].read(uploads.MOST_BYTES + 1))


class ConfirmForm(forms.Form):
    """Carries the file that was looked at; it is checked and judged anew."""

    content = forms.CharField(widget=forms.HiddenInput)

    def clean_content(self):
        try:
            return checked(uploads.unpack(self.cleaned_data["content"]))
        except WrongFile as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class LeadImportMixin:
    def get_urls(self):
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="customers_vendorlead_import"), *super().get_urls()]

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        context = {"may_import": self.has_import_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def import_view(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.show(request, FileForm())
        if "content" in request.POST:
            return self.carry_out(request, ConfirmForm(request.POST))
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(request, form, status=400)
        content = form.cleaned_data["file"]
        preview = uploads.run(content, Leads(), at=clock.now(), dry_run=True)
        confirm = ConfirmForm(initial={"content": uploads.pack(content)}) if preview.changes else None
        return self.show(request, FileForm(), report=preview, confirm=confirm)

    def carry_out(self, request, form):
        if not form.is_valid():
            self.message_user(request, form.errors["content"][0], messages.ERROR)
            return redirect("admin:customers_vendorlead_import")
        report = uploads.run(form.cleaned_data["content"], Leads(), at=clock.now(), dry_run=False)
        words = _("Added: %(new)s. Updated: %(updated)s. Known already: %(unchanged)s.") % figures(report)
        self.log_import(request, words)
        if report.rejections:
            return self.show(request, FileForm(), report=report, done=words)
        self.message_user(request, words, messages.SUCCESS)
        return redirect("admin:customers_vendorlead_changelist")

    def log_import(self, request, words):
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(self.model),
            object_repr=words,
            action_flag=ADDITION,
            change_message=_("Import of a file"),
        )

    def show(self, request, form, status=200, **more):
        report = more.get("report")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import leads"),
            "form": form,
            "figures": report and figures(report),
            "taken": report and report.taken[:TAKEN],
            "refused": report and report.refused[:REFUSED],
            **more,
        }
        template = "admin/customers/vendorlead/import.html"
        return TemplateResponse(request, template, context, status=status)


def figures(report):
    return {name: report.tally[name] for name in ("read", "new", "updated", "unchanged", "rejected")}
