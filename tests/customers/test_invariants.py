from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from customers.models import CustomerAccount, Event, PreRegistration
from customers.statuses import Status
from partnercenter.models import Partner, Policy
from tests.builders import (
    DAY,
    MONDAY,
    attempt,
    make_account,
    make_hold,
    make_in,
    make_member,
    make_partner,
)

pytestmark = pytest.mark.django_db


def check():
    """The exit status and what was printed."""
    printed = StringIO()
    try:
        call_command("check_invariants", stdout=printed)
    except SystemExit as end:
        return end.code, printed.getvalue()
    return 0, printed.getvalue()


def breaches():
    return [line for line in check()[1].splitlines() if " BROKEN: " in line]


def spoil(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


@pytest.fixture
def _constraints_asleep():
    """As on a damaged copy: this transaction may write what the check constraints refuse."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            cursor.execute("ALTER TABLE customers_preregistration DROP CONSTRAINT prereg_holding_has_key")
            yield


def test_every_status_that_the_product_can_reach_keeps_the_invariants():
    for status in set(Status) - {Status.DISSOCIATED}:
        make_in(status)
    attempt(member=make_member())

    status, printed = check()

    assert status == 0
    assert printed.splitlines() == [
        "I1 at most one hold per customer: no breaches in 8 pre-registrations",
        "I2 no partner above its quota: no breaches in 8 partners",
        "I3 one partner per account, one ground per association: no breaches in 1 customer accounts",
        f"I4 state and history agree: no breaches in {Event.objects.count()} events",
    ]


def test_i1_two_holds_whose_keys_differ_only_in_case_are_found():
    make_hold(email="office@acme.example")
    make_hold(email="twin@acme.example")
    spoil(
        PreRegistration.objects.get(email_key="twin@acme.example"),
        email_key="OFFICE@acme.example",
        hold_key="OFFICE@acme.example",
    )

    assert check()[0] == 1
    assert breaches() == ["I1 BROKEN: 2 holds on one customer: office@acme.example"]


@pytest.mark.usefixtures("_constraints_asleep")
def test_i1_a_hold_without_its_key_and_a_key_without_a_hold_are_found():
    keyless, keyed = make_hold(), make_in(Status.EXPIRED)
    spoil(keyless, hold_key=None)
    spoil(keyed, hold_key=keyed.email_key)

    assert sorted(breaches()) == sorted(
        [
            f"I1 BROKEN: pre-registration {keyless.pk} is preregistered, but its hold key says otherwise",
            f"I1 BROKEN: pre-registration {keyed.pk} is expired, but its hold key says otherwise",
        ]
    )


def test_i2_one_customer_more_than_the_quota_is_found():
    member = make_member(make_partner("globex", quota=2))
    attempt(member=member)
    attempt(member=member, at=MONDAY - DAY)
    assert breaches() == []

    make_hold(member, at=MONDAY - DAY)

    assert breaches() == ["I2 BROKEN: partner globex has 3 of 2 pending and pre-registered"]


def test_i2_a_quota_lowered_afterwards_breaks_nothing_but_one_more_customer_does():
    member = make_member()
    attempt(member=member)
    attempt(member=member)
    Partner.objects.update(quota=1)
    assert breaches() == []

    make_hold(member)

    assert breaches() == [f"I2 BROKEN: partner {member.partner.code} has 3 of 1 pending and pre-registered"]


def test_i2_a_review_asked_for_under_an_earlier_policy_is_measured_by_that_policy():
    member = make_member()
    make_hold(member, at=MONDAY - 2 * DAY)
    make_hold(member, Status.PENDING_REVIEW, at=MONDAY - 2 * DAY)
    Policy.objects.create(
        version=2, starts_at=MONDAY - DAY, note="fewer", validity_days=15, quota=1, attempts_per_hour=600
    )

    assert breaches() == []


def test_i2_customers_whose_time_is_over_do_not_count():
    member = make_member(make_partner(quota=1))
    make_hold(member, at=MONDAY - 16 * DAY)
    make_hold(member)

    assert breaches() == []


def test_i3_an_association_whose_account_is_another_partners_is_found():
    row = make_in(Status.ASSOCIATED)
    spoil(row.account, associated_partner=make_partner())

    assert breaches() == [
        f"I3 BROKEN: pre-registration {row.pk} is associated, but no account is associated with its partner "
        "through it",
        f"I3 BROKEN: account {row.email} rests on pre-registration {row.pk}, which is not an association with "
        "its partner",
    ]


def test_i3_an_association_without_an_account_is_found():
    row = make_in(Status.ASSOCIATED)
    spoil(row.account, association=None)

    assert breaches() == [
        f"I3 BROKEN: pre-registration {row.pk} is associated, but no account is associated with its partner "
        "through it"
    ]


def test_i3_an_account_that_rests_on_something_not_associated_is_found():
    row = make_hold()
    account = make_account(row.email)
    spoil(account, association=row, associated_partner=row.partner)

    assert breaches() == [
        f"I3 BROKEN: account {row.email} rests on pre-registration {row.pk}, which is not an association with "
        "its partner"
    ]


def test_i3_an_association_that_the_directory_brought_needs_no_pre_registration():
    make_account(associated_partner=make_partner())

    assert breaches() == []
    assert CustomerAccount.objects.count() == 1


def test_i4_a_status_without_its_event_is_found():
    row = make_in(Status.DECLINED)
    event = row.events.last()
    spoil(row, status=Status.REJECTED)

    assert breaches() == [
        f"I4 BROKEN: pre-registration {row.pk}: event {event.pk} is the last one, but the status is another"
    ]


def test_i4_a_first_event_that_comes_from_somewhere_is_found():
    row = make_in(Status.DECLINED)
    first = row.events.first()
    first.delete()

    assert breaches() == [
        f"I4 BROKEN: pre-registration {row.pk}: event {row.events.get().pk} does not go on from the one before it"
    ]


def test_i4_a_move_that_does_not_exist_is_found():
    row = make_in(Status.DECLINED)
    last = row.events.last()
    spoil(last, went_to=Status.REJECTED)
    spoil(row, status=Status.REJECTED)

    assert breaches() == [
        f"I4 BROKEN: pre-registration {row.pk}: event {last.pk} is a move that does not exist"
    ]


def test_i4_a_clock_that_went_back_an_hour_breaks_nothing():
    row = make_in(Status.DECLINED)
    spoil(row.events.last(), at=MONDAY - DAY)

    assert breaches() == []


def test_i4_a_pre_registration_without_any_event_is_found():
    row = make_hold()
    row.events.all().delete()

    assert breaches() == [f"I4 BROKEN: pre-registration {row.pk} has no history"]


def test_the_number_of_questions_does_not_depend_on_the_number_of_rows(django_assert_num_queries):
    for _ in range(20):
        attempt(member=make_member())

    # On PostgreSQL one more lifts the time limit.
    with django_assert_num_queries(14 + (connection.vendor == "postgresql")):
        check()
