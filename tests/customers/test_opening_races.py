"""Open invitations and corrections by real parallel connections: nobody too many, and no customer twice."""

from functools import partial

import pytest

from customers import acceptance, corrections, invariants, invitations, leads, lifecycle, openings, removal
from customers.acceptance import Particulars
from customers.errors import AlreadyMoved, InvitationOver, LeadConflict, MoveNotAllowed, NotCorrectable
from customers.models import Acceptance, Invitation, PreRegistration, VendorLead
from partnercenter import addresses
from tests.builders import (
    MONDAY,
    VALIDITY,
    attempt,
    make_hold,
    make_member,
    make_opening,
    make_partner,
)
from tests.customers.test_races import PARALLEL, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

ADA = Particulars("en", name="Ada Lim", company_name="Acme", country="SG")


def told(job, *args, **kwargs):
    """What the job returns, or what it raises as a person would be told it."""
    try:
        return job(*args, **kwargs)
    except (InvitationOver, NotCorrectable, AlreadyMoved, MoveNotAllowed, LeadConflict) as violation:
        return violation


def enter(opening, email, particulars=ADA, at=MONDAY):
    return partial(told, openings.enter, opening, addresses.parse(email), particulars, at=at)


def correct(row, email, at=MONDAY):
    address, member = addresses.parse(email), row.created_by.member
    return partial(told, corrections.correct, row, address, member=member, at=at)


def expect_invariants(at=MONDAY):
    for number, _words, prove, _model in invariants.INVARIANTS:
        assert list(prove(at)) == [], number


def test_eight_customers_at_the_limit_and_exactly_the_limit_comes_through():
    member = make_member()

    for lap in range(30):
        opening = make_opening(member, limit=3)

        answers = at_once([enter(opening, f"c{lap}-{n}@acme.example") for n in range(PARALLEL)])

        over = [answer for answer in answers if isinstance(answer, InvitationOver)]
        assert opening.acceptances.count() == 3
        assert [answer.standing for answer in over] == ["full"] * (PARALLEL - 3)
    expect_invariants()


def test_i2_eight_who_need_a_review_never_pass_the_quota():
    abroad = Particulars("en", name="Ada Lim", company_name="Acme", country="MY")

    for lap in range(20):
        member = make_member(make_partner(quota=2))
        opening = make_opening(member)

        answers = at_once([enter(opening, f"c{lap}-{n}@acme.example", abroad) for n in range(PARALLEL)])

        assert sorted(answer.outcome for answer in answers) == ["in_review"] * 2 + ["refused"] * 6
        assert PreRegistration.objects.of(member.partner).count() == 2
    expect_invariants()


def test_one_customer_pressing_eight_times_comes_through_once():
    opening = make_opening(limit=1000)

    for lap in range(20):
        email = f"eager-{lap}@acme.example"

        answers = at_once([enter(opening, email)] * PARALLEL)

        assert {answer.outcome for answer in answers} == {"associated"}
        assert PreRegistration.objects.filter(email_key=email).count() == 1
    assert Acceptance.objects.count() == 20


def test_i1_a_customer_between_four_fairs_and_four_claims_is_one_partners():
    fairs = [make_opening(limit=1000) for _ in range(4)]
    members = [make_member(make_partner(quota=1000)) for _ in range(4)]

    for lap in range(50):
        email = f"wanted-{lap}@acme.example"

        at_once(
            [
                *[enter(fair, email) for fair in fairs],
                *[partial(attempt, email, member=member) for member in members],
            ]
        )

        assert PreRegistration.objects.filter(email_key=email).count() == 1
    expect_invariants()


def test_a_revocation_beside_entries_lets_in_only_who_was_before_it():
    for lap in range(20):
        opening = make_opening()

        *answers, _revoked = at_once(
            [
                *[enter(opening, f"c{lap}-{n}@acme.example") for n in range(4)],
                partial(openings.revoke, opening, at=MONDAY),
            ]
        )

        through = [answer for answer in answers if not isinstance(answer, InvitationOver)]
        assert opening.acceptances.count() == len(through)
        assert isinstance(enter(opening, f"late-{lap}@acme.example")(), InvitationOver)


def test_the_own_hold_between_the_fair_the_link_the_sweep_and_a_delete_moves_by_the_book():
    member = make_member()
    opening = make_opening(member, limit=1000, ends_at=MONDAY + 2 * VALIDITY)

    for lap in range(30):
        email = f"own-{lap}@acme.example"
        row = make_hold(member, email=email)
        link = invitations.issue(row, Invitation.Channel.LINK, by=member.user, at=MONDAY)

        at_once(
            [
                enter(opening, email),
                partial(told, acceptance.accept, link, ADA, at=MONDAY),
                partial(removal.delete, [row.pk], member=member, at=MONDAY),
                partial(lifecycle.expire_due, at=MONDAY + VALIDITY),
            ]
        )

        assert PreRegistration.objects.filter(hold_key=email).count() <= 1
    expect_invariants(MONDAY + VALIDITY)


def test_i1_a_correction_against_a_claim_of_the_same_address_leaves_one_holder():
    member, rival = (make_member(make_partner(quota=1000)) for _ in range(2))

    for lap in range(100):
        wanted = f"wanted-{lap}@acme.example"
        row = make_hold(member, email=f"typo-{lap}@acme.example")

        against, claim = at_once([correct(row, wanted), partial(attempt, wanted, member=rival)])

        row.refresh_from_db()
        holder = PreRegistration.objects.get(hold_key=wanted)
        if against:
            assert against.codes == ["held_by_another_partner"]
            assert (holder.partner, row.hold_key) == (rival.partner, f"typo-{lap}@acme.example")
        else:
            assert claim.codes == ["held_by_another_partner"]
            assert holder == row
    expect_invariants()


def test_two_partners_who_want_each_others_address_never_wait_for_each_other():
    ours, theirs = (make_member(make_partner(quota=1000)) for _ in range(2))

    for lap in range(50):
        one, two = f"one-{lap}@acme.example", f"two-{lap}@acme.example"
        mine, yours = make_hold(ours, email=one), make_hold(theirs, email=two)

        answers = at_once([correct(mine, two), correct(yours, one)])

        assert [answer.codes for answer in answers] == [["held_by_another_partner"]] * 2
    expect_invariants()


def test_i1_r16_a_vendors_lead_never_goes_unseen_by_a_correction_or_by_whoever_comes():
    member = make_member(make_partner(quota=1000))
    opening = make_opening(limit=1000)

    for lap in range(60):
        one, two = f"one-{lap}@acme.example", f"two-{lap}@acme.example"
        row = make_hold(member, email=f"typo-{lap}@acme.example")
        add = [
            partial(told, leads.add, VendorLead(email=key, email_key=key), at=MONDAY) for key in (one, two)
        ]

        against, answer, *_ = at_once([correct(row, one), enter(opening, two), *add])

        assert VendorLead.objects.filter(open_key=one).exists() == bool(against)
        assert VendorLead.objects.filter(open_key=two).exists() == (answer.outcome == "in_review")


def test_i4_a_correction_beside_an_acceptance_a_delete_and_the_sweep_leaves_what_the_history_says():
    member = make_member(make_partner(quota=1000))

    for lap in range(50):
        old, new = f"old-{lap}@acme.example", f"new-{lap}@acme.example"
        row = make_hold(member, email=old)
        link = invitations.issue(row, Invitation.Channel.LINK, by=member.user, at=MONDAY)

        _corrected, accepted, *_ = at_once(
            [
                correct(row, new),
                partial(told, acceptance.accept, link, ADA, at=MONDAY),
                partial(removal.delete, [row.pk], member=member, at=MONDAY),
                partial(lifecycle.expire_due, at=MONDAY),
            ]
        )

        row.refresh_from_db()
        assert row.status == row.events.last().went_to
        assert row.email == (new if row.corrections.exists() else old)
        if row.status == "associated":
            assert (row.email, accepted.outcome) == (old, "associated")
    expect_invariants()


def test_a_correction_pressed_eight_times_is_one():
    member = make_member()

    for lap in range(20):
        row = make_hold(member, email=f"old-{lap}@acme.example")

        assert at_once([correct(row, f"new-{lap}@acme.example")] * PARALLEL) == [None] * PARALLEL

        assert row.corrections.count() == 1
