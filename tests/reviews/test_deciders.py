"""Who decides: one reviewer, once, and nobody on a request of the own."""

import pytest

from reviews import decisions
from reviews.errors import AlreadyDecided, OwnCase
from tests.builders import DAY, MONDAY, make_case, make_member, make_reviewer
from tests.reviews.accepted import make_accepted

pytestmark = pytest.mark.django_db

LATER = MONDAY + DAY


def approve(case, comment="", by=None, at=LATER):
    return decisions.approve(case, comment, by=by or make_reviewer(), at=at)


def reject(case, comment="Another team works with them.", by=None, at=LATER):
    return decisions.reject(case, comment, by=by or make_reviewer(), at=at)


@pytest.mark.parametrize("first", [approve, reject])
@pytest.mark.parametrize("second", [approve, reject])
def test_a_case_is_decided_once_and_the_second_is_told_by_whom(first, second):
    case = make_case()
    first(case, "First.")

    with pytest.raises(AlreadyDecided) as refusal:
        second(case, "Second.")

    assert "by Rhea, 3 Mar 2026, 09:00 (GMT)" in refusal.value.message
    case.refresh_from_db()
    assert case.comment == "First."
    assert case.entries.count() == 2


def test_a_reviewer_does_not_decide_for_the_own_partner():
    case = make_case()
    colleague = make_member(case.partner).user

    for decide in (approve, reject):
        with pytest.raises(OwnCase):
            decide(case, by=colleague)


def test_a_reviewer_does_not_decide_on_what_he_submitted_before_he_changed_sides():
    member = make_member()
    case = make_case(member)
    member.delete()

    with pytest.raises(OwnCase):
        approve(case, by=case.submitted_by)


def test_a_reviewer_does_not_decide_on_an_acceptance_of_a_registration_of_his_own():
    case = make_accepted()
    author = case.preregistration.created_by
    author.member.delete()

    with pytest.raises(OwnCase):
        approve(case, by=author)
