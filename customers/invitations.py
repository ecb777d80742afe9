"""Ways in for a pre-registered customer: made, sent, revoked, and what has become of them (R17, R18)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from babel.languages import get_official_languages
from django.conf import settings
from django.db import transaction

from customers.errors import NotInvitable, TooManyEmails
from customers.models import Invitation, PreRegistration
from customers.statuses import Status
from partnercenter import addresses, letters, outbox, times
from partnercenter.directions import apart, one_line
from partnercenter.models import Message, Policy

KIND = "invitation"
DAY = timedelta(days=1)
# Where one of these comes first among a country's official languages, it is expected rather than English.
OURS = {"ar": "ar", "es": "es", "fr": "fr", "pt": "pt-br", "zh": "zh-hans"}


class Standing(StrEnum):
    """What somebody who opens a way in at this moment is told."""

    LIVE = "live"
    REVOKED = "revoked"
    EXPIRED = "expired"
    ENDED = "ended"  # declined, deleted, rejected or dissociated
    IN_REVIEW = "in_review"
    ASSOCIATED = "associated"
    SUSPENDED = "suspended"
    FULL = "full"  # an open invitation, used as often as it may be


STANDINGS = {
    Status.PREREGISTERED: Standing.LIVE,
    Status.ASSOCIATED: Standing.ASSOCIATED,
    Status.PENDING_REVIEW: Standing.IN_REVIEW,
    Status.EXPIRED: Standing.EXPIRED,
}


def standing(invitation, *, at):
    """R17: an invitation never outlives the hold, and a suspended partner invites nobody."""
    status = invitation.preregistration.status_at(at)
    if status == Status.ASSOCIATED:
        return Standing.ASSOCIATED
    if invitation.revoked_at:
        return Standing.REVOKED
    if not invitation.preregistration.partner.is_active:
        return Standing.SUSPENDED
    return STANDINGS.get(status, Standing.ENDED)


@transaction.atomic
def issue(preregistration, channel, *, by, at):
    """The live invitation by this channel, made where there is none yet. Raises NotInvitable."""
    row = PreRegistration.objects.select_for_update(no_key=True).get(pk=preregistration.pk)
    if row.status_at(at) != Status.PREREGISTERED:
        raise NotInvitable
    invitation, _created = Invitation.objects.get_or_create(
        preregistration=row,
        live_channel=channel,
        defaults={"channel": channel, "created_by": by, "created_at": at},
    )
    invitation.preregistration = row
    return invitation


@transaction.atomic
def send(preregistration, *, greeting, language, by, at, token):
    """Send the invitation by email; the same `token` of a form sends once. Raises NotInvitable, TooManyEmails."""
    invitation = issue(preregistration, Invitation.Channel.EMAIL, by=by, at=at)
    row = invitation.preregistration
    key = f"{KIND}:{row.pk}:{token}"
    if Message.objects.filter(key=key).exists():
        return invitation
    may = allowances([row], row.partner, at=at)[row.email_key]
    if not may.left:
        raise TooManyEmails(may.limit, times.left(may.next_at, at))
    letter = compose(row, greeting=greeting, language=language, address=invitation.address, to=row.email)
    invitation.greeting, invitation.language = greeting, language
    invitation.message = outbox.post(
        letter,
        to=row.email,
        to_name=recipient(row),
        key=key,
        kind=KIND,
        at=at,
        sender=sender(row.partner),
        about=row.pk,
    )
    invitation.failure_told_at = None
    # Only these: meanwhile it may have been opened.
    invitation.save(update_fields=["greeting", "language", "message", "failure_told_at"])
    return invitation


@dataclass(frozen=True)
class Allowance:
    """How many invitation emails the customer may be sent in any 24 hours, and how many of them are left."""

    limit: int
    left: int
    next_at: datetime | None  # when the next one may be sent, where none is left


def allowances(rows, partner, *, at):
    """By email key. Counted per mailbox: deleting, correcting and pre-registering anew does not begin it again."""
    limit = Policy.objects.current(at).terms_for(partner).emails_per_day
    limit = max(1, round(limit * settings.RATE_LIMIT_SCALE))
    keys = {row.email_key for row in rows}
    recent = Message.objects.filter(kind=KIND, to_key__in=keys, created_at__gt=at - DAY)
    recent = recent.exclude(state=Message.State.FAILED)  # nobody has received it
    sent = {key: [] for key in keys}
    for key, created_at in recent.order_by("-created_at").values_list("to_key", "created_at"):
        sent[key].append(created_at)
    return {key: allowance(limit, newest[:limit]) for key, newest in sent.items()}


def allowance(limit, newest):
    full = len(newest) == limit
    return Allowance(limit, limit - len(newest), newest[-1] + DAY if full else None)


def compose(preregistration, *, greeting, language, address, to):
    """The very mail that is sent; a preview gives an `address` that leads nowhere, and whom it is `to` masked."""
    partner = preregistration.partner
    with letters.reading(language, partner.time_zone):
        until = times.moment_and_place(preregistration.expires_at)
    context = {
        # Not endless: the subject goes on after it.
        "caller": apart(addresses.plain_name(partner.name)),
        "partner": apart(one_line(partner.name)),
        "company": apart(one_line(preregistration.company_name)),
        "name": apart(one_line(preregistration.contact_name)),
        "email": apart(to),
        "greeting": apart(greeting),
        "address": address,
        "decline_address": f"{address}decline/",
        "until": until,
    }
    # No Reply-To the partner: a reply that quotes the mail would hand it the link that proves the mailbox (R19).
    headers = {"List-Unsubscribe": f"<{address}decline/>"}
    return letters.write(
        "customers/invitation", context, language=language, zone=partner.time_zone, headers=headers
    )


def recipient(preregistration):
    """The name before the customer's address."""
    return addresses.plain_name(preregistration.contact_name)


def sender(partner):
    """The name before the vendor's own address."""
    return addresses.plain_name(f"{settings.VENDOR_NAME} · {partner.name}")


def last_words(preregistration):
    """The greeting and the language of the last email, or those to begin with."""
    emails = preregistration.invitations.filter(channel=Invitation.Channel.EMAIL).exclude(language="")
    words = emails.values("greeting", "language").first()
    return words or {"greeting": "", "language": language_for(preregistration)}


def language_for(preregistration):
    """The language that the customer most likely reads, until somebody chooses another."""
    country = preregistration.country.code
    official = get_official_languages(country, de_facto=True)
    if official and official[0] in OURS:
        return OURS[official[0]]
    at_home = country == preregistration.partner.country.code
    return preregistration.partner.language if at_home else settings.LANGUAGE_CODE


@transaction.atomic
def revoke(invitation, *, at):
    """End one invitation, and the mail that has not left yet. Revoking twice changes nothing."""
    # A mail that is being posted at this moment is waited for: it must not leave after all.
    PreRegistration.objects.select_for_update(no_key=True).get(pk=invitation.preregistration_id)
    live = Invitation.objects.filter(pk=invitation.pk, revoked_at=None)
    if not live.update(revoked_at=at, live_channel=None):
        return
    if invitation.channel == Invitation.Channel.EMAIL and withdraw(invitation.preregistration, at=at):
        # There is no failure to tell of.
        Invitation.objects.filter(pk=invitation.pk).update(failure_told_at=at)


def withdraw(preregistration, *, at):
    """Take back the invitation mails that have not left yet. Returns how many."""
    return outbox.withdraw(Message.objects.filter(kind=KIND, about=preregistration.pk), at=at)
