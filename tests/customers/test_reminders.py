"""Reminders of a validity that runs out: at their second, true when told, and each once (I5)."""

from functools import partial

import pytest
from django.db import connection, transaction

from customers import lifecycle, notices, registration
from customers.models import Kind, Notice, PreRegistration
from customers.statuses import Status
from partnercenter.models import Message
from tests.builders import DAY, MONDAY, SECOND, VALIDITY, make_account, make_hold, make_member, make_wish
from tests.customers.test_races import at_once

pytestmark = pytest.mark.django_db

END = MONDAY + VALIDITY
IN_3_DAYS, IN_1_DAY, EXPIRED = Kind.EXPIRES_IN_3_DAYS, Kind.EXPIRES_IN_1_DAY, Kind.EXPIRED


def kinds():
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


def remind(at):
    return notices.remind_due(at=at)


def make_short(member, validity):
    draft = registration.draft(make_wish(), member.partner)
    return lifecycle.begin(draft, Status.PREREGISTERED, by=member.user, at=MONDAY, validity=validity)


def next_of(row):
    row.refresh_from_db()
    return row.remind_at


@pytest.mark.parametrize(
    ("before", "kind", "following"),
    [(3 * DAY, IN_3_DAYS, END - DAY), (DAY, IN_1_DAY, END), (0 * DAY, EXPIRED, None)],
)
def test_each_reminder_is_told_at_its_second_and_not_before(before, kind, following):
    row = make_hold()
    earlier = {3 * DAY: [], DAY: [IN_3_DAYS], 0 * DAY: [IN_3_DAYS, IN_1_DAY]}[before]
    for days in (3, 1)[: len(earlier)]:
        remind(END - days * DAY)

    assert remind(END - before - SECOND) == 0
    assert kinds() == earlier
    assert remind(END - before) == 1
    assert remind(END - before + SECOND) == 0

    assert kinds() == [*earlier, kind]
    assert next_of(row) == following
    assert Notice.objects.first().facts == {"until": END.isoformat()}


def test_a_late_beat_tells_only_the_latest_that_is_true():
    row = make_hold()

    remind(END - DAY + SECOND)

    assert kinds() == [IN_1_DAY]
    assert next_of(row) == END


def test_a_reminder_that_is_a_day_late_is_still_true():
    row = make_hold()

    remind(END - 2 * DAY)

    assert kinds() == [IN_3_DAYS]
    assert next_of(row) == END - DAY


@pytest.mark.parametrize("swept", [True, False])
@pytest.mark.parametrize("late", [0 * DAY, 20 * DAY])
def test_p3_after_the_end_only_that_it_has_expired_is_told_swept_or_not(swept, late):
    row = make_hold()
    if swept:
        lifecycle.expire_due(at=END)

    remind(END + late)
    lifecycle.expire_due(at=END + late)
    remind(END + late)

    assert kinds() == [EXPIRED]
    assert next_of(row) is None
    assert "17 Mar 2026, 09:00" in Message.objects.get().text


@pytest.mark.parametrize(
    ("validity", "told"),
    [(DAY, [EXPIRED]), (2 * DAY, [IN_1_DAY, EXPIRED]), (3 * DAY, [IN_1_DAY, EXPIRED])],
)
def test_a_short_validity_has_only_the_reminders_that_lie_within_it(validity, told):
    make_short(make_member(), validity)

    for hours in range(int(validity / DAY) * 24 + 1):
        remind(MONDAY + hours * DAY / 24)

    assert kinds() == told


def end_it(row, how):
    if how == "associated":
        lifecycle.associate(row, make_account(row.email), at=MONDAY)
    elif how == "declined":
        lifecycle.decline(row, at=MONDAY, why="")
    elif how == "in review":
        lifecycle.await_review(row, at=MONDAY, why="")
    else:
        lifecycle.delete(row, by=row.created_by, at=MONDAY)


@pytest.mark.parametrize("how", ["associated", "declined", "in review", "deleted"])
def test_what_has_ended_otherwise_is_not_reminded_of(how):
    row = make_hold()

    end_it(row, how)

    assert row.remind_at is None
    assert remind(END) == 0
    assert kinds() == []


@pytest.mark.parametrize("how", ["associated", "declined", "in review", "deleted"])
def test_a_reminder_left_behind_is_settled_without_a_word(how):
    row = make_hold()
    end_it(row, how)
    PreRegistration.objects.filter(pk=row.pk).update(remind_at=END - 3 * DAY)

    assert remind(END - 3 * DAY) == 1

    assert kinds() == []
    assert next_of(row) is None


def test_an_expired_one_that_was_deleted_meanwhile_is_not_told_of():
    row = make_hold()
    lifecycle.expire_due(at=END)
    lifecycle.delete(PreRegistration.objects.get(pk=row.pk), by=row.created_by, at=END)

    remind(END + DAY)

    assert kinds() == []


def test_a_run_is_bounded_and_the_next_goes_on_with_the_oldest(monkeypatch):
    monkeypatch.setattr(notices, "REMINDED_AT_ONCE", 2)
    member = make_member()
    rows = [make_hold(member, at=MONDAY - number * DAY / 24) for number in range(3)]

    assert (remind(END), remind(END), remind(END)) == (2, 1, 0)

    told = Notice.objects.order_by("pk").values_list("preregistration", flat=True)
    assert list(told) == [row.pk for row in reversed(rows)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_i5_eight_sweeps_at_once_remind_each_once():
    member = make_member()
    for _ in range(12):
        make_hold(member)

    at_once([partial(remind, END - 3 * DAY) for _ in range(8)])
    at_once([partial(remind, END) for _ in range(8)] + [partial(lifecycle.expire_due, at=END)])
    remind(END)  # what a sweep passed by while the other had it

    assert sorted(kinds()) == sorted([IN_3_DAYS, EXPIRED] * 12)
    assert Message.objects.count() == 24
    assert not PreRegistration.objects.exclude(remind_at=None).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_reminding_while_they_are_deleted_leaves_every_row_settled():
    member = make_member()
    rows = [make_hold(member) for _ in range(12)]

    def delete_all():
        for row in rows:
            lifecycle.delete(row, by=member.user, at=END - DAY)

    at_once([delete_all, *(partial(remind, END - DAY) for _ in range(3))])
    remind(END - DAY)

    assert set(PreRegistration.objects.values_list("status", "remind_at")) == {(Status.DELETED, None)}
    assert Notice.objects.count() == Message.objects.count() <= 12


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_has_is_left_to_it():
    rows = [make_hold(), make_hold()]

    def hold_one_and_remind():
        with transaction.atomic():
            PreRegistration.objects.select_for_update().get(pk=rows[0].pk)
            return at_once([partial(remind, END)])

    assert hold_one_and_remind() == [1]
    assert remind(END) == 1
