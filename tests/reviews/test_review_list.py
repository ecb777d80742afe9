"""The partner's list of requests: states, filters, pages, questions to the database."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from reviews import cases, decisions, listing
from reviews.models import Review
from tests.builders import (
    DAY,
    MONDAY,
    attempt,
    make_case,
    make_member,
    make_partner,
    make_request,
    make_reviewer,
    make_staff,
)

pytestmark = pytest.mark.django_db

LIST = "/partner-center/reviews/"
HOUR = timedelta(hours=1)


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def ask_for(member, email="omar@kestrel.example"):
    decision = attempt(email, member=member, country="MY", company_name="Kestrel 物流")
    return cases.open_case(decision, make_request(), member=member, at=MONDAY)


def states(response):
    return re.findall(r'data-review="([\w-]+)" data-state="(\w+)"', response.content.decode())


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def asked(review, by=None):
    decisions.ask(review, "Who signs?", by=by or make_reviewer(), at=MONDAY + HOUR)
    return review


def test_the_list_tells_state_due_and_time_left_in_the_readers_zone(mine, member):
    review = ask_for(member)

    response = mine.get(LIST)

    assert states(response) == [(review.number, "open")]
    words = text_of(response)
    assert "Kestrel 物流" in words
    assert "2 days leftdue 4 Mar, 17:00" in words
    assert "Times in Singapore (GMT+8)" in words


def test_r13_late_is_marked_from_the_first_instant_without_any_job(mine, member, set_clock):
    review = ask_for(member)

    set_clock(review.due_at)
    assert states(mine.get(LIST)) == [(review.number, "open")]
    set_clock(review.due_at + timedelta(microseconds=1))

    assert states(mine.get(LIST)) == [(review.number, "overdue")]
    assert states(mine.get(review.get_absolute_url())) == [(review.number, "overdue")]
    assert "The customer stays held for you until they decide." in text_of(
        mine.get(review.get_absolute_url())
    )


def test_a_pause_waits_for_the_partner_until_its_end_without_any_job(mine, member, set_clock):
    review = asked(ask_for(member))
    review.refresh_from_db()

    set_clock(review.pause_ends_at - timedelta(microseconds=1))
    assert states(mine.get(LIST)) == [(review.number, "waiting")]
    assert "The clock stands still until 9 Mar, 18:00" in text_of(mine.get(LIST))
    set_clock(review.pause_ends_at)
    assert states(mine.get(LIST)) == [(review.number, "open")]
    assert "due 11 Mar, 17:00" in text_of(mine.get(LIST))
    set_clock(review.pause_ends_at + 3 * DAY)
    assert states(mine.get(LIST)) == [(review.number, "overdue")]


def test_the_filters_narrow_and_count(mine, member):
    _open, waiting, rejected, approved = (
        ask_for(member, email=f"{n}@kestrel.example") for n in ("a", "b", "c", "d")
    )
    asked(waiting)
    decisions.reject(rejected, "No.", by=make_staff(), at=MONDAY)
    decisions.approve(approved, "Yes.", by=make_staff(), at=MONDAY)

    def shown(show):
        return [state for _number, state in states(mine.get(LIST, {"show": show}))]

    assert shown("") == ["approved", "rejected", "waiting", "open"]
    assert shown("open") == ["waiting", "open"]
    assert shown("waiting") == ["waiting"]
    assert shown("decided") == ["approved", "rejected"]
    assert shown("'; drop table") == ["approved", "rejected", "waiting", "open"]
    assert "All4 Open2 Waiting for your answer1 Decided2" in text_of(mine.get(LIST))


def test_twenty_five_a_page(mine, member):
    numbers = [make_case(member).number for _ in range(27)]

    first, second = mine.get(LIST), mine.get(LIST, {"page": 2})

    assert [number for number, _state in states(first)] == numbers[:1:-1]
    assert [number for number, _state in states(second)] == [numbers[1], numbers[0]]
    assert states(mine.get(LIST, {"page": "x"})) == states(first)


def test_the_empty_list_teaches(mine):
    html = mine.get(LIST).content.decode()

    assert "You have asked for no review yet" in html
    assert "hx-get" in html


def test_a_state_without_requests_says_so(mine, member):
    make_case(member)

    assert "No reviewer has a question for you." in mine.get(LIST, {"show": "waiting"}).content.decode()


def test_the_list_asks_the_same_number_of_questions_whatever_it_holds(
    mine, member, django_assert_num_queries, set_clock
):
    def some(count):
        for _ in range(count):
            asked(make_case(member))
            make_case(member)

    some(1)
    set_clock(MONDAY + 20 * DAY)  # pauses that no sweep has ended
    mine.get(LIST)
    with django_assert_num_queries(7):
        mine.get(LIST)
    some(11)

    with django_assert_num_queries(7):
        mine.get(LIST)


def test_the_list_is_read_by_its_indexes(member):
    mine = Review.objects.of(member.partner)
    plans = [
        str(listing.narrowed(mine, "", MONDAY)[:25].explain()),
        str(listing.narrowed(mine, "open", MONDAY)[:25].explain()),
        str(listing.narrowed(mine, "waiting", MONDAY)[:25].explain()),
    ]

    if connection.vendor == "sqlite":  # PostgreSQL scans a small table whole
        assert all("USING INDEX review_" in plan and "TEMP B-TREE" not in plan for plan in plans)
