from uuid import uuid4

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from customers import proofs
from customers.errors import CodeOver, TooManyCodes, WrongCode
from customers.forms import read_uuid
from customers.invitee_forms import AddressForm, CodeForm
from customers.views.invitee import limits
from customers.views.invitee.base import WayInView


class SendCodeView(WayInView):
    """R19: sends a code to the mailbox, the first or a new one. Whether it has an account changes nothing here."""

    def get(self, request):
        return self.go("welcome")

    def post(self, request):
        if self.arrival.is_open and "email" in request.POST:
            form = AddressForm(request.POST)
            if not form.is_valid():
                return self.show("invitee/welcome.html", form=form, attempt=uuid4())
            self.arrival.address = form.address
        if self.arrival.address is None:
            return self.go("welcome")
        if not limits.consume(request, "code"):
            return limits.refuse(request)
        return self.send()

    def send(self):
        address = self.arrival.address
        try:
            proofs.send_code(
                self.arrival.way_in,
                address,
                language=get_language(),
                zone=timezone.get_current_timezone_name(),
                at=self.at,
                token=read_uuid(self.request.POST.get("attempt", "")) or uuid4(),
            )
        except TooManyCodes as violation:
            self.arrival.visit.ask(address)
            return show_code(self, CodeForm(), status=429, trouble=violation.message)
        if self.request.POST.get("again"):
            messages.success(self.request, _("A new code is on its way. The earlier one no longer works."))
        self.arrival.visit.ask(address)
        return self.go("code")


class CodeView(WayInView):
    """Asks for the code that was sent."""

    def get(self, request):
        if self.arrival.proven:
            return self.go("accept")
        return show_code(self, CodeForm()) if self.arrival.address else self.go("welcome")

    def post(self, request):
        address = self.arrival.address
        if address is None:
            return self.go("welcome")
        form = CodeForm(request.POST)
        if not form.is_valid():
            return show_code(self, form)
        try:
            proofs.check(self.arrival.way_in, address.key, form.cleaned_data["code"], at=self.at)
        except (WrongCode, CodeOver) as violation:
            form.add_error("code", violation.message)
            return show_code(self, form)
        self.arrival.visit.prove(address)
        return self.go("accept")


def show_code(view, form, status=200, **context):
    """The page with the field for the code. It says nothing of whether there is an account."""
    return view.show("invitee/code.html", status, form=form, attempt=uuid4(), **context)
