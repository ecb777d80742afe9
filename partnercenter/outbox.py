"""Mail as rows: written with the state it tells of, delivered by workers, lost by nobody (I5)."""

from dataclasses import dataclass, field

from partnercenter.models import Message


@dataclass(frozen=True)
class Letter:
    """A mail as it will be read: subject and both parts, in the reader's language."""

    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def post(letter, *, to, key, kind, at, sender=""):
    """Put a letter in the outbox, in the caller's transaction. The same `key` is posted once.

    `to` and `sender` are addresses as a mail header shows them; without a sender it comes from the vendor.
    Returns the Message, the earlier one where the key is known.
    """
    message, _created = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to": to,
            "sender": sender,
            "subject": " ".join(letter.subject.split()),
            "text": letter.text,
            "html": letter.html,
            "headers": letter.headers,
            "created_at": at,
            "next_try_at": at,
        },
    )
    return message
