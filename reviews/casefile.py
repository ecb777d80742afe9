"""All that the page of one case shows, in so many questions to the database whatever its length."""

from customers import presentation as customers
from customers.models import Acceptance, Decision
from partnercenter.models import Policy
from reviews import clocks, presentation
from reviews.models import Review


def case(review, *, reader, at):
    policy = Policy.objects.current(at)
    entries = list(review.entries.select_related("by"))
    row = review.preregistration
    acceptance = Acceptance.objects.filter(preregistration=row).first()
    return {
        "review": review,
        "customer": row,
        "country": customers.country_name(row.country.code),
        "contact": customers.contact(row, masked=True),
        "state": presentation.state(review, policy, at),
        "clock": clocks.clock(review, entries, policy, at),
        "thread": presentation.thread(review, entries, review.evidence.all(), reader=reader, at=at),
        "submitted": presentation.submitted(review),
        "accepted": acceptance and presentation.accepted(acceptance),
        "why": presentation.why(review, country_of(review, acceptance), at),
        "days": policy.terms_for(review.partner).validity.days,
        "former": former(review),
        "again": review.outcome and attempt_of(review),
    }


def country_of(review, acceptance):
    """Where the customer registers, as the attempt or the acceptance that led here knew it."""
    if review.decision:
        return review.decision.shown["customer_country"]
    return (acceptance or review.preregistration).country.code


def former(review):
    """The partner's other requests for this customer, the newest first."""
    same = Review.objects.of(review.partner).filter(
        preregistration__email_key=review.preregistration.email_key
    )
    return [presentation.line(one) for one in same.exclude(pk=review.pk)]


def attempt_of(review):
    """The number of the attempt whose entry a new request begins with; empty where there was none."""
    decision = review.decision or Decision.objects.filter(preregistration=review.preregistration_id).first()
    return decision.number if decision else ""
