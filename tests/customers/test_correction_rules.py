"""R1 to R20 for a corrected address: what stands against it leaves the old hold as it was."""

import pytest

from customers import acceptance, leads, lifecycle
from customers.acceptance import Particulars
from customers.models import CustomerAccount
from customers.statuses import Status
from partnercenter.models import Partner
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
    make_partner,
)
from tests.customers.test_corrections import correct, expect_untouched, issue

pytestmark = pytest.mark.django_db

OLD, NEW = "ada@acme.example", "Ada.Lim@Acme.example"
LATER = MONDAY + DAY


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def row(member):
    return attempt(OLD, member=member, company_name="Acme").preregistration


def suspended(row):
    Partner.objects.update(status=Partner.Status.SUSPENDED)


def no_contact(row):
    Partner.objects.update(reserved_email="")


def quota_lowered(row):
    Partner.objects.update(quota=0)


def associated_with_another(row):
    make_account(NEW, associated_partner=make_partner())


def held_by_us(row):
    make_hold(row.created_by.member, email=NEW)


def associated_with_us(row):
    make_account(NEW, associated_partner=row.partner)


def held_by_another(row):
    make_hold(email=NEW)


def pending_with_another(row):
    make_in(Status.PENDING_REVIEW, email=NEW)


def contract_signed(row):
    make_account(NEW, contract_signed=True)


def on_china_site(row):
    make_account(NEW, site=CustomerAccount.Site.CHINA)


def cash_spent(row):
    make_account(NEW, cash_spent=True)


def in_another_country(row):
    make_account(NEW, country="MY")


def vendor_lead(row):
    make_lead(NEW)


REFUSALS = [
    pytest.param(suspended, "refused", "not_permitted", id="R1"),
    pytest.param(no_contact, "refused", "contact_missing", id="R2"),
    pytest.param(quota_lowered, "refused", "quota_reached", id="R3"),
    pytest.param(associated_with_another, "refused", "associated_with_another_partner", id="R4"),
    pytest.param(held_by_us, "refused", "already_yours", id="R5-held"),
    pytest.param(associated_with_us, "refused", "already_yours", id="R5-associated"),
    pytest.param(held_by_another, "refused", "held_by_another_partner", id="R6"),
    pytest.param(pending_with_another, "refused", "held_by_another_partner", id="R6-pending"),
    pytest.param(contract_signed, "refused", "contract_with_vendor", id="R7"),
    pytest.param(on_china_site, "refused", "registered_on_china_site", id="R8"),
    pytest.param(cash_spent, "refused", "cash_spending", id="R9"),
    pytest.param(in_another_country, "review", "country_differs", id="R10"),
    pytest.param(vendor_lead, "review", "vendor_lead", id="R11"),
]


@pytest.mark.parametrize(("arrange", "outcome", "code"), REFUSALS)
def test_what_stands_against_the_new_address_leaves_the_old_hold(row, arrange, outcome, code):
    invitation = issue(row)
    arrange(row)

    decision = correct(row)

    assert (decision.outcome, decision.codes) == (outcome, [code])
    assert decision.preregistration is None
    assert decision.shown["corrects"] == str(row.pk)
    assert (decision.typed["email"], decision.typed["company_name"]) == (NEW, "Acme")
    expect_untouched(row)
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_r3_at_the_quota_the_rows_own_place_is_its_own(row):
    Partner.objects.update(quota=1)

    assert correct(row) is None


def test_r5_the_row_itself_is_not_in_its_own_way(row):
    make_account(OLD)

    assert correct(row) is None


def test_r12_a_lapsed_hold_on_the_new_address_is_expired_first(row):
    lapsed = make_hold(email=NEW, at=LATER - VALIDITY)

    assert correct(row, at=LATER - SECOND).codes == ["held_by_another_partner"]
    assert correct(row, at=LATER) is None

    lapsed.refresh_from_db()
    assert (lapsed.status, lapsed.hold_key) == (Status.EXPIRED, None)


def test_r1_a_viewer_may_not(row):
    viewer = make_member(row.partner, role="viewer")

    assert correct(row, member=viewer).codes == ["not_permitted"]
    expect_untouched(row)


def test_r20_what_a_reviewer_let_pass_was_about_the_old_address(row):
    lifecycle.pass_country(row, "MY")
    lead = make_lead(OLD, country="SG")
    leads.release(lead, at=MONDAY, to=row)
    correct(row)
    make_account(NEW, country="MY", cash_spent=True)

    answer = acceptance.accept(issue(row), Particulars("en"), at=LATER)

    assert answer.outcome == "refused"
    assert answer.codes == ("cash_spending", "country_differs")


def test_r9_the_cash_spending_of_a_lead_that_made_way_is_let_pass_while_the_address_stays(row):
    leads.release(make_lead(OLD), at=MONDAY, to=row)
    make_account(OLD, cash_spent=True)

    assert acceptance.accept(issue(row), Particulars("en"), at=LATER).outcome == "associated"
