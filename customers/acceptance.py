"""The customer's own act: yes, no, or not me; judged at that moment (R19 to R21)."""

from dataclasses import dataclass
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from customers import consent, eligibility, invitations, lifecycle, notices
from customers.errors import InvitationOver
from customers.invitations import Standing
from customers.locks import lock_customers
from customers.models import Acceptance, CustomerAccount, Invitation, Kind, PreRegistration, VendorLead
from customers.retries import until_settled
from customers.statuses import Status
from partnercenter.models import Policy, User

WRONG_PERSON = "wrong_person"


@dataclass(frozen=True)
class Particulars:
    """What the customer enters to register; of an existing account only the language counts."""

    language: str
    name: str = ""
    company_name: str = ""
    country: str = ""
    password_hash: str = ""  # hashed before the customer's lock is taken: that is slow on purpose


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
    proven = invitation.preregistration.email_key
    lock_customers(proven)
    invitation, row = locked(invitation)
    standing = invitations.standing(invitation, at=at)
    if row.email_key != proven:  # the partner has corrected the address since the proof
        raise InvitationOver(Standing.REVOKED)
    if standing in (Standing.ASSOCIATED, Standing.IN_REVIEW):
        return Answer(str(standing), user=user_of(row.email_key))
    if standing != Standing.LIVE:
        raise InvitationOver(standing)
    return settle(row, particulars, at=at, invitation=invitation)


def locked(invitation):
    """Both as they are now; the sweep passes the row by, and whoever deletes or declines it waits.

    Without this lock the sweep and an acceptance can wait for each other: the row is first referred to, then moved.
    """
    rows = PreRegistration.objects.select_for_update(no_key=True, of=("self",)).select_related("partner")
    row = rows.get(pk=invitation.preregistration_id)
    invitation = Invitation.objects.get(pk=invitation.pk)
    invitation.preregistration = row
    return invitation, row


def settle(row, particulars, *, at, **way_in):
    """Take a row that is pre-registered, or pending review, to where the rules say. The caller holds the customer's lock."""
    account = CustomerAccount.objects.filter(email_key=row.email_key).first()
    assessment = judge(row, account, particulars.country, at=at)
    if assessment.verdict == eligibility.Verdict.REFUSE:
        notices.tell(
            Kind.NOT_ASSOCIATED, row, key=f"{row.pk}:{numbers_of(assessment)}", at=at, codes=assessment.codes
        )
        return Answer("refused", assessment.codes)
    if row.status == Status.PENDING_REVIEW:
        return wait(row, account, (), particulars, at=at, **way_in)
    if assessment.verdict == eligibility.Verdict.REVIEW:
        lifecycle.await_review(row, at=at, why=",".join(assessment.codes))
        return wait(row, account, assessment.codes, particulars, at=at, **way_in)
    account, user = keep(row, account, particulars, at=at, **way_in)
    lifecycle.associate(row, account, at=at)
    notices.tell(Kind.ASSOCIATED, row, key=str(row.pk), at=at)
    return Answer(str(Standing.ASSOCIATED), user=user)


def wait(row, account, codes, particulars, *, at, **way_in):
    """Keep the acceptance of a row that is pending review, and ask for the review that `codes` are the reasons of.

    Without codes the partner has asked for it already.
    """
    waits = {"awaits_review_at": at, "review_reasons": codes} if codes else {}
    _account, user = keep(row, account, particulars, at=at, **waits, **way_in)
    notices.tell(Kind.IN_REVIEW, row, key=str(row.pk), at=at, codes=codes)
    return Answer(str(Standing.IN_REVIEW), codes, user)


def keep(row, account, particulars, *, at, **fields):
    """Write the consent down, for the account and the user that are made here where there are none yet."""
    account = account or register(row, particulars, at=at)
    user = user_of(row.email_key) or sign_up(row, account, particulars)
    Acceptance.objects.create(
        preregistration=row,
        account=account,
        at=at,
        name=particulars.name or account.name,
        company_name=particulars.company_name,
        country=account.country or particulars.country or row.country,
        consent_version=consent.VERSION,
        language=particulars.language,
        **fields,
    )
    return account, user


def judge(row, account, country, *, at):
    """R20: R4 and R7 to R9 anew, and the country where no reviewer has let it pass."""
    verdicts = Policy.objects.current(at).verdicts
    return eligibility.assess(facts_of(row, account, country), verdicts, eligibility.AT_ASSOCIATION)


def facts_of(row, account, country):
    """The facts of a customer that is held already, at its acceptance or its approval."""
    country = (account.country.code if account else "") or country or row.country.code
    associated = account.associated_partner_id if account else None
    leads = VendorLead.objects.filter(email_key=row.email_key)
    # One that made way for this row counts as long as the row is about the same customer.
    lead = leads.filter(Q(released_to=row) | Q(open_key=row.email_key)).exists()
    return eligibility.Facts(
        associated_with_other=associated not in (None, row.partner_id),
        associated_with_us=associated == row.partner_id,
        contract_signed=account is not None and account.contract_signed,
        on_china_site=account is not None and account.site == CustomerAccount.Site.CHINA,
        cash_spent=account is not None and account.cash_spent,
        vendor_lead=lead,
        customer_country=country,
        partner_country=row.partner.country.code if country != row.reviewed_country.code else country,
    )


def numbers_of(assessment):
    """Names a set of reasons: the partner is told of each once, however often the customer tries."""
    return "-".join(finding.rule.number for finding in assessment.findings)


def register(row, particulars, *, at):
    return CustomerAccount.objects.create(
        email=row.email,
        email_key=row.email_key,
        name=particulars.company_name,
        country=particulars.country or row.country,
        registered_at=at,
    )


def user_of(email_key):
    return User.objects.filter(email=email_key).first()


def sign_up(row, account, particulars):
    """Someone who signs in for the account; without a password where the proof of the mailbox was enough."""
    return User.objects.create(
        email=row.email_key,
        password=particulars.password_hash or make_password(None),
        name=particulars.name or row.contact_name or account.name,
        language=particulars.language,
    )


def decline(invitation, *, at, wrong_person=False):
    """R21: end the hold and tell the partner. Raises InvitationOver."""
    return until_settled(partial(decline_once, invitation, at=at, wrong_person=wrong_person))


@transaction.atomic
def decline_once(invitation, *, at, wrong_person):
    invitation, row = locked(invitation)
    standing = invitations.standing(invitation, at=at)
    if standing != Standing.LIVE:
        raise InvitationOver(standing)
    lifecycle.decline(row, at=at, why=WRONG_PERSON if wrong_person else "")
    invitations.withdraw(row, at=at)
    notices.tell(Kind.WRONG_PERSON if wrong_person else Kind.DECLINED, row, key=str(row.pk), at=at)
    return row
