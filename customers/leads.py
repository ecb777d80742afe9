"""Vendor leads: the sales team's own claims, under the same conflict rule (R16)."""

from django.db import IntegrityError, transaction

from customers.errors import LeadConflict, LeadExists
from customers.locks import lock_customers
from customers.models import CustomerAccount, PreRegistration, VendorLead
from customers.statuses import Status


def taken(email_keys, *, at):
    """Those of the keys that a partner holds or is associated with at this moment."""
    holds = PreRegistration.objects.filter(hold_key__in=email_keys).exclude(
        status=Status.PREREGISTERED, expires_at__lte=at
    )
    accounts = CustomerAccount.objects.filter(email_key__in=email_keys, associated_partner__isnull=False)
    return set(holds.values_list("email_key", flat=True)) | set(accounts.values_list("email_key", flat=True))


@transaction.atomic
def add(lead, *, at):
    """Open a lead. Raises LeadConflict where a partner was first, LeadExists where it is open already."""
    lock_customers(lead.email_key)
    if taken([lead.email_key], at=at):
        raise LeadConflict
    lead.open_key, lead.created_at = lead.email_key, at
    try:
        with transaction.atomic():
            lead.save(force_insert=True)
    except IntegrityError as error:
        raise LeadExists from error
    return lead


def release(lead, *, at, to=None):
    """End the vendor's claim; the row stays as history. Releasing twice changes nothing.

    `to` is the reviewed pre-registration that the lead makes way for.
    """
    still_open = VendorLead.objects.filter(pk=lead.pk, released_at=None)
    return still_open.update(released_at=at, open_key=None, released_to=to)
