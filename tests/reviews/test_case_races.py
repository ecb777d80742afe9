"""Requests, answers and kept acceptances by real parallel connections."""

from functools import partial
from io import BytesIO
from uuid import uuid4

import pytest

from customers import acceptance, invitations
from customers.acceptance import Particulars
from customers.models import Invitation, PreRegistration
from reviews import cases
from reviews.errors import NowRefused, TooMuchEvidence
from reviews.evidence import Checked
from reviews.models import Entry, Review
from tests.builders import MONDAY, attempt, make_case, make_hold, make_member, make_partner, make_request
from tests.customers.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def ask(decision, member, *files):
    try:
        return cases.open_case(decision, make_request(*files), member=member, at=MONDAY)
    except NowRefused as refusal:
        return refusal.decision


def a_file():
    return Checked("letter.pdf", "pdf", 4, BytesIO(b"%PDF"))


def test_r14_a_request_sent_eight_times_at_once_is_one_case():
    member = make_member()

    for _lap in range(20):
        decision = attempt(member=member, country="MY")
        opened = at_once([partial(ask, decision, member, a_file()) for _ in range(8)])

        assert len({review.pk for review in opened}) == 1
        assert opened[0].evidence.count() == 1
    assert Review.objects.count() == PreRegistration.objects.count() == 20


def test_i1_two_partners_ask_for_one_customer_at_once_and_one_holds_it():
    members = [make_member() for _ in range(4)]

    for lap in range(20):
        email = f"wanted-{lap}@kestrel.example"
        decisions = [attempt(email, member=member, country="MY") for member in members]
        answers = at_once([partial(ask, *pair) for pair in zip(decisions, members, strict=True)])

        assert sum(isinstance(answer, Review) for answer in answers) == 1
        refused = [answer.codes for answer in answers if not isinstance(answer, Review)]
        assert refused == [["held_by_another_partner", "country_differs"]] * 3
        assert PreRegistration.objects.filter(hold_key=email).count() == 1


def test_i2_requests_at_the_last_place_of_the_quota_never_pass_it():
    for _lap in range(20):
        member = make_member(make_partner(quota=2))
        make_hold(member)
        decisions = [attempt(member=member, country="MY") for _ in range(6)]

        answers = at_once([partial(ask, decision, member) for decision in decisions])

        assert sum(isinstance(answer, Review) for answer in answers) == 1
        assert PreRegistration.objects.of(member.partner).count() == 2


def test_an_answer_sent_eight_times_at_once_is_said_once():
    review = make_case()
    say = partial(cases.answer, review, "The branch.", by=review.submitted_by, at=MONDAY, token=uuid4())

    at_once([say] * 8)

    assert review.entries.filter(kind=Entry.Kind.ANSWERED).count() == 1


def test_files_added_at_once_never_pass_five():
    review = make_case()

    def add():
        try:
            return cases.answer(review, "One.", (a_file(), a_file()), by=review.submitted_by, at=MONDAY)
        except TooMuchEvidence:
            return None

    added = at_once([add] * 6)

    assert sum(one is not None for one in added) == 2
    assert review.evidence.count() == 4


def test_r20_kept_acceptances_are_adopted_once_by_four_jobs():
    for _ in range(5):
        row = make_hold()
        invitation = invitations.issue(row, Invitation.Channel.LINK, by=row.created_by, at=MONDAY)
        acceptance.accept(invitation, Particulars(language="en", country="MY"), at=MONDAY)

    adopted = at_once([partial(cases.adopt_accepted, at=MONDAY)] * 4)

    assert sum(adopted) == Review.objects.count() == 5
