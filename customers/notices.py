"""Telling a partner what became of its customers: once per event, under the bell and by mail."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from customers import lifecycle, notice_words
from customers.models import Invitation, Kind, Notice, PreRegistration
from customers.statuses import Status
from partnercenter import addresses, letters, outbox
from partnercenter.directions import apart
from partnercenter.models import Member, Partner

MESSAGE_KIND = "notice"
REMINDED_AT_ONCE = 1_000  # in one run, each in a transaction of its own; the rest waits for the next minute
FAILURES_AT_ONCE = 200
# Older failures concern nobody any more, and the sweep need not pass them by again and again.
FAILURES_SINCE = timedelta(days=30)
DAY = timedelta(days=1)
signer = signing.Signer(salt="customers.notices.stop")


@transaction.atomic
def tell(kind, preregistration, *, key, at, **facts):
    """Leave a notice, and mails to the members who want them, in the caller's transaction.

    `key` names the event within the kind; telling it twice changes nothing. `facts` are JSON values for its words.
    """
    notice, created = Notice.objects.get_or_create(
        key=f"{kind}:{key}",
        defaults={
            "partner_id": preregistration.partner_id,
            "preregistration": preregistration,
            "kind": kind,
            "at": at,
            "facts": facts,
        },
    )
    if created:
        for member in readers(notice):
            mail(notice, member, at=at)
    return notice


def readers(notice):
    """Who gets it by mail: the owners, and whoever pre-registered the customer, as far as they still may."""
    author = notice.preregistration.created_by_id
    members = Member.objects.filter(
        Q(role=Member.Role.OWNER) | Q(user=author),
        partner=notice.partner_id,
        partner__status=Partner.Status.ACTIVE,
        user__is_active=True,
    )
    members = members.select_related("user", "partner").order_by("pk")
    return [member for member in members if member.may_register and notice.kind not in member.muted]


def mail(notice, member, *, at):
    user, partner, entry = member.user, member.partner, notice_words.Entry(notice)
    stop = stop_address(member, notice.kind)
    context = {
        "entry": entry,
        "company": apart(" ".join(notice.preregistration.company_name.split())),
        "email": apart(notice.preregistration.email),
        "partner": apart(partner.name),
        "owner": member.role == Member.Role.OWNER,
        "address": settings.SITE_URL + entry.page,
        "switches": settings.SITE_URL + reverse("customers:mail"),
        "stop": stop,
    }
    letter = letters.write(
        "customers/notice",
        context,
        language=user.language or partner.language,
        zone=user.time_zone or partner.time_zone,
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    outbox.post(
        letter,
        to=user.email,
        to_name=addresses.plain_name(user.name),
        key=f"{MESSAGE_KIND}:{notice.pk}:{user.pk}",
        kind=MESSAGE_KIND,
        at=at,
    )


def stop_address(member, kind):
    """Where whoever has the mail stops mails of this kind, without signing in."""
    return settings.SITE_URL + reverse("customers:stop", args=[signer.sign_object([member.pk, str(kind)])])


def read_stop(signed):
    """The member's key and the kind. Raises signing.BadSignature."""
    return signer.unsign_object(signed)


@transaction.atomic
def mute(member_pk, kind):
    """No more mails of this kind; muting twice changes nothing, and neither does a member who has left."""
    member = Member.objects.select_for_update(no_key=True).filter(pk=member_pk).first()
    if member and kind not in member.muted:
        member.muted.append(kind)
        member.save(update_fields=["muted"])


def choose(member, wanted):
    """Have exactly the kinds in `wanted` by mail."""
    member.muted = [kind for kind in notice_words.WORDS if kind not in wanted]
    member.save(update_fields=["muted"])


def remind_due(*, at):
    """Tell of validities that run out. Safe to run twice, late, or beside itself; returns how many rows it settled."""
    due = PreRegistration.objects.filter(remind_at__lte=at).order_by("remind_at")
    return sum(remind(pk, at=at) for pk in due.values_list("pk", flat=True)[:REMINDED_AT_ONCE])


@transaction.atomic
def remind(pk, *, at):
    """Whether there was something to settle: another worker may have been faster, or has the row now."""
    due = PreRegistration.objects.filter(pk=pk, remind_at__lte=at)
    row = due.select_for_update(skip_locked=True, no_key=True).first()
    if row is None:
        return False
    if kind := reminder(row, at):
        tell(kind, row, key=str(row.pk), at=at, until=row.expires_at.isoformat())
    running = row.status == Status.PREREGISTERED
    remind_at = lifecycle.next_reminder(row.expires_at, at) if running else None
    PreRegistration.objects.filter(pk=pk).update(remind_at=remind_at)
    return True


def reminder(row, at):
    """What is true at this moment, however late it is; None where the time concerns nobody any more."""
    match row.status_at(at):
        case Status.EXPIRED:
            return Kind.EXPIRED
        case Status.PREREGISTERED:
            return Kind.EXPIRES_IN_1_DAY if row.expires_at - at <= DAY else Kind.EXPIRES_IN_3_DAYS
    return None


def tell_failed_invitations(*, at):
    """Tell of invitation mails that were given up. Safe to run twice, late, or beside itself."""
    failed = Invitation.objects.filter(message__failed_at__gt=at - FAILURES_SINCE, failure_told_at=None)
    failed = failed.order_by("message__failed_at").values_list("pk", flat=True)
    return sum(tell_failure(pk, at=at) for pk in failed[:FAILURES_AT_ONCE])


@transaction.atomic
def tell_failure(pk, *, at):
    """Whether it was told, or need not be: its hold has ended, or it was revoked."""
    failed = Invitation.objects.filter(pk=pk, message__failed_at__isnull=False, failure_told_at=None)
    # The row with it: whoever corrects or deletes it revokes the invitation while holding the row.
    failed = failed.select_for_update(skip_locked=True, no_key=True, of=("self", "preregistration"))
    invitation = failed.select_related("preregistration", "message").first()
    if invitation is None:
        return False
    row, message = invitation.preregistration, invitation.message
    if row.status_at(at) == Status.PREREGISTERED and not invitation.revoked_at:
        facts = {"email": message.to, "error": message.error}
        tell(Kind.INVITATION_FAILED, row, key=str(message.pk), at=at, **facts)
    Invitation.objects.filter(pk=pk).update(failure_told_at=at)
    return True
