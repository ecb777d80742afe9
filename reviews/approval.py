"""What stands against an approval at one moment (R15): asked by the case page, to be kind, and by the transaction."""

from django.conf import settings
from django.utils.translation import gettext as _

from customers import acceptance, eligibility
from customers.eligibility import BY_CODE, Verdict
from customers.models import CustomerAccount
from partnercenter.models import Policy
from reviews.errors import ApprovalRefused, PartnerSuspended


def account_of(row):
    """The customer's account in the directory; of a kept acceptance, the one it was given for."""
    accepted = getattr(row, "acceptance", None)
    if accepted:
        return accepted.account
    return (
        CustomerAccount.objects.select_related("associated_partner").filter(email_key=row.email_key).first()
    )


def judge(row, account, *, at):
    """R4 to R9 anew, and what they were asked about."""
    facts = acceptance.facts_of(row, account, "")
    return eligibility.assess(facts, Policy.objects.current(at).verdicts, eligibility.AT_APPROVAL)


def refusal(partner, assessment):
    """The violation that keeps it from being approved, or None."""
    if not partner.is_active:
        return PartnerSuspended()
    codes = tuple(finding.rule.code for finding in assessment.findings if finding.verdict == Verdict.REFUSE)
    if not codes:
        return None
    told = {"reasons": _("; ").join(title_of(code) for code in codes)}
    return ApprovalRefused(codes, _("It cannot be approved now: %(reasons)s. The case stays open.") % told)


def title_of(code):
    """A rule by its number and name, as reviewers read it."""
    rule = BY_CODE[code]
    return f"{rule.number} {rule.title % {'vendor': settings.VENDOR_NAME}}"
