"""The list in the hand: what is masked, sought, sorted, filtered and paged, and what history keeps."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from customers.statuses import Status
from tests.builders import DAY, MONDAY, make_hold, make_in
from tests.journeys.steps import LIST, expect_listed, press_by_keyboard, row_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def asked(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def search(page, text):
    page.get_by_role("searchbox").fill(text)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(lambda url: "q=" in url)


@pytest.mark.parametrize(
    "press", [lambda page, eye: eye.click(), press_by_keyboard], ids=["mouse", "keyboard"]
)
def test_address_and_number_are_masked_until_the_eye_is_pressed(signed_in, member, press):
    row = make_hold(member, email="ada@acme.example", mobile="+6581234567")
    signed_in.goto(LIST)
    line = row_of(signed_in, row)
    eye = line.locator("summary")
    for secret in ("ada@acme.example", "+65 8123 4567"):
        expect(line.get_by_text(secret, exact=True)).to_be_hidden()

    press(signed_in, eye)

    for secret in ("ada@acme.example", "+65 8123 4567"):
        expect(line.get_by_text(secret, exact=True)).to_be_visible()
    press(signed_in, eye)
    expect(line.get_by_text("ada@acme.example", exact=True)).to_be_hidden()
    expect(line.get_by_text("a••@acme.example")).to_be_visible()


@pytest.mark.parametrize("sought", ["СЕВЕРНЫЙ", "8123-4567", "+65 81 23 45 67"])
def test_search_finds_whatever_the_case_and_the_spacing(signed_in, member, sought):
    make_hold(member, company_name="Северный порт", mobile="+6581234567")
    make_hold(member, company_name="Other")
    signed_in.goto(LIST)

    search(signed_in, sought)

    expect_listed(signed_in, "Северный порт")
    expect(signed_in.get_by_role("searchbox")).to_have_value(sought)


@pytest.fixture
def many(member):
    """Thirty running holds and one that has been rejected, all called Acme, and a stranger."""
    for number in range(30):
        make_hold(member, company_name=f"Acme {number:02d}", at=MONDAY - DAY)
    make_in(Status.REJECTED, member, company_name="Acme rejected")
    make_hold(member, company_name="Stranger", email="eve@else.example")


def test_search_sorting_filter_and_paging_keep_each_other(signed_in, many):
    signed_in.goto(LIST)

    search(signed_in, "ACME")
    signed_in.get_by_role("columnheader", name="Customer").get_by_role("link").click()
    signed_in.get_by_role("link", name="Pre-registered 31").click()
    signed_in.get_by_role("link", name="Next").click()

    assert asked(signed_in) == {"q": "ACME", "sort": "customer", "status": "preregistered", "page": "2"}
    expect_listed(signed_in, *(f"Acme {number}" for number in range(25, 30)))
    expect(signed_in.get_by_role("columnheader", name="Customer")).to_have_attribute("aria-sort", "ascending")
    signed_in.get_by_role("columnheader", name="Customer").get_by_role("link").click()
    assert asked(signed_in) == {"q": "ACME", "sort": "-customer", "status": "preregistered"}
    expect(signed_in.locator(".pc-cust > a").first).to_have_text("Acme 29")


def test_searching_keeps_the_filter_and_the_order(signed_in, many):
    signed_in.goto(LIST + "?status=preregistered&sort=-customer&size=50")

    search(signed_in, "acme")

    assert asked(signed_in) == {"q": "acme", "status": "preregistered", "sort": "-customer", "size": "50"}
    expect_listed(signed_in, *(f"Acme {number:02d}" for number in reversed(range(30))))


def test_a_search_without_a_match_leads_back_to_all(signed_in, many):
    signed_in.goto(LIST)

    search(signed_in, "nobody")
    expect(signed_in.get_by_role("heading", name="No customer matches")).to_be_visible()
    expect(signed_in.get_by_role("button", name="Delete")).to_have_count(0)
    signed_in.get_by_role("link", name="Show all").click()

    expect(signed_in.locator("tr[data-preregistration]")).to_have_count(25)


def test_history_shows_what_has_left_the_list(signed_in, member):
    make_hold(member, company_name="Running")
    row = make_in(Status.DELETED, member, company_name="Gone")
    signed_in.goto(LIST)
    expect_listed(signed_in, "Running")

    signed_in.get_by_role("link", name="History").click()

    expect_listed(signed_in, "Gone")
    expect(row_of(signed_in, row)).to_have_attribute("data-status", "deleted")
    expect(signed_in.get_by_role("checkbox")).to_have_count(0)
    row_of(signed_in, row).get_by_role("link", name="Details").click()
    expect(signed_in.locator(".pc-timeline li").first).to_contain_text("Deleted")
