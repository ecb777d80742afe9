"""The plain pages for what went wrong."""

import re

import pytest
from django.test import Client

from partnercenter import logs
from tests.builders import make_member

pytestmark = pytest.mark.django_db

REFERENCE = re.compile(r'reference <span class="pc-serial">([0-9a-f]{12})</span>')


def html(response):
    return response.content.decode()


def test_the_reference_on_the_page_is_found_in_the_log(client, caplog):
    caplog.handler.addFilter(logs.RequestIdFilter())

    response = client.get("/nowhere/")

    (reference,) = REFERENCE.findall(html(response))
    found = [record.facts["status"] for record in caplog.records if record.request_id.startswith(reference)]
    assert found == [404]
    assert response["X-Request-ID"].startswith(reference)


def test_too_many_tries_have_a_reference_too(client):
    for _ in range(6):
        response = client.post("/accounts/password/reset/", {"email": "ada@acme.example"})

    assert response.status_code == 429
    assert REFERENCE.findall(html(response)) == [response["X-Request-ID"][:12]]
    assert '<a class="btn btn-primary" href="/">Home page</a>' in html(response)


def test_an_invitee_who_tried_too_often_is_led_back_to_the_invitation(client, settings):
    settings.INVITEE_RATE_LIMITS = settings.INVITEE_RATE_LIMITS | {"guess": "1/5m/ip"}
    client.get("/i/sometoken/")

    response = client.get("/i/sometoken/")

    assert response.status_code == 429
    assert 'href="/i/sometoken/">Back to the invitation</a>' in html(response)


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("/i/sometoken/accept/name/", 'href="/i/sometoken/">Back to the invitation</a>'),
        ("/partner-center/customers/delete/", 'href="/">Home page</a>'),
    ],
)
def test_a_post_without_its_token_leads_back_to_where_it_came_from(address, way):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member().user)

    response = client.post(address)

    assert response.status_code == 403
    assert way in html(response)


def test_during_maintenance_pages_say_so_and_health_goes_on(client, settings):
    settings.MAINTENANCE = True

    response = client.get("/partner-center/", headers={"Accept-Language": "zh-hans"})

    assert (response.status_code, response["Retry-After"]) == (503, "600")
    assert '<html lang="zh-hans"' in html(response)
    assert response["X-Request-ID"][:12] in html(response)
    assert client.get("/healthz").status_code == 200
