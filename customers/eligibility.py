"""The rule book: facts in, findings out. Pure: no ORM, no settings, no clock.

A new rule is one entry in RULES and, where it needs one, a fact in `Facts`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Verdict(IntEnum):
    """Ordered, so that the strictest finding wins by `max`."""

    GRANT = 0
    REVIEW = 1
    REFUSE = 2

    @property
    def outcome(self) -> str:
        return ("granted", "review", "refused")[self]


@dataclass(frozen=True)
class Facts:
    """All that the rules may know. The defaults describe the harmless case."""

    partner_active: bool = True
    member_may_register: bool = True
    contact_reserved: bool = True
    used: int = 0
    quota: int = 1
    associated_with_other: bool = False
    associated_with_us: bool = False
    held_by_other: bool = False
    held_by_us: bool = False
    contract_signed: bool = False
    on_china_site: bool = False
    cash_spent: bool = False
    vendor_lead: bool = False
    customer_country: str = ""
    partner_country: str = ""


@dataclass(frozen=True)
class Rule:
    """One reason. `switchable` rules can be set to refuse, review or off in the policy; the others carry an
    invariant and always refuse. `ends_judgement` hides everything behind it from someone who may not ask.
    """

    number: str
    code: str
    applies: Callable[[Facts], bool]
    title: Promise
    text: Promise
    step: Promise
    verdict: Verdict = Verdict.REFUSE
    switchable: bool = False
    ends_judgement: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        "R1",
        "not_permitted",
        lambda facts: not (facts.partner_active and facts.member_may_register),
        _("You may not pre-register"),
        _("Only owners and agents of an active partner can pre-register customers."),
        _("Ask the owner of your partner account to make you an agent, or to contact %(vendor)s."),
        ends_judgement=True,
    ),
    Rule(
        "R2",
        "contact_missing",
        lambda facts: not facts.contact_reserved,
        _("No contact reserved"),
        _("You have not reserved a mobile number or an email address in Partner Center."),
        _("Add one under Account Management > Basic Information > Personal Information."),
    ),
    Rule(
        "R3",
        "quota_reached",
        lambda facts: facts.used >= facts.quota,
        _("Quota reached"),
        _("You have %(used)s of %(quota)s pending and pre-registered customers."),
        _("Delete one you no longer pursue, or wait until one ends."),
    ),
    Rule(
        "R4",
        "associated_with_another_partner",
        lambda facts: facts.associated_with_other,
        _("Associated with another partner"),
        _("Customers who are already associated with a partner cannot be pre-registered."),
        _("Check the address. If the customer has a second account, enter that one."),
    ),
    Rule(
        "R5",
        "already_yours",
        lambda facts: facts.associated_with_us or facts.held_by_us,
        _("Already yours"),
        _("You hold this customer already, or it is associated with you."),
        _("Open it in your list."),
    ),
    Rule(
        "R6",
        "held_by_another_partner",
        lambda facts: facts.held_by_other,
        _("Pre-registered by another partner"),
        _("Another partner has pre-registered this customer, or has asked for a review of it."),
        _("Try again later: a pre-registration that does not lead to an association ends."),
    ),
    Rule(
        "R7",
        "contract_with_vendor",
        lambda facts: facts.contract_signed,
        _("Has a contract with %(vendor)s"),
        _("Customers who have signed a contract with %(vendor)s cannot be pre-registered."),
        _("Ask your partner manager how to work with this customer."),
        switchable=True,
    ),
    Rule(
        "R8",
        "registered_on_china_site",
        lambda facts: facts.on_china_site,
        _("Registered on the China site"),
        _("Accounts of %(vendor)s (China) belong to another site and cannot be pre-registered here."),
        _("If the customer also has an international account, enter the address of that one."),
        switchable=True,
    ),
    Rule(
        "R9",
        "cash_spending",
        lambda facts: facts.cash_spent and not facts.vendor_lead,
        _("Has spent cash already"),
        _("Customers with cash spending who were not pre-registered by %(vendor)s cannot be pre-registered."),
        _("Ask your partner manager how to work with this customer."),
        switchable=True,
    ),
    Rule(
        "R10",
        "country_differs",
        lambda facts: facts.customer_country != facts.partner_country,
        _("Registered in another country"),
        _("The customer registers in %(customer_country)s, you are in %(partner_country)s."),
        _("A reviewer can grant it all the same: ask for a manual review."),
        verdict=Verdict.REVIEW,
        switchable=True,
    ),
    Rule(
        "R11",
        "vendor_lead",
        lambda facts: facts.vendor_lead,
        _("Pre-registered by %(vendor)s"),
        _("The sales team of %(vendor)s has pre-registered this customer."),
        _("A reviewer can grant it all the same: ask for a manual review."),
        verdict=Verdict.REVIEW,
        switchable=True,
    ),
)

# What rests on the partner and the member alone.
BEFORE_TYPING = tuple(rule for rule in RULES if rule.number in {"R1", "R2", "R3"})
# What is judged anew when the customer accepts (R20).
AT_ASSOCIATION = tuple(rule for rule in RULES if rule.number in {"R4", "R7", "R8", "R9", "R10"})
# What is judged anew when a reviewer approves (R15); the row's own hold keeps others out meanwhile.
AT_APPROVAL = tuple(rule for rule in RULES if rule.number in {"R4", "R5", "R6", "R7", "R8", "R9"})

BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
OFF = "off"
SWITCHES: Mapping[str, Verdict | None] = {
    "refuse": Verdict.REFUSE,
    "review": Verdict.REVIEW,
    OFF: None,
}


@dataclass(frozen=True)
class Finding:
    rule: Rule
    verdict: Verdict


@dataclass(frozen=True)
class Assessment:
    """Every finding at once; a refusal beats a review."""

    facts: Facts
    findings: tuple[Finding, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        return max((finding.verdict for finding in self.findings), default=Verdict.GRANT)

    @property
    def outcome(self) -> str:
        return self.verdict.outcome

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(finding.rule.code for finding in self.findings)


def assess(
    facts: Facts, switches: Mapping[str, str] | None = None, rules: Iterable[Rule] = RULES
) -> Assessment:
    """Judge the facts by every rule, under the policy's switches."""
    found = []
    for rule in rules:
        verdict = verdict_of(rule, switches or {})
        if verdict is None or not rule.applies(facts):
            continue
        found.append(Finding(rule, verdict))
        if rule.ends_judgement:
            break
    return Assessment(facts, tuple(found))


def verdict_of(rule: Rule, switches: Mapping[str, str]) -> Verdict | None:
    """What a finding of this rule means now; None where the policy has switched the rule off."""
    if rule.switchable and rule.code in switches:
        return SWITCHES[switches[rule.code]]
    return rule.verdict
