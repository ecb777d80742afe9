import importlib
import os
import shutil

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.storage import InMemoryStorage
from django.db import connection
from django.utils import translation

from partnercenter import clock
from partnercenter.models import Policy
from reviews.models import Evidence
from tests.builders import MONDAY
from tests.mail import MailServer

# The browser tests drive Playwright's own event loop in the thread that also talks to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The build without windows first: it takes a third less time.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)

first_policy = importlib.import_module("partnercenter.migrations.0002_first_policy_and_cache").first_policy
make_groups = importlib.import_module("reviews.migrations.0002_reviewers").make_groups


def pytest_collection_modifyitems(items):
    if CHROMIUM:
        return
    unseen = pytest.mark.skip(reason="no Chromium: install it, or name one by CHROMIUM=/path")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(unseen)


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture(autouse=True)
def _plain_language(settings):
    """A request of the test before may have left the words of its reader in this thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _evidence_in_memory(monkeypatch):
    """Files of tests never reach the data directory of a running copy."""
    monkeypatch.setattr(Evidence._meta.get_field("file"), "storage", InMemoryStorage())


@pytest.fixture
def set_clock(monkeypatch):
    def set_to(at):
        monkeypatch.setattr(clock, "now", lambda: at)

    return set_to


@pytest.fixture
def smtp_server(settings):
    """Mail goes to this real server; `deliver()` of tests/mail.py sends what is in the outbox."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture(autouse=True)
def _data_of_migrations(request):
    """Transactional tests empty every table; what migrations brought comes back for the next one."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    cache.clear()
    if not Policy.objects.exists():
        first_policy(apps, None)
        make_groups(apps, None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A thread of the live server may still hold a connection when PostgreSQL is asked to drop the database."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}
