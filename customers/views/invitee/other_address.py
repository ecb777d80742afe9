import hashlib

from customers import notices
from customers.invitee_forms import AddressForm
from customers.models import Kind
from customers.views.invitee import limits
from customers.views.invitee.base import WayInView


class OtherAddressView(WayInView):
    """The customer uses another address than the invited one: only the partner can change that."""

    for_open = False

    def get(self, request):
        return self.ask(AddressForm())

    def post(self, request):
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self.ask(form)
        row = self.arrival.row
        # Before the two are compared: else whoever has the link could guess the masked address here.
        if not limits.consume(request, "other_address", key=str(row.pk)):
            return limits.refuse(request)
        if form.address.key == row.email_key:
            form.add_error("email", form.SAME)
            return self.ask(form)
        told = f"{row.pk}:{hashlib.sha256(form.address.key.encode()).hexdigest()[:32]}"
        notices.tell(Kind.OTHER_ADDRESS, row, key=told, at=self.at, email=form.address.shown)
        return self.go("told")

    def ask(self, form, status=200):
        return self.show("invitee/other_address.html", status, form=form)


class ToldView(WayInView):
    for_open = False

    def get(self, request):
        return self.show("invitee/told.html")
