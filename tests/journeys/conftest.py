import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.builders import make_member, make_partner

# A busy machine may need longer than Playwright allows; only a failure waits this long.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, base_url):
    """Named again: pytest keeps the one that the tools' tests, which need no server, made first."""
    return {**browser_context_args, "base_url": base_url}


@pytest.fixture
def troubles():
    """What the browser complained about; a test that provokes trouble on purpose clears it."""
    return []


@pytest.fixture
def page(page, troubles):
    """A page that fails its test by any script error, content the policy refused, or request that failed."""
    page.set_default_timeout(15_000)
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: note_failure(request, troubles))
    yield page
    assert troubles == []


def note_failure(request, troubles):
    if request.failure != "net::ERR_ABORTED":  # the reader moved on before it came
        troubles.append(f"{request.method} {request.url}: {request.failure}")


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def signed_in(page, member, base_url):
    """The page of someone who is in already; journeys about signing in use the form."""
    client = Client()
    client.force_login(member.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])
    return page
