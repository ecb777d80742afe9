"""The list in the hand: what is masked, sought, sorted, filtered and paged, and what history keeps."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from customers.models import Disclosure
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
    for secret in ("ada@acme.example", "+65 8123 4567"):
        expect(line.get_by_text(secret, exact=True)).to_have_count(0)
    assert "ada@acme.example" not in signed_in.content()

    press(signed_in, line.get_by_role("button", name="Show address and number"))

    for secret in ("ada@acme.example", "+65 8123 4567"):
        expect(line.get_by_text(secret, exact=True)).to_be_visible()
    expect(line.locator("summary")).to_be_focused()
    expect(signed_in.get_by_role("dialog")).to_have_count(0)
    assert Disclosure.objects.get().preregistration == row
    press(signed_in, line.locator("summary"))
    expect(line.get_by_text("ada@acme.example", exact=True)).to_be_hidden()


def test_the_list_follows_the_search_while_it_is_typed_and_back_leads_back(signed_in, member):
    make_hold(member, company_name="Acme")
    make_hold(member, company_name="Other", email="eve@else.example")
    signed_in.goto(LIST)
    box = signed_in.get_by_role("searchbox")
    box.click()

    signed_in.keyboard.type("oth")

    expect_listed(signed_in, "Other")
    expect(box).to_be_focused()
    expect(signed_in.locator("#found")).to_have_text("1 customer found.")
    assert asked(signed_in) == {"q": "oth"}
    signed_in.go_back()
    expect_listed(signed_in, "Other", "Acme")
    expect(signed_in.get_by_role("searchbox")).to_have_value("")


def test_a_filter_is_swapped_in_with_the_focus_where_it_was(signed_in, member):
    make_hold(member, company_name="Running")
    make_in(Status.REJECTED, member, company_name="Rejected")
    signed_in.goto(LIST)
    chip = signed_in.get_by_role("link", name="Rejected 1")

    press_by_keyboard(signed_in, chip)

    expect_listed(signed_in, "Rejected")
    expect(chip).to_be_focused()
    assert asked(signed_in) == {"status": "rejected"}
    signed_in.get_by_role("searchbox").fill("running")
    expect(signed_in.get_by_role("heading", name="No customer matches")).to_be_visible()
    expect(signed_in.get_by_role("button", name="Delete")).to_have_count(0)


def test_the_selection_says_what_can_be_done_with_it(signed_in, member):
    make_hold(member)
    make_in(Status.REJECTED, member)
    make_in(Status.PENDING_REVIEW, member)
    signed_in.goto(LIST)

    signed_in.get_by_role("searchbox").fill("acme")
    expect(signed_in.locator("#found")).to_have_text("3 customers found.")
    signed_in.get_by_role("checkbox", name="Select all on this page").check()

    expect(signed_in.get_by_role("region", name="Selection")).to_contain_text(
        "3 customers selected. 2 can be deleted. 1 cannot be deleted (Pending review). 1 can be invited."
    )


def test_a_phone_sorts_by_a_menu(signed_in, member):
    for name in ("Zz", "Aa"):
        make_hold(member, company_name=name)
    signed_in.set_viewport_size({"width": 390, "height": 844})
    signed_in.goto(LIST)

    signed_in.get_by_label("Sort by").select_option("-customer")

    expect_listed(signed_in, "Zz", "Aa")
    assert asked(signed_in) == {"sort": "-customer"}


def test_chosen_columns_are_shown_from_then_on(signed_in, member):
    make_hold(member)
    signed_in.goto(LIST + "?status=preregistered")
    signed_in.get_by_text("Columns", exact=True).click()
    signed_in.get_by_role("checkbox", name="Registered on").check()
    signed_in.get_by_role("checkbox", name="Country").uncheck()

    signed_in.get_by_role("button", name="Show these").click()

    expect(signed_in.get_by_role("columnheader", name="Registered on")).to_be_visible()
    expect(signed_in.get_by_role("columnheader", name="Country")).to_have_count(0)
    assert asked(signed_in) == {"status": "preregistered"}


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
    signed_in.wait_for_url("**sort=customer**")
    signed_in.get_by_role("link", name="Pre-registered", exact=True).click()
    signed_in.wait_for_url("**status=preregistered**")
    signed_in.get_by_role("link", name="Next").click()
    signed_in.wait_for_url("**page=2**")

    assert asked(signed_in) == {"q": "ACME", "sort": "customer", "status": "preregistered", "page": "2"}
    expect_listed(signed_in, *(f"Acme {number}" for number in range(25, 30)))
    expect(signed_in.get_by_role("columnheader", name="Customer")).to_have_attribute("aria-sort", "ascending")
    signed_in.get_by_role("columnheader", name="Customer").get_by_role("link").click()
    signed_in.wait_for_url("**sort=-customer**")
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
