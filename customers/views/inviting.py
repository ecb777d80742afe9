"""What the pages about one customer's invitations share."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from customers import mass_invitations, presentation
from customers.models import Invitation, PreRegistration
from customers.statuses import Status
from partnercenter.access import PartnerMixin


class InvitingMixin(PartnerMixin):
    """One of the partner's customers; a stranger's is not there."""

    def look_up(self, pk):
        return get_object_or_404(PreRegistration.objects.of(self.partner).select_related("partner"), pk=pk)

    def find(self, pk):
        """The same for someone who may act on it; a viewer gets 403."""
        if not self.member.may_register:
            raise PermissionDenied
        return self.look_up(pk)

    def live(self, row, channel):
        """The invitation that this channel has at this moment, or 404."""
        if not self.is_open(row):
            raise Http404
        return get_object_or_404(Invitation, preregistration=row, live_channel=channel)

    def is_open(self, row):
        """R17."""
        return row.status_at(self.at) == Status.PREREGISTERED

    def refuse(self, row):
        """Why this customer cannot be invited at this moment, and what can be done."""
        row.refresh_from_db()
        context = {
            "section": "customers",
            "customer": row,
            "standing": presentation.standing_of(row, self.at),
            "reason": mass_invitations.reason_against(row, at=self.at),
            "again": row.status_at(self.at) in mass_invitations.OVER,
        }
        return render(self.request, "customers/not_invitable.html", context, status=409)


def back(row, to=""):
    return redirect(reverse("customers:invite", args=[row.pk]) + to)
