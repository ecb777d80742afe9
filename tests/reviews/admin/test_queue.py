"""The queue: most urgent first, narrowed and searched, at a constant cost."""

from datetime import timedelta

import pytest

from customers.models import PreRegistration
from partnercenter.models import User
from reviews import decisions
from reviews.models import Review
from tests.builders import DAY, MONDAY, SECOND, make_case, make_member, make_partner, make_reviewer
from tests.customers.admin.pages import address
from tests.reviews.admin.pages import queue, text

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DUE = MONDAY + 2 * DAY


@pytest.fixture
def cases(reviewer):
    """Late, running and taken, running, paused, decided."""
    other = make_reviewer()
    late = make_case(at=MONDAY - 7 * DAY, company_name="Late")
    later = make_case(at=MONDAY, company_name="Later", country="MY")
    mine = make_case(at=MONDAY - DAY, company_name="Mine", reasons=["vendor_lead"])
    paused = make_case(at=MONDAY - DAY, company_name="Paused")
    decided = make_case(at=MONDAY - 8 * DAY, company_name="Decided")
    decisions.take(mine, by=reviewer, at=MONDAY)
    decisions.ask(paused, "Who signs?", by=other, at=MONDAY)
    decisions.reject(decided, "No.", by=other, at=MONDAY)
    return {"late": late, "mine": mine, "later": later, "paused": paused, "decided": decided}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["late", "mine", "later", "paused"]),
        ({"state": "waiting"}, ["late", "later"]),
        ({"state": "in_review"}, ["mine"]),
        ({"state": "paused"}, ["paused"]),
        ({"state": "rejected"}, ["decided"]),
        ({"state": "approved"}, []),
        ({"whose": "mine"}, ["mine"]),
        ({"whose": "nobody"}, ["late", "later", "paused"]),
        ({"due": "overdue"}, ["late"]),
        ({"reason": "vendor_lead"}, ["mine"]),
        ({"reason": "country_differs"}, ["late", "later", "paused"]),
        ({"country": "MY"}, ["later"]),
        ({"country": "SG", "whose": "mine"}, ["mine"]),
    ],
)
def test_the_queue_shows_open_cases_by_urgency_and_what_is_asked_for(client, cases, query, names):
    assert queue(client, **query) == [cases[name] for name in names]


def test_the_queue_is_narrowed_to_a_partner(client, cases):
    late = cases["late"]

    assert queue(client, partner__id__exact=late.partner_id) == [late]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (DUE - 17 * HOUR - SECOND, False),  # Tuesday 23:59:59 in Singapore
        (DUE - 17 * HOUR, True),
        (DUE + 7 * HOUR - SECOND, True),
        (DUE + 7 * HOUR, False),  # Thursday 00:00
    ],
)
def test_due_today_is_the_day_of_the_cases_office(client, reviewer, set_clock, at, found):
    case = make_case()
    set_clock(at)

    assert queue(client, due="today") == ([case] if found else [])


def test_due_today_asks_each_office(client, reviewer, set_clock):
    singapore, dubai = make_case(), make_case(at=MONDAY + SECOND)
    decisions.move_to_office(dubai, "AE", "Asia/Dubai", by=reviewer, at=MONDAY)
    set_clock(DUE + 8 * HOUR)  # Thursday 01:00 in Singapore, Wednesday 21:00 in Dubai

    assert queue(client, due="today") == [dubai]
    assert queue(client, due="overdue") == [singapore, dubai]


@pytest.mark.parametrize("term", ["number", "HELLO@", "ärzte köln"])
def test_a_case_is_found_by_number_address_or_company(client, reviewer, term):
    found = make_case(email="hello@acme.example", company_name="Ärzte Köln GmbH")
    make_case(company_name="Köln")

    assert queue(client, q=found.number if term == "number" else term) == [found]


@pytest.mark.parametrize("term", ["R-2026-999999", "R-2026-x", "köln"])
def test_what_is_not_there_is_not_found(client, reviewer, term):
    make_case(company_name="Ärzte Köln GmbH")

    assert queue(client, q=term) == []


def test_a_line_tells_in_words_what_is_due_and_what_is_late_in_the_readers_zone(client, cases):
    html = text(client.get(address(Review, "changelist")))

    assert cases["late"].number in html
    assert "Overdue by 5 days" in html
    assert '<use href="/static/img/icons.svg#warn"/>' in html  # a shape, not only a colour
    assert "2 days left" in html
    assert "4 Mar 2026, 17:00</time> GMT+8" in html
    assert "until 9 Mar 2026, 17:00 GMT+8" in html
    assert "Registered in another country" in html
    for state in ("Waiting for a reviewer", "In review", "Paused: the partner was asked"):
        assert f'<td class="field-state">{state}</td>' in html


def test_a_case_paused_when_it_was_late_still_says_so(client, reviewer, set_clock):
    case = make_case()
    decisions.ask(case, "Who signs?", by=reviewer, at=DUE + SECOND)
    set_clock(DUE + HOUR)

    assert "Overdue when it was paused" in text(client.get(address(Review, "changelist")))


def test_a_pause_that_has_ended_runs_again_before_any_sweep(client, reviewer, set_clock):
    case = make_case()
    decisions.ask(case, "Who signs?", by=reviewer, at=MONDAY)
    set_clock(MONDAY + 7 * DAY + HOUR)

    html = text(client.get(address(Review, "changelist")))

    assert queue(client, state="paused") == []
    assert queue(client, state="waiting") == [case]
    assert "1 d 23 h left" in html


def multiply(count):
    """Many cases like the first, without asking anybody."""
    first = Review.objects.select_related("preregistration").first()
    people = [User(email=f"r{n}@vendor.example", name=f"R {n}") for n in range(count)]
    User.objects.bulk_create(people)
    rows = []
    for n in range(count):
        row = PreRegistration.objects.get(pk=first.preregistration_id)
        row.pk = PreRegistration._meta.pk.get_default()
        row.email = row.email_key = row.hold_key = f"many-{n}@acme.example"
        rows.append(row)
    PreRegistration.objects.bulk_create(rows)
    reviews = []
    for row, person in zip(rows, people, strict=True):
        review = Review.objects.get(pk=first.pk)
        review.pk, review.preregistration, review.open_for, review.assigned_to = None, row, row, person
        reviews.append(review)
    Review.objects.bulk_create(reviews)


def test_the_queue_asks_a_constant_number_of_queries(client, reviewer, django_assert_num_queries):
    make_case(make_member(make_partner()))
    with django_assert_num_queries(10):
        assert len(queue(client)) == 1

    multiply(300)

    with django_assert_num_queries(10):
        assert len(queue(client)) == 50
    with django_assert_num_queries(11):  # and the zones of the offices
        queue(client, due="today", reason="country_differs", state="in_review")
