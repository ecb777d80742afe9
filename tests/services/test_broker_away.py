"""Beat and worker as processes of their own, and a broker that goes away: no page waits, no mail is lost."""

import os
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from partnercenter import clock
from partnercenter.models import Message
from tests.builders import make_member
from tests.mail import make_message
from tests.services.relay import Relay

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.REDIS_URL, reason="without a broker beat runs the jobs itself"),
]

HEALED = 30  # seconds, on a machine that does much else


@pytest.fixture
def broker():
    redis = urlsplit(settings.REDIS_URL)
    with Relay(redis.hostname, redis.port or 6379) as relay:
        yield relay


@pytest.fixture
def _beat_and_worker(broker, smtp_server, tmp_path):
    database = connection.settings_dict["NAME"]
    redis = urlsplit(settings.REDIS_URL)
    environment = os.environ | {
        "DATABASE_URL": urlsplit(settings.DATABASE_URL)._replace(path=f"/{database}").geturl(),
        "REDIS_URL": redis._replace(netloc=f"127.0.0.1:{broker.port}").geturl(),
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_server.port}",
        "DATA_DIR": str(tmp_path),
    }
    serve = [sys.executable, "manage.py", "serve", "--only=beat", "--only=worker"]
    process = subprocess.Popen(serve, env=environment, cwd=settings.BASE_DIR)
    yield
    process.terminate()
    process.wait(30)


@pytest.mark.usefixtures("_beat_and_worker")
def test_i5_with_the_broker_away_pages_work_and_the_mail_leaves_after_its_return(
    client, broker, smtp_server, monkeypatch
):
    monkeypatch.setattr(clock, "now", timezone.now)  # as in those processes
    member = make_member()
    make_message(at=timezone.now())
    wait_until_received(smtp_server, 1)

    broker.cut()
    began = time.monotonic()
    response = client.post("/accounts/password/reset/", {"email": member.user.email})

    assert response.status_code == 302
    assert time.monotonic() - began < 1
    time.sleep(4)  # beat and worker meet the shut door
    assert len(smtp_server.received) == 1
    broker.restore()
    wait_until_received(smtp_server, 2)
    assert smtp_server.addresses[1] == member.user.email
    assert set(Message.objects.values_list("tries", flat=True)) == {1}


def wait_until_received(smtp_server, count):
    deadline = time.monotonic() + HEALED
    while len(smtp_server.received) < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)
