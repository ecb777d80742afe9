import sys

from django.core.management import BaseCommand
from django.db import connection

from customers.invariants import INVARIANTS
from partnercenter import clock


class Command(BaseCommand):
    help = "Proves I1 to I4 on the data as it stands. Exit status 1, and a list, where one is broken."

    def handle(self, **options):
        without_time_limit()
        at = clock.now()
        if sum([self.prove(at, *invariant) for invariant in INVARIANTS]):
            sys.exit(1)

    def prove(self, at, name, promise, breaches, model):
        """Print every breach and what was looked at; returns how many there are."""
        broken = 0
        for breach in breaches(at):
            self.stdout.write(f"{name} BROKEN: {breach}")
            broken += 1
        rows = f"{model.objects.count():,} {model._meta.verbose_name_plural}"
        self.stdout.write(f"{name} {promise}: {broken or 'no'} breaches in {rows}")
        return broken


def without_time_limit():
    """A question about every row may take longer than a page may."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
