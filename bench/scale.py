"""Attempt and list as the tables grow: databases of several sizes, visited in turns by one process."""

import contextlib
import os

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from environ import Env

from bench import cpu, database, people, report, rows
from bench.listing import visit
from bench.visitor import FORM, entered

SIZES = {
    "quick": (1_000, 20_000),
    "normal": (10_000, 1_000_000),
    "full": (10_000, 1_000_000, 5_000_000),
}
BUDGET = 1.15


def measure(size):
    rounds = 8 if size == "quick" else 40
    with contextlib.ExitStack() as stack:
        copies = [stack.enter_context(copy_of(count)) for count in SIZES[size]]
        for name, work in {"attempt": attempt, "list": visit}.items():
            taken = in_turns(copies, work, rounds)
            for copy, seconds in zip(copies[1:], taken[1:], strict=True):
                yield report.Figure(
                    f"{name} on {connection.vendor}, {copy.count:,} against {copies[0].count:,} rows",
                    cpu.ratio(seconds, taken[0]),
                    BUDGET,
                    "x",
                )


@contextlib.contextmanager
def copy_of(count):
    url = database.named(os.environ["DATABASE_URL"], count)
    with database.fresh(url):
        copy = Copy(url, count)
        yield copy
        copy.connection.close()


class Copy:
    """A database with so many rows of each kind. Of two partners one asks, the other has a list of 100 rows."""

    def __init__(self, url, count):
        self.count = count
        self.connection = connections.create_connection(DEFAULT_DB_ALIAS)
        self.connection.settings_dict = self.connection.settings_dict | {
            "NAME": Env.db_url_config(url)["NAME"]
        }
        self.use()
        call_command("migrate", interactive=False, verbosity=0)
        asking, listing, *others = people.make_members(1_002)
        rows.fill_history(count, others)
        rows.fill_preregistrations(count + 1, 100, rows.RUNNING, [listing])
        rows.settle()
        self.clients = {attempt: people.signed_in(asking), visit: people.signed_in(listing)}
        self.meter = cpu.Meter()

    def use(self):
        """From here on the product talks to this database."""
        connections[DEFAULT_DB_ALIAS] = self.connection

    def cost(self, work, times=5):
        self.use()
        self.meter.read()
        for _ in range(times):
            work(self.clients[work])
        return self.meter.read()


def attempt(client):
    if client.post(FORM, entered()).status_code != 302:
        raise SystemExit("An attempt was not granted.")


def in_turns(copies, work, rounds):
    """CPU seconds per round, a list for each copy; the first round only warms up."""
    taken = [[copy.cost(work) for copy in copies] for _ in range(1 + rounds)][1:]
    return list(zip(*taken, strict=True))
