"""The list page with 100 rows: its queries, and its CPU against a page as it is often written."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import cpu, people, report, rivals, rows

LIST = "/partner-center/customers/?size=100"
BUDGET = 20 / 42  # milliseconds


def measure(size):
    rounds, visits = (6, 10) if size == "quick" else (20, 25)
    members = people.make_members(2)
    rows.fill_preregistrations(1, 100 * len(members), rows.RUNNING, members)
    rows.settle()
    client = people.signed_in(members[0])
    with CaptureQueriesContext(connection) as queries:
        visit(client)
    yield report.Figure("list of 100 rows, queries", len(queries), 8)

    def look(visitors):
        for _ in range(visits):
            for visitor in visitors:
                require_rows(visitor.get(LIST))

    with rivals.running(members) as (product, naive):
        for rival in (product, naive):
            look(rival.visitors)  # warm: the templates are read
        for _ in range(rounds):
            product.take(look)
            naive.take(look)
    each = visits * len(members)
    yield report.Figure(
        f"list of 100 rows, CPU ({report.ms(product.rounds, each)}) against naive ({report.ms(naive.rounds, each)})",
        cpu.ratio(product.rounds, naive.rounds),
        BUDGET,
        "x",
    )


def visit(client):
    require_rows(client.get(LIST).content)


def require_rows(page):
    if page.count(b"<tr") < 100:
        raise SystemExit(f"{LIST} did not show its 100 rows.")
