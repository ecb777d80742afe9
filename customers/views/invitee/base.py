import zoneinfo

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.gzip import gzip_page

from customers.errors import InvitationOver
from customers.invitations import Standing
from customers.masking import masked_email
from customers.models import Invitation, OpenInvitation
from customers.views.invitee import arrivals, limits
from partnercenter import clock, logs, times

UNKNOWN = "unknown"
STATUSES = {
    UNKNOWN: 404,
    Standing.REVOKED: 410,
    Standing.EXPIRED: 410,
    Standing.ENDED: 410,
    Standing.FULL: 410,
    Standing.ASSOCIATED: 410,
    Standing.SUSPENDED: 403,
    Standing.IN_REVIEW: 200,
}
OF_THE_CUSTOMER = {
    *("associated_with_another_partner", "contract_with_vendor"),
    *("registered_on_china_site", "cash_spending"),
}
ACCEPTED = (Standing.ASSOCIATED, Standing.IN_REVIEW)


@method_decorator([login_not_required, gzip_page], name="dispatch")
class WayInView(View):
    """A page behind a token. A way in that has ended answers every method alike, with words for how it ended.

    These pages keep the site's Referrer-Policy, same-origin: no other host learns the token. The stricter
    no-referrer would have browsers send `Origin: null`, and the CSRF check would refuse every form.
    They are compressed for poor connections, with Django's random padding against guessing by size.
    """

    for_open = True  # whether an open invitation has this page
    counts_opening = False
    needs_proof = False

    def dispatch(self, request, token, **_):
        self.at = clock.now()
        response = self.answer(request, token)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def answer(self, request, token):
        if limits.is_guessing(request):
            return limits.refuse(request)
        self.token = token
        self.arrival = arrivals.find(token, request.session, self.at)
        if self.arrival is None:
            limits.consume(request, "guess")
            return self.over(UNKNOWN)
        if self.arrival.is_open and not self.for_open:
            return self.over(UNKNOWN)
        if self.counts_opening and request.method in ("GET", "HEAD") and not self.is_own():
            kind = OpenInvitation if self.arrival.is_open else Invitation
            kind.objects.mark_opened(self.arrival.way_in.pk, at=self.at)
        with timezone.override(self.zone()):
            if (standing := self.arrival.standing) != Standing.LIVE:
                return self.over(standing)
            if self.needs_proof and not self.arrival.proven:
                return self.go("welcome")
            try:
                return super().dispatch(request)
            except InvitationOver as ended:
                return self.over(ended.standing)

    def is_own(self):
        """A partner that tries its own link is not the customer."""
        member = getattr(self.request, "member", None)
        return member is not None and member.partner_id == self.arrival.partner.pk

    def zone(self):
        """The reader's own where we know it; else the partner's, until the browser's takes its place."""
        if self.request.user.is_authenticated:
            return timezone.get_current_timezone()
        return zoneinfo.ZoneInfo(self.arrival.partner.time_zone)

    def over(self, standing):
        answer = self.arrival.visit.answer if self.arrival else None
        if standing in ACCEPTED and self.is_the_customer():
            return self.show("invitee/result.html", **(answer or {}) | {"outcome": str(standing)})
        if standing == Standing.FULL and answer:
            return self.show("invitee/result.html", **answer)  # the last place was this visitor's
        status = STATUSES[standing]
        told = {"standing": str(standing), "reference": logs.reference()}
        return self.show("invitee/over.html", status=status, **told)

    def is_the_customer(self):
        """A used link, also the emailed one, tells only those who it was used by."""
        user, address = self.request.user, self.arrival.address
        return self.arrival.visit.proven == address or (user.is_authenticated and user.email == address.key)

    def show(self, name, status=200, **context):
        context["told"] = told_apart(context.get("codes", ()))
        frame = {"token": self.token, "arrival": self.arrival} | (self.invitation() if self.arrival else {})
        return render(self.request, name, frame | context | {"status": status}, status=status)

    def invitation(self):
        """Who invites whom; and until when, while that matters."""
        arrival, told = self.arrival, {"partner": self.arrival.partner}
        if arrival.address:
            shown = arrival.address.shown
            # Who has typed it may read it, and finds the slip that keeps the code away.
            told["masked"] = shown if arrival.is_open else masked_email(shown)
        if arrival.standing == Standing.LIVE:
            told["time"] = times.running(arrival.since, arrival.until, self.at)
            told["until"] = times.moment_and_place(arrival.until)
        return told

    def go(self, page):
        return redirect(f"invitee:{page}", token=self.token)


def told_apart(codes):
    """The reasons that an invitee is told in sentences of their own, and one for all the others: they are the partner's."""
    own = [code for code in codes if code in OF_THE_CUSTOMER]
    return own + [code for code in codes if code not in OF_THE_CUSTOMER][:1]
