from uuid import uuid4

from customers.invitee_forms import AddressForm
from customers.views.invitee.base import WayInView


class WelcomeView(WayInView):
    """Who invites, and what it means. R18: however often it is opened, only that it was opened is noted."""

    counts_opening = True

    def get(self, request):
        form = AddressForm() if self.arrival.is_open else None
        return self.show("invitee/welcome.html", form=form, attempt=uuid4())
