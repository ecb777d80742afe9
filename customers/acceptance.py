"""The customer's own act: yes, no, or not me; judged at that moment (R19 to R21)."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction

from customers import consent, eligibility, invitations, lifecycle, notices
from customers.errors import InvitationOver
from customers.invitations import Standing
from customers.locks import lock_customers
from customers.models import Acceptance, CustomerAccount, Invitation, Kind, VendorLead
from customers.retries import until_settled
from partnercenter.models import Policy, User

WRONG_PERSON = "wrong_person"


@dataclass(frozen=True)
class Particulars:
    """What the customer enters to register; of an existing account only the language counts."""

    language: str
    name: str = ""
    company_name: str = ""
    country: str = ""
    password: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of one acceptance: its outcome, the reasons against it, and whose account it is."""

    outcome: str  # associated, in_review or refused
    codes: tuple[str, ...] = ()
    user: User | None = None


def accept(invitation, particulars, *, at):
    """Associate the customer, or keep its acceptance for a reviewer, or refuse; tells the partner which.

    The caller has the proof of the mailbox and the consent. Accepting twice is answered as once.
    Raises InvitationOver.
    """
    return until_settled(partial(accept_once, invitation, particulars, at=at))


@transaction.atomic
def accept_once(invitation, particulars, *, at):
    lock_customers(invitation.preregistration.email_key)
    invitation = Invitation.objects.select_related("preregistration__partner").get(pk=invitation.pk)
    row = invitation.preregistration
    standing = invitations.standing(invitation, at=at)
    if standing in (Standing.ASSOCIATED, Standing.IN_REVIEW):
        return Answer(str(standing), user=user_of(row.email_key))
    if standing != Standing.LIVE:
        raise InvitationOver(standing)
    return settle(row, particulars, at=at, invitation=invitation)


def settle(row, particulars, *, at, **way_in):
    """Take a pre-registered row to where the rules say. The caller holds the customer's lock."""
    account = CustomerAccount.objects.filter(email_key=row.email_key).first()
    assessment = judge(row, account, particulars.country, at=at)
    if assessment.verdict == eligibility.Verdict.REFUSE:
        notices.tell(
            Kind.NOT_ASSOCIATED, row, key=f"{row.pk}:{at.isoformat()}", at=at, codes=assessment.codes
        )
        return Answer("refused", assessment.codes)
    account = account or register(row, particulars, at=at)
    user = user_of(row.email_key) or sign_up(row, account, particulars)
    Acceptance.objects.create(
        preregistration=row,
        account=account,
        at=at,
        name=particulars.name or account.name,
        company_name=particulars.company_name,
        country=account.country,
        consent_version=consent.VERSION,
        language=particulars.language,
        **way_in,
    )
    if assessment.verdict == eligibility.Verdict.REVIEW:
        lifecycle.await_review(row, at=at, why=",".join(assessment.codes))
        notices.tell(Kind.IN_REVIEW, row, key=str(row.pk), at=at, codes=assessment.codes)
        return Answer(str(Standing.IN_REVIEW), assessment.codes, user)
    lifecycle.associate(row, account, at=at)
    notices.tell(Kind.ASSOCIATED, row, key=str(row.pk), at=at)
    return Answer(str(Standing.ASSOCIATED), user=user)


def judge(row, account, country, *, at):
    """R20: R4 and R7 to R9 anew, and the country where no reviewer has let it pass."""
    country = (account.country.code if account else "") or country or row.country.code
    associated = account.associated_partner_id if account else None
    lead = VendorLead.objects.filter(open_key=row.email_key).exists() or row.released_leads.exists()
    facts = eligibility.Facts(
        associated_with_other=associated not in (None, row.partner_id),
        contract_signed=account is not None and account.contract_signed,
        on_china_site=account is not None and account.site == CustomerAccount.Site.CHINA,
        cash_spent=account is not None and account.cash_spent,
        vendor_lead=lead,
        customer_country=country,
        partner_country=row.partner.country.code if country != row.reviewed_country.code else country,
    )
    verdicts = Policy.objects.current(at).verdicts
    return eligibility.assess(facts, verdicts, eligibility.AT_ASSOCIATION)


def register(row, particulars, *, at):
    return CustomerAccount.objects.create(
        email=row.email,
        email_key=row.email_key,
        name=particulars.company_name,
        country=particulars.country,
        registered_at=at,
    )


def user_of(email_key):
    return User.objects.filter(email=email_key).first()


def sign_up(row, account, particulars):
    """Someone who signs in for the account; without a password where the proof of the mailbox was enough."""
    return User.objects.create_user(
        row.email,
        particulars.password or None,
        name=particulars.name or row.contact_name or account.name,
        language=particulars.language,
    )


def decline(invitation, *, at, wrong_person=False):
    """R21: end the hold and tell the partner. Raises InvitationOver."""
    return until_settled(partial(decline_once, invitation, at=at, wrong_person=wrong_person))


@transaction.atomic
def decline_once(invitation, *, at, wrong_person):
    invitation = Invitation.objects.select_related("preregistration__partner").get(pk=invitation.pk)
    row = invitation.preregistration
    standing = invitations.standing(invitation, at=at)
    if standing != Standing.LIVE:
        raise InvitationOver(standing)
    lifecycle.decline(row, at=at, why=WRONG_PERSON if wrong_person else "")
    notices.tell(Kind.WRONG_PERSON if wrong_person else Kind.DECLINED, row, key=str(row.pk), at=at)
    return row
