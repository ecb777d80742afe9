"""Lighthouse on the pages that most people meet, as a phone on a slow connection."""

import json
import os
import subprocess

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer
from whitenoise import WhiteNoise

from tests.conftest import CHROMIUM
from tests.tools.catalogue import PAGES
from tests.tools.conftest import program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.tools]
LEAST = {"accessibility": 100, "best-practices": 100, "performance": 95}
TRIES = 3  # other tests share the machine, and speed is measured on it
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Static files as `bin/serve` has them: named by their content, and compressed."""
    folder = tmp_path_factory.mktemp("static")
    stores = project.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with override_settings(STATIC_ROOT=folder, STORAGES=stores):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.fixture
def served(collected, names, monkeypatch):
    """The live server, with WhiteNoise for those files as in production."""
    monkeypatch.setattr(
        "django.contrib.staticfiles.handlers.StaticFilesHandler",
        lambda app: WhiteNoise(app, root=collected, prefix="static/", immutable_file_test=lambda *_: True),
    )
    server = LiveServer("127.0.0.1")
    server._live_server_modified_settings.enable()
    yield server
    server._live_server_modified_settings.disable()
    server.stop()


@pytest.mark.parametrize("name", ["home", "list", "preregister", "invitee-by-link"])
def test_lighthouse_is_content(visitor, served, tmp_path, name):
    lighthouse = program(".bin/lighthouse")
    [page] = [one for one in PAGES if one.name == name]
    cookies = "; ".join(f"{name}={one.value}" for name, one in visitor.enter(page).cookies.items())
    (tmp_path / "headers.json").write_text(json.dumps({"Cookie": cookies}))
    command = [
        lighthouse, served.url + visitor.address(page), "--quiet", f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(LEAST)}", "--output=json", f"--output-path={tmp_path / 'report.json'}",
        f"--extra-headers={tmp_path / 'headers.json'}",
    ]  # fmt: skip

    for _ in range(TRIES):
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=180, env=os.environ | {"CHROME_PATH": CHROMIUM}
        )
        said = done.stderr
        if done.returncode:  # the browser gave it no trace of the page
            continue
        report = json.loads((tmp_path / "report.json").read_text())
        scores = {part: round(report["categories"][part]["score"] * 100) for part in LEAST}
        if all(scores[part] >= least for part, least in LEAST.items()):
            return
        said = told(scores, report)
    raise AssertionError(said)


def told(scores, report):
    """What cost points, by its own title."""
    short = {ref["id"] for part in LEAST for ref in report["categories"][part]["auditRefs"] if ref["weight"]}
    audits = [one for key, one in report["audits"].items() if key in short and one["score"] not in (None, 1)]
    return f"{scores}: " + "; ".join(f"{one['title']} ({one.get('displayValue', '')})" for one in audits)
