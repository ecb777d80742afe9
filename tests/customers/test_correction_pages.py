"""The page that corrects an address: what it shows, who may, and what bad input meets."""

import re
from urllib.parse import urlencode

import pytest

from customers import notices
from customers.models import Correction, Decision, Kind
from customers.statuses import Status
from tests.builders import (
    DAY,
    MONDAY,
    VALIDITY,
    make_account,
    make_hold,
    make_in,
    make_lead,
    make_member,
    make_partner,
    make_staff,
)
from tests.customers.test_pages import codes, outcome
from tests.customers.test_registration import new_policy

pytestmark = pytest.mark.django_db

OLD, NEW = "ada@acme.example", "ada.lim@acme.example"


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def row(member):
    return make_hold(member, email=OLD, company_name="Acme 港口")


def page_of(row):
    return f"/partner-center/customers/{row.pk}/correct/"


def correct(client, row, email=NEW):
    return client.post(page_of(row), {"email": email})


def test_a_correction_leads_back_to_the_customer_and_its_history(mine, row, set_clock):
    set_clock(MONDAY + DAY)

    answer = correct(mine, row)

    assert (answer.status_code, answer.url) == (302, row.get_absolute_url())
    page = mine.get(answer.url).content.decode()
    assert f"The address is now {NEW}. Invite the customer anew" in page
    assert "From a••@acme.example to a•••••@acme.example." in page
    shown = mine.post(answer.url + "reveal/").content.decode()
    assert f"From {OLD} to {NEW}." in shown
    assert page.index("Address corrected") < page.index("<b>Pre-registered</b>")
    assert "3 Mar 2026, 17:00 (GMT+8)" in page


def test_a_second_click_says_the_same_and_does_nothing(mine, row):
    correct(mine, row)

    assert correct(mine, row).status_code == 302
    assert Correction.objects.count() == 1


def test_the_detail_page_leads_to_it_during_the_hold_only(mine, row, set_clock):
    assert page_of(row) in mine.get(row.get_absolute_url()).content.decode()

    set_clock(MONDAY + VALIDITY)

    assert page_of(row) not in mine.get(row.get_absolute_url()).content.decode()


def begun_with(response):
    found = re.search(r'<input[^>]*name="email"[^>]*>', response.content.decode())[0]
    return (re.findall('value="([^"]*)"', found) or [""])[0]


def test_it_begins_empty_until_the_customer_has_named_an_address(mine, row):
    assert begun_with(mine.get(page_of(row))) == ""

    notices.tell(Kind.OTHER_ADDRESS, row, key="told", at=MONDAY, email=NEW)

    assert begun_with(mine.get(page_of(row))) == NEW


def test_it_begins_with_what_one_has_typed_before_and_nobody_else_has(mine, member, row):
    make_account(NEW, contract_signed=True)
    correct(mine, row)
    again = f"{page_of(row)}?from={Decision.objects.get().number}"

    assert begun_with(mine.get(again)) == NEW
    mine.force_login(make_member(member.partner).user)
    assert begun_with(mine.get(again)) == ""
    assert begun_with(mine.get(f"{page_of(row)}?from=nonsense")) == ""


def test_a_refusal_is_told_beside_the_form_and_keeps_what_was_typed(mine, row):
    make_account(NEW, contract_signed=True, country="MY")

    page = correct(mine, row)

    words = page.content.decode()
    assert outcome(page) == "refused"
    assert codes(page) == ["contract_with_vendor", "country_differs"]
    assert "Acme 港口 stays held for you with the address it has." in words
    assert f'value="{NEW}"' in words
    assert "Nothing was used from your quota" not in words


def test_a_review_is_told_to_be_no_way_for_a_correction(mine, row):
    make_lead(NEW)

    page = correct(mine, row)

    words = page.content.decode()
    assert (outcome(page), codes(page)) == ("review", ["vendor_lead"])
    assert "delete this customer and request it anew" in words
    assert "ask for a manual review" not in words


def test_the_receipt_of_a_refused_correction_leads_to_the_customer(mine, row):
    make_account(NEW, contract_signed=True)
    correct(mine, row)

    page = mine.get(Decision.objects.get().get_absolute_url()).content.decode()

    assert "The address was not corrected" in page
    assert f'href="{row.get_absolute_url()}"' in page


def test_r2_the_way_to_personal_information_comes_back_to_the_correction(mine, member, row):
    member.partner.reserved_email = ""
    member.partner.save()

    page = correct(mine, row).content.decode()

    back = f"/partner-center/customers/{row.pk}/correct/?from={Decision.objects.get().number}"
    assert urlencode({"next": back}) in page


def test_too_many_attempts_are_told_as_such(mine, row):
    new_policy(attempts_per_hour=1)
    correct(mine, row)

    page = correct(mine, row, "bo@acme.example")

    assert page.status_code == 429
    assert "1 attempts within the last hour" in page.content.decode()


@pytest.mark.parametrize(
    "typed", ["", "ada", "ä@acme.example", "a" * 300 + "@acme.example", "a\x00@b.example"]
)
def test_what_is_no_address_is_told_beside_its_field(mine, row, typed):
    page = correct(mine, row, typed)

    assert page.status_code == 200
    assert 'id="id_email_error"' in page.content.decode()
    assert not Correction.objects.exists()


@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.ASSOCIATED, Status.EXPIRED, Status.DELETED])
def test_nothing_else_can_be_corrected_and_the_page_says_so(mine, member, status):
    row = make_in(status, member)

    for page in (mine.get(page_of(row)), correct(mine, row)):
        assert page.status_code == 409
        assert "only while the customer is pre-registered" in page.content.decode()


def test_i6_another_partners_customer_is_not_there(client, row):
    client.force_login(make_member().user)

    assert client.get(page_of(row)).status_code == 404
    assert correct(client, row).status_code == 404


def test_a_viewer_may_not(client, row):
    client.force_login(make_member(row.partner, role="viewer").user)

    assert client.get(page_of(row)).status_code == 403
    assert correct(client, row).status_code == 403
    assert page_of(row) not in client.get(row.get_absolute_url()).content.decode()


def test_a_correction_costs_a_constant_number_of_statements(mine, row, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        correct(mine, row)
    with django_assert_max_num_queries(26):
        correct(mine, row, "third@acme.example")


def test_staff_reads_corrections_beside_the_events(client, mine, row):
    correct(mine, row)
    client.force_login(make_staff())

    page = client.get(f"/admin/customers/preregistration/{row.pk}/change/").content.decode()

    assert page.index("Corrections") < page.index(OLD)


def test_the_form_shows_which_address_was_named_until_it_is_the_customers(mine, row):
    notices.tell(Kind.OTHER_ADDRESS, row, key="told", at=MONDAY, email=NEW)
    said = "the right address is a•••••@acme.example"

    before = mine.get(page_of(row)).content.decode()
    assert said in mine.get(row.get_absolute_url()).content.decode()
    correct(mine, row)

    assert said in before
    assert said not in mine.get(page_of(row)).content.decode()
