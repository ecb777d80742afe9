"""Who was shown personal data of customers, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DisclosureQuerySet(models.QuerySet):
    def recent(self, user, kinds, since):
        return self.filter(by=user, kind__in=kinds, at__gt=since)


class Disclosure(models.Model):
    """The address and number of one customer or one attempt revealed, or a list of them exported. Append-only."""

    class Kind(models.TextChoices):
        REVEAL = "reveal", _("Revealed")
        CSV = "csv", _("Exported as CSV")
        XLSX = "xlsx", _("Exported as Excel file")

    EXPORTS = (Kind.CSV, Kind.XLSX)

    partner = models.ForeignKey(
        "partnercenter.Partner", on_delete=models.PROTECT, related_name="+", verbose_name=_("partner")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    # Of a reveal, one of these; an export says what it was asked for and how many it held.
    preregistration = models.ForeignKey(
        "PreRegistration",
        on_delete=models.PROTECT,
        null=True,
        related_name="disclosures",
        verbose_name=_("pre-registration"),
    )
    decision = models.ForeignKey(
        "Decision",
        on_delete=models.PROTECT,
        null=True,
        related_name="disclosures",
        verbose_name=_("decision"),
    )
    asked = models.JSONField(_("asked for"), default=dict)
    rows = models.PositiveIntegerField(_("customers"), default=1)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        indexes = [models.Index(fields=["by", "-at"], name="disclosure_recent")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="reveal", preregistration__isnull=False, decision__isnull=True)
                | models.Q(kind="reveal", preregistration__isnull=True, decision__isnull=False)
                | (~models.Q(kind="reveal") & models.Q(preregistration__isnull=True, decision__isnull=True)),
                name="disclosure_reveal_names_its_row",
            )
        ]

    def __str__(self):
        return self.get_kind_display()
