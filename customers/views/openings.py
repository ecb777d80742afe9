"""Open invitations: links and QR codes that are not tied to one customer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from customers import opening_presentation, openings, qr
from customers.models import OpenInvitation
from customers.opening_forms import OpenInvitationForm
from customers.views import invite_qr
from partnercenter import letters, times
from partnercenter.access import PartnerMixin

SECTION = "open_invitations"


class OpeningMixin(PartnerMixin):
    """The partner's open invitations; a stranger's is not there."""

    def look_up(self, pk):
        rows = opening_presentation.with_figures(OpenInvitation.objects.of(self.partner))
        return opening_presentation.opening(get_object_or_404(rows, pk=pk), self.partner, self.at)

    def find(self, pk):
        """The same for someone who may act on it; a viewer gets 403."""
        self.check_permission()
        return self.look_up(pk)

    def live(self, pk):
        """One that lets somebody in at this moment: nothing else is shown or printed as a code."""
        opening = self.find(pk)
        if not opening.is_live:
            raise Http404
        return opening.it

    def check_permission(self):
        if not self.member.may_register:
            raise PermissionDenied

    def page(self, name, context):
        return render(self.request, name, {"section": SECTION} | context)


class ListView(OpeningMixin, View):
    def get(self, request):
        paging, rows = opening_presentation.page(self.partner, number=request.GET.get("page"), at=self.at)
        return self.page("customers/open_invitations.html", {"paging": paging, "rows": rows})


class NewView(OpeningMixin, View):
    def get(self, request):
        self.check_permission()
        return self.page("customers/open_invitation_new.html", {"form": OpenInvitationForm(at=self.at)})

    def post(self, request):
        self.check_permission()
        form = OpenInvitationForm(request.POST, at=self.at)
        if not form.is_valid():
            return self.page("customers/open_invitation_new.html", {"form": form})
        return redirect(openings.create(**form.entries, member=self.member, at=self.at))


class DetailView(OpeningMixin, View):
    def get(self, request, pk):
        opening = self.look_up(pk)
        latest = opening_presentation.latest(opening.it, self.at)
        return self.page("customers/open_invitation.html", {"opening": opening, "latest": latest})


class RevokeView(OpeningMixin, View):
    """Asks first: a printed code cannot be called back."""

    def get(self, request, pk):
        return self.page("customers/open_invitation_revoke.html", {"opening": self.find(pk)})

    def post(self, request, pk):
        opening = self.find(pk)
        openings.revoke(opening.it, at=self.at)
        messages.success(request, _("Revoked: %(label)s.") % {"label": opening.it.label})
        return redirect(opening.it)


class QrView(OpeningMixin, View):
    kind = qr.SVG

    def get(self, request, pk):
        open_invitation = self.live(pk)
        return invite_qr.image(request, open_invitation, self.kind, name=open_invitation.label)


class PrintView(OpeningMixin, View):
    """A sheet for the stand or the wall, in a language of choice and with the partner's zone."""

    def get(self, request, pk):
        open_invitation = self.live(pk)
        language = request.GET.get("language")
        if language not in invite_qr.LANGUAGES:
            language = self.partner.language
        reader = get_language()
        with letters.reading(language, self.partner.time_zone):
            context = {
                "open_invitation": open_invitation,
                "until": times.moment_and_place(open_invitation.ends_at),
                "theme": "light",  # paper is white
                "language": language,
                "reader": reader,
            }
            return self.page("customers/open_invitation_sheet.html", context)
