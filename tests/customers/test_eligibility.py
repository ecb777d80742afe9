"""The rule book by itself: both sides of each rule, precedence, switches."""

from dataclasses import replace

import pytest

from customers.eligibility import BY_CODE, RULES, Facts, Verdict, assess, verdict_of

HARMLESS = Facts(customer_country="SG", partner_country="SG")

# For each rule the facts that make it speak, and its verdict.
SPEAKING = {
    "not_permitted": ({"member_may_register": False}, Verdict.REFUSE),
    "contact_missing": ({"contact_reserved": False}, Verdict.REFUSE),
    "quota_reached": ({"used": 1, "quota": 1}, Verdict.REFUSE),
    "associated_with_another_partner": ({"associated_with_other": True}, Verdict.REFUSE),
    "already_yours": ({"held_by_us": True}, Verdict.REFUSE),
    "held_by_another_partner": ({"held_by_other": True}, Verdict.REFUSE),
    "contract_with_vendor": ({"contract_signed": True}, Verdict.REFUSE),
    "registered_on_china_site": ({"on_china_site": True}, Verdict.REFUSE),
    "cash_spending": ({"cash_spent": True}, Verdict.REFUSE),
    "country_differs": ({"customer_country": "MY"}, Verdict.REVIEW),
    "vendor_lead": ({"vendor_lead": True}, Verdict.REVIEW),
}


def judge(switches=None, **changes):
    return assess(replace(HARMLESS, **changes), switches)


def test_harmless_facts_are_granted():
    assessment = judge()

    assert assessment.codes == ()
    assert assessment.outcome == "granted"


def test_every_rule_is_tried():
    assert set(SPEAKING) == set(BY_CODE)


@pytest.mark.parametrize("code", SPEAKING)
def test_each_rule_speaks_for_its_fact_alone(code):
    changes, verdict = SPEAKING[code]

    assessment = judge(**changes)

    assert assessment.codes == (code,)
    assert assessment.verdict == verdict


def test_r1_a_suspended_partner_is_told_nothing_else():
    assert judge(partner_active=False, held_by_other=True).codes == ("not_permitted",)


def test_r3_the_last_place_is_free_and_the_next_is_not():
    assert judge(used=99, quota=100).codes == ()
    assert judge(used=100, quota=100).codes == ("quota_reached",)
    assert judge(used=101, quota=100).codes == ("quota_reached",)
    assert judge(used=0, quota=0).codes == ("quota_reached",)


def test_r5_speaks_for_an_association_as_for_a_hold():
    assert judge(associated_with_us=True).codes == ("already_yours",)


def test_r9_and_r11_cash_spending_of_a_vendor_lead_is_reviewed_not_refused():
    assessment = judge(cash_spent=True, vendor_lead=True)

    assert assessment.codes == ("vendor_lead",)
    assert assessment.outcome == "review"


def test_all_reasons_are_reported_and_a_refusal_beats_a_review():
    assessment = judge(
        contract_signed=True, on_china_site=True, customer_country="MY", vendor_lead=True, cash_spent=True
    )

    assert assessment.codes == (
        "contract_with_vendor",
        "registered_on_china_site",
        "country_differs",
        "vendor_lead",
    )
    assert assessment.outcome == "refused"


def test_two_reviews_stay_a_review():
    assert judge(customer_country="MY", vendor_lead=True).outcome == "review"


@pytest.mark.parametrize("code", [rule.code for rule in RULES if rule.switchable])
def test_the_policy_switches_a_rule(code):
    changes, _verdict = SPEAKING[code]

    assert judge({code: "off"}, **changes).outcome == "granted"
    assert judge({code: "review"}, **changes).outcome == "review"
    assert judge({code: "refuse"}, **changes).outcome == "refused"


@pytest.mark.parametrize("code", [rule.code for rule in RULES if not rule.switchable])
def test_rules_that_carry_an_invariant_cannot_be_switched(code):
    changes, verdict = SPEAKING[code]

    assert judge({code: "off"}, **changes).verdict == verdict
    assert verdict_of(BY_CODE[code], {code: "review"}) == Verdict.REFUSE


def test_codes_and_numbers_are_unique():
    assert len({rule.code for rule in RULES}) == len({rule.number for rule in RULES}) == len(RULES)
