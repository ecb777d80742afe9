"""What happens to a case before it is decided: taken, assigned, asked about, noted, moved."""

from datetime import UTC, datetime, timedelta

import pytest

from customers.models import Notice
from customers.notice_words import Entry
from partnercenter.models import Message, Policy
from reviews import cases, decisions, watch
from reviews.errors import (
    AlreadyDecided,
    AskedBefore,
    CommentMissing,
    NotAReviewer,
    OtherOfficeNeeded,
    TakenAlready,
)
from tests.builders import DAY, MONDAY, make_case, make_member, make_reviewer

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DUE = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # Wednesday 17:00 in Singapore


def said(case):
    return list(case.entries.values_list("kind", "words"))[1:]


def test_a_case_that_nobody_has_is_taken_once():
    case, first, second = make_case(), make_reviewer(), make_reviewer()

    for _click in range(2):
        case = decisions.take(case, by=first, at=MONDAY)

    assert case.assigned_to == first
    assert said(case) == [("taken", "")]
    with pytest.raises(TakenAlready):
        decisions.take(case, by=second, at=MONDAY)


def test_a_case_can_be_assigned_away_and_taken_over():
    case, first, second = make_case(), make_reviewer(), make_reviewer(time_zone="Asia/Tokyo")

    decisions.assign(case, second, by=first, at=MONDAY)
    case = decisions.assign(case, first, by=first, at=MONDAY)

    assert case.assigned_to == first
    assert said(case) == [("assigned", "Rhea"), ("taken", "")]


@pytest.mark.parametrize("who", ["member", "escalation", "former"])
def test_a_case_is_assigned_to_reviewers_only(who):
    people = {
        "member": lambda: make_member().user,
        "escalation": lambda: make_reviewer(permission="escalate_review"),
        "former": lambda: make_reviewer(is_active=False),
    }
    case = make_case()

    with pytest.raises(NotAReviewer):
        decisions.assign(case, people[who](), by=make_reviewer(), at=MONDAY)


def test_asking_pauses_the_clock_once_for_at_most_five_working_days():
    case, reviewer = make_case(), make_reviewer()

    for _click in range(2):
        case = decisions.ask(case, "Who signs?", by=reviewer, at=MONDAY + HOUR)

    assert (case.paused_at, case.running_due_at) == (MONDAY + HOUR, None)
    assert case.pause_ends_at == MONDAY + 7 * DAY + HOUR
    assert said(case) == [("asked", "Who signs?")]
    notice = Notice.objects.get()
    assert (notice.kind, Entry(notice).because) == ("review_question", "The question: Who signs?")
    assert "The question: Who signs?" in Message.objects.get(kind="notice").text
    with pytest.raises(AskedBefore):
        decisions.ask(case, "And who pays?", by=reviewer, at=MONDAY + HOUR)


def test_how_long_a_question_stops_the_clock_is_the_policys():
    Policy.objects.update(pause_days=1)
    case = make_case()

    decisions.ask(case, "Who signs?", by=make_reviewer(), at=MONDAY + HOUR)

    case.refresh_from_db()
    assert case.pause_ends_at == MONDAY + DAY + HOUR


def test_after_the_answer_the_clock_cannot_be_paused_again():
    case, reviewer = make_case(), make_reviewer()
    decisions.ask(case, "Who signs?", by=reviewer, at=MONDAY)
    case = cases.answer(case, "Ada does.", (), by=case.submitted_by, at=MONDAY + 2 * DAY)

    assert case.due_at == case.running_due_at == DUE + 2 * DAY
    with pytest.raises(AskedBefore):
        decisions.ask(case, "Really?", by=reviewer, at=MONDAY + 2 * DAY)


def test_a_question_needs_words():
    with pytest.raises(CommentMissing):
        decisions.ask(make_case(), " ", by=make_reviewer(), at=MONDAY)


def test_a_note_clicked_twice_is_one():
    case, reviewer = make_case(), make_reviewer()

    for words in ("Called them.", "Called them.", "No answer."):
        decisions.note(case, words, by=reviewer, at=MONDAY)

    assert said(case) == [("noted", "Called them."), ("noted", "No answer.")]
    assert not Notice.objects.exists()


def test_r13_moving_counts_anew_from_the_submission_by_the_other_calendar():
    friday = MONDAY - 3 * DAY
    case = make_case(at=friday)

    case = decisions.move_to_office(case, "AE", "Asia/Dubai", by=make_reviewer(), at=friday + HOUR)

    assert case.due_at == case.running_due_at == MONDAY + DAY
    assert case.watch_at == MONDAY + DAY - 4 * HOUR
    case = decisions.move_to_office(case, "SA", "Asia/Riyadh", by=make_reviewer(), at=friday + HOUR)
    # Friday and Saturday are off in Riyadh: from Sunday 00:00 two working days, which end as Tuesday begins.
    assert case.due_at == datetime(2026, 3, 2, 21, 0, tzinfo=UTC)
    assert [words for _kind, words in said(case)] == [
        "SG, Asia/Singapore > AE, Asia/Dubai",
        "AE, Asia/Dubai > SA, Asia/Riyadh",
    ]


def test_r13_a_pause_that_is_over_still_counts_after_moving():
    case, reviewer = make_case(), make_reviewer()
    decisions.ask(case, "Who signs?", by=reviewer, at=MONDAY + HOUR)
    case = cases.answer(case, "Ada does.", (), by=case.submitted_by, at=MONDAY + DAY + HOUR)

    case = decisions.move_to_office(case, "MY", "Asia/Kuala_Lumpur", by=reviewer, at=MONDAY + DAY + 2 * HOUR)

    assert case.due_at == case.running_due_at == DUE + DAY


def test_r13_moving_a_paused_case_leaves_it_paused_until_its_answer():
    case, reviewer = make_case(), make_reviewer()
    decisions.ask(case, "Who signs?", by=reviewer, at=MONDAY + HOUR)

    case = decisions.move_to_office(case, "MY", "Asia/Kuala_Lumpur", by=reviewer, at=MONDAY + 2 * HOUR)
    assert (case.paused_at, case.running_due_at) == (MONDAY + HOUR, None)
    assert case.watch_at == case.pause_ends_at

    case = cases.answer(case, "Ada does.", (), by=case.submitted_by, at=MONDAY + DAY + HOUR)
    assert case.running_due_at == DUE + DAY


def test_moving_to_where_it_is_changes_nothing():
    with pytest.raises(OtherOfficeNeeded):
        decisions.move_to_office(make_case(), "SG", "Asia/Singapore", by=make_reviewer(), at=MONDAY)


def test_a_decided_case_is_not_handled_any_more():
    case, reviewer = make_case(), make_reviewer()
    decisions.reject(case, "No.", by=reviewer, at=MONDAY)

    who = {"by": reviewer, "at": MONDAY}
    for handle in (
        lambda: decisions.take(case, **who),
        lambda: decisions.assign(case, reviewer, **who),
        lambda: decisions.ask(case, "Who?", **who),
        lambda: decisions.note(case, "Hm.", **who),
        lambda: decisions.move_to_office(case, "MY", "Asia/Kuala_Lumpur", **who),
    ):
        with pytest.raises(AlreadyDecided):
            handle()


def test_a_paused_case_can_be_decided_and_the_clock_leaves_it_alone():
    case, reviewer = make_case(), make_reviewer()
    decisions.ask(case, "Who signs?", by=reviewer, at=MONDAY)

    case = decisions.approve(case, "", by=reviewer, at=MONDAY + DAY)

    assert (case.paused_at, case.watch_at) == (None, None)
    assert watch.watch_due(at=MONDAY + 20 * DAY) == 0
