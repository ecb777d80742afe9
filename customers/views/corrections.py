"""Correcting the address of one pre-registered customer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from customers import corrections, disclosures, presentation
from customers.errors import NotCorrectable, TooManyAttempts, TooManyDisclosures
from customers.forms import CorrectionForm
from customers.models import Decision, PreRegistration
from customers.statuses import Status
from partnercenter.access import PartnerMixin


class CorrectView(PartnerMixin, View):
    def get(self, request, pk):
        row = self.find(pk)
        return self.show(row, CorrectionForm(initial={"email": self.begun_with(row)}))

    def post(self, request, pk):
        row = self.find(pk)
        form = CorrectionForm(request.POST)
        if not form.is_valid():
            return self.show(row, form)
        try:
            decision = corrections.correct(row, form.address, member=self.member, at=self.at)
        except TooManyAttempts as violation:
            form.add_error(None, violation.message)
            return self.show(row, form, status=429)
        except NotCorrectable:
            return self.show(self.find(pk), form)
        return self.show(row, form, decision) if decision else self.done(row, form.address)

    def begun_with(self, row):
        """What was typed in an attempt one returns to, or the address that the customer has named itself."""
        if number := self.request.GET.get("from"):
            decision = Decision.objects.of(self.partner).numbered(number).first()
            if decision and decision.shown.get("corrects") == str(row.pk):
                return decision.entry_for(self.request.user).get("email", "")
        if (notice := presentation.reported(row)) and self.may_read(row):
            return notice.facts["email"]
        return ""

    def may_read(self, row):
        """What somebody has named is shown to whom it helps, and that is written down like a reveal."""
        try:
            disclosures.reveal(row, by=self.request.user, at=self.at)
        except TooManyDisclosures:
            return False
        return True

    def find(self, pk):
        """The row for someone who may act on it; a viewer gets 403, a stranger's row is not there."""
        row = get_object_or_404(PreRegistration.objects.of(self.partner), pk=pk)
        if not self.member.may_register:
            raise PermissionDenied
        return row

    def done(self, row, address):
        words = _("The address is now %(email)s.")
        if row.email_key != address.key:
            words = _(
                "The address is now %(email)s. Invite the customer anew: earlier invitations have ended."
            )
        messages.success(self.request, words % {"email": address.shown})
        return redirect(row)

    def show(self, row, form, decision=None, status=200):
        standing = presentation.standing_of(row, self.at)
        correctable = standing["status"] == Status.PREREGISTERED
        context = {
            "section": "customers",
            "customer": row,
            "standing": standing,
            "correctable": correctable,
            "form": form,
            "receipt": decision and presentation.receipt(decision, self.at),
            "contact": presentation.contact(row, masked=True),
            "reported": presentation.report_of(row, self.at),
        }
        return render(self.request, "customers/correct.html", context, status=status if correctable else 409)
