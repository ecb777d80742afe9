"""The kept acceptance that becomes a case, the answer, and the files of both."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest

from customers import acceptance, invitations, lifecycle
from customers.acceptance import Particulars
from customers.models import Acceptance, Invitation
from customers.statuses import Status
from reviews import cases, decisions
from reviews.errors import NothingAsked, TooMuchEvidence
from reviews.evidence import Checked
from reviews.models import Entry, Review
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    attempt,
    make_case,
    make_hold,
    make_member,
    make_partner,
    make_request,
    make_reviewer,
    make_staff,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FRIDAY = MONDAY + 4 * DAY


@pytest.fixture
def member():
    return make_member(make_partner("globex", country="SG"))


def a_file(name="letter.pdf"):
    return Checked(name, "pdf", 4, BytesIO(b"%PDF"))


def ask_for(email="omar@kestrel.example", *files, member, at=MONDAY):
    decision = attempt(email, member=member, at=at, country="MY")
    return cases.open_case(decision, make_request(*files), member=member, at=at)


def accepted_from(country, member, at=MONDAY):
    """A customer that accepts an invitation from another country than it was pre-registered with (R20)."""
    row = make_hold(member, at=MONDAY)
    invitation = invitations.issue(row, Invitation.Channel.LINK, by=member.user, at=MONDAY)
    acceptance.accept(invitation, Particulars(language="en", name="Ada", country=country), at=at)
    row.refresh_from_db()
    return row


def test_r20_a_kept_acceptance_becomes_one_case_however_often_the_job_runs(member):
    row = accepted_from("MY", member)
    assert row.status == Status.PENDING_REVIEW

    assert cases.adopt_accepted(at=MONDAY) == 1
    assert cases.adopt_accepted(at=MONDAY) == 0

    review = Review.objects.get()
    assert review.preregistration == row
    assert (review.decision, review.submitted_by, review.reasons) == (None, None, ["country_differs"])
    assert [entry.kind for entry in review.entries.all()] == [Entry.Kind.ACCEPTED]


def test_r20_r13_a_late_job_counts_from_the_acceptance(member):
    accepted_from("MY", member, at=MONDAY + HOUR)

    cases.adopt_accepted(at=MONDAY + 9 * DAY)

    review = Review.objects.get()
    assert review.submitted_at == MONDAY + HOUR
    assert review.due_at == MONDAY + HOUR + 2 * DAY
    assert review.is_overdue(MONDAY + 9 * DAY)


def test_r20_an_acceptance_is_not_adopted_before_its_moment_nor_without_need(member):
    accepted_from("SG", member)
    accepted_from("MY", member, at=MONDAY + HOUR)

    assert cases.adopt_accepted(at=MONDAY + HOUR - SECOND) == 0
    assert cases.adopt_accepted(at=MONDAY + HOUR) == 1
    assert not Acceptance.objects.exclude(awaits_review_at=None).exists()


def test_r20_an_acceptance_whose_row_has_moved_on_opens_nothing(member):
    row = accepted_from("MY", member)
    lifecycle.move(row, Status.REJECTED, at=MONDAY)

    assert cases.adopt_accepted(at=MONDAY) == 0
    assert not Review.objects.exists()


def test_an_answer_lets_a_paused_clock_run_with_the_time_that_was_left(member):
    review = make_case(member)
    decisions.ask(review, "Who signs?", by=make_reviewer(), at=MONDAY + 6 * HOUR)
    review.refresh_from_db()
    assert not review.is_overdue(MONDAY + 4 * DAY)
    Review.objects.update(reminded_at=MONDAY)

    answered = cases.answer(review, "The branch.", by=member.user, at=MONDAY + DAY + 6 * HOUR)

    assert answered.due_at == answered.running_due_at == MONDAY + 3 * DAY
    assert (answered.paused_at, answered.reminded_at) == (None, None)
    kinds = [entry.kind for entry in review.entries.all()]
    assert kinds == [Entry.Kind.SUBMITTED, Entry.Kind.ASKED, Entry.Kind.ANSWERED, Entry.Kind.RESUMED]


def test_an_answer_after_the_pause_has_ended_by_itself_wins_no_time(member):
    review = make_case(member)
    decisions.ask(review, "Who signs?", by=make_reviewer(), at=MONDAY + HOUR)
    review.refresh_from_db()
    late = review.pause_ends_at + DAY

    answered = cases.answer(review, "The branch.", by=member.user, at=late)

    resumed = answered.entries.get(kind=Entry.Kind.RESUMED)
    assert resumed.at == review.pause_ends_at
    assert answered.due_at == MONDAY + 9 * DAY  # five working days of pause, and no more


def test_an_addition_without_a_question_leaves_the_clock_alone(member):
    review = make_case(member)

    answered = cases.answer(review, "One thing more.", (a_file(),), by=member.user, at=MONDAY + HOUR)

    assert answered.due_at == review.due_at
    assert answered.evidence.get().added_at == MONDAY + HOUR
    assert not answered.entries.filter(kind=Entry.Kind.RESUMED).exists()


def test_an_answer_sent_twice_is_one(member):
    review, token = make_case(member), uuid4()

    for _ in range(2):
        cases.answer(review, "The branch.", (a_file(),), by=member.user, at=MONDAY, token=token)

    assert review.entries.filter(kind=Entry.Kind.ANSWERED).count() == 1
    assert review.evidence.count() == 1


def test_p8_a_decided_case_takes_no_answer(member):
    review = make_case(member)
    decisions.reject(review, "No.", by=make_staff(), at=MONDAY)

    with pytest.raises(NothingAsked):
        cases.answer(review, "But why?", (a_file(),), by=member.user, at=MONDAY)

    assert not review.evidence.exists()


def test_five_files_are_the_most_over_all_answers(member):
    review = ask_for("omar@kestrel.example", *[a_file()] * 4, member=member)
    cases.answer(review, "And this.", (a_file(),), by=member.user, at=MONDAY)

    with pytest.raises(TooMuchEvidence):
        cases.answer(review, "And that.", (a_file(),), by=member.user, at=MONDAY)

    assert review.evidence.count() == 5
    assert review.entries.filter(kind=Entry.Kind.ANSWERED).count() == 1


def test_the_files_lie_under_names_of_our_own(member):
    review = ask_for("omar@kestrel.example", a_file("../../港口 letter.pdf"), member=member)

    file = review.evidence.get()
    assert file.file.name == f"{review.pk}/{file.pk}"
    assert file.file.read() == b"%PDF"
