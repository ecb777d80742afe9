from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.translation import get_language

from customers.acceptance import user_of
from customers.invitee_forms import AcceptForm
from customers.models import CustomerAccount
from customers.views.invitee.base import WayInView
from partnercenter.access import member_of


class AcceptView(WayInView):
    """R19, R21: the consent, and what is needed to register where there is no account yet."""

    def get(self, request):
        if not self.arrival.proven:
            return self.go("welcome")
        return self.ask(self.form())

    def post(self, request):
        if not self.arrival.proven:
            return self.go("welcome")
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form)
        answer = self.arrival.accept(form.particulars(language=get_language()))
        self.arrival.visit.prove(self.arrival.proven)
        self.arrival.visit.conclude(answer)
        if answer.user and may_be_signed_in(request, answer.user):
            get_adapter(request).login(request, answer.user)
        return self.go("result")

    def form(self, data=None):
        key = self.arrival.proven.key
        return AcceptForm(
            data,
            arrival=self.arrival,
            account=CustomerAccount.objects.filter(email_key=key).first(),
            user=user_of(key),
            vendor=settings.VENDOR_NAME,
        )

    def ask(self, form, status=200):
        return self.show("invitee/accept.html", status, form=form, address=self.arrival.proven.shown)


class ResultView(WayInView):
    """What came of an acceptance, for whom it concerns, however often the page is loaded again."""

    def get(self, request):
        answer = self.arrival.visit.answer
        if not answer:
            return self.go("welcome")
        return self.show("invitee/result.html", **answer)


def may_be_signed_in(request, user):
    """By the proof of a mailbox alone: only someone who is nothing but a customer, and only where nobody is in."""
    if request.user.is_authenticated or not user.is_active:
        return False
    return not (user.is_staff or user.is_superuser or member_of(user) or is_mfa_enabled(user))
