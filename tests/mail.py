"""Mail in the tests: letters for the outbox, a run of its delivery, and a real mail server to receive it."""

import asyncio
import logging
import socket
from collections import deque
from email import message_from_bytes
from email.policy import default as policy

from aiosmtpd.controller import Controller

from partnercenter import outbox
from tests.builders import MONDAY, serial

logging.getLogger("mail.log").setLevel(logging.WARNING)  # the server's own

HANG = "hang"  # never answers this message
HANG_UP = "hang up"  # closes the connection instead of an answer
TAKE_AND_HANG = "take and hang"  # takes the message and never says so
TAKE_AND_HANG_UP = "take and hang up"  # takes the message, and the answer is lost
TAKEN = "250 OK"


def make_message(to=None, *, at=MONDAY, text="Hello", subject="A subject", html="", headers=None, **fields):
    number = next(serial)
    letter = outbox.Letter(subject, text, html, headers or {})
    defaults = {"key": f"test:{number}", "kind": "test", "to": to or f"reader-{number}@acme.example"}
    return outbox.post(letter, at=at, **defaults | fields)


def deliver(at=MONDAY):
    return outbox.deliver_due(at=at)


class MailServer:
    """A real SMTP server on a port of its own. `received` is what it took, parsed; the rest makes it difficult."""

    def __init__(self):
        self.received = []
        self.answers = deque()  # to the next messages; after them it takes all
        self.refusals = {}  # answers to recipients by their address
        self.connections = 0
        self.controller = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None

    @property
    def addresses(self):
        return [address.addr_spec for message in self.received for address in message["To"].addresses]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.refusals.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.popleft() if self.answers else TAKEN
        if answer in (TAKEN, TAKE_AND_HANG, TAKE_AND_HANG_UP):
            self.received.append(message_from_bytes(envelope.content, policy=policy))
        if answer in (HANG, TAKE_AND_HANG):
            await asyncio.sleep(60)
        if answer in (HANG_UP, TAKE_AND_HANG_UP):
            server.transport.abort()
        return answer
