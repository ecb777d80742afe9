"""Correcting the customer's address during the hold: judged as if it were new, with the time that is left."""

from dataclasses import replace
from functools import partial

from django.db import transaction

from customers import eligibility, invitations, lifecycle, proofs, registration
from customers.errors import NotCorrectable
from customers.locks import lock_customers
from customers.models import Correction, Decision, PreRegistration
from customers.retries import until_settled
from customers.statuses import Status
from partnercenter.models import Partner, Policy


def correct(preregistration, address, *, member, at):
    """Let the hold follow the customer to `address`. Returns None where it does, else the Decision against it.

    Correcting twice to the same address is one correction. Raises NotCorrectable, TooManyAttempts.
    """
    return until_settled(partial(correct_once, preregistration.pk, address, member=member, at=at))


@transaction.atomic
def correct_once(pk, address, *, member, at):
    partner = Partner.objects.select_for_update(no_key=True).get(pk=member.partner_id)
    row = locked(partner, pk, address)
    if row.email == address.shown:
        return None
    if row.status_at(at) != Status.PREREGISTERED:
        raise NotCorrectable
    terms = Policy.objects.current(at).terms_for(partner)
    if row.email_key != address.key and (decision := judge(row, address, member, terms, at)):
        return decision
    came_from = row.email
    rekey(row, address, at=at)
    Correction.objects.create(
        preregistration=row,
        at=at,
        by=member.user,
        came_from=came_from,
        went_to=address.shown,
        policy_version=terms.version,
    )
    return None


def locked(partner, pk, address):
    """The partner's own row with both customers' locks. Its address stands still: that needs the partner's lock."""
    rows = PreRegistration.objects.of(partner)
    lock_customers(rows.values_list("email_key", flat=True).get(pk=pk), address.key)
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    row.partner = partner
    return row


def judge(row, address, member, terms, at):
    """The Decision against the new address; None where nothing stands against it, and no lapsed hold in its way."""
    _earlier, recent = registration.seen_before(row.partner, token=None, at=at)
    registration.check_attempts(recent, terms)
    wish = wish_of(row, address)
    facts, hold = registration.gather(wish, member=member, partner=row.partner, terms=terms, at=at)
    # The row's own place in the quota goes with it.
    assessment = eligibility.assess(replace(facts, used=facts.used - 1), terms.verdicts)
    if assessment.verdict == eligibility.Verdict.GRANT:
        if hold:
            lifecycle.expire(hold)  # its time is over, only the sweep has not come yet
        return None
    receipt = registration.receipt(wish, assessment, hold, member=member, terms=terms, at=at)
    receipt["shown"] |= {"used": facts.used, "corrects": str(row.pk)}
    return Decision.objects.create(**receipt)


def wish_of(row, address):
    """What would be typed for this customer today."""
    return registration.Wish(
        email=address.shown,
        email_key=address.key,
        company_name=row.company_name,
        country=row.country.code,
        contact_name=row.contact_name,
        mobile=row.mobile.as_e164 if row.mobile else "",
        industry=row.industry,
        notes=row.notes,
    )


def rekey(row, address, *, at):
    """Whoever holds the old address learns and enters nothing any more; another spelling keeps its ways in."""
    if row.email_key != address.key:
        ways_in = list(row.invitations.all())
        proofs.void(ways_in, at=at)
        for invitation in ways_in:
            invitations.revoke(invitation, at=at)
    wish = wish_of(row, address)
    lifecycle.rekey(
        row,
        email=address.shown,
        email_key=address.key,
        search_text=registration.search_text_of(wish),
    )
