"""R22 and R23: what is deleted, what is not, and that it is said."""

import pytest

from customers import invitations, removal
from customers.models import PreRegistration
from customers.statuses import Status
from tests.builders import MONDAY, VALIDITY, attempt, make_hold, make_in, make_member, make_partner
from tests.mail import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def delete(*rows, member, at=MONDAY):
    return removal.delete([row.pk for row in rows], member=member, at=at)


@pytest.mark.parametrize("status", [Status.PREREGISTERED, Status.REJECTED, Status.EXPIRED, Status.DECLINED])
def test_r22_these_can_be_deleted_and_stay_in_the_database(member, status):
    row = make_in(status, member)

    report = delete(row, member=member)

    row.refresh_from_db()
    assert report.deleted == [row]
    assert row.status == Status.DELETED
    assert row.events.last().by == member.user


@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.ASSOCIATED, Status.DISSOCIATED])
def test_r23_these_cannot_and_the_answer_says_why(member, status):
    row = make_in(status, member)

    report = delete(row, member=member)

    row.refresh_from_db()
    assert row.status == status
    assert report.deleted == []
    assert [kept for kept, _reason in report.kept] == [row]
    assert str(report.kept[0][1])


def test_r22_deleting_frees_the_hold_and_the_quota_at_once():
    member = make_member(make_partner(quota=1))
    row = make_hold(member, email="ada@acme.example")

    delete(row, member=member)

    assert attempt("ada@acme.example", member=make_member()).outcome == "granted"
    assert attempt("eve@acme.example", member=member).outcome == "granted"


def test_r23_a_mixed_selection_is_deleted_in_part_and_says_so(member):
    gone, kept = make_hold(member), make_in(Status.ASSOCIATED, member)

    report = delete(gone, kept, member=member)

    assert report.deleted == [gone]
    assert [row for row, _reason in report.kept] == [kept]


def test_r22_the_outlook_says_the_same_and_changes_nothing(member):
    gone, kept = make_hold(member), make_in(Status.PENDING_REVIEW, member)

    outlook = removal.outlook([gone.pk, kept.pk], member=member, at=MONDAY)

    assert (outlook.deleted, [row for row, _ in outlook.kept]) == ([gone], [kept])
    assert PreRegistration.objects.get(pk=gone.pk).status == Status.PREREGISTERED


def test_i6_a_row_of_another_partner_is_unknown_and_untouched(member):
    theirs = make_hold()

    report = delete(theirs, member=member)

    theirs.refresh_from_db()
    assert (report.deleted, report.kept, report.unknown) == ([], [], 1)
    assert theirs.status == Status.PREREGISTERED


def test_r22_a_second_click_is_told_the_same_and_writes_nothing(member):
    row = make_hold(member)

    delete(row, member=member)
    report = delete(row, member=member)

    assert report.deleted == [row]
    assert row.events.count() == 2


def test_r22_a_lapsed_row_expires_first_and_then_is_deleted(member):
    row = make_hold(member)

    delete(row, member=member, at=MONDAY + VALIDITY)

    assert [event.went_to for event in row.events.all()] == ["preregistered", "expired", "deleted"]


def test_r22_a_viewer_deletes_nothing_and_is_told_why():
    partner = make_partner()
    row = make_hold(make_member(partner))

    report = delete(row, member=make_member(partner, role="viewer"))

    row.refresh_from_db()
    assert row.status == Status.PREREGISTERED
    assert report.kept == [(row, removal.NOT_PERMITTED)]


def test_r23_a_row_that_moves_between_page_and_click_is_kept(member, monkeypatch):
    row = make_hold(member)
    real = removal.find

    def stale(ids, member):
        found = real(ids, member)
        PreRegistration.objects.filter(pk=row.pk).update(status=Status.PENDING_REVIEW, due_at=None)
        return found

    monkeypatch.setattr(removal, "find", stale)
    report = delete(row, member=member)

    row.refresh_from_db()
    assert row.status == Status.PENDING_REVIEW
    assert report.deleted == []
    assert len(report.kept) == 1


def test_r22_an_invitation_that_has_not_left_yet_goes_with_the_hold(member, smtp_server):
    row, other = make_hold(member), make_hold(member)
    for each in (row, other):
        invitations.send(each, greeting="", language="en", by=member.user, at=MONDAY, token="once")

    delete(row, member=member)
    deliver()

    assert smtp_server.addresses == [other.email]
