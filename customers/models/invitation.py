"""The ways in: for one pre-registered customer, or open to whoever comes."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from uuid_utils.compat import uuid7

TOKEN_BYTES = 18  # 144 random bits, 24 letters of an address
GREETING_LENGTH = 500


def new_token():
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token):
    """What a token is looked up by: how long the search takes tells nothing about the token itself."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class WayInQuerySet(models.QuerySet):
    def of(self, partner):
        return self.filter(partner=partner)

    def with_token(self, token):
        return self.filter(token_digest=digest(token))

    def mark_opened(self, pk, *, at):
        """R18: the only thing that looking at an invitation changes."""
        self.filter(pk=pk).update(opened_at=Coalesce("opened_at", Value(at)), opens=F("opens") + 1)


class WayIn(models.Model):
    """An address with a token that opens the invitee's page, until it is revoked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.CharField(max_length=64, default=new_token, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    opened_at = models.DateTimeField(_("first opened at"), null=True)
    opens = models.PositiveIntegerField(_("times opened"), default=0)

    objects = WayInQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.token_digest = digest(self.token)
        super().save(*args, **kwargs)

    @property
    def address(self):
        """The absolute address that the invitee opens."""
        return settings.SITE_URL + reverse("invitee:welcome", args=[self.token])


class Invitation(WayIn):
    """A revocable way in for one pre-registration, by one channel. It never outlives the hold (R17)."""

    class Channel(models.TextChoices):
        EMAIL = "email", pgettext_lazy("a way to invite", "Email")
        LINK = "link", _("Hyperlink")
        QR = "qr", _("QR code")

    preregistration = models.ForeignKey(
        "PreRegistration",
        on_delete=models.PROTECT,
        related_name="invitations",
        verbose_name=_("pre-registration"),
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    # The channel while it is not revoked, NULL afterwards: one invitation by each channel at a time.
    live_channel = models.CharField(max_length=8, null=True, editable=False)
    # By email only: what was sent with it, and how often.
    greeting = models.CharField(_("greeting"), max_length=GREETING_LENGTH, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, blank=True)
    message = models.OneToOneField(
        "partnercenter.Message",
        on_delete=models.SET_NULL,
        null=True,
        related_name="invitation",
        verbose_name=_("latest message"),
    )
    failure_told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["preregistration", "live_channel"], name="invitation_one_live"),
            models.CheckConstraint(
                condition=Q(live_channel__isnull=True, revoked_at__isnull=False)
                | Q(live_channel=F("channel"), live_channel__isnull=False, revoked_at__isnull=True),
                name="invitation_live_until_revoked",
            ),
        ]

    def __str__(self):
        return self.get_channel_display()

    @property
    def proves_mailbox(self):
        """R19: the emailed link was in the mailbox; a link or a code on paper may be in anyone's hand."""
        return self.channel == self.Channel.EMAIL


class OpenInvitation(WayIn):
    """A link or QR code for whoever comes: a fair, a flyer."""

    partner = models.ForeignKey(
        "partnercenter.Partner",
        on_delete=models.PROTECT,
        related_name="open_invitations",
        verbose_name=_("partner"),
    )
    label = models.CharField(_("label"), max_length=120)
    ends_at = models.DateTimeField(_("ends at"))
    limit = models.PositiveIntegerField(_("limit of uses"))

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("open invitation")
        verbose_name_plural = _("open invitations")
        indexes = [models.Index(fields=["partner", "-created_at"], name="open_invitation_list")]
        constraints = [
            models.CheckConstraint(condition=Q(limit__gte=1), name="open_invitation_limit_at_least_one"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("created_at")), name="open_invitation_ends_later"
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("customers:open_invitation", args=[self.pk])
