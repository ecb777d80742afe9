"""The customer's own acts: the proof of its mailbox, and its yes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from customers.models.fields import KEY_LENGTH


class Code(models.Model):
    """Six digits sent to a mailbox, good for one way in, a short time and a few tries (R19)."""

    # The way in that asks, by its primary key: an invitation or an open one.
    way_in = models.UUIDField()
    email_key = models.CharField(max_length=KEY_LENGTH)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["email_key", "way_in"], name="code_of_mailbox")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Acceptance(models.Model):
    """The customer's consent, kept from the moment it was given, also while a review decides (R20, R21)."""

    preregistration = models.OneToOneField(
        "PreRegistration",
        on_delete=models.PROTECT,
        related_name="acceptance",
        verbose_name=_("pre-registration"),
    )
    invitation = models.ForeignKey(
        "Invitation",
        on_delete=models.PROTECT,
        null=True,
        related_name="acceptances",
        verbose_name=_("invitation"),
    )
    open_invitation = models.ForeignKey(
        "OpenInvitation",
        on_delete=models.PROTECT,
        null=True,
        related_name="acceptances",
        verbose_name=_("open invitation"),
    )
    account = models.ForeignKey(
        "CustomerAccount",
        on_delete=models.PROTECT,
        related_name="acceptances",
        verbose_name=_("customer account"),
    )
    at = models.DateTimeField(_("at"))
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120, blank=True)
    company_name = models.CharField(_("company name"), max_length=200, blank=True)
    country = CountryField(_("registration country"))
    consent_version = models.CharField(_("version of the consent"), max_length=20)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    # R20: since when, and why, a case must be opened for it; NULL where there is none to open.
    awaits_review_at = models.DateTimeField(null=True, db_index=True, editable=False)
    review_reasons = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation__isnull=False) | Q(open_invitation__isnull=False),
                name="acceptance_by_a_way_in",
            ),
        ]

    def __str__(self):
        return self.name or self.company_name
