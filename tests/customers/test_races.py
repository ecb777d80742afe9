"""I1 and I2 by real parallel connections, on whichever database the suite runs."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from customers.models import Decision, PreRegistration
from tests.builders import attempt, make_hold, make_member, make_partner

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
