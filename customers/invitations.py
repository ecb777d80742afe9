"""Ways in for a pre-registered customer: made, sent, revoked, and what has become of them (R17, R18)."""

from datetime import timedelta
from email.utils import formataddr
from enum import StrEnum

from django.conf import settings
from django.db import transaction

from customers.errors import NotInvitable, TooManyEmails
from customers.models import Invitation, PreRegistration
from customers.statuses import Status
from partnercenter import letters, outbox
from partnercenter.models import Message, Policy

KIND = "invitation"
DAY = timedelta(days=1)


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
    return invitation


@transaction.atomic
def send(preregistration, *, greeting, language, by, at, token):
    """Send the invitation by email; the same `token` of a form sends once. Raises NotInvitable, TooManyEmails."""
    invitation = issue(preregistration, Invitation.Channel.EMAIL, by=by, at=at)
    row = invitation.preregistration
    sent = Message.objects.filter(key__startswith=f"{KIND}:{row.pk}:")
    key = f"{KIND}:{row.pk}:{token}"
    if sent.filter(key=key).exists():
        return invitation
    limit = Policy.objects.current(at).terms_for(row.partner).emails_per_day
    limit = max(1, round(limit * settings.RATE_LIMIT_SCALE))
    if sent.filter(created_at__gt=at - DAY).count() >= limit:
        raise TooManyEmails(limit)
    letter = compose(row, greeting=greeting, language=language, address=invitation.address)
    invitation.greeting, invitation.language = greeting, language
    invitation.message = outbox.post(
        letter, to=recipient(row), key=key, kind=KIND, at=at, sender=sender(row.partner)
    )
    invitation.failure_told_at = None
    invitation.save()
    return invitation


def compose(preregistration, *, greeting, language, address):
    """The very mail that is sent; a preview gives an `address` that leads nowhere."""
    partner = preregistration.partner
    context = {
        "customer": preregistration,
        "partner": partner,
        "greeting": greeting,
        "address": address,
        "decline_address": f"{address}decline/",
    }
    headers = {"List-Unsubscribe": f"<{address}decline/>"}
    if partner.reserved_email:
        headers["Reply-To"] = partner.reserved_email
    return letters.write(
        "customers/invitation", context, language=language, zone=partner.time_zone, headers=headers
    )


def recipient(preregistration):
    return formataddr((preregistration.contact_name, preregistration.email), charset="utf-8")


def sender(partner):
    """The vendor's own address, with the partner's name before it."""
    return f"{settings.VENDOR_NAME} · {partner.name}"


@transaction.atomic
def revoke(invitation, *, at):
    """End one invitation; the next one by its channel is another. Revoking twice changes nothing."""
    live = Invitation.objects.filter(pk=invitation.pk, revoked_at=None)
    return live.update(revoked_at=at, live_channel=None)
