"""The sweep of due rows, events included, against one raw UPDATE of the same rows; and what a POST feels meanwhile."""

import contextlib
import threading
import time

from django.db import connection

from bench import cpu, people, report, rows, server
from bench.visitor import Visitor, percentile
from customers import lifecycle
from partnercenter import clock

RAW = """
UPDATE customers_preregistration
SET status = 'expired', status_since = expires_at, hold_key = NULL, due_at = NULL
WHERE due_at <= now()
"""
EMPTY = "TRUNCATE customers_preregistration, customers_event, customers_decision, customers_customeraccount"
PAUSE = 0.02  # seconds between two posts: partners who type, not a load that fills the machine


def measure(size):
    due, quiet = (20_000, 3) if size == "quick" else (1_000_000, 20)
    members = people.make_members(100)
    fill(due, members)
    raw = cost(lambda: rows.run(RAW))
    rows.run(EMPTY)
    fill(due, members)
    with server.running("--only=web") as (_, port):
        visitor = Visitor(port, people.make_members(1)[0])
        with posting(visitor) as before:
            time.sleep(quiet)
        with posting(visitor) as meanwhile:
            swept = cost(sweep)
    yield report.Figure(
        f"sweep of {due:,} rows, speed of one raw UPDATE ({due / swept:,.0f}/s)",
        raw / swept,
        0.3,
        "x",
        at_least=True,
    )
    yield report.Figure(
        "sweep, p99 of a post meanwhile against before",
        percentile(meanwhile, 99) / percentile(before, 99),
        2,
        "x",
    )


def fill(due, members):
    rows.fill_preregistrations(1, due, rows.DUE, members)
    rows.settle()


def cost(work):
    """CPU seconds of this process and its connection; the server's own are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    before = time.thread_time() + cpu.of_process(backend)
    work()
    return time.thread_time() + cpu.of_process(backend) - before


def sweep():
    while lifecycle.expire_due(at=clock.now()):
        pass


@contextlib.contextmanager
def posting(visitor):
    """Posts one customer after the other meanwhile; the list gets the seconds that each took."""
    taken, ended = [], threading.Event()

    def post():
        while not ended.wait(PAUSE):
            taken.append(visitor.preregister())

    thread = threading.Thread(target=post)
    thread.start()
    try:
        yield taken
    finally:
        ended.set()
        thread.join()
