"""Inviting the customers that are selected in the list, by email."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views import View

from customers import mass_invitations
from customers.forms import read_uuids
from customers.invite_forms import SelectionForm
from partnercenter.access import PartnerMixin


class InviteSelectedView(PartnerMixin, View):
    """Asks first, then sends to each on its own, and says of each what became of it."""

    def get(self, request):
        return self.ask(request.GET.getlist("ids"), SelectionForm())

    def post(self, request):
        named = request.POST.getlist("ids")
        form = SelectionForm(request.POST)
        if not named or request.POST.get("step") != "send":
            return self.ask(named, SelectionForm())
        if not form.is_valid():
            return self.ask(named, form)
        self.check_role()
        report = mass_invitations.send(
            read_uuids(named), **form.cleaned_data, partner=self.partner, by=request.user, at=self.at
        )
        return self.show("customers/invited.html", report, named)

    def ask(self, named, form):
        self.check_role()
        report = mass_invitations.outlook(read_uuids(named), partner=self.partner, at=self.at)
        whole = "customers/invite_selected.html"
        name = "customers/invite_selected_dialog.html" if self.request.htmx else whole
        return self.show(name, report, named, form=form)

    def show(self, name, report, named, **more):
        report.unknown += len(set(named)) - len(read_uuids(named))
        context = {"section": "customers", "report": report, "named": named}
        return render(self.request, name, context | more)

    def check_role(self):
        if not self.member.may_register:
            raise PermissionDenied
