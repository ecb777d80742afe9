import os

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from customers import demo
from partnercenter import clock
from reviews import demo as reviews

PASSWORD = "partner-center-demo"  # noqa: S105 - published on purpose
LOGINS = """\
Sign in as one of these, password {password}
  owner@globex.example    agent@globex.example    viewer@globex.example    Globex, Singapore
  owner@initech.example   agent@initech.example   viewer@initech.example   Initech, South Africa
  reviewer@vendor.example                         the vendor's reviewer, at /admin/
  admin@vendor.example                            the vendor's administrator, at /admin/
"""


class Command(BaseCommand):
    help = "Loads the demo partners, people, directory, pre-registrations and reviews. Repeatable; in debug only."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError("Demo data has known passwords, so it is loaded only where DEBUG is on.")
        password = os.environ.get("DEMO_PASSWORD", PASSWORD)
        at = clock.now()
        demo.load(at=at, password=password)
        reviews.load(at=at)
        self.stdout.write(LOGINS.format(password=password), ending="")
