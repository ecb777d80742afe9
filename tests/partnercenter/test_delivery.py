"""Delivery to a real mail server, in good and in bad times."""

import smtplib
import socket
import time

import pytest
from django.core.mail.backends.locmem import EmailBackend

from partnercenter import delivery, outbox
from partnercenter.models import Message
from tests.builders import DAY, MONDAY, SECOND
from tests.mail import HANG, HANG_UP, TAKE_AND_HANG_UP, deliver, make_message

pytestmark = pytest.mark.django_db
MINUTE = 60 * SECOND
BUSY = "451 4.3.2 Busy, come back later"


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_a_message_is_sent_once_and_its_instant_noted(smtp_server):
    message = make_message()

    assert deliver() == 1
    assert deliver(MONDAY + DAY) == 0

    assert state_of(message) == "sent"
    assert (message.sent_at, message.next_try_at, message.tries) == (MONDAY, None, 1)
    assert smtp_server.addresses == [message.to]


def test_a_batch_leaves_over_one_connection(smtp_server):
    for _ in range(5):
        make_message()

    assert deliver() == 5

    assert smtp_server.connections == 1


def test_a_busy_server_is_asked_again_after_growing_waits(smtp_server):
    message = make_message()
    smtp_server.answers += [BUSY, BUSY]

    deliver(MONDAY)

    assert state_of(message) == "queued"
    assert message.error == "451 4.3.2 Busy, come back later"
    assert message.next_try_at == MONDAY + MINUTE
    assert deliver(MONDAY + MINUTE) == 0
    assert deliver(MONDAY + 6 * MINUTE - SECOND) == 0
    assert deliver(MONDAY + 6 * MINUTE) == 1
    assert state_of(message) == "sent"
    assert (message.error, message.tries) == ("", 3)


def test_what_is_never_taken_has_failed_after_a_day_and_not_before(smtp_server):
    message = make_message()
    smtp_server.answers += [BUSY] * 99
    at = MONDAY

    while state_of(message) == "queued":
        at = message.next_try_at
        deliver(at)

    assert at == MONDAY + DAY
    assert (message.state, message.failed_at, message.tries) == ("failed", at, 10)
    assert message.error == BUSY


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_a_refusal_for_good_fails_at_once_with_the_servers_words(smtp_server, where):
    refused, taken = make_message("nobody@acme.example"), make_message()
    if where == "recipient":
        smtp_server.refusals["nobody@acme.example"] = "550 5.1.1 No such user here"
    else:
        smtp_server.answers.append("550 5.1.1 No such user here")

    assert deliver() == 1

    assert state_of(refused) == "failed"
    assert (refused.failed_at, refused.error) == (MONDAY, "550 5.1.1 No such user here")
    assert state_of(taken) == "sent"


def test_a_recipient_to_be_tried_later_is_tried_later(smtp_server):
    message = make_message("ada@acme.example")
    smtp_server.refusals["ada@acme.example"] = "450 4.2.0 Greylisted"

    deliver()

    assert state_of(message) == "queued"
    assert (message.error, message.tries) == ("450 4.2.0 Greylisted", 1)


def test_a_server_that_ends_the_connection_by_its_answer_gets_the_rest_over_another(smtp_server):
    first, second = make_message(), make_message()
    smtp_server.answers.append("421 4.7.0 Too many at once")

    assert deliver() == 1

    assert (state_of(first), state_of(second)) == ("queued", "sent")
    assert second.tries == 1


@pytest.mark.parametrize("trouble", [HANG, HANG_UP])
def test_a_message_whose_answer_never_came_is_sent_again_and_the_others_do_not_wait(
    smtp_server, settings, trouble
):
    settings.EMAIL_TIMEOUT = 0.5
    lost, other = make_message(), make_message()
    smtp_server.answers.append(trouble)
    began = time.monotonic()

    assert deliver() == 1

    assert time.monotonic() - began < 5
    assert (state_of(lost), state_of(other)) == ("queued", "sent")
    assert lost.error
    assert deliver(lost.next_try_at) == 1
    assert smtp_server.addresses == [other.to, lost.to]


def test_a_server_that_hangs_again_and_again_is_left_alone_and_the_rest_loses_no_try(smtp_server, settings):
    settings.EMAIL_TIMEOUT = 0.5
    messages = [make_message() for _ in range(5)]
    smtp_server.answers += [HANG] * 5
    began = time.monotonic()

    assert deliver() == 0

    assert time.monotonic() - began < 5
    assert {state_of(message) for message in messages} == {"queued"}
    assert [message.tries for message in messages] == [1, 1, 0, 0, 0]
    assert messages[4].next_try_at == MONDAY + outbox.PAUSE


def test_an_answer_that_was_lost_doubles_one_message_under_the_same_id(smtp_server):
    message = make_message()
    make_message()
    smtp_server.answers.append(TAKE_AND_HANG_UP)

    deliver()
    deliver(MONDAY + MINUTE)

    assert state_of(message) == "sent"
    ids = [received["Message-ID"] for received in smtp_server.received]
    assert len(ids) == 3
    assert len(set(ids)) == 2


def test_while_the_server_refuses_connections_nothing_is_lost_and_no_try_counted(smtp_server):
    messages = [make_message() for _ in range(3)]
    smtp_server.stop()

    assert deliver() == 0

    assert {state_of(message) for message in messages} == {"queued"}
    assert {(message.tries, message.next_try_at) for message in messages} == {(0, MONDAY + outbox.PAUSE)}
    assert "refused" in messages[0].error
    smtp_server.start()
    assert deliver(MONDAY + outbox.PAUSE) == 3


def test_a_server_away_for_a_day_is_told_of(smtp_server):
    message = make_message()
    smtp_server.stop()

    deliver(MONDAY + DAY - SECOND)
    assert state_of(message) == "queued"
    deliver(message.next_try_at)

    assert state_of(message) == "failed"
    assert "refused" in message.error


def test_a_message_found_late_is_tried_before_it_is_given_up(smtp_server):
    message = make_message()

    assert deliver(MONDAY + 10 * DAY) == 1

    assert state_of(message) == "sent"


def test_a_name_that_nobody_knows_and_a_sign_in_that_is_not_taken_are_waited_out(smtp_server, settings):
    message = make_message()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "user", "wrong"

    deliver()

    assert state_of(message) == "queued"
    settings.EMAIL_HOST_USER = ""
    settings.EMAIL_HOST = "mail.invalid"
    deliver(message.next_try_at)
    assert state_of(message) == "queued"
    settings.EMAIL_HOST = "127.0.0.1"
    assert deliver(message.next_try_at) == 1


def test_a_silent_server_blocks_no_run_for_long(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.5
    messages = [make_message() for _ in range(20)]
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, says nothing
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        began = time.monotonic()

        assert deliver() == 0

    assert time.monotonic() - began < 3
    assert {state_of(message) for message in messages} == {"queued"}


@pytest.mark.parametrize(
    "poison",
    [
        {"to": "nowhere"},
        {"to": "ada@" + "é" * 70 + ".example"},
        {"to": "ada@acme.example>\r\nRCPT TO:<eve@evil.example"},
        {"headers": {"Reply-To": "a@b.example\r\nBcc: eve@evil.example"}},
        {"headers": {"Bad": "a\nb"}},
        {"headers": {"Reply-To": "李 <>"}},
    ],
)
def test_a_poison_row_is_set_aside_and_the_queue_goes_on(smtp_server, poison):
    before, bad, after = make_message(), make_message(**poison), make_message()

    assert deliver() == 2

    assert [state_of(message) for message in (before, bad, after)] == ["sent", "failed", "sent"]
    assert bad.error
    assert smtp_server.addresses == [before.to, after.to]


def test_what_the_server_said_is_kept_printable_and_cut(smtp_server):
    message = make_message("ada@acme.example")
    smtp_server.refusals["ada@acme.example"] = "550 nein\x07 " + "x" * 495

    deliver()

    assert state_of(message) == "failed"
    assert len(message.error) == 500
    assert message.error.startswith("550 nein x")


def test_neither_address_nor_words_of_a_message_reach_the_log(smtp_server, caplog):
    make_message("secret@acme.example", subject="confidential", text="hush")
    make_message("hidden@acme.example>", subject="confidential", text="hush")
    smtp_server.refusals["secret@acme.example"] = "550 secret@acme.example is unknown"
    with caplog.at_level("INFO", logger="partnercenter"):
        deliver()
    smtp_server.stop()
    make_message("secret@acme.example")
    with caplog.at_level("INFO", logger="partnercenter"):
        deliver()

    assert caplog.text.count("was not sent") == 2
    assert "away" in caplog.text
    for word in ("secret", "hidden", "confidential", "hush"):
        assert word not in caplog.text


def test_i5_one_event_is_one_mail_however_often_it_is_posted(smtp_server):
    for _ in range(3):
        make_message(key="granted:1")
    deliver()
    make_message(key="granted:1")
    deliver(MONDAY + SECOND)

    assert len(smtp_server.received) == 1
    assert Message.objects.count() == 1


def test_a_failure_nobody_thought_of_waits_like_any_other_and_stops_no_queue(monkeypatch):
    first, second = make_message(), make_message()
    hand_on = EmailBackend.send_messages

    def send_messages(backend, messages):
        if messages[0].to == [first.to]:
            raise KeyError("a fault of a library")
        return hand_on(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    deliver()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.tries, second.state) == ("queued", 1, "sent")
    assert first.next_try_at == MONDAY + outbox.WAITS[0]


def test_r19_a_servers_reason_never_repeats_the_token_of_a_link():
    error = smtplib.SMTPDataError(554, b"5.7.1 listed: https://us.example/i/s3cret-t0ken/ in the text")

    assert delivery.worded(error) == "554 5.7.1 listed: https://us.example/i/\u2026/ in the text"
