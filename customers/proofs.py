"""Proof of a mailbox by a code of six digits sent to it (R19)."""

import secrets
from datetime import timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from customers.errors import CodeOver, TooManyCodes, WrongCode
from customers.models import Code
from partnercenter import letters, outbox

LIFE = timedelta(minutes=10)
TRIES = 5
PER_HOUR = 5  # codes to one mailbox, so that nobody floods it


def send_code(way_in, address, *, language, zone, at):
    """Send a new code to `address`; it replaces any earlier one. Raises TooManyCodes.

    `way_in` is the Invitation or OpenInvitation that asks, `address` an `addresses.Address`.
    """
    recent = Code.objects.filter(email_key=address.key, created_at__gt=at - timedelta(hours=1))
    if recent.count() >= PER_HOUR:
        raise TooManyCodes
    digits = f"{secrets.randbelow(1_000_000):06d}"
    code = Code.objects.create(
        way_in=way_in.pk,
        email_key=address.key,
        digest=digest_of(way_in, digits),
        created_at=at,
        expires_at=at + LIFE,
        tries_left=TRIES,
    )
    letter = letters.write(
        "customers/code", {"digits": digits, "until": code.expires_at}, language=language, zone=zone
    )
    outbox.post(letter, to=address.shown, key=f"code:{code.pk}", kind="code", at=at)
    return code


def check(way_in, email_key, typed, *, at):
    """Use up one try of the newest code. Returns when it was right, else raises WrongCode or CodeOver."""
    code = Code.objects.filter(way_in=way_in.pk, email_key=email_key).order_by("-pk").first()
    if code is None or code.expires_at <= at:
        raise CodeOver
    # The try is spent before the digits are compared: guesses sent at once share the same five.
    unspent = Code.objects.filter(pk=code.pk, used_at=None, tries_left__gt=0)
    if not unspent.update(tries_left=F("tries_left") - 1):
        raise CodeOver
    if constant_time_compare(digest_of(way_in, "".join(typed.split())), code.digest):
        Code.objects.filter(pk=code.pk).update(used_at=at)
        return
    code.refresh_from_db(fields=["tries_left"])
    if not code.tries_left:
        raise CodeOver
    raise WrongCode(code.tries_left)


def digest_of(way_in, digits):
    return salted_hmac("customers.code", f"{way_in.pk}:{digits}", algorithm="sha256").hexdigest()
