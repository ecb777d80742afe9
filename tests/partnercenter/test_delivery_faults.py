"""Delivery by several workers, and by one that is killed: real connections and real processes."""

import multiprocessing
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from partnercenter import outbox
from partnercenter.models import Message
from partnercenter.tasks import deliver_mail
from tests.builders import MONDAY, SECOND
from tests.mail import TAKE_AND_HANG, TAKEN, deliver, make_message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

WORKERS = 4


def test_i5_workers_at_once_share_the_queue_and_send_each_message_once(smtp_server, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 3)
    messages = [make_message() for _ in range(60)]

    def work(_):
        try:
            return deliver()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        sent = list(pool.map(work, range(WORKERS)))

    assert sum(sent) == 60
    assert sorted(smtp_server.addresses) == sorted(message.to for message in messages)
    assert set(Message.objects.values_list("state", "tries")) == {("sent", 1)}


def test_i5_kill_9_in_mid_delivery_loses_nothing_and_doubles_at_most_the_one_in_flight(smtp_server):
    for _ in range(5):
        make_message()
    smtp_server.answers += [TAKEN, TAKEN, TAKE_AND_HANG]
    connections.close_all()  # a connection must not be shared with the child
    worker = multiprocessing.get_context("fork").Process(target=deliver_mail)
    worker.start()
    wait_for(lambda: len(smtp_server.received) == 3)

    worker.kill()
    worker.join()

    assert Counter(Message.objects.values_list("state", flat=True)) == {"sent": 2, "queued": 3}
    assert deliver(MONDAY + outbox.LEASE - SECOND) == 0
    assert deliver(MONDAY + outbox.LEASE) == 3
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    copies = Counter(mail["Message-ID"] for mail in smtp_server.received)
    assert sorted(copies.values()) == [1, 1, 1, 1, 2]


def wait_for(condition):
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
