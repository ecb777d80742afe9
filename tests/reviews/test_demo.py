from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from customers.models import PreRegistration
from customers.statuses import Status
from partnercenter.models import Policy
from reviews import presentation
from reviews.models import CommentTemplate, Entry, Evidence, Review
from tests.builders import DAY, MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_debug(settings):
    settings.DEBUG = True


def load():
    call_command("demo", stdout=StringIO())


def test_the_demo_has_a_case_in_each_state_with_its_file():
    load()

    policy = Policy.objects.current(MONDAY)
    states = Counter(presentation.state(review, policy, MONDAY)["name"] for review in Review.objects.all())
    assert states == {"open": 1, "overdue": 1, "waiting": 1, "approved": 1, "rejected": 1}
    assert set(Evidence.objects.values_list("review", flat=True)) == set(
        Review.objects.values_list("pk", flat=True)
    )


def test_every_pending_or_rejected_customer_of_the_demo_has_its_case():
    load()

    rows = PreRegistration.objects.filter(status__in=[Status.PENDING_REVIEW, Status.REJECTED])
    assert rows.count() == 4
    assert not rows.filter(reviews=None).exists()


def test_the_demo_has_a_comment_template_for_each_outcome():
    load()

    assert set(CommentTemplate.objects.values_list("outcome", flat=True)) == set(Review.Outcome.values)


def test_a_second_time_it_adds_nothing(set_clock):
    load()
    before = [
        list(model.objects.order_by("pk").values()) for model in (Review, Entry, Evidence, CommentTemplate)
    ]

    set_clock(MONDAY + 20 * DAY)
    load()

    assert [
        list(model.objects.order_by("pk").values()) for model in (Review, Entry, Evidence, CommentTemplate)
    ] == before
