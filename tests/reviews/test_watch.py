"""What the clock does by itself: it reminds, flags and escalates once each, and never decides (R13)."""

from datetime import UTC, datetime, timedelta

import pytest

from customers.models import Notice
from customers.statuses import Status
from partnercenter.models import Message
from reviews import cases, decisions, watch
from reviews.models import Entry, Review
from tests.builders import DAY, MONDAY, SECOND, make_case, make_hold, make_member, make_reviewer

pytestmark = pytest.mark.django_db

# Monday 17:00 in Singapore; two working days on is Wednesday 17:00.
DUE = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
REMINDER = DUE - timedelta(hours=4)
ESCALATION = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def told(case):
    """What the history says the clock did, in order."""
    kinds = case.entries.values_list("kind", flat=True)
    return [kind for kind in kinds if kind != Entry.Kind.SUBMITTED]


def mails():
    return sorted(Message.objects.filter(kind__startswith="review_").values_list("kind", "to"))


def test_r13_the_due_instant_is_stored_with_the_case():
    case = make_case()

    assert case.due_at == case.running_due_at == DUE
    assert case.watch_at == REMINDER


def test_reviewers_are_reminded_four_hours_before_and_once():
    case, reviewer = make_case(), make_reviewer()

    assert watch.watch_due(at=REMINDER - SECOND) == 0
    assert watch.watch_due(at=REMINDER) == 1
    assert watch.watch_due(at=DUE - SECOND) == 0

    assert told(case) == ["reminded"]
    assert mails() == [("review_reminder", reviewer.email)]


def test_only_the_one_who_has_the_case_is_reminded():
    case, busy = make_case(), make_reviewer()
    make_reviewer()
    decisions.assign(case, busy, by=busy, at=MONDAY)

    watch.watch_due(at=REMINDER)

    assert mails() == [("review_reminder", busy.email)]


def test_r13_late_is_flagged_from_the_first_instant_past_due_and_told_once():
    case, reviewer = make_case(), make_reviewer()
    watch.watch_due(at=REMINDER)

    watch.watch_due(at=DUE)
    assert told(case) == ["reminded"]
    watch.watch_due(at=DUE + SECOND)
    watch.watch_due(at=DUE + 2 * SECOND)

    assert told(case) == ["reminded", "flagged"]
    assert mails() == [("review_overdue", reviewer.email), ("review_reminder", reviewer.email)]
    assert Notice.objects.get().kind == "review_overdue"


def test_r13_being_late_decides_nothing():
    case = make_case()

    watch.watch_due(at=DUE + 10 * DAY)

    case.refresh_from_db()
    assert case.is_open
    assert case.preregistration.status == Status.PENDING_REVIEW
    assert case.preregistration.holds(DUE + 10 * DAY)


def test_a_working_day_later_the_escalation_list_is_told_once():
    case = make_case()
    chief = make_reviewer(permission="escalate_review")
    watch.watch_due(at=DUE + SECOND)

    watch.watch_due(at=ESCALATION - SECOND)
    assert told(case) == ["flagged"]
    watch.watch_due(at=ESCALATION)
    watch.watch_due(at=ESCALATION + DAY)

    assert told(case) == ["flagged", "escalated"]
    assert mails() == [("review_escalated", chief.email)]
    case.refresh_from_db()
    assert case.watch_at is None


def test_the_escalation_counts_working_days():
    friday = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # Wednesday; due on Friday
    case = make_case(at=friday)
    saturday, monday = friday + 3 * DAY, friday + 5 * DAY

    watch.watch_due(at=saturday)
    watch.watch_due(at=monday - SECOND)
    assert told(case) == ["flagged"]
    watch.watch_due(at=monday)

    assert told(case) == ["flagged", "escalated"]


def test_a_clock_that_was_dead_for_days_flags_and_escalates_without_a_stale_reminder():
    case, reviewer = make_case(), make_reviewer()
    chief = make_reviewer(permission="escalate_review")

    watch.watch_due(at=DUE + 10 * DAY)

    assert told(case) == ["flagged", "escalated"]
    assert mails() == [("review_escalated", chief.email), ("review_overdue", reviewer.email)]


def test_a_decided_case_is_left_alone():
    case, reviewer = make_case(), make_reviewer()
    decisions.reject(case, "No.", by=reviewer, at=MONDAY)

    assert watch.watch_due(at=DUE + 10 * DAY) == 0


def test_a_paused_clock_is_never_late_and_runs_again_by_itself_after_five_working_days():
    case, reviewer = make_case(), make_reviewer()
    asked = MONDAY + DAY
    case = decisions.ask(case, "Who signs?", by=reviewer, at=asked)
    ends = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

    assert case.pause_ends_at == ends
    assert not case.is_overdue(DUE + DAY)
    assert watch.watch_due(at=ends - SECOND) == 0
    watch.watch_due(at=ends + timedelta(hours=1))

    case.refresh_from_db()
    assert case.paused_at is None
    assert case.due_at == case.running_due_at == ends + DAY  # one working day was left
    assert told(case) == ["asked", "resumed"]


def test_a_late_case_that_moves_to_another_office_gets_that_offices_due_and_is_late_anew():
    case, reviewer = make_case(), make_reviewer()
    watch.watch_due(at=DUE + SECOND)

    case = decisions.move_to_office(case, "SA", "Asia/Riyadh", by=reviewer, at=DUE + 2 * SECOND)

    # Monday 12:00 in Riyadh, two working days on.
    assert case.due_at == DUE
    assert case.flagged_at is None
    watch.watch_due(at=DUE + 3 * SECOND)
    assert told(case) == ["flagged", "moved", "flagged"]


def test_many_due_cases_are_watched_in_bounded_batches():
    member = make_member()
    for _ in range(5):
        make_case(member=member)

    assert [watch.watch_due(at=DUE + SECOND, size=2) for _ in range(4)] == [2, 2, 1, 0]
    assert Review.objects.filter(flagged_at=None).count() == 0


def test_a_hold_without_a_case_is_not_the_clocks_business():
    make_hold(status=Status.PENDING_REVIEW)

    assert watch.watch_due(at=DUE + 10 * DAY) == 0


@pytest.mark.parametrize("asked_at", [DUE + SECOND, ESCALATION + SECOND])
def test_a_question_on_a_late_case_repeats_nothing_that_was_told(asked_at):
    case, reviewer = make_case(), make_reviewer()
    watch.watch_due(at=asked_at)
    before = told(case)
    decisions.ask(case, "Who signs?", by=reviewer, at=asked_at)

    cases.answer(case, "The branch.", by=case.submitted_by, at=asked_at + SECOND)
    watch.watch_due(at=asked_at + 2 * SECOND)

    assert told(case) == [*before, Entry.Kind.ASKED, Entry.Kind.ANSWERED, Entry.Kind.RESUMED]
    assert watch.watch_due(at=asked_at + 3 * SECOND) == 0


def test_a_case_that_fails_is_logged_and_keeps_no_other_waiting(caplog):
    broken, sound = make_case(), make_case()
    Review.objects.filter(pk=broken.pk).update(office_time_zone="Nowhere/Atall", watch_at=REMINDER)
    make_reviewer()

    assert watch.watch_due(at=DUE + SECOND) == 1

    assert told(broken) == []
    assert told(sound) == ["flagged"]
    assert f"case {broken.pk} was not watched" in caplog.text
    broken.refresh_from_db()
    assert broken.watch_at == REMINDER
