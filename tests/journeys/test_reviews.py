"""From the answer that needs a review to the case and its clock: with a mouse, a keyboard, a phone, without scripts."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect

from reviews import cases, decisions
from reviews.evidence import Checked
from reviews.models import Review
from tests.builders import DAY, MONDAY, attempt, make_case, make_request, make_reviewer, make_staff
from tests.journeys.steps import (
    LIST,
    PREREGISTER,
    answer,
    field,
    go_by_tab,
    open_dialog,
    picker,
    press_by_keyboard,
    sign_in,
    type_entry,
)
from tests.journeys.test_phone import LONG, expect_fits, expect_no_sideways_scrolling
from tests.reviews.files import PDF, picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

REVIEWS = "/partner-center/reviews/"
REQUEST = {
    "justification": "We run their warehouse in Singapore.\n我们已合作三年。",
    "expected_spend": "48 000.50",
    "contact_history": "Met in March.",
    "customer_contact": "Omar Haddad",
}
LETTER = {"name": "报价 letter.pdf", "mimeType": "application/pdf", "buffer": PDF}
PHOTO = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
SCRIPT = {"name": "photo.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"}


def need_a_review(page):
    """Ask for a customer of another country, up to the answer."""
    field(page, "email").fill("omar@kestrel.example")
    field(page, "company_name").fill("Kestrel 物流")
    field(page, "country").select_option("MY")
    page.get_by_role("button", name="OK").click()
    expect(answer(page)).to_have_attribute("data-outcome", "review")


def write_request(page, **changes):
    for name, text in (REQUEST | changes).items():
        field(page, name).fill(text)


def offer(page):
    return answer(page).get_by_role("link", name="Preregister Customer")


def expect_case(page):
    """The page of the only case, with the message, its clock and what was sent."""
    page.wait_for_url("**/partner-center/reviews/R-*/")
    review = Review.objects.get()
    expect(page.get_by_role("heading", level=1)).to_have_text("Review of Kestrel 物流")
    expect(page.get_by_role("status")).to_contain_text("held for you while a reviewer decides")
    expect(page.locator(".pc-clock-now")).to_contain_text("2 days")
    expect(page.locator(".pc-clock-now")).to_contain_text("until 4 Mar 2026, 17:00 (GMT+8)")
    expect(page.locator(".pc-days > li")).to_have_count(3)
    expect(page.locator(".pc-timeline")).to_contain_text("We run their warehouse in Singapore.")
    return review


def test_r14_from_the_dialog_to_the_case(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    need_a_review(signed_in)

    offer(signed_in).click()
    expect(field(signed_in, "justification")).to_be_focused()
    write_request(signed_in)
    field(signed_in, "evidence").set_input_files([LETTER, PHOTO])
    signed_in.get_by_role("button", name="Submit").click()

    review = expect_case(signed_in)
    expect(signed_in.locator("[data-evidence]")).to_have_text(["报价 letter.pdf", "photo.jpg"])
    assert review.expected_spend * 100 == 4_800_050
    with signed_in.expect_download() as download:
        signed_in.locator("[data-evidence]").first.click()
    assert download.value.suggested_filename == "报价 letter.pdf"


def test_i7_a_wrong_field_and_a_wrong_file_lose_nothing_in_the_dialog(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    need_a_review(signed_in)
    offer(signed_in).click()
    write_request(signed_in, expected_spend="much")
    field(signed_in, "evidence").set_input_files([LETTER])

    signed_in.get_by_role("button", name="Submit").click()
    expect(signed_in.get_by_role("alert")).to_contain_text(
        "Expected spend a month: Enter an amount in digits"
    )
    expect(field(signed_in, "expected_spend")).to_have_accessible_description(
        re.compile("Enter an amount in digits")
    )
    expect(field(signed_in, "justification")).to_have_value(REQUEST["justification"])
    field(signed_in, "expected_spend").fill("48000")
    signed_in.get_by_role("button", name="Submit").click()

    expect_case(signed_in)
    expect(signed_in.locator("[data-evidence]")).to_have_text(["报价 letter.pdf"])


def test_a_refused_file_is_told_beside_its_field(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    need_a_review(signed_in)
    offer(signed_in).click()
    write_request(signed_in)
    field(signed_in, "evidence").set_input_files([SCRIPT])

    signed_in.get_by_role("button", name="Submit").click()

    expect(signed_in.locator("#id_evidence_error")).to_contain_text("photo.png: It is none of")
    expect(field(signed_in, "contact_history")).to_have_value("Met in March.")
    assert not Review.objects.exists()


def test_the_way_back_from_the_request_keeps_the_entry(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    need_a_review(signed_in)
    offer(signed_in).click()

    signed_in.get_by_role("link", name="Change the entry").click()

    expect(field(signed_in, "email")).to_have_value("omar@kestrel.example")
    expect(field(signed_in, "country")).to_have_value("MY")


def test_by_keyboard_alone(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    go_by_tab(signed_in, picker(signed_in))
    signed_in.keyboard.type("Malaysia")
    type_entry(signed_in, company_name="Kestrel 物流", mobile="+6581234567")
    press_by_keyboard(signed_in, signed_in.get_by_role("button", name="OK"))
    expect(answer(signed_in)).to_be_focused()

    press_by_keyboard(signed_in, offer(signed_in))
    for name in ("justification", "expected_spend", "contact_history", "customer_contact"):
        go_by_tab(signed_in, field(signed_in, name))
        signed_in.keyboard.press("Control+A")
        signed_in.keyboard.type(REQUEST[name].split("\n")[0])
    press_by_keyboard(signed_in, signed_in.get_by_role("button", name="Submit"))

    expect_case(signed_in)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_a_double_click_opens_one_case(page, member):
    sign_in(page, member)
    page.goto(PREREGISTER)
    need_a_review(page)

    offer(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preregister Customer")
    write_request(page)
    field(page, "evidence").set_input_files([LETTER])
    page.get_by_role("button", name="Submit").dblclick()

    expect_case(page)
    expect(page.locator("[data-evidence]")).to_have_text(["报价 letter.pdf"])


def test_a_question_is_answered_with_a_file_and_the_clock_runs_again(signed_in, member):
    review = make_case(member)
    decisions.ask(review, "Which company signs?", by=make_reviewer(), at=MONDAY)
    signed_in.goto(REVIEWS)
    row = signed_in.locator(f"tr[data-review='{review.number}']")
    expect(row).to_have_attribute("data-state", "waiting")

    row.get_by_role("link", name="Answer").click()
    expect(signed_in.locator(".pc-clock-now")).to_contain_text("Paused")
    field(signed_in, "words").fill("The branch in Johor.")
    field(signed_in, "evidence").set_input_files([LETTER])
    signed_in.get_by_role("button", name="Send").dblclick()

    expect(signed_in.get_by_role("status")).to_contain_text("Sent to the reviewer.")
    expect(signed_in.locator(".pc-timeline .words")).to_have_text(
        ["We know them.", "Which company signs?", "The branch in Johor."]
    )
    expect(signed_in.locator("[data-review]")).to_have_attribute("data-state", "open")


@pytest.fixture
def pages(member):
    """The list, and a case in each state, with long words in every place that shows words from people."""
    letter = Checked(f"{LONG}.pdf", "pdf", 4, BytesIO(PDF))
    attempts = [
        attempt(f"{n}@kestrel.example", member=member, at=MONDAY - 8 * DAY, country="MY", company_name=LONG)
        for n in range(4)
    ]
    fields = {"justification": LONG, "contact_history": LONG, "customer_contact": LONG}
    late, waiting, rejected, resumed = (
        cases.open_case(one, make_request(letter, **fields), member=member, at=MONDAY - 8 * DAY)
        for one in attempts
    )
    for asked in (waiting, resumed):
        decisions.ask(asked, LONG, by=make_reviewer(), at=MONDAY - 7 * DAY)
    cases.answer(resumed, LONG, by=member.user, at=MONDAY)
    decisions.reject(rejected, LONG, by=make_staff(), at=MONDAY)
    decision = attempt("new@kestrel.example", member=member, country="MY", company_name=LONG)
    found = [REVIEWS, f"{REVIEWS}?show=waiting", f"{REVIEWS}new/?decision={decision.number}"]
    return found + [one.get_absolute_url() for one in (late, waiting, rejected, resumed)]


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (390, "light")])
def test_no_page_of_reviews_scrolls_sideways(signed_in, pages, width, scheme):
    signed_in.set_viewport_size({"width": width, "height": 844})
    signed_in.emulate_media(color_scheme=scheme)

    for address in pages:
        signed_in.goto(address)
        expect_no_sideways_scrolling(signed_in)


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
def test_the_request_fits_in_the_hand(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    need_a_review(signed_in)
    expect_fits(signed_in)

    offer(signed_in).tap()

    expect(field(signed_in, "justification")).to_be_visible()
    expect_fits(signed_in)
