"""Inviting one customer, by email or by hyperlink (R17)."""

from email.utils import parseaddr

from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin

from customers import invitations, invite_presentation, presentation
from customers.errors import NotInvitable, TooManyEmails
from customers.invite_forms import InvitationForm
from customers.models import Invitation
from customers.views import drafts
from customers.views.inviting import InvitingMixin, back
from partnercenter import brand
from partnercenter.boxed import BOXED_IN

Channel = Invitation.Channel
# Where the preview leads: nowhere. The real address proves the mailbox, so it is for the customer's eyes alone (R19).
NOWHERE = "preview"


class LetterMixin(InvitingMixin):
    """Shows the mail as it would be sent now."""

    def words(self, row):
        return drafts.read(self.request.session, row) or invitations.last_words(row)

    def letter(self, row, words):
        address = settings.SITE_URL + reverse("invitee:welcome", args=[NOWHERE])
        return invitations.compose(row, **words, address=address, to=row.masked_email)


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class InviteView(LetterMixin, View):
    """The three ways side by side, each with its state."""

    def get(self, request, pk):
        row = self.look_up(pk)
        return self.show(row) if self.is_open(row) else self.refuse(row)

    def post(self, request, pk):
        """Keep the greeting for the preview, and send it where that was asked for."""
        row = self.find(pk)
        if not self.is_open(row):
            return self.refuse(row)
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.show(row, form)
        drafts.keep(request.session, row, form.words())
        return self.send(row, form) if request.POST.get("step") == "send" else back(row, "#by-email")

    def send(self, row, form):
        token = form.cleaned_data["token"]
        try:
            invitations.send(row, **form.words(), by=self.request.user, at=self.at, token=token)
        except NotInvitable:
            return self.refuse(row)
        except TooManyEmails as violation:
            form.add_error(None, violation.message)
            return self.show(row, form, status=429)
        drafts.forget(self.request.session, row)
        return back(row, "#by-email")

    def show(self, row, form=None, status=200):
        words = self.words(row)
        email, link, qr = invite_presentation.ways(row, at=self.at)
        context = {
            "section": "customers",
            "customer": row,
            "standing": presentation.standing_of(row, self.at),
            "contact": presentation.contact(row, masked=True),
            "email": email,
            "link": link,
            "qr": qr,
        }
        if self.member.may_register:
            context |= self.to_act_on(row, words, link.live)
            context["form"] = form or InvitationForm(initial=words)
        return render(self.request, "customers/invite.html", context, status=status)

    def to_act_on(self, row, words, link):
        return {
            "letter": self.letter(row, words),
            "sender": invitations.sender(self.partner),
            "sender_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            "recipient": invitations.recipient(row),
            "allowance": invite_presentation.allowance(row, at=self.at),
            "share": link and invite_presentation.share(row, link.address, words["language"]),
        }


@method_decorator(xframe_options_sameorigin, name="dispatch")
@method_decorator(csp(BOXED_IN), name="dispatch")
class LetterView(LetterMixin, View):
    """The HTML of the mail, alone, for the frame in the page."""

    def get(self, request, pk):
        row = self.find(pk)
        if not self.is_open(row):
            raise Http404
        return HttpResponse(brand.with_logo(self.letter(row, self.words(row)).html))


class MakeView(InvitingMixin, View):
    """Make the link or the QR code; a second press finds it made. The greeting typed beside it is kept."""

    http_method_names = ["post"]

    def post(self, request, pk):
        row = self.find(pk)
        channel = request.POST.get("channel")
        if channel not in (Channel.LINK, Channel.QR):
            raise Http404
        form = InvitationForm(request.POST)
        if form.is_valid():
            drafts.keep(request.session, row, form.words())
        try:
            invitations.issue(row, channel, by=request.user, at=self.at)
        except NotInvitable:
            return self.refuse(row)
        return back(row, "#by-link" if channel == Channel.LINK else "#by-qr")


class RevokeView(InvitingMixin, View):
    """Asks first, then ends one invitation."""

    def get(self, request, pk, invitation):
        row, invitation = self.find_both(pk, invitation)
        name = "customers/revoke_dialog.html" if request.htmx else "customers/revoke.html"
        context = {"section": "customers", "customer": row, "invitation": invitation}
        return render(request, name, context)

    def post(self, request, pk, invitation):
        row, invitation = self.find_both(pk, invitation)
        invitations.revoke(invitation, at=self.at)
        return back(row) if self.is_open(row) else self.refuse(row)

    def find_both(self, pk, invitation):
        row = self.find(pk)
        return row, get_object_or_404(Invitation, pk=invitation, preregistration=row)
