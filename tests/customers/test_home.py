from datetime import timedelta

import pytest

from customers import funnel, invitations
from customers.models import Invitation
from customers.statuses import Status
from reviews import decisions
from tests.builders import (
    DAY,
    MONDAY,
    VALIDITY,
    make_case,
    make_hold,
    make_in,
    make_member,
    make_partner,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

HOME = "/partner-center/"
WINDOW = timedelta(days=90)


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore", country="SG"))


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def html(response):
    return response.content.decode()


def invited(member, *, at=MONDAY, opened=False, **fields):
    row = make_hold(member, at=at, **fields)
    link = invitations.issue(row, Invitation.Channel.LINK, by=member.user, at=at)
    if opened:
        Invitation.objects.mark_opened(link.pk, at=at)
    return row


def counts_of(member, at=MONDAY):
    stages = funnel.funnel(member.partner, at=at).stages
    return [(stage.count, stage.before) for stage in stages]


def test_the_funnel_counts_each_stage_with_those_that_came_further(member):
    make_hold(member)
    invited(member)
    invited(member, opened=True)
    make_in(Status.ASSOCIATED, member)

    assert [now for now, _before in counts_of(member)] == [4, 3, 2, 1]


def test_the_funnel_sets_the_previous_period_apart_to_the_second(member):
    make_hold(member, at=MONDAY - WINDOW)
    make_hold(member, at=MONDAY - WINDOW + timedelta(seconds=1))
    make_hold(member, at=MONDAY - 2 * WINDOW)
    make_hold(member, at=MONDAY - 2 * WINDOW + timedelta(seconds=1))

    assert counts_of(member)[0] == (1, 2)


def test_the_funnel_leaves_out_requests_and_other_partners(member):
    make_in(Status.PENDING_REVIEW, member)
    make_hold(make_member())

    assert counts_of(member)[0] == (0, 0)
    assert funnel.funnel(member.partner, at=MONDAY).is_empty


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ((0, 0, 0, 0), (4, 0, 0, 2), ""),
        ((4, 0, 0, 1), (0, 0, 0, 0), "25 % became associated so far."),
        ((4, 0, 0, 2), (4, 0, 0, 1), "50 % became associated, up from 25 % in the 90 days before."),
        ((4, 0, 0, 1), (4, 0, 0, 2), "25 % became associated so far; it was 50 % in the 90 days before."),
        ((4, 0, 0, 1), (8, 0, 0, 2), "25 % became associated, as many as in the 90 days before."),
    ],
)
def test_the_conversion_is_told_beside_the_previous_one(now, before, words):
    share, share_before = (funnel.shares_of(counts)[-1] for counts in (now, before))

    assert funnel.compared(now, before, share, share_before) == words


def test_home_shows_the_picture_and_the_table_behind_it(mine, member):
    invited(member)

    page = html(mine.get(HOME))

    assert "Of 1 pre-registered customer, 1 invited, 0 opened the invitation, 0 associated." in page
    assert "The numbers as a table" in page


def test_home_teaches_the_flow_where_there_is_nothing_yet(mine):
    page = html(mine.get(HOME))

    assert "Name the first customer you are working with" in page
    assert "pc-funnel-picture" not in page


@pytest.mark.parametrize("status", [Status.ASSOCIATED, Status.REJECTED])
def test_home_does_not_teach_those_who_have_begun_long_ago(mine, member, status):
    make_in(status, member, at=MONDAY - 100 * DAY)

    assert "Name the first customer" not in html(mine.get(HOME))


def test_home_counts_what_expires_within_3_days_and_leads_to_it(mine, member):
    for age in (timedelta(0), VALIDITY - 3 * DAY, VALIDITY - 3 * DAY + timedelta(seconds=1)):
        make_hold(member, at=MONDAY - age)

    page = html(mine.get(HOME))

    assert 'soon=1">Expiring within 3 days<span class="pc-n">1</span>' in page


def test_home_tells_of_customers_held_but_not_invited(mine, member):
    make_hold(member, at=MONDAY - 2 * DAY)
    make_hold(member)
    invited(member)

    page = html(mine.get(HOME))

    assert "2 customers are held but not invited" in page
    assert "The first has been waiting for 2 days." in page


@pytest.mark.parametrize(("age", "told"), [(timedelta(days=3), True), (timedelta(days=3, seconds=-1), False)])
def test_home_tells_of_invitations_that_nobody_has_opened_for_three_days(mine, member, age, told):
    invited(member, at=MONDAY - age)
    invited(member, at=MONDAY - age, opened=True)

    assert ("1 invitation was never opened" in html(mine.get(HOME))) is told


def test_home_shows_the_clocks_of_reviews(mine, member):
    review = make_case(member)

    page = html(mine.get(HOME))

    assert "In manual review" in page
    assert review.get_absolute_url() in page
    assert "left" in page


def test_home_asks_for_the_answer_that_a_reviewer_waits_for(mine, member):
    review = make_case(member, company_name="Kestrel")
    decisions.ask(review, "How did you meet?", by=make_reviewer(), at=MONDAY)

    page = html(mine.get(HOME))

    assert "A reviewer asked about Kestrel" in page
    assert "Waiting for your answer" in page


def test_home_shows_only_the_reviews_of_its_partner(mine):
    make_case(company_name="Kestrel")

    page = html(mine.get(HOME))

    assert "Kestrel" not in page
    assert "Nothing of yours is in manual review." in page


@pytest.mark.parametrize(("count", "queries"), [(0, 12), (1, 11), (9, 11)])  # the first time it asks if it is
def test_home_costs_the_same_queries_whatever_it_holds(
    mine, member, count, queries, django_assert_num_queries
):
    for _ in range(count):
        invited(member)
        make_case(member)

    with django_assert_num_queries(queries):
        mine.get(HOME)
