"""In whose time zone a page speaks: the user's own, the partner's, or the review office's."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone

from partnercenter.middleware import ReaderMiddleware
from partnercenter.models import Policy, User
from tests.builders import PASSWORD, make_member, make_partner, make_staff

pytestmark = pytest.mark.django_db


def zone_for(user, rf):
    request = rf.get("/")
    request.user, request.session = user, {}
    seen = []

    def page(_request):
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    ReaderMiddleware(page)(request)
    return seen[0]


@pytest.fixture
def office():
    Policy.objects.update(office_time_zone="Asia/Dubai")


def test_own_zone_comes_first_for_everybody(rf, office):
    partner = make_partner(time_zone="Asia/Singapore")

    assert zone_for(make_staff(time_zone="Africa/Cairo"), rf) == "Africa/Cairo"
    assert zone_for(make_member(partner, time_zone="Africa/Cairo").user, rf) == "Africa/Cairo"


def test_member_without_one_reads_in_the_partners_also_who_is_staff(rf, office):
    partner = make_partner(time_zone="Asia/Singapore")

    assert zone_for(make_member(partner).user, rf) == "Asia/Singapore"
    assert zone_for(make_member(partner, is_staff=True).user, rf) == "Asia/Singapore"


def test_staff_without_one_reads_in_the_offices(rf, office):
    assert zone_for(make_staff(), rf) == "Asia/Dubai"


def test_customers_and_strangers_read_in_utc_and_ask_nothing_of_the_policy(
    rf, office, django_assert_num_queries
):
    customer = User.objects.create_user("ada@acme.example", PASSWORD, name="Ada")

    with django_assert_num_queries(1):  # whether it is a member
        assert zone_for(customer, rf) == "UTC"
    with django_assert_num_queries(0):
        assert zone_for(AnonymousUser(), rf) == "UTC"
