"""A job through the real broker to a real worker; bin/test-services runs it."""

import time

import pytest
from celery.contrib.testing.worker import start_worker
from django.conf import settings

from customers.tasks import expire_due
from partnercenter.celery import app
from tests.builders import MONDAY, VALIDITY, make_hold

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.REDIS_URL, reason="without a broker beat runs the jobs itself"),
]


def test_a_worker_takes_the_sweep_from_redis(set_clock):
    row = make_hold()
    set_clock(MONDAY + VALIDITY)

    with start_worker(app, pool="solo", perform_ping_check=False):
        expire_due.delay()
        expire_due.delay()  # a job that comes twice does nothing twice
        deadline = time.monotonic() + 10
        while row.status != "expired" and time.monotonic() < deadline:
            time.sleep(0.05)
            row.refresh_from_db()

    assert row.status == "expired"
    assert row.events.count() == 2
