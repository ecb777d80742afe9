"""What the vendor knows of customers: its account directory, and its own sales team's leads."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from customers.models.fields import KEY_LENGTH


class CustomerAccount(models.Model):
    """One row of the vendor's account directory: the facts that the rules ask for."""

    class Site(models.TextChoices):
        INTERNATIONAL = "international", _("International")
        CHINA = "china", _("China")

    email = models.CharField(_("email address"), max_length=KEY_LENGTH)
    email_key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    country = CountryField(_("registration country"), blank=True)
    site = models.CharField(_("site"), max_length=16, choices=Site, default=Site.INTERNATIONAL)
    contract_signed = models.BooleanField(_("contract signed"), default=False)
    cash_spent = models.BooleanField(_("has spent cash"), default=False)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)
    associated_partner = models.ForeignKey(
        "partnercenter.Partner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("associated partner"),
    )
    # The pre-registration that the association rests on; empty where the directory brought it (I3).
    association = models.OneToOneField(
        "PreRegistration",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="account",
        verbose_name=_("association"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("customer account")
        verbose_name_plural = _("customer accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(association__isnull=True) | Q(associated_partner__isnull=False),
                name="account_association_has_partner",
            ),
        ]

    def __str__(self):
        return self.email


class VendorLead(models.Model):
    """A customer pre-registered by the vendor's own sales team."""

    email = models.CharField(_("email address"), max_length=KEY_LENGTH)
    email_key = models.CharField(max_length=KEY_LENGTH, db_index=True, editable=False)
    # The key while the lead is open, NULL once released: one open lead per customer.
    open_key = models.CharField(max_length=KEY_LENGTH, null=True, unique=True, editable=False)
    company_name = models.CharField(_("company name"), max_length=200, blank=True)
    country = CountryField(_("country"), blank=True)
    owner = models.CharField(
        _("owner"), max_length=254, blank=True, help_text=_("Who in the sales team looks after it.")
    )
    created_at = models.DateTimeField(_("since"), editable=False)
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)
    # The reviewed pre-registration that it made way for: there its cash spending was let pass (R9, R11).
    released_to = models.ForeignKey(
        "PreRegistration",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="released_leads",
        verbose_name=_("released to"),
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("vendor lead")
        verbose_name_plural = _("vendor leads")
        constraints = [
            models.CheckConstraint(
                condition=Q(open_key__isnull=True, released_at__isnull=False)
                | Q(open_key__isnull=False, open_key=models.F("email_key"), released_at__isnull=True),
                name="lead_open_has_key",
            ),
        ]

    def __str__(self):
        return self.email
