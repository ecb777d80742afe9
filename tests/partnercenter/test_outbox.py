from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from partnercenter import outbox
from partnercenter.models import Message
from tests.builders import DAY, MONDAY, SECOND
from tests.mail import deliver, make_message

pytestmark = pytest.mark.django_db
MINUTE = 60 * SECOND


def test_i5_one_event_is_one_message_however_often_it_is_posted():
    first = make_message(key="granted:1", subject="First")
    second = make_message(key="granted:1", subject="Second")

    assert second == first
    assert Message.objects.get().subject == "First"


def test_i5_a_message_whose_cause_is_rolled_back_was_never_posted():
    with transaction.atomic():
        make_message()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_what_is_too_long_for_a_header_is_cut_and_stands_in_one_line():
    message = make_message(subject="A\n" * 900, sender="B\r\n" * 900)

    message.refresh_from_db()
    assert message.subject == ("A " * 200)
    assert message.sender == ("B " * 200)


def test_a_message_is_due_from_its_instant_and_not_before(mailoutbox):
    make_message(at=MONDAY)

    assert deliver(MONDAY - SECOND) == 0
    assert deliver(MONDAY) == 1
    assert deliver(MONDAY + DAY) == 0
    assert len(mailoutbox) == 1


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends():
    message = make_message()

    assert outbox.claim(at=MONDAY) == [message]
    assert outbox.claim(at=MONDAY + outbox.LEASE - SECOND) == []
    assert outbox.claim(at=MONDAY + outbox.LEASE) == [message]


def test_a_worker_that_comes_back_after_its_lease_takes_nothing_from_the_next_one():
    make_message()
    [late] = outbox.claim(at=MONDAY)
    outbox.claim(at=MONDAY + outbox.LEASE)

    outbox.fail(late, "too late", at=MONDAY + DAY)

    assert Message.objects.get().state == "queued"


def test_claims_are_bounded_and_a_run_takes_all_of_them(mailoutbox, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 3)
    for _ in range(7):
        make_message()

    assert len(outbox.claim(at=MONDAY)) == 3
    assert deliver(MONDAY) == 4
    assert deliver(MONDAY + outbox.LEASE) == 3


def test_a_run_out_of_time_puts_the_rest_back_as_it_was(mailoutbox, monkeypatch):
    monkeypatch.setattr(outbox, "RUN", -1)
    make_message()

    assert deliver() == 0

    message = Message.objects.get()
    assert (message.state, message.tries, message.next_try_at) == ("queued", 0, MONDAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "sent"},
        {"state": "failed", "next_try_at": None},
        {"next_try_at": None},
        {"sent_at": MONDAY},
        {"failed_at": MONDAY},
    ],
)
def test_a_state_without_its_time_is_refused_by_the_database(wrong):
    make_message()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(**wrong)


def test_texts_are_emptied_thirty_days_after_a_message_was_settled_and_not_before(mailoutbox, monkeypatch):
    monkeypatch.setattr(outbox, "FORGOTTEN_AT_ONCE", 2)
    for _ in range(4):
        make_message(html="<p>Hello</p>", headers={"List-Unsubscribe": "<https://x.example/token>"})
    Message.objects.filter(pk=make_message("nowhere").pk).update(tries=1)
    deliver()
    waiting = make_message()
    over = MONDAY + timedelta(days=30)

    assert outbox.forget(at=over - SECOND) == 0
    assert outbox.forget(at=over) == 5
    assert outbox.forget(at=over + DAY) == 0

    settled = Message.objects.exclude(pk=waiting.pk)
    assert set(settled.values_list("text", "html", "state")) == {("", "", "sent"), ("", "", "failed")}
    assert all(message.headers == {} for message in settled)
    waiting.refresh_from_db()
    assert waiting.text == "Hello"


def test_a_failed_message_is_tried_for_another_day_when_asked():
    message = make_message("nowhere")
    deliver()

    assert outbox.try_now(Message.objects.all(), at=MONDAY + 3 * DAY) == 1

    message.refresh_from_db()
    assert (message.state, message.tries, message.failed_at) == ("queued", 0, None)
    assert message.next_try_at == MONDAY + 3 * DAY
    assert message.give_up_at == MONDAY + 4 * DAY
    assert message.forget_at is None


def test_trying_now_leaves_alone_what_a_worker_holds_what_is_sent_and_what_has_no_text(mailoutbox):
    sent = make_message()
    deliver()
    emptied = make_message("nowhere")
    deliver()
    Message.objects.filter(pk=emptied.pk).update(text="")
    held = make_message()
    outbox.claim(at=MONDAY)

    assert outbox.try_now(Message.objects.all(), at=MONDAY + SECOND) == 0

    sent.refresh_from_db()
    held.refresh_from_db()
    assert sent.state == "sent"
    assert held.next_try_at == MONDAY + outbox.LEASE
