"""I1 and I2 by real parallel connections, on whichever database the suite runs."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from customers import leads, lifecycle, removal
from customers.errors import LeadConflict
from customers.models import Decision, Event, PreRegistration, VendorLead
from tests.builders import MONDAY, VALIDITY, attempt, make_hold, make_member, make_partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

PARALLEL = 8


def at_once(jobs):
    """Run the jobs in threads that start together, each on its own connection; raises what they raise."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait()
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(run, job) for job in jobs]]


def test_i1_eight_partners_race_for_one_customer_and_one_holds_it():
    members = [make_member() for _ in range(PARALLEL)]

    for lap in range(200):
        email = f"wanted-{lap}@acme.example"
        decisions = at_once([partial(attempt, email, member=member) for member in members])

        outcomes = sorted(decision.outcome for decision in decisions)
        assert outcomes == ["granted"] + ["refused"] * (PARALLEL - 1)
        losers = [decision for decision in decisions if decision.outcome == "refused"]
        assert all(decision.codes == ["held_by_another_partner"] for decision in losers)
        assert PreRegistration.objects.filter(hold_key=email).count() == 1
        assert PreRegistration.objects.filter(email_key=email).count() == 1
    assert Decision.objects.count() == 200 * PARALLEL


def test_i2_eight_attempts_at_quota_minus_one_never_pass_the_quota():
    for lap in range(100):
        partner = make_partner(quota=3)
        members = [make_member(partner) for _ in range(2)]
        make_hold(members[0])
        make_hold(members[0])

        decisions = at_once(
            [partial(attempt, f"c{lap}-{n}@acme.example", member=members[n % 2]) for n in range(PARALLEL)]
        )

        # Exactly one place was free: it is neither oversold nor lost.
        assert sorted(d.outcome for d in decisions) == ["granted"] + ["refused"] * (PARALLEL - 1)
        assert all(d.codes == ["quota_reached"] for d in decisions if d.outcome == "refused")
        assert PreRegistration.objects.of(partner).count() == 3


def test_a_form_sent_eight_times_at_once_is_one_success():
    member = make_member()

    for lap in range(30):
        token = uuid4()
        sends = [
            partial(attempt, f"once-{lap}@acme.example", member=member, token=token) for _ in range(PARALLEL)
        ]

        decisions = at_once(sends)

        assert {decision.outcome for decision in decisions} == {"granted"}
        assert len({decision.pk for decision in decisions}) == 1
    assert PreRegistration.objects.count() == Decision.objects.count() == 30


def test_i1_r16_a_vendors_lead_and_a_partners_claim_never_both_go_unseen():
    members = [make_member() for _ in range(3)]

    def add_lead(email):
        try:
            return leads.add(VendorLead(email=email, email_key=email), at=MONDAY)
        except LeadConflict:
            return None

    for lap in range(60):
        email = f"both-{lap}@acme.example"
        claims = [partial(attempt, email, member=member) for member in members]

        lead, *decisions = at_once([partial(add_lead, email), *claims])

        # Either the lead was first and every claim saw it, or a claim was first and the lead was refused.
        granted = [decision for decision in decisions if decision.outcome == "granted"]
        assert len(granted) == (0 if lead else 1)
        assert VendorLead.objects.filter(open_key=email).exists() == bool(lead)


def test_i4_delete_against_delete_against_the_sweep_writes_each_move_once():
    member = make_member()

    for _lap in range(40):
        row = make_hold(member)
        removals = [partial(removal.delete, [row.pk], member=member, at=MONDAY + VALIDITY) for _ in range(3)]
        sweeps = [partial(lifecycle.expire_due, at=MONDAY + VALIDITY)] * 2

        at_once([*removals, *sweeps])

        moves = [event.went_to for event in row.events.all()]
        row.refresh_from_db()
        assert moves == ["preregistered", "expired", "deleted"]
        assert row.status == "deleted"


def test_two_sweeps_share_the_work_and_double_nothing():
    member = make_member(make_partner(quota=1000))
    for _ in range(60):
        make_hold(member)

    swept = at_once([partial(lifecycle.expire_due, at=MONDAY + VALIDITY)] * 4)

    assert sum(swept) == 60
    assert Event.objects.filter(went_to="expired").count() == 60


def test_i1_at_the_instant_of_expiry_rivals_sweep_and_delete_leave_one_holder():
    """No attempt fails because the lapsed hold in its way is tidied up by somebody else at that moment."""
    owner = make_member()
    rivals = [make_member() for _ in range(4)]

    for lap in range(40):
        email = f"lapsed-{lap}@acme.example"
        row = make_hold(owner, email=email)
        at = MONDAY + VALIDITY

        *decisions, _swept, _report = at_once(
            [
                *[partial(attempt, email, member=rival, at=at) for rival in rivals],
                partial(lifecycle.expire_due, at=at),
                partial(removal.delete, [row.pk], member=owner, at=at),
            ]
        )

        assert sorted(decision.outcome for decision in decisions) == ["granted"] + ["refused"] * 3
        assert PreRegistration.objects.filter(hold_key=email).count() == 1
        row.refresh_from_db()
        assert row.status == row.events.last().went_to == "deleted"
