"""Correcting the address of one pre-registered customer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from customers import corrections, presentation
from customers.errors import NotCorrectable, TooManyAttempts
from customers.forms import CorrectionForm
from customers.models import Kind, PreRegistration
from customers.notice_words import Entry
from customers.statuses import Status
from partnercenter import times
from partnercenter.access import PartnerMixin


class CorrectView(PartnerMixin, View):
    def get(self, request, pk):
        row = self.find(pk)
        # The customer may have named the address itself.
        return self.show(row, CorrectionForm(initial={"email": request.GET.get("email", row.email)}))

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
            "reported": reported(row, self.at),
        }
        return render(self.request, "customers/correct.html", context, status=status if correctable else 409)


def reported(row, at):
    """What was last said of another address, for as long as it is not the one that the customer has."""
    notice = row.notices.filter(kind=Kind.OTHER_ADDRESS).first()
    if notice is None or notice.facts["email"] == row.email:
        return None
    return {"text": Entry(notice).text, "time": times.instant(notice.at, at)}
