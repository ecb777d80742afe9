"""Mail as rows: written with the state it tells of, delivered by workers, lost by nobody (I5)."""

import contextlib
import logging
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from partnercenter import addresses
from partnercenter.delivery import Postman, Verdict
from partnercenter.directions import one_line
from partnercenter.models import Message

DAY = timedelta(days=1)
PATIENCE = DAY  # then a message has failed
WAITS = [
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)
]  # between tries; the last repeats
PAUSE = timedelta(seconds=10)  # before the next try while the server as a whole is away
BATCH = 50
RUN = 20  # seconds in which one run begins to send; the next run goes on
LEASE = timedelta(minutes=5)  # a claimed row is its worker's for so long: longer than any run lasts
KEPT = 30 * DAY  # so long a settled message keeps its text
FORGOTTEN_AT_ONCE = 1_000
WITHDRAWN = "withdrawn"  # in place of a server's reason

State = Message.State
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """A mail as it will be read: subject and both parts, in the reader's language."""

    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def post(letter, *, to, key, kind, at, to_name="", sender="", about=None):
    """Put a letter in the outbox, in the caller's transaction. The same `key` is posted once.

    `to` is the bare address; `to_name` and `sender` are the names shown before it and before the vendor's own.
    Returns the Message, the earlier one where the key is known.
    """
    message, _created = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "about": about,
            "to": to,
            "to_key": addresses.key_of(to),
            "to_name": one_line(to_name)[:200],
            "sender": one_line(sender)[:400],
            "subject": one_line(letter.subject)[:400],
            "text": letter.text,
            "html": letter.html,
            "headers": letter.headers,
            "created_at": at,
            "next_try_at": at,
            "give_up_at": at + PATIENCE,
        },
    )
    return message


def deliver_due(*, at):
    """Send what is due, a batch over one connection after the other. Returns how many were sent.

    Safe beside itself and after any crash: a killed worker's rows come back when its lease ends, so a message leaves
    at least once, and twice only where the worker died between the server's answer and noting it.
    """
    ends = time.monotonic() + RUN
    sent = 0
    while batch := claim(at=at):
        answers = deliver(batch, at=at, ends=ends)
        sent += answers.count(Verdict.SENT)
        if len(answers) < len(batch):  # out of time, or nobody there
            break
    return sent


def claim(*, at):
    """Take a batch that no other worker has. Its rows read as they were, with this try counted."""
    due = Message.objects.filter(next_try_at__lte=at)
    if not due.exists():  # SQLite would lock the file to find that out
        return []
    with transaction.atomic():
        batch = list(due.select_for_update(skip_locked=True, no_key=True).order_by("next_try_at")[:BATCH])
        keys = [message.pk for message in batch]
        # Without a reason it is a worker's, with one it waits: see try_now.
        Message.objects.filter(pk__in=keys).update(next_try_at=at + LEASE, tries=F("tries") + 1, error="")
    for message in batch:
        message.tries += 1
    return batch


def deliver(batch, *, at, ends):
    """Send these and note each answer at once; what was not tried goes back. Returns the verdicts."""
    verdicts, untried, away = [], deque(batch), ""
    with contextlib.closing(Postman()) as postman:
        try:
            while untried and time.monotonic() < ends:
                message = untried.popleft()
                answer = postman.send(message)
                if answer.verdict == Verdict.AWAY:
                    untried.appendleft(message)
                    away = answer.reason
                    break
                note(message, answer, at=at)
                verdicts.append(answer.verdict)
        finally:
            put_back(untried, at=at, away=away)
    return verdicts


def note(message, answer, *, at):
    if answer.verdict == Verdict.SENT:
        change(message, state=State.SENT, sent_at=at, next_try_at=None, forget_at=at + KEPT)
        return
    # Not the server's words: they may repeat the address.
    logger.warning("message %s was not sent, try %s: %s", message.pk, message.tries, answer.verdict)
    if answer.verdict == Verdict.NEVER or at >= message.give_up_at:
        fail(message, answer.reason, at=at)
        return
    wait = WAITS[min(message.tries, len(WAITS)) - 1]
    change(message, next_try_at=min(at + wait, message.give_up_at), error=answer.reason)


def fail(message, reason, *, at):
    change(message, state=State.FAILED, failed_at=at, next_try_at=None, error=reason, forget_at=at + KEPT)


def put_back(untried, *, at, away):
    """Give up the lease on these without counting a try. `away` says why nobody could take them."""
    if away:
        logger.warning("the mail server is away, %s messages wait", len(untried))
    for message in untried:
        if away and at >= message.give_up_at:
            fail(message, away, at=at)
        else:
            change(
                message,
                tries=message.tries - 1,
                next_try_at=at + PAUSE if away else at,
                error=away or message.error,
            )


def change(message, **fields):
    """Only while this claim holds: after its lease another worker may be further."""
    Message.objects.filter(pk=message.pk, state=State.QUEUED, tries=message.tries).update(**fields)


def try_now(messages, *, at):
    """Send failed messages anew, and waiting ones at once. Returns how many; what a worker holds is left to it."""
    failed = messages.filter(state=State.FAILED).exclude(text="")
    waiting = messages.filter(Q(tries=0) | ~Q(error=""), state=State.QUEUED)
    return waiting.update(next_try_at=at) + failed.update(
        state=State.QUEUED,
        failed_at=None,
        next_try_at=at,
        give_up_at=at + PATIENCE,
        forget_at=None,
        tries=0,
    )


def withdraw(messages, *, at):
    """Take back what no worker holds yet, for good. Returns how many were taken back in time."""
    waiting = messages.filter(Q(tries=0) | ~Q(error=""), state=State.QUEUED)
    return waiting.update(
        state=State.FAILED,
        failed_at=at,
        next_try_at=None,
        error=WITHDRAWN,
        text="",
        html="",
        headers={},
    )


def forget(*, at, batches=1_000):
    """Empty the texts of what was settled long ago: they name people, and carry links and codes."""
    forgotten = 0
    for _ in range(batches):
        due = Message.objects.filter(forget_at__lte=at).order_by("forget_at")
        keys = list(due.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
        settled = Message.objects.filter(pk__in=keys, forget_at__lte=at)
        forgotten += settled.update(text="", html="", headers={}, forget_at=None)
        if len(keys) < FORGOTTEN_AT_ONCE:
            break
    return forgotten
