"""The stage and the browser that the tools share."""

from pathlib import Path

import pytest
from django.conf import settings as project

from partnercenter.models import User
from tests.tools import stage

PROGRAMS = Path(__file__).parent / "node_modules"


@pytest.fixture
def names(settings, db):
    settings.DEMO_MAILBOX = True
    settings.ROOT_URLCONF = "tests.tools.urls"
    return stage.build()


@pytest.fixture
def visitor(names):
    return stage.Visitor(names)


@pytest.fixture
def speak(names):
    def in_language(code):
        User.objects.update(language=code)
        return {project.LANGUAGE_COOKIE_NAME: code}

    return in_language


@pytest.fixture
def show(page, visitor, speak, base_url):
    """Opens a page of the catalogue in its state; gives back the browser's page."""
    page.set_default_timeout(8_000)

    def open_page(one, language):
        cookies = speak(language)
        client = visitor.enter(one)
        cookies |= {name: morsel.value for name, morsel in client.cookies.items()}
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": name, "value": value, "url": base_url} for name, value in cookies.items() if value]
        )
        page.goto(base_url + visitor.address(one))
        if one.act:
            one.act(page)
        return page

    return open_page


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


def program(path):
    """A tool out of node_modules; the test is skipped where it is not installed."""
    if not (PROGRAMS / path).exists():
        pytest.skip(f"no {path}: run bin/tools")
    return PROGRAMS / path
