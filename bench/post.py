"""A granted pre-registration over HTTP on PostgreSQL: CPU against a bare view, statements, and the tail at 16 clients."""

from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import cpu, people, report, rivals
from bench.visitor import FORM, entered, percentile, preregister_together

CLIENTS = 16


def measure(size):
    rounds, posts = (4, 5) if size == "quick" else (12, 20)
    alone, *members = people.make_members(1 + CLIENTS)
    yield report.Figure("granted pre-registration, statements", statements(alone), 18)
    with rivals.running(members) as (product, bare):
        for rival in (product, bare):
            preregister_together(rival.visitors, 5)  # warm: every thread has its connection
        post, taken = partial(preregister_together, times=posts), []
        for _ in range(rounds):
            taken += product.take(post)
            bare.take(post)
    yield report.Figure(
        f"granted pre-registration, CPU against bare ({report.ms(bare.rounds, CLIENTS * posts)})",
        cpu.ratio(product.rounds, bare.rounds),
        1.6,
        "x",
    )
    yield report.Figure(
        f"granted pre-registration, p99 against p50 at {CLIENTS} clients",
        percentile(taken, 99) / percentile(taken, 50),
        2.5,
        "x",
    )


def statements(member):
    """The most statements that one of several attempts takes; each finds one hold more than the last."""
    client, counts = people.signed_in(member), []
    for _ in range(30):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(FORM, entered())
        if answer.status_code != 302:
            raise SystemExit(f"POST {FORM} was answered with {answer.status_code} and no success.")
        counts.append(len(queries))
    return max(counts)
