"""`manage.py launch`: prepares database and demo data, then becomes `serve`."""

import io
import os
import sys

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from partnercenter.management.serving import ServingCommand, require_free_port


class Command(ServingCommand):
    requires_system_checks = ()  # `serve` runs them
    help = "Starts everything on this machine: migrations, demo data (in debug), then `serve`."

    def handle(self, *, host, port, **options):
        require_free_port(host, port)
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        logins = io.StringIO()
        if settings.DEBUG:
            call_command("demo", stdout=logins)
        os.environ["LAUNCH_NOTE"] = logins.getvalue()
        # Visitors meet the product's own error pages and hashed static files, also in a demo.
        os.environ["DEBUG"] = "false"
        serve = ["serve", f"--host={host}", f"--port={port}"]
        os.execv(sys.executable, [sys.executable, sys.argv[0], *serve])  # noqa: S606
