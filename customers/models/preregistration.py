from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, StrIndex, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField
from phonenumber_field.modelfields import PhoneNumberField
from uuid_utils.compat import uuid7

from customers.masking import masked_email
from customers.models.fields import KEY_LENGTH
from customers.statuses import COUNTED, HOLDING, UNLISTED, Status
from partnercenter import times


def ending_soon(at):
    """What runs, and has less than `times.SOON` left."""
    return Q(status=Status.PREREGISTERED, expires_at__gt=at, expires_at__lt=at + times.SOON)


class PreRegistrationQuerySet(models.QuerySet):
    def of(self, partner):
        return self.filter(partner=partner)

    def counted(self, at):
        """Pending review and pre-registered inside the validity: what the quota counts (R3)."""
        return self.filter(status__in=COUNTED).exclude(status=Status.PREREGISTERED, expires_at__lte=at)

    def due(self, at):
        """Pre-registrations whose validity has run out, swept up or not (R12)."""
        return self.filter(due_at__lte=at)

    def showing(self, status, at):
        """Rows that are in this status at this moment: an unswept one has expired all the same."""
        lapsed = Q(status=Status.PREREGISTERED, expires_at__lte=at)
        if status == Status.EXPIRED:
            return self.filter(Q(status=status) | lapsed)
        return self.filter(status=status).exclude(lapsed)

    def listed(self):
        return self.exclude(status__in=UNLISTED)

    def rows(self, *fields):
        """Plain values for a list. `number` is the mobile number as stored, unread."""
        return self.annotate(number=Cast("mobile", models.CharField())).values(*fields)

    def ended(self, at):
        return self.exclude(status__in=HOLDING) | self.filter(status=Status.PREREGISTERED, expires_at__lte=at)


class PreRegistration(models.Model):
    """One partner's claim on one customer, from request to its end. Only `lifecycle` writes its status."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(
        "partnercenter.Partner",
        on_delete=models.PROTECT,
        related_name="preregistrations",
        verbose_name=_("partner"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("registered by"),
    )
    created_at = models.DateTimeField(_("created at"))

    email = models.CharField(_("email address"), max_length=KEY_LENGTH)
    email_key = models.CharField(max_length=KEY_LENGTH, db_index=True, editable=False)
    company_name = models.CharField(_("company name"), max_length=200)
    contact_name = models.CharField(_("contact name"), max_length=120, blank=True)
    country = CountryField(_("registration country"))
    mobile = PhoneNumberField(_("mobile number"), blank=True)
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    notes = models.CharField(_("notes"), max_length=1000, blank=True)
    # Name, address and digits of the number, case-folded: SQLite folds only ASCII by itself.
    search_text = models.TextField(editable=False)
    # By these a reviewer finds other registrations of the same company, however many rows there are.
    email_domain = models.GeneratedField(
        expression=Substr(F("email_key"), StrIndex(F("email_key"), Value("@")) + 1),
        output_field=models.CharField(max_length=KEY_LENGTH),
        db_persist=True,
    )
    name_start = models.GeneratedField(
        expression=Substr(F("search_text"), 1, 4),
        output_field=models.CharField(max_length=4),
        db_persist=True,
    )

    status = models.CharField(_("status"), max_length=16, choices=Status)
    status_since = models.DateTimeField(_("status since"))
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    # The email key while this row keeps others out, NULL afterwards: an ordinary unique index is then
    # "one hold per customer" on every database (I1).
    hold_key = models.CharField(max_length=KEY_LENGTH, null=True, unique=True, editable=False)
    # When the sweep must look; NULL once there is nothing to sweep.
    due_at = models.DateTimeField(null=True, db_index=True, editable=False)
    # When the partner is next told that the time runs out, or has run out; NULL once all is told.
    remind_at = models.DateTimeField(null=True, db_index=True, editable=False)
    # The country that a reviewer has let pass: at association it is not asked about again (R20).
    reviewed_country = CountryField(blank=True, editable=False)

    objects = PreRegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("pre-registration")
        verbose_name_plural = _("pre-registrations")
        permissions = [("dissociate_preregistration", _("Can end associations"))]
        indexes = [
            models.Index(fields=["partner", "-created_at"], name="prereg_list"),
            models.Index(fields=["partner", "status", "expires_at"], name="prereg_count"),
            models.Index(fields=["email_domain", "-id"], name="prereg_domain"),
            models.Index(fields=["name_start", "-id"], name="prereg_name_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=HOLDING, hold_key=models.F("email_key"), hold_key__isnull=False)
                | (~Q(status__in=HOLDING) & Q(hold_key__isnull=True)),
                name="prereg_holding_has_key",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PREREGISTERED, due_at__isnull=False, due_at=models.F("expires_at"))
                | (~Q(status=Status.PREREGISTERED) & Q(due_at__isnull=True)),
                name="prereg_due_when_running",
            ),
        ]

    def __str__(self):
        return self.company_name

    def get_absolute_url(self):
        return reverse("customers:detail", args=[self.pk])

    @property
    def masked_email(self):
        return masked_email(self.email)

    def is_over(self, at):
        """R12: at that instant it has expired, whether or not any job has run."""
        return self.status == Status.PREREGISTERED and self.expires_at <= at

    def holds(self, at):
        """Whether it keeps other partners out at this moment."""
        return self.status in HOLDING and not self.is_over(at)

    def status_at(self, at):
        return Status.EXPIRED if self.is_over(at) else Status(self.status)


class Event(models.Model):
    """One move in the life of a pre-registration. Append-only: replaying a history gives the present."""

    preregistration = models.ForeignKey(
        PreRegistration,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("pre-registration"),
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    came_from = models.CharField(pgettext_lazy("a status", "from"), max_length=16, choices=Status, blank=True)
    went_to = models.CharField(pgettext_lazy("a status", "to"), max_length=16, choices=Status)
    why = models.CharField(_("why"), max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self):
        return f"{self.get_came_from_display() or '-'} > {self.get_went_to_display()}"


class Correction(models.Model):
    """A change of the customer's address during the hold. Append-only, beside the events."""

    preregistration = models.ForeignKey(
        PreRegistration,
        on_delete=models.PROTECT,
        related_name="corrections",
        verbose_name=_("pre-registration"),
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    came_from = models.CharField(pgettext_lazy("a corrected address", "from"), max_length=KEY_LENGTH)
    went_to = models.CharField(pgettext_lazy("a corrected address", "to"), max_length=KEY_LENGTH)
    policy_version = models.PositiveIntegerField(_("policy version"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = [models.Index(fields=["at"], name="correction_at")]

    def __str__(self):
        return f"{self.came_from} > {self.went_to}"
