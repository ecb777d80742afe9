"""Which case another one may repeat."""

import pytest

from customers.statuses import Status
from reviews import decisions
from reviews.errors import NotADuplicate
from reviews.models import Entry
from tests.builders import DAY, MONDAY, make_case, make_member, make_partner, make_reviewer

pytestmark = pytest.mark.django_db

EMAIL = "hello@acme.example"
LATER = MONDAY + DAY


def make_original(email="it@acme.example", partner=None, **fields):
    member = make_member(partner) if partner else make_member()
    original = make_case(member, email=email, at=MONDAY - DAY, **fields)
    return decisions.reject(original, "No.", by=make_reviewer(), at=MONDAY - DAY)


@pytest.mark.parametrize(
    "original",
    [
        {"email": EMAIL, "company_name": "Another"},  # the same customer, by whichever partner
        {"company_name": "ACME", "own": True, "email": "a@gmail.com"},
        {"company_name": "Other words", "own": True},  # the same domain
    ],
)
def test_a_duplicate_names_a_case_of_the_customer_or_of_its_company_from_this_partner(original):
    partner = make_partner()
    earlier = make_original(partner=partner if original.pop("own", False) else None, **original)
    case = make_case(make_member(partner), email=EMAIL)

    case = decisions.mark_duplicate(case, earlier, "Asked on Monday already.", by=make_reviewer(), at=LATER)

    assert (case.outcome, case.duplicate_of) == ("duplicate", earlier)
    case.preregistration.refresh_from_db()
    assert case.preregistration.status == Status.REJECTED
    assert case.entries.last().kind == Entry.Kind.DUPLICATE


@pytest.mark.parametrize(
    "original",
    [
        {"company_name": "Acme"},  # another partner's
        {"company_name": "Other", "email": "a@other.example", "own": True},
    ],
)
def test_a_duplicate_of_something_else_is_refused(original):
    partner = make_partner()
    earlier = make_original(partner=partner if original.pop("own", False) else None, **original)
    case = make_case(make_member(partner), email=EMAIL)

    with pytest.raises(NotADuplicate):
        decisions.mark_duplicate(case, earlier, "Twice.", by=make_reviewer(), at=LATER)

    case.refresh_from_db()
    assert case.is_open


def test_a_mail_providers_domain_makes_no_duplicate():
    partner = make_partner()
    earlier = make_original(partner=partner, email="a@gmail.com", company_name="Other")
    case = make_case(make_member(partner), email="b@gmail.com")

    with pytest.raises(NotADuplicate):
        decisions.mark_duplicate(case, earlier, "Twice.", by=make_reviewer(), at=LATER)


def test_a_case_is_no_duplicate_of_itself_nor_of_a_duplicate():
    partner = make_partner()
    first = make_original(partner=partner)
    second = make_case(make_member(partner), email="b@acme.example")
    second = decisions.mark_duplicate(second, first, "Twice.", by=make_reviewer(), at=LATER)
    third = make_case(make_member(partner), email="c@acme.example")

    for original in (third, second):
        with pytest.raises(NotADuplicate):
            decisions.mark_duplicate(third, original, "Thrice.", by=make_reviewer(), at=LATER)
