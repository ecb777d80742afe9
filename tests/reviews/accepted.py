"""A case that the customer's own acceptance opened (R20)."""

from customers import lifecycle
from customers.models import Acceptance
from reviews import cases
from reviews.models import Review
from tests.builders import MONDAY, make_account, make_hold


def make_accepted(**account):
    """The case, and the account that the acceptance was given for."""
    row = make_hold(email="hello@acme.example")
    account = make_account("hello@acme.example", country="MY", **account)
    Acceptance.objects.create(
        preregistration=row,
        account=account,
        open_invitation=None,
        invitation=invite(row),
        at=MONDAY,
        country="MY",
        language="en",
        awaits_review_at=MONDAY,
        review_reasons=["country_differs"],
    )
    lifecycle.await_review(row, at=MONDAY, why="country_differs")
    cases.adopt_accepted(at=MONDAY)
    return Review.objects.get()


def invite(row):
    return row.invitations.create(
        channel="link", live_channel="link", created_at=MONDAY, created_by=row.created_by
    )
