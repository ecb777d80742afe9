from customers import acceptance
from customers.statuses import Status
from customers.views.invitee.base import WayInView


class DeclineView(WayInView):
    """R21: asks, because mail programs open this address by themselves; then ends the hold."""

    for_open = False
    wrong_person = False

    def get(self, request):
        return self.show("invitee/decline.html", wrong_person=self.wrong_person)

    def post(self, request):
        acceptance.decline(self.arrival.way_in, at=self.at, wrong_person=self.wrong_person)
        return self.go("declined")

    def over(self, standing):
        """A second press of the button meets the thanks for the first."""
        if self.request.method == "POST" and is_declined(self.arrival):
            return self.go("declined")
        return super().over(standing)


class WrongPersonView(DeclineView):
    wrong_person = True


class DeclinedView(WayInView):
    """The thanks; what is still open goes back to its beginning."""

    for_open = False

    def get(self, request):
        return self.go("welcome")

    def over(self, standing):
        if is_declined(self.arrival):
            return self.show("invitee/declined.html")
        return super().over(standing)


def is_declined(arrival):
    if arrival is None or arrival.is_open:
        return False
    arrival.row.refresh_from_db(fields=["status"])
    return arrival.row.status == Status.DECLINED
