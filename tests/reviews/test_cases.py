"""The partner's side of a case: the request, its clock, the kept acceptance, and the answer."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest

from customers.errors import TooManyAttempts
from customers.models import Decision, Event, PreRegistration
from customers.statuses import Status
from partnercenter.models import Member, Partner, Policy
from reviews import cases
from reviews.errors import NotForReview, NowRefused
from reviews.evidence import Checked
from reviews.models import Entry, Evidence, Review
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    VALIDITY,
    attempt,
    make_account,
    make_hold,
    make_lead,
    make_member,
    make_partner,
    make_request,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FRIDAY = MONDAY + 4 * DAY


@pytest.fixture
def member():
    return make_member(make_partner("globex", country="SG"))


def a_file(name="letter.pdf"):
    return Checked(name, "pdf", 4, BytesIO(b"%PDF"))


def ask_for(email="omar@kestrel.example", *files, member, at=MONDAY):
    decision = attempt(email, member=member, at=at, country="MY")
    return cases.open_case(decision, make_request(*files), member=member, at=at)


def test_r14_a_request_holds_the_customer_as_pending_review(member):
    review = ask_for(member=member)

    row = review.preregistration
    assert row.status == Status.PENDING_REVIEW
    assert row.hold_key == "omar@kestrel.example"
    assert (review.submitted_by, review.reasons) == (member.user, ["country_differs"])
    assert review.justification == "We run their warehouse."
    assert [event.went_to for event in row.events.all()] == ["pending_review"]
    assert [entry.kind for entry in review.entries.all()] == [Entry.Kind.SUBMITTED]


def test_r14_it_keeps_others_out(member):
    ask_for(member=member)

    rival = attempt("omar@kestrel.example", member=make_member())

    assert rival.codes == ["held_by_another_partner"]


def test_r14_r3_it_counts_against_the_quota_and_is_refused_at_it(member):
    Partner.objects.filter(pk=member.partner_id).update(quota=2)
    ask_for(member=member)
    second = attempt("mia@kestrel.example", member=member, country="MY")
    make_hold(member)

    with pytest.raises(NowRefused) as refusal:
        cases.open_case(second, make_request(), member=member, at=MONDAY)

    assert refusal.value.decision.codes[0] == "quota_reached"
    assert Review.objects.count() == 1


def test_r14_asking_twice_on_one_decision_is_one_case(member):
    decision = attempt(member=member, country="MY")

    first = cases.open_case(decision, make_request(a_file()), member=member, at=MONDAY)
    second = cases.open_case(decision, make_request(a_file()), member=member, at=MONDAY + SECOND)

    assert first == second
    assert Review.objects.count() == PreRegistration.objects.count() == Event.objects.count() == 1
    assert Evidence.objects.count() == 1


def test_a_second_decision_on_the_same_customer_makes_no_second_case(member):
    first, second = (attempt("omar@kestrel.example", member=member, country="MY") for _ in range(2))
    cases.open_case(first, make_request(), member=member, at=MONDAY)

    with pytest.raises(NowRefused) as refusal:
        cases.open_case(second, make_request(), member=member, at=MONDAY)

    assert "already_yours" in refusal.value.decision.codes
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    ("happened", "code"),
    [
        (lambda email: make_hold(email=email), "held_by_another_partner"),
        (lambda email: make_account(email, contract_signed=True, country="MY"), "contract_with_vendor"),
        (lambda email: make_account(email, site="china", country="MY"), "registered_on_china_site"),
        (lambda email: make_account(email, cash_spent=True, country="MY"), "cash_spending"),
        (
            lambda email: make_account(email, associated_partner=make_partner(), country="MY"),
            "associated_with_another_partner",
        ),
    ],
)
def test_r14_what_happened_since_the_attempt_refuses_the_request_and_leaves_its_receipt(
    member, happened, code
):
    decision = attempt("omar@kestrel.example", member=member, country="MY")
    happened("omar@kestrel.example")

    with pytest.raises(NowRefused) as refusal:
        cases.open_case(decision, make_request(), member=member, at=MONDAY)

    receipt = refusal.value.decision
    assert code in receipt.codes
    assert Decision.objects.get(pk=receipt.pk).outcome == Decision.Outcome.REFUSED
    assert not Review.objects.exists()


def test_a_request_that_is_refused_again_and_again_uses_up_the_attempts(member):
    Policy.objects.update(attempts_per_hour=3)
    decision = attempt("omar@kestrel.example", member=member, country="MY")
    make_hold(email="omar@kestrel.example")
    for _ in range(2):
        with pytest.raises(NowRefused):
            cases.open_case(decision, make_request(), member=member, at=MONDAY)

    with pytest.raises(TooManyAttempts):
        cases.open_case(decision, make_request(), member=member, at=MONDAY)

    assert Decision.objects.count() == 3


def test_the_last_attempt_of_an_hour_can_still_become_a_request(member):
    Policy.objects.update(attempts_per_hour=1)

    assert ask_for(member=member).is_open


def test_what_a_rule_no_longer_asks_about_is_no_case(member):
    make_lead("omar@kestrel.example")
    decision = attempt("omar@kestrel.example", member=member)
    Policy.objects.update(verdicts={"vendor_lead": "off"})

    with pytest.raises(NotForReview):
        cases.open_case(decision, make_request(), member=member, at=MONDAY)

    assert attempt("omar@kestrel.example", member=member).outcome == Decision.Outcome.GRANTED


def test_a_reason_that_came_since_the_attempt_is_told_to_the_reviewer(member):
    decision = attempt("omar@kestrel.example", member=member, country="MY")
    make_lead("omar@kestrel.example")

    review = cases.open_case(decision, make_request(), member=member, at=MONDAY)

    assert review.reasons == ["country_differs", "vendor_lead"]


@pytest.mark.parametrize("country", ["SG", "XX"])
def test_only_an_attempt_whose_outcome_is_review_leads_to_a_case(member, country):
    email = "omar@kestrel.example"
    if country == "XX":
        make_hold(email=email)
    decision = attempt(email, member=member, country="SG")

    with pytest.raises(NotForReview):
        cases.open_case(decision, make_request(), member=member, at=MONDAY)


def test_a_corrections_decision_leads_to_no_case(member):
    decision = attempt("omar@kestrel.example", member=member, country="MY")
    decision.shown |= {"corrects": str(uuid4())}
    decision.save()

    with pytest.raises(NotForReview):
        cases.open_case(decision, make_request(), member=member, at=MONDAY)


def test_r1_a_viewer_and_a_suspended_partner_are_refused(member):
    decision = attempt("omar@kestrel.example", member=member, country="MY")
    viewer = make_member(member.partner, Member.Role.VIEWER)

    with pytest.raises(NowRefused) as refusal:
        cases.open_case(decision, make_request(), member=viewer, at=MONDAY)
    assert refusal.value.decision.codes == ["not_permitted"]

    Partner.objects.update(status=Partner.Status.SUSPENDED)
    with pytest.raises(NowRefused):
        cases.open_case(decision, make_request(), member=member, at=MONDAY)


def test_i6_another_partners_decision_leads_nowhere(member):
    decision = attempt(member=make_member(), country="MY")

    with pytest.raises(Decision.DoesNotExist):
        cases.open_case(decision, make_request(), member=member, at=MONDAY)


def test_r12_a_lapsed_hold_in_the_way_expires(member):
    hold = make_hold(email="omar@kestrel.example")
    at = MONDAY + VALIDITY

    ask_for(member=member, at=at)

    hold.refresh_from_db()
    assert hold.status == Status.EXPIRED


def test_r13_the_due_instant_is_stored_two_working_days_on(member):
    review = ask_for(member=member, at=FRIDAY)

    assert review.due_at == review.running_due_at == FRIDAY + 4 * DAY  # over the weekend
    assert review.watch_at == review.due_at - 4 * HOUR
    assert (review.office_country.code, review.office_time_zone) == ("SG", "Asia/Singapore")


def test_r13_the_policys_number_of_days_and_office_are_those_of_that_moment(member):
    Policy.objects.update(review_days=1, office_country="US", office_time_zone="America/New_York")

    review = ask_for(member=member)

    assert review.due_at == MONDAY + DAY
    assert review.office_time_zone == "America/New_York"


def test_r13_it_is_late_from_the_first_instant_past_due_and_not_before(member):
    review = ask_for(member=member)

    assert not review.is_overdue(review.due_at)
    assert review.is_overdue(review.due_at + timedelta(microseconds=1))
    assert not Review.objects.overdue(review.due_at).exists()
    assert Review.objects.overdue(review.due_at + timedelta(microseconds=1)).exists()
