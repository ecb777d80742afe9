"""What goes wrong while the dialog is open costs nobody what they typed (I7)."""

import pytest
from playwright.sync_api import expect

from customers.models import Decision, PreRegistration
from tests.builders import make_hold
from tests.journeys.steps import (
    LIST,
    PREREGISTER,
    answer,
    complete_sign_in,
    expect_typed,
    open_dialog,
    sign_in,
    type_entry,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def typed(signed_in):
    """The dialog, filled in and not sent yet."""
    signed_in.goto(LIST)
    open_dialog(signed_in)
    return type_entry(signed_in)


def ok(page):
    return page.get_by_role("button", name="OK")


def test_a_double_click_creates_one_and_ends_in_the_success(page, typed):
    ok(page).dblclick()

    expect(answer(page)).to_have_attribute("data-outcome", "granted")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert PreRegistration.objects.count() == 1


def test_a_lost_connection_says_so_and_a_second_try_succeeds(page, typed, troubles):
    page.route("**" + PREREGISTER, lambda route: route.abort("connectionfailed"), times=1)

    ok(page).click()

    note = page.get_by_role("alert")
    expect(note).to_contain_text("That did not reach us. What you typed is still here")
    expect(note).to_be_focused()
    expect_typed(page, typed)
    ok(page).click()
    expect(answer(page)).to_have_attribute("data-outcome", "granted")
    expect(page.locator(".dialog-broken")).to_be_hidden()
    assert any("CONNECTION_FAILED" in trouble for trouble in troubles)
    troubles.clear()


def test_an_error_of_the_server_says_so_and_keeps_the_dialog(page, typed, troubles):
    page.route("**" + PREREGISTER, lambda route: route.fulfill(status=500, body="<h1>Broken</h1>"), times=1)

    ok(page).click()

    expect(page.get_by_role("alert")).to_contain_text("That went wrong on our side")
    expect_typed(page, typed)
    expect(ok(page)).to_be_enabled()
    assert any("500" in trouble for trouble in troubles)
    troubles.clear()


def test_too_many_attempts_are_told_in_the_dialog(page, typed, troubles, settings):
    settings.RATE_LIMIT_SCALE = 0.0001
    ok(page).click()
    expect(answer(page)).to_have_attribute("data-outcome", "granted")
    page.get_by_role("link", name="Preregister another").click()
    second = type_entry(page, email="eve@acme.example")

    ok(page).click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("attempts")
    expect_typed(page, second)
    assert any("429" in trouble for trouble in troubles)
    troubles.clear()


def test_the_end_of_the_session_costs_only_the_sign_in(page, member):
    sign_in(page, member)
    open_dialog(page)
    typed = type_entry(page)
    page.context.clear_cookies(name="sessionid")

    ok(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    complete_sign_in(page, member)

    expect(page.get_by_role("heading", level=1)).to_have_text("Preregister Customer")
    expect_typed(page, typed)
    assert not Decision.objects.exists()


def test_the_end_of_the_session_leads_a_list_to_the_sign_in(signed_in, member):
    make_hold(member)
    signed_in.goto(LIST)
    signed_in.context.clear_cookies(name="sessionid")

    signed_in.get_by_role("main").get_by_role("link", name="Preregister Customer").click()

    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Sign in")
