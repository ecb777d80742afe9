"""Invitations as the pages show them: words and times, no markup."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from customers import invitations
from customers.errors import TooManyEmails
from customers.invitations import Standing
from customers.masking import masked_in
from customers.models import Invitation
from customers.statuses import Status
from partnercenter import letters, outbox, times
from partnercenter.models import Message

Channel = Invitation.Channel
State = Message.State
ICONS = {Channel.EMAIL: "mail", Channel.LINK: "link", Channel.QR: "qr"}
NOT_YET = {
    Channel.EMAIL: gettext_lazy("Not sent yet"),
    Channel.LINK: gettext_lazy("Not made yet"),
    Channel.QR: gettext_lazy("Not made yet"),
}
UNOPENED = {
    Channel.EMAIL: gettext_lazy("Sent, not opened yet"),
    Channel.LINK: gettext_lazy("Not opened yet"),
    Channel.QR: gettext_lazy("Not scanned yet"),
}
OVER = {
    Standing.REVOKED: gettext_lazy("Revoked"),
    Standing.EXPIRED: gettext_lazy("Ended with the hold"),
    Standing.ENDED: gettext_lazy("Ended with the hold"),
    Standing.IN_REVIEW: gettext_lazy("Closed while a reviewer decides"),
    Standing.ASSOCIATED: gettext_lazy("Ended: the customer is associated"),
    Standing.SUSPENDED: gettext_lazy("Closed while the partner is suspended"),
}


# What the list reads of an invitation, for `summary`.
SUMMED_UP = ("preregistration", "channel", "created_at", "opened_at", "message__state", "message__sent_at")


@dataclass(frozen=True)
class Way:
    """One of the three ways to invite one customer: where it stands, and what happened, newest first."""

    channel: Channel
    code: str
    words: str
    latest: Invitation | None
    events: list

    @property
    def icon(self):
        return ICONS[self.channel]

    @property
    def live(self):
        """The invitation that opens the customer's page at this moment."""
        return self.latest if self.code in ("queued", "failed", "opened", "unopened") else None


def ways(preregistration, *, at):
    """All three, whether used or not. Takes four questions to the database."""
    own = preregistration.invitations.select_related("message", "created_by").prefetch_related("acceptances")
    made = list(own)
    mails = Message.objects.filter(kind=invitations.KIND, about=preregistration.pk)
    sent = list(mails.defer("text", "html", "headers"))
    return [
        way(
            channel,
            [one for one in made if one.channel == channel],
            sent if channel == Channel.EMAIL else [],
            at,
        )
        for channel in Channel
    ]


def way(channel, made, mails, at):
    latest = made[0] if made else None
    code, words = state(latest, at) if latest else ("none", str(NOT_YET[channel]))
    events = [event for one in made for event in happened(one)] + [posted(mail) for mail in mails]
    for event in events:
        event["time"] = times.instant(event["at"], at)
    return Way(channel, code, words, latest, sorted(events, key=lambda event: event["at"], reverse=True))


def state(invitation, at):
    """A code for the templates, and the words."""
    if invitation.acceptances.all():
        joined = invitation.preregistration.status == Status.ASSOCIATED
        return "accepted", _("Associated") if joined else _("Accepted")
    standing = invitations.standing(invitation, at=at)
    if standing != Standing.LIVE:
        return "over", str(OVER[standing])
    mail = invitation.message
    if mail and mail.state == State.FAILED:
        return "failed", _("Not delivered")
    if mail and mail.state == State.QUEUED:
        return "queued", _("Waiting to be sent")
    if invitation.opens:
        return "opened", opened_words(invitation)
    return "unopened", str(UNOPENED[invitation.channel])


def summary(made, status):
    """The most telling of a customer's invitations in a few words: who has looked counts more than what has left."""
    if made and status == Status.ASSOCIATED:
        return {"icon": "joined", "words": _("Accepted"), "code": "accepted"}
    if opened := [one for one in made if one["opened_at"]]:
        latest = max(opened, key=lambda one: one["opened_at"])
        return summed_up(latest, "opened", _("Opened %(day)s"), latest["opened_at"])
    for one in made:
        if one["message__state"] == State.FAILED:
            return summed_up(one, "failed", _("Not delivered"))
        if one["message__state"] == State.QUEUED:
            return summed_up(one, "queued", _("Waiting to be sent"))
    if made:
        latest = max(made, key=lambda one: one["message__sent_at"] or one["created_at"])
        words = _("Sent %(day)s") if latest["channel"] == Channel.EMAIL else _("Made %(day)s")
        return summed_up(latest, "unopened", words, latest["message__sent_at"] or latest["created_at"])
    if status == Status.PREREGISTERED:
        return {"icon": "", "words": _("Not invited yet"), "code": "none"}
    return None


def summed_up(invitation, code, words, at=None):
    icon = "warn" if code == "failed" else ICONS[invitation["channel"]]
    return {"icon": icon, "words": words % {"day": times.short_day(at)} if at else words, "code": code}


def opened_words(invitation):
    if invitation.channel == Channel.QR:
        words = ngettext("Scanned once", "Scanned %(count)s times", invitation.opens)
    else:
        words = ngettext("Opened once", "Opened %(count)s times", invitation.opens)
    return words % {"count": invitation.opens}


def happened(invitation):
    """What is known of one invitation by itself; when its mails left is told by the mails."""
    if invitation.channel != Channel.EMAIL:
        yield event(invitation.created_at, _("Made by %(name)s") % {"name": invitation.created_by})
    if invitation.opened_at:
        scanned = invitation.channel == Channel.QR
        yield event(invitation.opened_at, _("First scanned") if scanned else _("First opened"), "held")
    for acceptance in invitation.acceptances.all():
        yield event(acceptance.at, _("Accepted by the customer"), "good")
    if invitation.revoked_at:
        yield event(invitation.revoked_at, _("Revoked"))


def posted(mail):
    error = masked_in(mail.error)
    if mail.state == State.SENT:
        return event(mail.sent_at, _("Sent"), "held")
    if mail.state == State.QUEUED:
        return event(mail.created_at, _("Waiting to be sent"), "wait", error)
    if mail.error == outbox.WITHDRAWN:
        return event(mail.failed_at, _("Taken back before it was sent"))
    return event(mail.failed_at, _("Not delivered"), "bad", error)


def event(at, label, tone="quiet", why=""):
    return {"at": at, "label": label, "tone": tone, "why": why}


def allowance(preregistration, *, at):
    """How many more emails the customer may be sent, in words."""
    own = invitations.allowances([preregistration], preregistration.partner, at=at)
    may = own[preregistration.email_key]
    if may.left:
        words = ngettext(
            "%(left)s more email may be sent within 24 hours.",
            "%(left)s more emails may be sent within 24 hours.",
            may.left,
        )
        return {"left": may.left, "words": words % {"left": may.left}}
    return {"left": 0, "words": str(TooManyEmails(may.limit, times.left(may.next_at, at)).message)}


def until(preregistration):
    return times.moment_and_place(preregistration.expires_at)


def share(preregistration, address, language):
    """Words to send the link with, in the customer's language, and the same as a mail in the partner's own program."""
    partner = preregistration.partner
    with letters.reading(language, partner.time_zone):
        told = {
            "partner": partner.name,
            "vendor": settings.VENDOR_NAME,
            "until": until(preregistration),
            "address": address,
        }
        subject = _("%(partner)s invites you to %(vendor)s") % told
        text = _(
            "%(partner)s would like to be your partner at %(vendor)s. See what that means, and accept until %(until)s: %(address)s"
        ) % told  # fmt: skip
    # Each sign of an address's own language encoded, and spaces as %20: a mail program reads + as a plus.
    query = f"subject={quote(subject, safe='')}&body={quote(text, safe='')}"
    # To nobody yet: the customer's address is masked in the page.
    return {"text": text, "mailto": f"mailto:?{query}"}
