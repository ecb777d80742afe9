from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from customers.tasks import expire_due
from partnercenter.tasks import clear_sessions
from tests.builders import MONDAY, VALIDITY, make_hold

pytestmark = pytest.mark.django_db


def test_sessions_that_have_ended_are_cleared_and_others_stay():
    for ends_in in (timedelta(hours=-1), timedelta(hours=1)):
        session = SessionStore()
        session.set_expiry(timezone.now() + ends_in)
        session.save()

    clear_sessions()

    assert Session.objects.count() == 1


def test_beats_task_expires_what_is_due_now(set_clock):
    row = make_hold()
    set_clock(MONDAY + VALIDITY)

    assert expire_due() == 1

    row.refresh_from_db()
    assert row.status == "expired"


@pytest.mark.django_db(transaction=True)
def test_a_beat_that_runs_the_jobs_itself_does_not_keep_a_connection_that_has_died(monkeypatch, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    connection.ensure_connection()
    dead = connection.connection
    connection.errors_occurred = True
    monkeypatch.setattr(connection, "is_usable", lambda: False)

    expire_due.apply()

    assert connection.connection is not dead
