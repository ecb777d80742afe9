"""The project tested as a project: what somebody should have noticed."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from customers.eligibility import RULES
from customers.statuses import DELETABLE, ENDED, HOLDING, MOVES, NEW, Status
from partnercenter.celery import app

ROOT = Path(settings.BASE_DIR)
APPS = ("partnercenter", "customers", "reviews")
SOURCES = [path for name in APPS for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [
    path for path in TEMPLATES if "emails" not in path.parts
]  # mail clients read styles only in the tags


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_beat_entries_name_tasks_that_exist():
    app.loader.import_default_modules()

    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks


def test_only_the_lifecycle_writes_a_status():
    offenders = []
    for path in (ROOT / "customers").rglob("*.py"):
        if (
            path.name in {"lifecycle.py", "partners.py"} or "migrations" in path.parts
        ):  # a partner has a status too
            continue
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            called = getattr(getattr(node, "func", None), "attr", "")
            if isinstance(node, ast.Call) and called in {"update", "create", "bulk_create", "bulk_update"}:
                offenders += [path for word in node.keywords if word.arg == "status"]
            if isinstance(node, ast.Assign):
                offenders += [path for target in node.targets if getattr(target, "attr", "") == "status"]

    assert offenders == []


def test_every_template_is_used():
    words = "".join(path.read_text() for path in [*SOURCES, *TEMPLATES])
    own = [path.relative_to(ROOT / "templates").as_posix().removeprefix("fast/") for path in TEMPLATES]
    # Libraries look these up by their own names.
    replaced = re.compile(r"(account|allauth|admin|bootstrap5|mfa)/")
    # A mail is named without its parts.
    named = {name: {f'"{name}"', f'"{name.removeprefix("emails/").removesuffix(".html")}"'} for name in own}

    unused = [
        name for name in own if not replaced.match(name) and not any(used in words for used in named[name])
    ]

    assert unused == []


def test_every_included_template_exists():
    for path in TEMPLATES:
        for name in re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""", path.read_text()):
            try:
                get_template(name)
            except TemplateDoesNotExist:
                pytest.fail(f"{path} names {name}, which does not exist")


def test_templates_have_no_inline_code():
    forbidden = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:")

    offenders = [path for path in PAGES if forbidden.search(path.read_text())]

    assert offenders == []


def test_pages_name_no_other_host():
    other_host = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")

    offenders = [path for path in PAGES if other_host.search(path.read_text())]

    assert offenders == []


def test_mails_load_nothing_from_anywhere():
    carried = '<img src="{{ brand.logo }}"'  # travels inside the mail
    loading = re.compile(
        r"<(?:img|link|script|iframe|video|audio|object)\b|\bsrc=|url\(|@import|\bbackground="
    )

    offenders = [
        path
        for path in TEMPLATES
        if "emails" in path.parts and loading.search(path.read_text().replace(carried, ""))
    ]

    assert offenders == []


def test_every_rule_has_its_test():
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))

    for number in [rule.number for rule in RULES] + ["R12", "R16", "R22", "R23"]:
        assert re.search(rf"def test_\w*{number.lower()}_", tests), f"no test names {number}"


def test_moves_are_those_of_the_design_and_no_other():
    assert {(came, to) for came, tos in MOVES.items() for to in tos} == {
        (NEW, Status.PREREGISTERED),
        (NEW, Status.PENDING_REVIEW),
        (Status.PENDING_REVIEW, Status.PREREGISTERED),
        (Status.PENDING_REVIEW, Status.REJECTED),
        (Status.PENDING_REVIEW, Status.ASSOCIATED),
        (Status.PREREGISTERED, Status.ASSOCIATED),
        (Status.PREREGISTERED, Status.PENDING_REVIEW),
        (Status.PREREGISTERED, Status.EXPIRED),
        (Status.PREREGISTERED, Status.DECLINED),
        (Status.PREREGISTERED, Status.DELETED),
        (Status.REJECTED, Status.DELETED),
        (Status.EXPIRED, Status.DELETED),
        (Status.DECLINED, Status.DELETED),
        (Status.ASSOCIATED, Status.DISSOCIATED),
    }
    assert set(Status) == HOLDING | ENDED
    assert {Status.PREREGISTERED, Status.REJECTED, Status.EXPIRED, Status.DECLINED} == DELETABLE


def test_requirements_are_pinned_and_say_why():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    for line in lines:
        if line and not line.startswith(("#", "-c")):
            assert "==" in line, line
            assert " # " in line, line
