"""The Help Center by keyboard, without scripts, and when feedback does not get through."""

import pytest
from playwright.sync_api import expect

from partnercenter.models import Feedback
from tests.journeys.steps import press_by_keyboard
from tests.journeys.test_phone import expect_no_sideways_scrolling

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

HELP = "/help/"
PAGE = "/help/pre-registering-customers/"


def test_from_the_search_to_the_feedback_by_keyboard(page):
    page.goto(HELP)
    page.get_by_role("searchbox").press_sequentially("wrong address")
    page.keyboard.press("Enter")
    press_by_keyboard(page, page.get_by_role("link", name="When the email address was wrong"))

    expect(page.get_by_role("heading", name="When the email address was wrong")).to_be_in_viewport()
    press_by_keyboard(page, page.get_by_role("radio", name="Yes"), key="Space")
    press_by_keyboard(page, page.get_by_role("button", name="Send feedback"))

    expect(page.get_by_role("status")).to_contain_text("Your feedback has been sent")
    expect(page.get_by_role("status")).to_be_focused()
    assert Feedback.objects.get().helpful is True


def test_feedback_that_does_not_get_through_is_still_there_for_another_try(page, troubles):
    page.goto(PAGE)
    page.get_by_label("Comment").fill("Nice")
    page.route("**" + PAGE, lambda route: route.abort("connectionfailed"), times=1)
    page.get_by_role("button", name="Send feedback").click()

    expect(page.get_by_role("alert")).to_contain_text("could not be sent")
    expect(page.get_by_label("Comment")).to_have_value("Nice")
    page.get_by_role("button", name="Send feedback").click()

    expect(page.get_by_role("status")).to_contain_text("Your feedback has been sent")
    troubles.clear()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("address", [HELP, HELP + "?q=review", HELP + "?q=zebra", PAGE])
def test_the_guide_fits(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)

    expect_no_sideways_scrolling(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_guide_needs_no_script(page):
    page.goto(PAGE)
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_role("alert")).to_contain_text("Please complete at least one feedback item.")
    page.get_by_label("It is hard to understand").check()
    page.get_by_role("button", name="Send feedback").click()

    expect(page.get_by_role("status")).to_contain_text("Your feedback has been sent")
