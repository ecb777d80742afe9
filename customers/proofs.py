"""Proof of a mailbox by a code of six digits sent to it (R19)."""

import secrets
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from customers.errors import CodeOver, TooManyCodes, WrongCode
from customers.locks import lock_customers
from customers.models import Code
from partnercenter import letters, outbox, times
from partnercenter.models import Message

KIND = "code"
DIGITS = 6
LIFE = timedelta(minutes=10)
HOUR = timedelta(hours=1)
TRIES = 5
# Codes to one mailbox, so that nobody floods it, and nobody guesses on for days.
LIMITS = {HOUR: 5, timedelta(days=1): 10}
SECOND_PRESS = timedelta(seconds=30)  # within this a code that was right is right again


@transaction.atomic
def send_code(way_in, address, *, language, zone, at, token):
    """Send a new code to `address`; it replaces any earlier one. Raises TooManyCodes.

    `way_in` is the Invitation or OpenInvitation that asks, `address` an `addresses.Address`.
    The same `token` of a form sends once.
    """
    lock_customers(address.key)  # codes asked for at once are counted one after the other
    key = f"{KIND}:{token}:{digest_of(way_in, address.key)[:32]}"
    if Message.objects.filter(key=key).exists():
        return
    check_limits(address.key, at)
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    Code.objects.create(
        way_in=way_in.pk,
        email_key=address.key,
        digest=digest_of(way_in, digits),
        created_at=at,
        expires_at=at + LIFE,
        tries_left=TRIES,
    )
    context = {"digits": digits, "minutes": LIFE // timedelta(minutes=1)}
    letter = letters.write("customers/code", context, language=language, zone=zone)
    outbox.post(letter, to=address.shown, key=key, kind=KIND, at=at)


def check_limits(email_key, at):
    """Raises TooManyCodes."""
    recent = Code.objects.filter(email_key=email_key, created_at__gt=at - max(LIMITS))
    sent = list(recent.order_by("-created_at").values_list("created_at", flat=True))
    for span, limit in LIMITS.items():
        limit = max(1, round(limit * settings.RATE_LIMIT_SCALE))
        if len(sent) >= limit and (again_at := sent[limit - 1] + span) > at:
            raise TooManyCodes(times.left(again_at, at))


def check(way_in, email_key, typed, *, at):
    """Use up one try of the newest code. Returns when it was right, else raises WrongCode or CodeOver.

    Not to be called within a transaction: a wrong guess must stay counted.
    """
    code = Code.objects.filter(way_in=way_in.pk, email_key=email_key).order_by("-pk").first()
    if code is None or code.expires_at <= at or is_spent(code, at):
        raise CodeOver
    # The try is spent before the digits are compared: guesses sent at once share the same five.
    if not Code.objects.filter(pk=code.pk, tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise CodeOver
    if constant_time_compare(digest_of(way_in, digits_of(typed)), code.digest):
        Code.objects.filter(pk=code.pk, used_at=None).update(used_at=at)
        return
    code.refresh_from_db(fields=["tries_left"])
    if not code.tries_left:
        raise CodeOver
    raise WrongCode(code.tries_left)


def void(way_ins, *, at):
    """Let every code of these ways in run out now."""
    keys = [way_in.pk for way_in in way_ins]
    Code.objects.filter(way_in__in=keys, expires_at__gt=at).update(expires_at=at)


def is_spent(code, at):
    """A code is good once; a second press of the button, which the browser answers with, is the same once."""
    return code.used_at is not None and at - code.used_at >= SECOND_PRESS


def digits_of(typed):
    """The digits among what was typed, as ASCII: people copy spaces and dashes along, and keyboards differ."""
    values = (unicodedata.decimal(sign, None) for sign in typed)
    return "".join(str(value) for value in values if value is not None)


def forget(*, at):
    """Delete the codes that ended a day ago: by then they count towards no limit."""
    return Code.objects.filter(expires_at__lte=at - timedelta(days=1)).delete()[0]


def digest_of(way_in, words):
    return salted_hmac("customers.code", f"{way_in.pk}:{words}", algorithm="sha256").hexdigest()
