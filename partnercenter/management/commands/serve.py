"""`manage.py serve`: web, beat and worker of one machine, on a database that is ready."""

import http.client
import os
from functools import partial

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections

from partnercenter import assets, launcher, processes
from partnercenter.management.serving import ServingCommand, require_free_port

PARTS = ("web", "beat", "worker")


class Command(ServingCommand):
    help = "Runs web, beat and, where REDIS_URL is set, worker, until it is stopped or one of them ends."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--only",
            action="append",
            choices=PARTS,
            help="run this part alone; may be given several times (beat must run exactly once per database)",
        )

    def handle(self, *, host, port, only, **options):
        works = works_of(only or PARTS, host, port)
        if not works:
            raise CommandError("There is no worker without REDIS_URL: beat runs the jobs itself.")
        if "web" in works:
            require_free_port(host, port)
            assets.collect()
        require_migrations()
        connections.close_all()  # a connection must not be shared with the children
        with launcher.running(works, prefixed=not settings.PRODUCTION) as children:
            if "web" in works:
                self.announce(children, host, port)
            child = launcher.ended(children)
            child.join()
            raise CommandError(
                f"{child.name} ended by itself, status {child.exitcode}; the rest was stopped."
            )

    def announce(self, children, host, port):
        while not answers(host, port):
            if launcher.ended(children, within=0.05):
                return
        self.stdout.write(f"Partner Center is at http://{host}:{port}/   (Ctrl-C ends it)")
        if settings.DEMO_MAILBOX:
            self.stdout.write(f"Its mails are shown at http://{host}:{port}/mailbox/")
        self.stdout.write(os.environ.get("LAUNCH_NOTE", ""), ending="")
        self.stdout.flush()


def require_migrations():
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit as waiting:
        raise CommandError(
            "The database is older than this code. Run: .venv/bin/python manage.py migrate"
        ) from waiting
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {error}") from error


def works_of(parts, host, port):
    works = {"web": partial(processes.web, host, port), "beat": processes.beat}
    if settings.REDIS_URL:
        works["worker"] = processes.worker
    return {name: work for name, work in works.items() if name in parts}


def answers(host, port):
    visit = http.client.HTTPConnection(host, port, timeout=2)
    try:
        visit.request("GET", "/healthz", headers={"Host": "localhost"})
        return visit.getresponse().status == 200
    except OSError:
        return False
    finally:
        visit.close()
