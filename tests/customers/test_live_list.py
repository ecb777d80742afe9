"""The list while it is being searched, its columns, and how far invitations have come."""

import re

import pytest
from django.test import Client

from customers import invitations, listing
from customers.statuses import Status
from partnercenter.models import Message
from tests.builders import DAY, MONDAY, make_hold, make_in, make_member, make_partner
from tests.customers.invitees import html, invite

pytestmark = pytest.mark.django_db

LIST = "/partner-center/customers/"
PARTIAL = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def member():
    return make_member(make_partner("globex"))


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def ways(response):
    return re.findall(r'data-way="(\w+)"', html(response))


def headings(response):
    return re.findall(r'id="by-(\w+)"', html(response))


def test_a_search_while_typing_is_answered_by_the_results_alone(mine, member):
    make_hold(member, company_name="Acme")
    make_hold(member, company_name="Other", email="eve@else.example")

    answer = mine.get(LIST + "?q=acm&sort=&size=25", headers=PARTIAL)

    assert "<html" not in html(answer)
    assert html(answer).count("data-preregistration") == 1
    assert "1 customer found." in html(answer)
    assert answer.headers["HX-Push-Url"] == LIST + "?q=acm"
    assert "HX-Request" in answer.headers["Vary"]


def test_going_back_gets_the_whole_page(mine):
    answer = mine.get(LIST, headers=PARTIAL | {"HX-History-Restore-Request": "true"})

    assert "<html" in html(answer)


def test_a_partial_answer_keeps_its_page_in_the_address(mine, member):
    for _ in range(30):
        make_hold(member)

    answer = mine.get(LIST + "?page=2&sort=customer", headers=PARTIAL)

    assert answer.headers["HX-Push-Url"] == LIST + "?sort=customer&page=2"


@pytest.mark.parametrize("count", [3, 60])
def test_a_partial_answer_costs_few_queries_however_many_are_invited(
    mine, member, count, django_assert_num_queries
):
    for _ in range(count):
        invite(row=make_hold(member))

    with django_assert_num_queries(7):
        answer = mine.get(LIST + "?size=100", headers=PARTIAL)

    assert len(ways(answer)) == count


def test_each_row_says_how_far_its_invitation_has_come(mine, member):
    make_hold(member)
    assert ways(mine.get(LIST)) == ["none"]
    invitation = invite(row=make_hold(member, at=MONDAY + DAY))
    assert ways(mine.get(LIST))[0] == "unopened"

    type(invitation).objects.mark_opened(invitation.pk, at=MONDAY + DAY)
    opened = mine.get(LIST)

    assert ways(opened)[0] == "opened"
    assert "Opened 3 Mar" in html(opened)


@pytest.mark.parametrize(
    ("state", "fields", "way"),
    [
        (Message.State.QUEUED, {}, "queued"),
        (Message.State.FAILED, {"failed_at": MONDAY, "next_try_at": None}, "failed"),
        (Message.State.SENT, {"sent_at": MONDAY, "next_try_at": None}, "unopened"),
    ],
)
def test_a_mail_says_whether_it_waits_has_failed_or_was_sent(mine, member, state, fields, way):
    row = make_hold(member)
    words = {"greeting": "", "language": "en"}
    invitations.send(row, **words, by=member.user, at=MONDAY, token=None)
    Message.objects.update(state=state, **fields)

    assert ways(mine.get(LIST)) == [way]


def test_what_has_ended_uninvited_says_nothing_of_invitations(mine, member):
    make_in(Status.REJECTED, member)

    assert ways(mine.get(LIST)) == []


def test_columns_are_chosen_and_remembered_in_their_order_for_this_user(mine, member):
    make_hold(member)

    answer = mine.post(
        LIST + "columns/", {"columns": ["created", "country", "evil"], "query": "q=acme&x=\r\ny"}
    )

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(LIST + "?q=acme")
    assert headings(mine.get(LIST)) == ["customer", "country", "created"]
    other = Client()
    other.cookies.load(mine.cookies.output(header="", sep=";"))
    other.force_login(make_member(member.partner).user)
    assert headings(other.get(LIST)) == ["customer", "country", "status", "until"]


def test_no_column_at_all_leaves_the_customer_and_what_can_be_done(mine, member):
    make_hold(member)
    mine.post(LIST + "columns/", {})

    shown = mine.get(LIST)

    assert headings(shown) == ["customer"]
    assert "Operation" in html(shown)


@pytest.mark.parametrize("value", ["", "evil", "country.evil", "é" * 500, '"'])
def test_a_forged_cookie_is_no_obstacle(mine, member, value):
    make_hold(member)
    mine.cookies[f"columns-{member.user.pk}"] = value

    assert mine.get(LIST).status_code == 200


def test_a_hold_that_ends_in_another_year_says_which(mine, member, set_clock):
    at = MONDAY.replace(month=12, day=25)
    set_clock(at)
    make_hold(member, at=at)

    assert "9 Jan 2027" in html(mine.get(LIST))


def test_every_order_has_words_for_a_phone(mine, member):
    make_hold(member)

    shown = html(mine.get(LIST + "?sort=-until"))

    assert set(listing.SORT_LABELS) == {sort for name in listing.ORDERS for sort in (name, f"-{name}")}
    assert '<option value="-until" selected>Ending latest first</option>' in shown
