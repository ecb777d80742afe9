"""assess() and attempt(): the transaction that decides who was first, and leaves its receipt."""

import unicodedata
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q

from customers import eligibility, lifecycle
from customers.errors import TooManyAttempts
from customers.locks import lock_customers
from customers.models import Correction, CustomerAccount, Decision, PreRegistration, VendorLead
from customers.retries import until_settled
from customers.statuses import Status
from partnercenter.models import Partner, Policy

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Wish:
    """What a member asks for. `email` is as typed, `email_key` is who it is."""

    email: str
    email_key: str
    company_name: str
    country: str
    contact_name: str = ""
    mobile: str = ""
    industry: str = ""
    notes: str = ""

    @property
    def typed(self):
        return {name: value for name, value in asdict(self).items() if name != "email_key"}


@dataclass(frozen=True)
class Usage:
    """What counts against the quota at one moment (R3)."""

    pending: int
    preregistered: int

    @property
    def used(self):
        return self.pending + self.preregistered


def usage_of(partner, *, at):
    rows = PreRegistration.objects.of(partner).counted(at)
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    return Usage(counts.get(Status.PENDING_REVIEW, 0), counts.get(Status.PREREGISTERED, 0))


def gather(wish, *, member, partner, terms, at):
    """The facts of one wish in four queries, and the row that has the customer's key, lapsed or not."""
    hold = PreRegistration.objects.select_related("created_by").filter(hold_key=wish.email_key).first()
    account = CustomerAccount.objects.filter(email_key=wish.email_key).first()
    holder = hold.partner_id if hold and not hold.is_over(at) else None
    associated = account.associated_partner_id if account else None
    facts = eligibility.Facts(
        partner_active=partner.is_active,
        member_may_register=member.may_register,
        contact_reserved=partner.has_contact,
        used=usage_of(partner, at=at).used,
        quota=terms.quota,
        associated_with_other=associated not in (None, partner.pk),
        associated_with_us=associated == partner.pk,
        held_by_other=holder not in (None, partner.pk),
        held_by_us=holder == partner.pk,
        contract_signed=account is not None and account.contract_signed,
        on_china_site=account is not None and account.site == CustomerAccount.Site.CHINA,
        cash_spent=account is not None and account.cash_spent,
        vendor_lead=VendorLead.objects.filter(open_key=wish.email_key).exists(),
        customer_country=(account.country.code if account else "") or wish.country,
        partner_country=partner.country.code,
    )
    return facts, hold


def foreseen(member, usage, terms):
    """What would be refused whomever one names: the codes of R1 to R3 that apply before anything is typed."""
    partner = member.partner
    facts = eligibility.Facts(
        partner_active=partner.is_active,
        member_may_register=member.may_register,
        contact_reserved=partner.has_contact,
        used=usage.used,
        quota=terms.quota,
    )
    return eligibility.assess(facts, rules=eligibility.BEFORE_TYPING).codes


def attempt(wish, *, member, at, token: UUID | None = None):
    """Try to pre-register; always returns the Decision, granted or not.

    The same `token` is answered with the same Decision, however often it is sent. Raises TooManyAttempts.
    A lost race is judged again, and then sees who was faster.
    """
    return until_settled(partial(decide, wish, member=member, at=at, token=token))


@transaction.atomic
def decide(wish, *, member, at, token):
    # One attempt at a time per partner: the quota is counted under this lock (I2).
    partner = Partner.objects.select_for_update(no_key=True).get(pk=member.partner_id)
    terms = Policy.objects.current(at).terms_for(partner)
    earlier, recent = seen_before(partner, token=token, at=at)
    if earlier and earlier.typed == wish.typed and still_answers(earlier, wish, at):
        return earlier
    check_attempts(recent, terms)
    lock_customers(wish.email_key)
    facts, hold = gather(wish, member=member, partner=partner, terms=terms, at=at)
    assessment = eligibility.assess(facts, terms.verdicts)
    granted = assessment.verdict == eligibility.Verdict.GRANT
    if granted and hold:
        lifecycle.expire(hold)  # its time is over, only the sweep has not come yet
    return Decision.objects.create(
        **receipt(wish, assessment, hold, member=member, terms=terms, at=at),
        # Only a success is worth repeating; after Back and a change, or a delete, the form asks anew.
        attempt=token if granted and not earlier else None,
        preregistration=lifecycle.begin(
            draft(wish, partner),
            Status.PREREGISTERED,
            by=member.user,
            at=at,
            validity=terms.validity,
        )
        if granted
        else None,
    )


def receipt(wish, assessment, hold, *, member, terms, at):
    """What every Decision keeps of the attempt and of its judgement."""
    return {
        "partner_id": member.partner_id,
        "by": member.user,
        "at": at,
        "typed": wish.typed,
        "policy_version": terms.version,
        "outcome": assessment.outcome,
        "reasons": [
            {"code": finding.rule.code, "verdict": finding.verdict.name.lower()}
            for finding in assessment.findings
        ],
        "shown": shown_in_answer(assessment.facts, hold, assessment.outcome == Decision.Outcome.GRANTED),
    }


def seen_before(partner, *, token, at):
    """The Decision that granted this very form before, if any, and the number of attempts within the hour.

    A correction is an attempt too; a customer who comes by an open invitation is nobody's attempt.
    """
    this_form = Q(attempt=token) if token else Q(pk=None)
    lately = Q(at__gt=at - HOUR, open_invitation=None)
    seen = Decision.objects.filter(this_form | lately, partner=partner).aggregate(
        same=Max("pk", filter=this_form), recent=Count("pk", filter=lately)
    )
    corrected = Correction.objects.filter(preregistration__partner=partner, at__gt=at - HOUR).count()
    recent = seen["recent"] + corrected
    if not seen["same"]:
        return None, recent
    return Decision.objects.select_related("preregistration").get(pk=seen["same"]), recent


def still_answers(decision, wish, at):
    """Whether what it granted is held to this moment, and not for another address by correction."""
    row = decision.preregistration
    return row.holds(at) and row.email_key == wish.email_key


def check_attempts(recent, terms):
    """Raises TooManyAttempts where the hour's attempts are used up."""
    limit = max(1, round(terms.attempts_per_hour * settings.RATE_LIMIT_SCALE))
    if recent >= limit:
        raise TooManyAttempts(limit)


def shown_in_answer(facts, hold, granted):
    """What the answer tells and the receipt keeps; of another partner's row, nothing."""
    return {
        "used": facts.used + granted,
        "quota": facts.quota,
        "customer_country": facts.customer_country,
        "partner_country": facts.partner_country,
    } | (own_row(hold) if hold and facts.held_by_us else {"own": ""})


def own_row(hold):
    return {
        "own": str(hold.pk),
        "own_by": str(hold.created_by),
        "own_status": hold.status,
        "own_since": hold.status_since.isoformat(),
        "own_until": hold.expires_at.isoformat() if hold.expires_at else "",
    }


def draft(wish, partner):
    """A pre-registration with the customer's particulars, not yet begun."""
    return PreRegistration(
        partner=partner,
        email=wish.email,
        email_key=wish.email_key,
        company_name=wish.company_name,
        contact_name=wish.contact_name,
        country=wish.country,
        mobile=wish.mobile,
        industry=wish.industry,
        notes=wish.notes,
        search_text=search_text_of(wish),
    )


def search_text_of(customer):
    """What the list is searched by, of a Wish or of a pre-registration."""
    return searchable(customer.company_name, customer.email, customer.contact_name, digits(customer.mobile))


def searchable(*texts):
    """One form for what is stored and what is sought: compatible letters, folded case."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold() for text in texts if text)


def digits(number):
    return "".join(character for character in str(number) if character.isdigit())
