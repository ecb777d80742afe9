"""The way out to the mail server: a message as MIME, one connection for many, every answer read."""

import contextlib
import smtplib
from dataclasses import dataclass
from email.mime.image import MIMEImage
from email.utils import format_datetime, parseaddr, quote
from enum import StrEnum

from django.conf import settings
from django.core import mail
from django.utils.encoding import punycode

from partnercenter import addresses, brand
from partnercenter.logs import without_token

CLOSING = 421  # "service not available, closing the channel": about the server, whatever command it answers
LOSSES = 2  # connections lost in a row after which the server counts as away
REASON = 500  # characters kept of what the server said


class Verdict(StrEnum):
    SENT = "sent"
    LATER = "later"  # tried, and worth another try
    NEVER = "never"  # refused for good
    AWAY = "away"  # not tried: nobody there takes mail at the moment


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    reason: str = ""


class Postman:
    """One connection to the mail server, opened when it is first needed, and again after it was lost."""

    def __init__(self):
        self.connection = mail.get_connection()
        self.reason = ""
        self.lost = 0

    def close(self):
        with contextlib.suppress(OSError):
            self.connection.close()

    def send(self, message):
        """The Answer to one message; it raises nothing that one message or the server can cause."""
        try:
            composed = compose(message)
            composed.message()
        except Exception as error:  # whatever is wrong with it, the others must not wait behind it
            return Answer(Verdict.NEVER, worded(error))
        if self.lost >= LOSSES:
            return Answer(Verdict.AWAY, self.reason)
        try:
            self.connection.open()
        except (OSError, ValueError) as error:  # also a server's name that cannot be looked up
            self.close()
            return Answer(Verdict.AWAY, worded(error))
        return self.hand_over(composed)

    def hand_over(self, composed):
        try:
            self.connection.send_messages([composed])
        except OSError as error:  # smtplib's own are of this kind
            answer = judged(error)
            if is_loss(error):
                self.lost += 1
                self.reason = answer.reason
                self.close()
                return answer
        except ValueError as error:  # an address that the envelope cannot carry
            answer = Answer(Verdict.NEVER, worded(error))
            self.close()
        except Exception as error:  # unforeseen: it waits, and is given up, like any other
            answer = Answer(Verdict.LATER, worded(error))
            self.close()
        else:
            answer = Answer(Verdict.SENT)
        self.lost = 0
        return answer


def compose(message):
    """The same message always has the same Message-ID, so that a second copy can be recognised."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    composed = mail.EmailMultiAlternatives(
        message.subject,
        message.text,
        from_email=mailbox(message.sender or name, address),
        to=[mailbox(message.to_name, deliverable(message.to))],
        headers={
            "Message-ID": f"<{message.pk}@{punycode(address.rpartition('@')[2])}>",
            "Date": format_datetime(message.created_at),
            "Auto-Submitted": "auto-generated",
            **message.headers,
        },
    )
    if message.html:
        composed.attach_alternative(message.html, "text/html")
        if settings.BRAND_LOGO and brand.LOGO_IN_MAIL in message.html:
            attach_logo(composed)
    return composed


def attach_logo(composed):
    """What the HTML shows goes along, rather than being fetched: no mail client asks its reader for leave."""
    picture = MIMEImage(settings.BRAND_LOGO, "png")
    picture["Content-ID"] = f"<{brand.LOGO_IN_MAIL.removeprefix('cid:')}>"
    picture["Content-Disposition"] = "inline"
    composed.mixed_subtype = "related"
    composed.attach(picture)


def mailbox(name, address):
    return f'"{quote(name)}" <{address}>' if name else address


def deliverable(address):
    """Its domain as today's IDNA writes it: the older way of Django's mail sends straße.example elsewhere."""
    parsed = addresses.parse(address)
    return f"{parsed.shown.rpartition('@')[0]}@{parsed.key.rpartition('@')[2]}"


def judged(error):
    """Only a refusal of this recipient or of this data is final; all else may be another tomorrow."""
    final = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    verdict = Verdict.NEVER if final and 500 <= said(error)[0] < 600 else Verdict.LATER
    return Answer(verdict, worded(error))


def is_loss(error):
    refused = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException)
    return not refused or said(error)[0] == CLOSING


def said(error):
    """Code and words of the server; no code where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, error.smtp_error
    return 0, str(error) or type(error).__name__


def worded(error):
    """In one printable line that fits its column. A filter may quote a link it dislikes: its token stays a secret."""
    code, words = said(error)
    if isinstance(words, bytes):
        words = words.decode(errors="replace")
    line = f"{code} {words}" if code else words
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())
    return without_token(line)[:REASON]
