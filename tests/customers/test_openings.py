"""Coming by an open invitation: what comes of it, until when, and how often."""

from dataclasses import replace
from uuid import UUID

import pytest

from customers import invariants, openings
from customers.acceptance import Particulars
from customers.errors import InvitationOver
from customers.models import Acceptance, CustomerAccount, Decision, Notice, OpenInvitation, PreRegistration
from customers.statuses import Status
from partnercenter import addresses
from partnercenter.models import Partner
from reviews import cases, decisions
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    attempt,
    make_hold,
    make_in,
    make_member,
    make_opening,
    make_reviewer,
)
from tests.customers.test_registration import new_policy

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


def test_a_customer_is_preregistered_and_associated_at_once(opening, member):
    answer = enter(opening)

    row = PreRegistration.objects.get()
    account = CustomerAccount.objects.get()
    assert (answer.outcome, answer.codes, answer.user.email) == ("associated", (), KEY)
    assert (row.status, row.email, row.email_key, row.created_by) == ("associated", EMAIL, KEY, member.user)
    assert (row.company_name, row.contact_name, row.country.code) == ("Acme", "Ada Lim", "SG")
    assert [(event.came_from, event.went_to, event.at) for event in row.events.all()] == [
        ("", "preregistered", MONDAY),
        ("preregistered", "associated", MONDAY),
    ]
    assert (account.associated_partner, account.association, account.name) == (member.partner, row, "Acme")
    decision = row.decision
    assert (decision.outcome, decision.open_invitation, decision.by) == ("granted", opening, member.user)
    assert (row.acceptance.open_invitation, row.acceptance.account) == (opening, account)
    assert [notice.kind for notice in Notice.objects.all()] == ["associated"]


def test_the_invariants_hold_after_every_kind_of_answer(opening, member):
    enter(opening)
    enter(opening, "bo@acme.example", replace(ADA, country="MY"))
    make_hold(member, email="cy@acme.example")
    enter(opening, "cy@acme.example")

    for number, _words, prove, _model in invariants.INVARIANTS:
        assert list(prove(MONDAY)) == [], number


def test_coming_twice_is_answered_as_once(opening):
    first = enter(opening)
    again = enter(opening)

    assert (again.outcome, again.user) == (first.outcome, first.user)
    assert PreRegistration.objects.count() == Decision.objects.count() == Acceptance.objects.count() == 1


def test_a_review_keeps_the_acceptance_and_tells_the_partner(opening, member):
    answer = enter(opening, particulars=replace(ADA, country="MY"))
    again = enter(opening)

    row = PreRegistration.objects.get()
    assert (answer.outcome, answer.codes) == ("in_review", ("country_differs",))
    assert (again.outcome, again.user) == ("in_review", answer.user)
    assert (row.status, row.country.code, row.expires_at) == ("pending_review", "MY", None)
    assert row.acceptance.awaits_review_at == MONDAY
    assert list(row.acceptance.review_reasons) == ["country_differs"]
    decision = Decision.objects.get()
    assert (decision.outcome, decision.preregistration, decision.open_invitation) == ("review", None, opening)
    assert [notice.kind for notice in Notice.objects.all()] == ["in_review"]


def test_an_approved_review_associates_the_customer_who_came(opening, member):
    enter(opening, particulars=replace(ADA, country="MY"))
    cases.adopt_accepted(at=MONDAY)
    row = PreRegistration.objects.get()

    decisions.approve(row.reviews.get(), "", by=make_reviewer(), at=MONDAY + DAY)

    row.refresh_from_db()
    assert row.status == "associated"
    assert CustomerAccount.objects.get().associated_partner == member.partner


def test_it_is_open_until_the_instant_it_ends(opening):
    assert openings.standing(opening, at=opening.ends_at - SECOND) == "live"
    assert enter(opening, at=opening.ends_at - SECOND).outcome == "associated"

    assert openings.standing(opening, at=opening.ends_at) == "expired"
    with pytest.raises(InvitationOver) as over:
        enter(opening, "bo@acme.example", at=opening.ends_at)
    assert over.value.standing == "expired"


def test_it_is_open_until_its_uses_are_used_and_refusals_use_none(member):
    opening = make_opening(member, limit=2)
    make_hold(email=EMAIL)
    enter(opening)
    enter(opening, "one@acme.example")
    assert openings.standing(opening, at=MONDAY) == "live"
    enter(opening, "two@acme.example", replace(ADA, country="MY"))

    assert openings.standing(opening, at=MONDAY) == "full"
    with pytest.raises(InvitationOver) as over:
        enter(opening, "three@acme.example")
    assert over.value.standing == "full"
    assert enter(opening, "one@acme.example").outcome == "associated"  # a second press at the limit


def test_a_revoked_one_lets_nobody_in_and_keeps_who_came(opening):
    enter(opening)
    stale = OpenInvitation.objects.get()
    assert openings.revoke(opening, at=MONDAY) == 1
    assert openings.revoke(opening, at=MONDAY + DAY) == 0

    with pytest.raises(InvitationOver) as over:
        enter(stale, "bo@acme.example")

    assert over.value.standing == "revoked"
    opening.refresh_from_db()
    assert opening.revoked_at == MONDAY
    assert PreRegistration.objects.get().status == "associated"


def test_a_suspended_partner_lets_nobody_in(opening):
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    with pytest.raises(InvitationOver) as over:
        enter(opening)

    assert over.value.standing == "suspended"


def test_customers_who_come_use_up_none_of_the_teams_attempts(opening, member):
    new_policy(attempts_per_hour=1)
    enter(opening, "one@acme.example")
    enter(opening, "two@acme.example")

    assert attempt(member=member).outcome == "granted"


def test_a_dissociated_customer_may_come_back(opening, member):
    row = make_in(Status.DISSOCIATED, member, email=EMAIL)

    assert enter(opening).outcome == "associated"
    assert PreRegistration.objects.exclude(pk=row.pk).get().status == "associated"


def test_making_one_twice_with_the_same_entries_makes_one(member):
    form = {"label": "Fair", "ends_at": MONDAY + DAY, "limit": 5, "token": UUID(int=7)}

    first = openings.create(**form, member=member, at=MONDAY)
    again = openings.create(**form, member=member, at=MONDAY)
    changed = openings.create(**form | {"limit": 6}, member=member, at=MONDAY)
    rival = openings.create(**form, member=make_member(), at=MONDAY)

    assert first == again
    assert len({first.pk, changed.pk, rival.pk}) == 3
