"""Ways in for whoever comes: made, revoked, and what becomes of a customer who takes one."""

from functools import partial
from uuid import uuid5

from django.db import transaction

from customers import acceptance, eligibility, lifecycle, registration
from customers.acceptance import Answer
from customers.errors import AlreadyMoved, InvitationOver
from customers.invitations import Standing
from customers.locks import lock_customers
from customers.masking import masked_email
from customers.models import CustomerAccount, Decision, OpenInvitation, PreRegistration
from customers.retries import until_settled
from customers.statuses import Status
from partnercenter.models import Member, Partner, Policy

NOT_PERMITTED = "not_permitted"


def create(label, *, ends_at, limit, member, at, token):
    """A new open invitation; the same `token` of a form with the same entries makes one."""
    entries = f"{member.partner_id}:{label}:{ends_at.isoformat()}:{limit}"
    open_invitation, _created = OpenInvitation.objects.get_or_create(
        id=uuid5(token, entries),
        defaults={
            "partner": member.partner,
            "created_by": member.user,
            "created_at": at,
            "label": label,
            "ends_at": ends_at,
            "limit": limit,
        },
    )
    return open_invitation


def revoke(open_invitation, *, at):
    """End it for whoever has not come through yet. Revoking twice changes nothing."""
    return OpenInvitation.objects.filter(pk=open_invitation.pk, revoked_at=None).update(revoked_at=at)


def standing(open_invitation, *, at):
    """What somebody who opens it at this moment is told."""
    return standing_with(open_invitation, open_invitation.acceptances.count(), at=at)


def standing_with(open_invitation, used, *, at):
    if open_invitation.revoked_at:
        return Standing.REVOKED
    if not open_invitation.partner.is_active:
        return Standing.SUSPENDED
    if open_invitation.ends_at <= at:
        return Standing.EXPIRED
    return Standing.FULL if used >= open_invitation.limit else Standing.LIVE


def enter(open_invitation, address, particulars, *, at):
    """Pre-register and associate a customer at once, as if the partner had asked for it at this moment.

    The caller has the proof of the mailbox and the consent. A hold that the partner has already is used, and
    coming twice is answered as once. Raises InvitationOver.
    """
    return until_settled(partial(enter_once, open_invitation, address, particulars, at=at))


@transaction.atomic
def enter_once(open_invitation, address, particulars, *, at):
    open_invitation = locked(open_invitation, address)
    partner, member = open_invitation.partner, maker(open_invitation)
    terms = Policy.objects.current(at).terms_for(partner)
    account = CustomerAccount.objects.filter(email_key=address.key).first()
    wish = wish_of(address, particulars, account)
    facts, hold = registration.gather(wish, member=member, partner=partner, terms=terms, at=at)
    if answer := given_before(facts, hold, address):
        return answer
    if (now := standing(open_invitation, at=at)) != Standing.LIVE:
        raise InvitationOver(now)
    assessment = eligibility.assess(facts, terms.verdicts)
    if facts.held_by_us and NOT_PERMITTED not in assessment.codes:
        return join(hold, particulars, at=at, open_invitation=open_invitation)
    receipt = registration.receipt(wish, assessment, hold, member=member, terms=terms, at=at)
    decision = Decision(**receipt, open_invitation=open_invitation)
    if assessment.verdict == eligibility.Verdict.REFUSE:
        decision.save()
        return Answer("refused", assessment.codes)
    if hold:
        lifecycle.expire(hold)  # its time is over, only the sweep has not come yet
    draft = registration.draft(wish, partner)
    return begin(draft, decision, account, particulars, terms=terms, at=at)


def locked(open_invitation, address):
    """The invitation as it is now. The quota and the uses are counted under its partner's lock (I2)."""
    partner = Partner.objects.select_for_update(no_key=True).get(pk=open_invitation.partner_id)
    lock_customers(address.key)
    open_invitation = OpenInvitation.objects.select_related("created_by__member").get(pk=open_invitation.pk)
    open_invitation.partner = partner
    return open_invitation


def wish_of(address, particulars, account):
    """What its account says of the customer comes before what it has typed."""
    name, country = (account.name, account.country.code) if account else ("", "")
    return registration.Wish(
        email=address.shown,
        email_key=address.key,
        company_name=particulars.company_name or name or masked_email(address.shown),
        contact_name=particulars.name,
        country=country or particulars.country,
    )


def maker(open_invitation):
    """Who made it, as the member that R1 asks about. Somebody who has left may do no more than a viewer."""
    user = open_invitation.created_by
    member = getattr(user, "member", None)
    if member and user.is_active and member.partner_id == open_invitation.partner_id:
        return member
    return Member(user=user, partner=open_invitation.partner)


def given_before(facts, hold, address):
    """The answer to someone who has come through already, here or by another way."""
    if facts.associated_with_us:
        return Answer(str(Standing.ASSOCIATED), user=acceptance.user_of(address.key))
    if facts.held_by_us and hold.status == Status.PENDING_REVIEW and hasattr(hold, "acceptance"):
        return Answer(str(Standing.IN_REVIEW), user=acceptance.user_of(address.key))
    return None


def join(hold, particulars, *, at, open_invitation):
    """Accept on the ground of the hold that the partner has already."""
    rows = PreRegistration.objects.select_for_update(no_key=True, of=("self",)).select_related("partner")
    row = rows.get(pk=hold.pk)
    if not row.holds(at):
        raise AlreadyMoved
    return acceptance.settle(row, particulars, at=at, open_invitation=open_invitation)


def begin(draft, decision, account, particulars, *, terms, at):
    """The hold with its receipt, and the customer's acceptance on it."""
    granted = decision.outcome == Decision.Outcome.GRANTED
    open_invitation = decision.open_invitation
    row = lifecycle.begin(
        draft,
        Status.PREREGISTERED if granted else Status.PENDING_REVIEW,
        by=decision.by,
        at=at,
        why=open_invitation.label,
        validity=terms.validity if granted else None,
    )
    decision.preregistration = row if granted else None
    decision.save()
    if granted:
        return acceptance.settle(row, particulars, at=at, open_invitation=open_invitation)
    codes = tuple(decision.codes)
    return acceptance.wait(row, account, codes, particulars, at=at, open_invitation=open_invitation)
