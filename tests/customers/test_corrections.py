"""Correcting the address during the hold: every rule anew, the time that is left, and the end of the old ways in."""

from dataclasses import replace

import pytest

from customers import acceptance, corrections, invariants, invitations, proofs
from customers.acceptance import Particulars
from customers.errors import CodeOver, InvitationOver, NotCorrectable, TooManyAttempts
from customers.models import Correction, Decision, Invitation, PreRegistration
from customers.statuses import Status
from partnercenter import addresses
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    VALIDITY,
    attempt,
    make_account,
    make_in,
    make_member,
)
from tests.customers.test_registration import new_policy

pytestmark = pytest.mark.django_db

OLD, NEW = "ada@acme.example", "Ada.Lim@Acme.example"
NEW_KEY = "ada.lim@acme.example"
LATER = MONDAY + DAY


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def row(member):
    return attempt(OLD, member=member, company_name="Acme").preregistration


def correct(row, email=NEW, *, member=None, at=LATER):
    member = member or row.created_by.member
    return corrections.correct(row, addresses.parse(email), member=member, at=at)


def issue(row, channel=Invitation.Channel.LINK):
    return invitations.issue(row, channel, by=row.created_by, at=MONDAY)


def expect_untouched(row):
    before = {name: getattr(row, name) for name in ("email", "email_key", "hold_key", "status", "expires_at")}
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in before} == before
    assert not Correction.objects.exists()


def test_a_granted_correction_changes_the_address_and_not_the_time(row, member):
    assert correct(row) is None

    row.refresh_from_db()
    assert (row.email, row.email_key, row.hold_key) == (NEW, NEW_KEY, NEW_KEY)
    assert row.search_text == "acme ada.lim@acme.example"
    assert (row.status, row.created_at, row.expires_at) == (Status.PREREGISTERED, MONDAY, MONDAY + VALIDITY)
    assert row.due_at == row.expires_at
    correction = row.corrections.get()
    assert (correction.by, correction.at, correction.policy_version) == (member.user, LATER, 1)
    assert (correction.came_from, correction.went_to) == (OLD, NEW)
    assert [event.went_to for event in row.events.all()] == [Status.PREREGISTERED]
    assert Decision.objects.count() == 1


def test_the_invariants_hold_after_a_correction(row):
    correct(row)

    for number, _words, prove, _model in invariants.INVARIANTS:
        assert list(prove(LATER)) == [], number


def test_the_old_address_is_free_and_the_new_one_is_held(row):
    rival = make_member()

    correct(row)

    assert attempt(NEW, member=rival, at=LATER).codes == ["held_by_another_partner"]
    assert attempt(OLD, member=rival, at=LATER).outcome == "granted"


def test_another_spelling_of_the_same_address_is_shown_and_judged_by_nothing(row):
    make_account(OLD, contract_signed=True)
    invitation = issue(row)

    assert correct(row, "Ada@ACME.example") is None

    row.refresh_from_db()
    assert (row.email, row.email_key) == ("Ada@ACME.example", OLD)
    assert row.corrections.get().went_to == "Ada@ACME.example"
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_correcting_twice_is_one_correction(row):
    correct(row)
    correct(row)

    assert Correction.objects.count() == 1
    assert Decision.objects.count() == 1


def test_every_way_in_is_revoked_and_its_codes_die(row):
    invitation = issue(row)
    other = issue(row, Invitation.Channel.QR)
    address = addresses.parse(OLD)
    proofs.send_code(invitation, address, language="en", zone="UTC", at=LATER, token="one")

    correct(row)

    for one in (invitation, other):
        one = Invitation.objects.select_related("preregistration__partner").get(pk=one.pk)
        assert invitations.standing(one, at=LATER) == "revoked"
    with pytest.raises(CodeOver):
        proofs.check(invitation, address.key, "000000", at=LATER)
    with pytest.raises(InvitationOver):
        acceptance.accept(invitation, Particulars("en", country="SG"), at=LATER)
    assert invitations.issue(row, Invitation.Channel.LINK, by=row.created_by, at=LATER) != invitation


def test_r12_an_address_is_corrected_until_the_hold_ends_and_not_after(row):
    with pytest.raises(NotCorrectable):
        correct(row, at=MONDAY + VALIDITY)
    assert correct(row, at=MONDAY + VALIDITY - SECOND) is None


@pytest.mark.parametrize("status", [status for status in Status if status != Status.PREREGISTERED])
def test_no_other_status_can_be_corrected(member, status):
    row = make_in(status, member)

    with pytest.raises(NotCorrectable):
        correct(row)

    expect_untouched(row)


def test_i6_another_partners_row_is_not_there(row):
    with pytest.raises(PreRegistration.DoesNotExist):
        correct(row, member=make_member())

    expect_untouched(row)


def test_corrections_and_attempts_share_the_limit_of_the_hour(row, member):
    new_policy(attempts_per_hour=4)  # one is used by the attempt
    make_account(NEW, contract_signed=True)
    assert correct(row, at=MONDAY).outcome == "refused"
    assert correct(row, "one@acme.example", at=MONDAY) is None
    assert correct(row, "two@acme.example", at=MONDAY) is None

    with pytest.raises(TooManyAttempts):
        correct(row, "three@acme.example", at=MONDAY)
    with pytest.raises(TooManyAttempts):
        attempt(member=member)
    assert correct(row, "Two@acme.example", at=MONDAY) is None  # nothing is learnt by another spelling


def test_a_form_sent_again_is_not_answered_with_a_hold_that_has_left_for_another_address(member):
    token = "7d3a4f0a-8f0e-4d4e-9e0e-3a52ff3b2a01"
    decision = attempt(OLD, member=member, token=token)
    correct(decision.preregistration)

    again = attempt(OLD, member=member, at=LATER, token=token)

    assert again != decision
    assert again.preregistration.email_key == OLD


def test_the_wish_of_a_row_is_what_was_typed(member):
    typed = {"contact_name": "Ada", "mobile": "+6581234567", "industry": "Ships", "notes": "Met at the fair"}
    row = attempt(OLD, member=member, **typed).preregistration
    row.refresh_from_db()

    wish = corrections.wish_of(row, addresses.parse(OLD))

    assert wish.typed == row.decision.typed
    correct(row)
    row.refresh_from_db()
    assert row.search_text == "acme ada.lim@acme.example ada 6581234567"
    assert replace(wish, email=NEW, email_key=NEW_KEY) == corrections.wish_of(row, addresses.parse(NEW))
