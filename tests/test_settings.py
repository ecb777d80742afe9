"""The profiles, each started as a process of its own: settings are read once per process."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": "long-random-and-made-for-this-test-" + "0123456789abcdef" * 2,
    "ALLOWED_HOSTS": "partners.vendor.example",
    "DATABASE_URL": "postgres://partnercenter@db.internal/partnercenter",
    "REDIS_URL": "redis://redis.internal/0",
    "EMAIL_URL": "smtp+tls://mail.internal:587",
}


def manage(*arguments, tmp_path, **environment):
    """`manage.py` in an environment that has nothing but these variables."""
    environment |= {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60
    )


def test_the_production_profile_passes_the_deployment_checks_in_silence(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **PRODUCTION)

    assert done.stderr == ""
    assert done.stdout == "System check identified no issues (0 silenced).\n"
    assert done.returncode == 0


def test_the_embedded_profile_needs_no_variable(tmp_path):
    done = manage("check", tmp_path=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_refuses_to_start_without_what_it_needs(tmp_path, name, value):
    environment = {key: text for key, text in PRODUCTION.items() if key != name}
    if value is not None:
        environment[name] = value

    done = manage("check", tmp_path=tmp_path, **environment)

    assert done.returncode == 1
    assert done.stderr.startswith(f"Not started. Set {name}: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DEBUG": "true"}, "DEBUG must be off in production: unset DEBUG or set it to false."),
        (
            {"DATABASE_URL": "sqlite:////tmp/db"},
            "Set DATABASE_URL: the production profile runs on PostgreSQL.",
        ),
        ({"DATABASE_URL": "db.internal"}, "DATABASE_URL must begin with postgres:// or sqlite:///."),
        ({"BRAND_COLOUR": "red"}, "Set BRAND_COLOUR to a colour such as #11688a."),
        ({"BRAND_LOGO": "/nowhere.png"}, "BRAND_LOGO cannot be read: No such file or directory."),
        (
            {"BRAND_LOGO": __file__},
            "Set BRAND_LOGO to a PNG file of at most 50 kB: it travels with every mail.",
        ),
    ],
)
def test_production_refuses_what_does_not_belong_there_in_one_line(tmp_path, variables, said):
    done = manage("check", tmp_path=tmp_path, **PRODUCTION | variables)

    assert done.returncode == 1
    assert done.stderr == f"Not started. {said}\n"


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({}, "True"),
        ({"EMAIL_URL": "smtp://mail.internal:25"}, "False"),
        ({"ALLOWED_HOSTS": "demo.vendor.example", "SECRET_KEY": "x" * 50}, "False"),
        (PRODUCTION, "False"),
    ],
)
def test_the_demo_mailbox_is_there_only_where_nobody_else_visits_and_no_mail_leaves(
    tmp_path, environment, shown
):
    program = "from django.conf import settings; print(settings.DEMO_MAILBOX)"

    done = manage("shell", "--no-imports", "-c", program, tmp_path=tmp_path, **environment)

    assert done.stdout == shown + "\n"
