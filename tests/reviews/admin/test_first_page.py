"""The admin's first page: how review is doing, for those who may look at reviews."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from customers.models import Correction
from partnercenter.models import Policy, User
from reviews import decisions
from reviews.models import Review
from tests.builders import DAY, MONDAY, PASSWORD, make_case, make_reviewer, make_staff
from tests.customers.admin.pages import address

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


def first_page(client):
    return client.get("/admin/").content.decode()


def figures(client):
    """Of each card its number, and where that leads."""
    cards = re.findall(r'<dd>(?:<a href="([^"]+)">)?([^<]+)', first_page(client))
    return [(number, link) for link, number in cards]


def queue(client, link):
    return list(client.get(link).context["cl"].result_list)


@pytest.fixture
def cases(set_clock):
    """One due today, one late, one that has time, and two decided."""
    late, today, calm = make_case(at=MONDAY - 7 * DAY), make_case(), make_case(at=MONDAY + DAY)
    for took in (HOUR, 3 * DAY):
        decisions.reject(
            make_case(at=MONDAY - 7 * DAY), "No.", by=make_reviewer(), at=MONDAY - 7 * DAY + took
        )
    set_clock(MONDAY + 2 * DAY - HOUR)  # Wednesday, 16:00 in Singapore
    return {"late": late, "today": today, "calm": calm}


def test_first_page_tells_what_is_open_and_late_and_how_fast_it_was_decided(client, cases, reviewer):
    assert [number for number, _link in figures(client)] == ["3", "1", "1", "1 h", "50 %"]


def test_each_figure_leads_to_the_cases_that_it_counts(client, cases, reviewer):
    everything, today, late = [queue(client, link) for _number, link in figures(client)[:3]]

    assert everything == [cases["late"], cases["today"], cases["calm"]]
    assert today == [cases["today"]]
    assert late == [cases["late"]]


def test_bars_have_their_figures_as_a_table_too(client, cases, reviewer):
    html = first_page(client)

    assert html.count('<svg viewBox="0 0 20 100"') == 12
    assert '<th scope="row">23 Feb 2026</th><td>2</td><td>1</td><td>1</td>' in html
    assert '<th scope="row">15 Dec 2025</th><td>0</td><td>0</td><td>0</td>' in html


def test_weeks_are_the_offices_wherever_the_reader_is(client, cases, reviewer):
    User.objects.filter(pk=reviewer.pk).update(time_zone="America/Los_Angeles")

    assert '<th scope="row">2 Mar 2026</th>' in first_page(client)


def test_nothing_decided_yet_has_no_median_and_no_share(client, reviewer):
    assert [number for number, _link in figures(client)] == ["0", "0", "0", "-", "-"]


def test_staff_who_may_not_look_at_reviews_see_no_figures_and_cost_no_query_for_them(
    client, cases, django_assert_max_num_queries
):
    client.force_login(User.objects.create_user("bo@vendor.example", PASSWORD, name="Bo", is_staff=True))

    with django_assert_max_num_queries(8):
        html = first_page(client)

    assert 'id="reviewing"' not in html


def test_first_page_asks_a_constant_number_of_queries(client, reviewer, django_assert_max_num_queries):
    decisions.reject(make_case(), "No.", by=make_reviewer(), at=MONDAY)
    make_case()
    with django_assert_max_num_queries(14) as first:
        first_page(client)
    for _ in range(3):
        decisions.reject(make_case(), "No.", by=make_reviewer(), at=MONDAY)
        make_case()

    with django_assert_max_num_queries(len(first.captured_queries)):
        first_page(client)


def test_calendar_that_is_not_known_is_warned_of_and_leads_an_administrator_to_the_policy(client, set_clock):
    client.force_login(make_staff())
    Policy.objects.update(office_country="CN")
    before = first_page(client)
    set_clock(DECEMBER)

    html = first_page(client)

    assert "which days it moves" not in before
    assert "China has not said yet, as far as we know, which days it moves in 2027" in html
    assert f'href="{address(Policy, "add")}"' in html


def test_reviewer_is_warned_of_the_calendar_without_a_link_that_is_closed_to_it(client, reviewer, set_clock):
    Policy.objects.update(office_country="CN")
    set_clock(DECEMBER)

    html = first_page(client)

    assert "which days it moves in 2027" in html
    assert address(Policy, "add") not in html


def test_first_page_carries_no_inline_style_or_script(client, cases, reviewer):
    html = first_page(client)

    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html


def test_times_are_named_with_the_zone_that_they_are_in(client, set_clock):
    client.force_login(make_staff())
    office = client.get(address(Correction, "changelist")).content.decode()
    client.force_login(make_staff(time_zone="Africa/Johannesburg"))
    own = client.get(address(Review, "changelist")).content.decode()

    assert "All times on this page are those of Asia/Singapore." in office
    assert "All times on this page are those of Africa/Johannesburg." in own
