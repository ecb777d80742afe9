"""R1 to R12 for whoever comes by an open invitation: judged at that moment, and nothing taken from anybody."""

from dataclasses import replace

import pytest

from customers import openings
from customers.acceptance import Particulars
from customers.models import Acceptance, CustomerAccount, Decision, Notice, PreRegistration
from customers.statuses import Status
from partnercenter import addresses
from partnercenter.models import Member, Partner, User
from reviews import cases, decisions
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    VALIDITY,
    attempt,
    make_account,
    make_hold,
    make_in,
    make_lead,
    make_member,
    make_opening,
    make_partner,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

EMAIL = "Ada@Acme.example"
KEY = "ada@acme.example"
ADA = Particulars("en", name="Ada Lim", company_name="Acme", country="SG")


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def opening(member):
    return make_opening(member)


def enter(opening, email=EMAIL, particulars=ADA, *, at=MONDAY):
    return openings.enter(opening, addresses.parse(email), particulars, at=at)


def expect_nothing_but_a_decision(before=0):
    assert PreRegistration.objects.count() == before
    assert not Acceptance.objects.exists()
    assert not User.objects.filter(email=KEY).exists()


@pytest.mark.parametrize("role", ["owner", "agent"])
def test_r1_owners_and_agents_let_customers_in(role):
    assert enter(make_opening(make_member(role=role))).outcome == "associated"


def demoted(member):
    Member.objects.update(role=Member.Role.VIEWER)


def gone(member):
    member.delete()


def signed_off(member):
    User.objects.update(is_active=False)


def moved(member):
    Member.objects.update(partner=make_partner())


@pytest.mark.parametrize("change", [demoted, gone, signed_off, moved])
def test_r1_whoever_made_it_must_still_be_one(opening, member, change):
    change(member)

    answer = enter(opening)

    assert (answer.outcome, answer.codes) == ("refused", ("not_permitted",))
    assert Decision.objects.get().partner == opening.partner
    expect_nothing_but_a_decision()


def test_r1_a_hold_of_the_partner_is_not_used_by_a_link_that_is_not_usable(opening, member):
    row = make_hold(member, email=EMAIL)
    demoted(member)

    assert enter(opening).codes == ("not_permitted",)
    row.refresh_from_db()
    assert row.status == "preregistered"


def test_r2_a_contact_must_be_reserved(opening):
    Partner.objects.update(reserved_email="")

    assert enter(opening).codes == ("contact_missing",)
    expect_nothing_but_a_decision()


def test_r3_the_quota_applies_and_who_is_associated_does_not_count(opening, member):
    Partner.objects.update(quota=1)
    assert enter(opening, "one@acme.example").outcome == "associated"
    assert enter(opening, "two@acme.example", replace(ADA, country="MY")).outcome == "in_review"

    answer = enter(opening, "three@acme.example")

    assert (answer.outcome, answer.codes) == ("refused", ("quota_reached",))
    assert PreRegistration.objects.count() == 2


def associated_with_another():
    make_account(EMAIL, associated_partner=make_partner())


def held_by_another():
    make_hold(email=EMAIL)


def pending_with_another():
    make_in(Status.PENDING_REVIEW, email=EMAIL)


def contract_signed():
    make_account(EMAIL, contract_signed=True)


def on_china_site():
    make_account(EMAIL, site=CustomerAccount.Site.CHINA)


def cash_spent():
    make_account(EMAIL, cash_spent=True)


@pytest.mark.parametrize(
    ("arrange", "code"),
    [
        pytest.param(associated_with_another, "associated_with_another_partner", id="R4"),
        pytest.param(held_by_another, "held_by_another_partner", id="R6"),
        pytest.param(pending_with_another, "held_by_another_partner", id="R6-pending"),
        pytest.param(contract_signed, "contract_with_vendor", id="R7"),
        pytest.param(on_china_site, "registered_on_china_site", id="R8"),
        pytest.param(cash_spent, "cash_spending", id="R9"),
    ],
)
def test_a_refusal_leaves_a_decision_and_takes_nothing(opening, arrange, code):
    arrange()
    rows, accounts = PreRegistration.objects.count(), list(CustomerAccount.objects.values())
    holds = list(PreRegistration.objects.values())

    answer = enter(opening)

    assert (answer.outcome, answer.codes, answer.user) == ("refused", (code,), None)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.open_invitation) == ("refused", opening)
    expect_nothing_but_a_decision(before=rows)
    assert list(CustomerAccount.objects.values()) == accounts
    assert list(PreRegistration.objects.values()) == holds


def test_r8_a_refused_customer_without_an_account_gets_none(opening):
    held_by_another()

    enter(opening)

    assert not CustomerAccount.objects.exists()


def test_r10_the_country_of_an_account_counts_and_not_the_typed_one(opening):
    make_account(EMAIL, country="MY", name="Acme Berhad")

    answer = enter(opening, particulars=Particulars("en", country="SG"))

    row = PreRegistration.objects.get()
    assert (answer.outcome, answer.codes) == ("in_review", ("country_differs",))
    assert (row.country.code, row.company_name) == ("MY", "Acme Berhad")
    assert CustomerAccount.objects.count() == 1


def test_r10_an_account_in_the_partners_country_is_associated_without_typing_anything(opening, member):
    account = make_account(EMAIL, name="")

    answer = enter(opening, particulars=Particulars("en"))

    account.refresh_from_db()
    assert (answer.outcome, account.associated_partner) == ("associated", member.partner)
    assert PreRegistration.objects.get().company_name == "A••@Acme.example"


def test_r11_a_lead_of_the_vendor_needs_a_review(opening):
    make_lead(EMAIL)

    assert enter(opening).codes == ("vendor_lead",)
    assert PreRegistration.objects.get().status == "pending_review"


def test_r5_the_partners_own_hold_is_used(member):
    opening = make_opening(member, ends_at=MONDAY + 2 * VALIDITY)
    row = attempt(EMAIL, member=member).preregistration

    assert enter(opening, at=MONDAY + VALIDITY - SECOND).outcome == "associated"

    row.refresh_from_db()
    assert row.status == "associated"
    assert row.acceptance.open_invitation == opening
    assert PreRegistration.objects.count() == Decision.objects.count() == 1


def test_r5_r12_an_own_hold_that_has_run_out_is_expired_and_another_one_begun(opening, member):
    lapsed = make_hold(member, email=EMAIL, at=MONDAY - VALIDITY)

    assert enter(opening).outcome == "associated"

    lapsed.refresh_from_db()
    assert lapsed.status == "expired"
    assert PreRegistration.objects.filter(status="associated").count() == 1


def test_r5_an_own_hold_is_judged_as_at_every_association(opening, member):
    row = make_hold(member, email=EMAIL)
    contract_signed()

    assert enter(opening).codes == ("contract_with_vendor",)

    row.refresh_from_db()
    assert row.status == "preregistered"
    assert [notice.kind for notice in Notice.objects.all()] == ["not_associated"]


def test_r5_an_own_request_for_review_keeps_the_acceptance_and_no_second_case(opening, member):
    row = make_hold(member, Status.PENDING_REVIEW, email=EMAIL, country="MY")
    cases.start(row, ["country_differs"], at=MONDAY, submitted_by=member.user)

    assert enter(opening, particulars=replace(ADA, country="MY")).outcome == "in_review"

    assert row.acceptance.open_invitation == opening
    assert cases.adopt_accepted(at=MONDAY) == 0
    decisions.approve(row.reviews.get(), "", by=make_reviewer(), at=MONDAY + DAY)
    row.refresh_from_db()
    assert row.status == "associated"


def test_r5_a_customer_of_the_directory_who_is_the_partners_already_needs_no_row(opening, member):
    make_account(EMAIL, associated_partner=member.partner)

    assert enter(opening).outcome == "associated"
    assert not PreRegistration.objects.exists()
    assert not Decision.objects.exists()


def test_r12_a_rivals_hold_that_has_run_out_is_expired_first(opening):
    rival = make_hold(email=EMAIL, at=MONDAY - VALIDITY + SECOND)

    assert enter(opening).outcome == "refused"
    assert enter(opening, at=MONDAY + SECOND).outcome == "associated"

    rival.refresh_from_db()
    assert rival.status == "expired"
