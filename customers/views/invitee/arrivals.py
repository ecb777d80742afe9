"""The two kinds of way in, asked the same questions."""

from customers import acceptance, invitations, openings
from customers.models import Invitation, OpenInvitation
from customers.views.invitee.visits import Visit
from partnercenter.addresses import Address


class Invited:
    """By the invitation of one pre-registered customer: whose mailbox must be proven is known."""

    is_open = False

    def __init__(self, way_in, session, at):
        self.way_in, self.at = way_in, at
        self.visit = Visit(session, way_in, at)
        self.row = way_in.preregistration
        self.partner = self.row.partner
        self.company_name, self.country = self.row.company_name, self.row.country
        self.since, self.until = self.row.status_since, self.row.expires_at
        self.address = Address(self.row.email, self.row.email_key)

    @property
    def standing(self):
        return invitations.standing(self.way_in, at=self.at)

    @property
    def proven(self):
        """R19: the address whose mailbox is proven, or None. A corrected address needs a proof of its own."""
        if self.way_in.proves_mailbox or self.visit.proven == self.address:
            return self.address
        return None

    def accept(self, particulars):
        return acceptance.accept(self.way_in, particulars, at=self.at)


class Newcomer:
    """By an open invitation: the visitor first says who it is."""

    is_open = True
    row = company_name = country = None

    def __init__(self, way_in, session, at):
        self.way_in, self.at = way_in, at
        self.visit = Visit(session, way_in, at)
        self.partner = way_in.partner
        self.since, self.until = way_in.created_at, way_in.ends_at
        self.address = self.visit.asked

    @property
    def standing(self):
        return openings.standing(self.way_in, at=self.at)

    @property
    def proven(self):
        return self.visit.proven

    def accept(self, particulars):
        return openings.enter(self.way_in, self.proven, particulars, at=self.at)


def find(token, session, at):
    """Who arrives by this token; None where it leads nowhere."""
    invited = Invitation.objects.with_token(token).select_related("preregistration__partner").first()
    if invited:
        return Invited(invited, session, at)
    opening = OpenInvitation.objects.with_token(token).select_related("partner").first()
    return Newcomer(opening, session, at) if opening else None
