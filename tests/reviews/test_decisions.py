"""What a reviewer's answer does, and what keeps it from being given (R15)."""

import pytest

from customers import acceptance, leads
from customers.models import Acceptance, CustomerAccount, Notice, VendorLead
from customers.statuses import Status
from partnercenter.models import Message, Partner, Policy
from reviews import decisions
from reviews.errors import (
    ApprovalRefused,
    CommentMissing,
    PartnerSuspended,
)
from tests.builders import (
    DAY,
    MONDAY,
    VALIDITY,
    attempt,
    make_account,
    make_case,
    make_lead,
    make_member,
    make_partner,
    make_reviewer,
)
from tests.reviews.accepted import make_accepted

pytestmark = pytest.mark.django_db

EMAIL = "hello@acme.example"
LATER = MONDAY + DAY


def approve(case, comment="", by=None, at=LATER):
    return decisions.approve(case, comment, by=by or make_reviewer(), at=at)


def reject(case, comment="Another team works with them.", by=None, at=LATER):
    return decisions.reject(case, comment, by=by or make_reviewer(), at=at)


def kinds(case):
    return list(case.entries.values_list("kind", flat=True))


def test_r12_r15_an_approval_grants_fifteen_days_from_that_moment():
    case, reviewer = make_case(email=EMAIL), make_reviewer()

    case = approve(case, "Welcome.", by=reviewer)

    row = case.preregistration
    row.refresh_from_db()
    assert (row.status, row.expires_at) == (Status.PREREGISTERED, LATER + VALIDITY)
    assert (case.outcome, case.decided_by, case.decided_at) == ("approved", reviewer, LATER)
    assert (case.comment, case.running_due_at, case.watch_at) == ("Welcome.", None, None)
    assert kinds(case) == ["submitted", "approved"]
    assert Notice.objects.get().kind == "review_approved"


def test_r15_a_partners_own_validity_counts_from_the_approval():
    case = make_case(make_member(make_partner(validity_days=3)))

    approve(case)

    case.preregistration.refresh_from_db()
    assert case.preregistration.expires_at == LATER + 3 * DAY


ELSEWHERE = "associated_with_another_partner"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"associated_partner": "other"}, ELSEWHERE),
        ({"associated_partner": "own"}, "already_yours"),
        ({"contract_signed": True}, "contract_with_vendor"),
        ({"site": "china"}, "registered_on_china_site"),
        ({"cash_spent": True}, "cash_spending"),
    ],
    ids=["R4", "R5", "R7", "R8", "R9"],
)
def test_r15_a_rule_that_newly_refuses_keeps_the_case_open(facts, code):
    case = make_case(email=EMAIL)
    partners = {"other": make_partner(), "own": case.partner}
    facts = {name: partners.get(value, value) for name, value in facts.items()}
    make_account(EMAIL, **facts)

    with pytest.raises(ApprovalRefused) as refusal:
        approve(case, "Welcome.")

    assert refusal.value.codes == (code,)
    assert "The case stays open." in refusal.value.message
    case.refresh_from_db()
    assert case.is_open
    assert case.preregistration.status == Status.PENDING_REVIEW
    assert kinds(case) == ["submitted", "stopped"]
    assert case.entries.last().words == code
    assert not Notice.objects.exists()


def test_r15_every_rule_that_refuses_is_named():
    case = make_case(email=EMAIL)
    make_account(EMAIL, contract_signed=True, cash_spent=True)

    with pytest.raises(ApprovalRefused) as refusal:
        approve(case)

    assert refusal.value.codes == ("contract_with_vendor", "cash_spending")
    assert "R7" in refusal.value.message
    assert "R9" in refusal.value.message


def test_r15_a_rule_that_the_policy_leaves_to_reviewers_or_switches_off_does_not_refuse():
    Policy.objects.update(verdicts={"contract_with_vendor": "review", "cash_spending": "off"})
    case = make_case(email=EMAIL)
    make_account(EMAIL, contract_signed=True, cash_spent=True)

    assert approve(case).outcome == "approved"


def test_r6_r15_rivals_are_kept_out_before_and_after_the_approval():
    case, rival = make_case(email=EMAIL), make_member()

    before = attempt(EMAIL, member=rival)
    approve(case)
    after = attempt(EMAIL, member=rival, at=LATER)

    assert before.codes == after.codes == ["held_by_another_partner"]


def test_r11_r15_approving_a_lead_releases_it_to_this_registration():
    lead = make_lead(EMAIL)
    case = make_case(email=EMAIL, reasons=["vendor_lead"])

    approve(case)

    lead.refresh_from_db()
    assert (lead.released_at, lead.open_key) == (LATER, None)
    assert lead.released_to == case.preregistration


def test_r9_r15_cash_spending_of_a_released_lead_passes_at_its_association():
    make_lead(EMAIL)
    account = make_account(EMAIL, cash_spent=True)
    case = approve(make_case(email=EMAIL, reasons=["vendor_lead"]))

    row = case.preregistration
    row.refresh_from_db()

    assert acceptance.judge(row, account, "", at=LATER).codes == ()


def test_r9_r15_a_lead_released_by_the_vendor_meanwhile_lets_cash_spending_refuse():
    lead = make_lead(EMAIL)
    make_account(EMAIL, cash_spent=True)
    case = make_case(email=EMAIL, reasons=["vendor_lead"])
    leads.release(lead, at=MONDAY)

    with pytest.raises(ApprovalRefused) as refusal:
        approve(case)

    assert refusal.value.codes == ("cash_spending",)


def test_r15_rejecting_leaves_the_lead_to_the_vendor():
    lead = make_lead(EMAIL)

    reject(make_case(email=EMAIL, reasons=["vendor_lead"]))

    lead.refresh_from_db()
    assert (lead.released_at, lead.open_key) == (None, EMAIL)


@pytest.mark.parametrize("known", [True, False])
def test_r10_r20_a_country_that_was_let_pass_is_not_asked_about_again(known):
    account = make_account(EMAIL, country="MY") if known else None
    case = approve(make_case(email=EMAIL, country="MY"))

    row = case.preregistration
    row.refresh_from_db()

    assert row.reviewed_country.code == "MY"
    assert acceptance.judge(row, account, "MY", at=LATER).codes == ()
    if not known:
        assert acceptance.judge(row, None, "TH", at=LATER).codes == ("country_differs",)


def test_r20_a_kept_acceptance_is_associated_by_the_approval():
    case = make_accepted()

    approve(case, "Fine.")

    row = case.preregistration
    row.refresh_from_db()
    assert row.status == Status.ASSOCIATED
    assert CustomerAccount.objects.get().association == row
    assert [event.went_to for event in row.events.all()] == ["preregistered", "pending_review", "associated"]


def mail_to_customer():
    return Message.objects.get(kind="acceptance_decided")


def test_r20_a_customer_whose_acceptance_waited_is_told_what_became_of_it():
    approve(make_accepted(), "Fine, but tell nobody.")

    mail = mail_to_customer()
    assert mail.to == "hello@acme.example"
    assert mail.subject.endswith("is your partner at HUAWEI CLOUD now")
    assert "There is nothing more to do." in mail.text
    assert "/account/" in mail.text
    assert "tell nobody" not in mail.text + mail.html


def test_r20_a_customer_whose_acceptance_was_rejected_is_told_in_its_language_and_not_why():
    case = make_accepted()
    Acceptance.objects.update(language="fr")

    reject(case, "Our own team works with them.")

    mail = mail_to_customer()
    assert "ne peut pas devenir votre partenaire" in mail.subject
    assert "Our own team" not in mail.text + mail.html


def test_a_customer_who_has_accepted_nothing_is_told_nothing():
    reject(make_case(email=EMAIL))

    assert not Message.objects.filter(kind="acceptance_decided").exists()


def test_r15_r20_a_kept_acceptance_is_judged_by_the_account_it_was_given_for():
    case = make_accepted()
    CustomerAccount.objects.update(
        contract_signed=True, email="new@acme.example", email_key="new@acme.example"
    )

    with pytest.raises(ApprovalRefused) as refusal:
        approve(case)

    assert refusal.value.codes == ("contract_with_vendor",)


def test_r20_a_rejected_acceptance_ends_the_hold_and_frees_the_account():
    case = make_accepted()

    reject(case)

    case.preregistration.refresh_from_db()
    assert case.preregistration.status == Status.REJECTED
    assert CustomerAccount.objects.get().associated_partner is None


def test_r15_a_rejection_ends_the_hold_and_its_comment_reaches_the_partner():
    case = reject(make_case(email=EMAIL), "Our Bangkok team works with them.")

    row = case.preregistration
    row.refresh_from_db()
    assert (row.status, row.hold_key) == (Status.REJECTED, None)
    assert case.comment == case.entries.last().words == row.events.last().why
    assert Notice.objects.get().kind == "review_rejected"


@pytest.mark.parametrize("comment", ["", " \n "])
def test_r15_a_rejection_needs_a_comment(comment):
    case = make_case()

    with pytest.raises(CommentMissing):
        reject(case, comment)

    case.refresh_from_db()
    assert case.is_open


@pytest.mark.parametrize("decide", [approve, reject])
def test_a_comment_as_long_as_the_form_allows_is_kept_whole(decide):
    case = decide(make_case(), "x" * 4000)

    assert len(case.comment) == len(case.entries.last().words) == 4000


def test_a_suspended_partners_request_can_be_rejected_but_not_approved():
    case = make_case()
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    with pytest.raises(PartnerSuspended):
        approve(case)
    assert case.entries.last().words == "partner_suspended"

    assert reject(case).outcome == "rejected"


def test_trying_again_what_is_refused_leaves_one_line_in_the_history():
    case, reviewer = make_case(email=EMAIL), make_reviewer()
    make_account(EMAIL, contract_signed=True)

    for _click in range(2):
        with pytest.raises(ApprovalRefused):
            approve(case, by=reviewer)

    assert kinds(case) == ["submitted", "stopped"]


def test_only_open_leads_are_touched():
    old = make_lead(EMAIL)
    leads.release(old, at=MONDAY - DAY)
    case = make_case(email=EMAIL)

    approve(case)

    assert VendorLead.objects.get().released_to is None
