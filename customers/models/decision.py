from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PERSONAL = frozenset({"email", "mobile"})


class DecisionQuerySet(models.QuerySet):
    def of(self, partner):
        return self.filter(partner=partner)

    def numbered(self, number):
        """The decision of a permanent number such as D-2026-000042; none for anything else."""
        serial = number.rpartition("-")[2]
        if not (serial.isascii() and serial.isdigit() and len(serial) < 18):
            return self.none()
        return self.filter(pk=int(serial))


class Decision(models.Model):
    """The recorded answer to one attempt."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        REVIEW = "review", _("Needs a manual review")

    partner = models.ForeignKey(
        "partnercenter.Partner",
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("partner"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("judged at"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    reasons = models.JSONField(_("reasons"), default=list, help_text=_("Code and verdict of every finding."))
    shown = models.JSONField(
        _("facts shown"), default=dict, help_text=_("The figures and names that the answer told.")
    )
    typed = models.JSONField(_("typed"), default=dict, encoder=DjangoJSONEncoder)
    policy_version = models.PositiveIntegerField(_("policy version"))
    preregistration = models.OneToOneField(
        "PreRegistration",
        on_delete=models.PROTECT,
        null=True,
        related_name="decision",
        verbose_name=_("pre-registration"),
    )
    # The open invitation that the customer came by, where it was no member's attempt.
    open_invitation = models.ForeignKey(
        "OpenInvitation",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="decisions",
        verbose_name=_("open invitation"),
    )
    # Names one filled-in form, so that sending it twice is answered once.
    attempt = models.UUIDField(null=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["partner", "at"], name="decision_attempts")]
        constraints = [
            models.UniqueConstraint(fields=["partner", "attempt"], name="decision_once_per_attempt"),
            models.CheckConstraint(
                condition=Q(outcome="granted", preregistration__isnull=False)
                | (~Q(outcome="granted") & Q(preregistration__isnull=True)),
                name="decision_granted_has_preregistration",
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("customers:decision", args=[self.number])

    @property
    def number(self):
        return f"D-{self.at.year}-{self.pk:06d}"

    def typed_by(self, reader):
        """Which personal data this user has entered itself. A customer that came by an open invitation typed its own,
        and a correction takes the number from the customer that it is about.
        """
        if self.by_id != reader.pk or self.open_invitation_id:
            return frozenset()
        return frozenset({"email"}) if self.shown.get("corrects") else PERSONAL

    def entry_for(self, reader):
        """What a new attempt begins with; address and number only for whoever typed them."""
        others = PERSONAL - self.typed_by(reader)
        return {name: value for name, value in self.typed.items() if name not in others}

    @property
    def codes(self):
        return [reason["code"] for reason in self.reasons]
