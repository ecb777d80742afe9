"""A case is decided once, by real parallel connections: one outcome, and the invariants hold."""

from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse

from customers.invariants import INVARIANTS
from customers.models import PreRegistration, VendorLead
from customers.statuses import Status
from partnercenter.errors import RuleViolation
from partnercenter.models import Partner
from reviews import cases, decisions, watch
from reviews.errors import AlreadyDecided, ApprovalRefused, PartnerSuspended
from reviews.models import Entry, Review
from tests.builders import (
    DAY,
    MONDAY,
    make_account,
    make_case,
    make_lead,
    make_member,
    make_partner,
    make_reviewer,
    make_staff,
)
from tests.customers.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

DECISIONS = [Entry.Kind.APPROVED, Entry.Kind.REJECTED, Entry.Kind.DUPLICATE]


@pytest.fixture
def laps():
    """SQLite lets one writer in at a time, so a race there shows little."""
    return range(100 if connection.vendor == "postgresql" else 10)


@pytest.fixture
def reviewers():
    return [make_reviewer(), make_reviewer()]


@pytest.fixture
def member():
    return make_member(make_partner(quota=1000))


def attempted(verb, *args, **kwargs):
    """What it raised, or its result."""
    try:
        return verb(*args, **kwargs)
    except RuleViolation as violation:
        return violation


def posted(user, address, answers):
    client = Client()
    client.force_login(user)
    return partial(client.post, address, answers)


def expect_sound(case):
    """Decided once or not at all, told once, and the registration where the decision says."""
    case.refresh_from_db()
    status = PreRegistration.objects.get(pk=case.preregistration_id).status
    expected = {"": Status.PENDING_REVIEW, "approved": Status.PREREGISTERED}
    assert status == expected.get(case.outcome, Status.REJECTED)
    assert case.entries.filter(kind__in=DECISIONS).count() == bool(case.outcome)


def expect_invariants():
    breaches = [breach for _code, _words, check, _model in INVARIANTS for breach in check(MONDAY)]
    assert breaches == []


def test_p8_approve_against_reject_is_one_decision_and_the_other_is_told(laps, reviewers, member):
    first, second = reviewers

    for _lap in laps:
        case = make_case(member)
        answers = at_once(
            [
                partial(attempted, decisions.approve, case, "Yes.", by=first, at=MONDAY),
                partial(attempted, decisions.reject, case, "No.", by=second, at=MONDAY),
            ]
        )

        assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyDecided", "Review"]
        expect_sound(case)
    expect_invariants()


def test_r15_approve_against_an_administrators_change_of_the_account(laps, reviewers, member):
    administrator = make_staff()

    for lap in laps:
        email = f"c{lap}@acme.example"
        account, case = make_account(email), make_case(member, email=email)
        change = reverse("admin:customers_customeraccount_change", args=[account.pk])
        fields = {"email": email, "country": "SG", "site": "international", "contract_signed": "on"}
        answer, changed = at_once(
            [
                partial(attempted, decisions.approve, case, "", by=reviewers[0], at=MONDAY),
                posted(administrator, change, fields),
            ]
        )

        assert changed.status_code == 302
        account.refresh_from_db()
        assert account.contract_signed
        assert isinstance(answer, (Review, ApprovalRefused))
        expect_sound(case)
    expect_invariants()


def test_r15_approve_against_the_partners_suspension(laps, reviewers):
    administrator = make_staff()

    for _lap in laps:
        case = make_case()
        suspend = {"action": "suspend", "_selected_action": [case.partner_id]}
        answer, changed = at_once(
            [
                partial(attempted, decisions.approve, case, "", by=reviewers[0], at=MONDAY),
                posted(administrator, reverse("admin:partnercenter_partner_changelist"), suspend),
            ]
        )

        assert changed.status_code == 302
        assert Partner.objects.get(pk=case.partner_id).status == Partner.Status.SUSPENDED
        assert isinstance(answer, (Review, PartnerSuspended))
        expect_sound(case)
    expect_invariants()


@pytest.mark.parametrize("decide", [decisions.approve, decisions.reject])
def test_r13_a_decision_against_the_clocks_sweep(laps, reviewers, member, decide):
    for _lap in laps:
        late = MONDAY + 5 * DAY
        case = make_case(member)
        sweep = partial(watch.watch_due, at=late)
        answer, *_swept = at_once(
            [partial(attempted, decide, case, "Late.", by=reviewers[0], at=late), sweep, sweep]
        )

        assert isinstance(answer, Review)
        expect_sound(case)
        kinds = list(case.entries.values_list("kind", flat=True))
        assert kinds.count(Entry.Kind.FLAGGED) <= 1
        assert Review.objects.get(pk=case.pk).watch_at is None
    expect_invariants()


def test_approve_against_the_partners_answer_neither_blocks_the_other(laps, reviewers, member):
    for _lap in laps[:30]:
        case = make_case(member)
        decisions.ask(case, "Who signs?", by=reviewers[1], at=MONDAY)
        answer, _said = at_once(
            [
                partial(attempted, decisions.approve, case, "", by=reviewers[0], at=MONDAY),
                partial(attempted, cases.answer, case, "Ada.", (), by=member.user, at=MONDAY),
            ]
        )

        assert isinstance(answer, Review)
        expect_sound(case)


def test_r9_r11_approve_against_the_vendors_release_of_the_lead(laps, reviewers, member):
    """Either the lead makes way for this registration, or cash spending refuses: never approved and forgotten."""
    administrator = make_staff()

    for lap in laps[:30]:
        email = f"c{lap}@acme.example"
        make_account(email, cash_spent=True)
        lead = make_lead(email)
        case = make_case(member, email=email, reasons=["vendor_lead"])
        release = {"action": "release", "_selected_action": [lead.pk]}
        answer, _released = at_once(
            [
                partial(attempted, decisions.approve, case, "", by=reviewers[0], at=MONDAY),
                posted(administrator, reverse("admin:customers_vendorlead_changelist"), release),
            ]
        )

        made_way = VendorLead.objects.get(pk=lead.pk).released_to_id == case.preregistration_id
        assert isinstance(answer, Review if made_way else ApprovalRefused)
        expect_sound(case)


def test_two_reviewers_take_one_case_and_one_has_it(laps, reviewers, member):
    for _lap in laps[:30]:
        case = make_case(member)
        answers = at_once([partial(attempted, decisions.take, case, by=one, at=MONDAY) for one in reviewers])

        assert sorted(type(answer).__name__ for answer in answers) == ["Review", "TakenAlready"]


def test_two_cases_called_each_others_repetition_do_not_both_fall(laps, reviewers):
    for _lap in laps[:30]:
        member = make_member()
        one, other = make_case(member), make_case(member)
        pairs = [(one, other, reviewers[0]), (other, one, reviewers[1])]
        answers = at_once(
            [
                partial(attempted, decisions.mark_duplicate, case, original, "Again.", by=by, at=MONDAY)
                for case, original, by in pairs
            ]
        )

        assert sorted(type(answer).__name__ for answer in answers) == ["NotADuplicate", "Review"]
        assert Review.objects.of(member.partner).open().count() == 1


def test_the_same_list_action_sent_twice_decides_each_case_once(laps, member):
    reviewer = make_reviewer()
    reviewer.groups.add(Group.objects.get(name="Reviewers"))

    for _lap in laps[:20]:
        chosen = [make_case(member) for _ in range(3)]
        answers = {
            "action": "reject_selected",
            "confirmed": "1",
            "comment": "No.",
            "_selected_action": [case.pk for case in chosen],
        }
        queue = reverse("admin:reviews_review_changelist")
        at_once([posted(reviewer, queue, answers), posted(reviewer, queue, answers)])

        for case in chosen:
            expect_sound(case)
            assert Review.objects.get(pk=case.pk).outcome == "rejected"


def test_a_decision_that_comes_second_is_told_by_whom(reviewers):
    case = make_case()
    decisions.approve(case, "", by=reviewers[0], at=MONDAY)

    assert isinstance(attempted(decisions.reject, case, "No.", by=reviewers[1], at=MONDAY), AlreadyDecided)
