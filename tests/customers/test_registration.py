"""One attempt against real rows: every rule on both sides of its edge, and the receipt it leaves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from customers import lifecycle, registration
from customers.errors import TooManyAttempts
from customers.models import Decision, PreRegistration
from customers.statuses import Status
from partnercenter.models import Member, Partner, Policy
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    VALIDITY,
    attempt,
    make_account,
    make_hold,
    make_in,
    make_lead,
    make_member,
    make_partner,
    make_wish,
)

pytestmark = pytest.mark.django_db
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def member():
    return make_member()


def new_policy(**changes):
    current = Policy.objects.current(MONDAY)
    current.pk, current.version = None, current.version + 1
    for name, value in changes.items():
        setattr(current, name, value)
    current.save(force_insert=True)


def test_a_grant_holds_the_customer_and_leaves_decision_and_event(member):
    decision = attempt("Ada@Acme.example", member=member, company_name="Acme")

    row = PreRegistration.objects.get()
    assert decision.outcome == "granted"
    assert decision.preregistration == row
    assert decision.number == f"D-2026-{decision.pk:06d}"
    assert decision.policy_version == 1
    assert decision.typed["email"] == "Ada@Acme.example"
    assert (row.status, row.email, row.hold_key) == (
        Status.PREREGISTERED,
        "Ada@Acme.example",
        "ada@acme.example",
    )
    assert (row.created_at, row.expires_at, row.due_at) == (MONDAY, MONDAY + VALIDITY, MONDAY + VALIDITY)
    event = row.events.get()
    assert (event.came_from, event.went_to, event.by, event.at) == (
        "",
        Status.PREREGISTERED,
        member.user,
        MONDAY,
    )


def test_a_refusal_leaves_a_decision_and_nothing_else(member):
    make_account("ada@acme.example", contract_signed=True)

    decision = attempt("ada@acme.example", member=member, notes="call back")

    assert decision.outcome == "refused"
    assert decision.reasons == [{"code": "contract_with_vendor", "verdict": "refuse"}]
    assert decision.typed["notes"] == "call back"
    assert not PreRegistration.objects.exists()


@pytest.mark.parametrize(
    ("role", "outcome"), [("owner", "granted"), ("agent", "granted"), ("viewer", "refused")]
)
def test_r1_owners_and_agents_may_register(role, outcome):
    assert attempt(member=make_member(role=role)).outcome == outcome


def test_r1_a_suspended_partner_may_not_even_when_suspended_a_moment_ago(member):
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    assert attempt(member=member).codes == ["not_permitted"]


@pytest.mark.parametrize(
    ("contact", "codes"),
    [
        ({"reserved_email": "", "reserved_mobile": ""}, ["contact_missing"]),
        ({"reserved_email": "", "reserved_mobile": "+6581234567"}, []),
        ({"reserved_email": "office@acme.example", "reserved_mobile": ""}, []),
    ],
)
def test_r2_a_reserved_number_or_address_is_needed(contact, codes):
    assert attempt(member=make_member(make_partner(**contact))).codes == codes


def test_r3_pending_and_preregistered_count_and_nothing_else_does():
    member = make_member(make_partner(quota=3))
    for status in Status:
        make_in(status, member)  # two of them count

    assert attempt(member=member).outcome == "granted"
    assert attempt(member=member).codes == ["quota_reached"]


def test_r3_a_lapsed_hold_frees_its_place_without_any_sweep():
    member = make_member(make_partner(quota=1))
    make_hold(member)

    assert attempt(member=member, at=MONDAY + VALIDITY - MILLISECOND).codes == ["quota_reached"]
    assert attempt(member=member, at=MONDAY + VALIDITY).outcome == "granted"


def test_r3_the_quota_is_the_policys_hundred_unless_the_partner_has_its_own(member):
    assert Policy.objects.current(MONDAY).terms_for(member.partner).quota == 100

    new_policy(quota=0)

    assert attempt(member=member).codes == ["quota_reached"]
    Partner.objects.update(quota=1)
    assert attempt(member=member).outcome == "granted"


def test_r4_associated_with_another_partner_is_refused(member):
    make_account("ada@acme.example", associated_partner=make_partner())

    assert attempt("ada@acme.example", member=member).codes == ["associated_with_another_partner"]


def test_r5_associated_with_us_is_already_ours(member):
    make_account("ada@acme.example", associated_partner=member.partner)

    assert attempt("ada@acme.example", member=member).codes == ["already_yours"]


@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.PREREGISTERED])
def test_r5_held_by_us_is_already_ours_and_told_in_full(member, status):
    mine = make_hold(member, status, "ada@acme.example")

    decision = attempt("ADA@acme.example", member=member)

    assert decision.codes == ["already_yours"]
    assert decision.shown["own"] == str(mine.pk)


@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.PREREGISTERED])
def test_r6_held_by_another_partner_is_refused_without_naming_it(member, status):
    rival = make_hold(make_member(make_partner("rival")), status, "ada@acme.example")

    decision = attempt("ada@acme.example", member=member)

    assert decision.codes == ["held_by_another_partner"]
    assert str(rival.pk) not in str(decision.shown)
    assert "rival" not in str(decision.shown)


@pytest.mark.parametrize(
    "status", [Status.REJECTED, Status.EXPIRED, Status.DECLINED, Status.DELETED, Status.DISSOCIATED]
)
def test_r6_what_has_ended_keeps_nobody_out(member, status):
    make_in(status, email="ada@acme.example")

    assert attempt("ada@acme.example", member=member).outcome == "granted"


@pytest.mark.parametrize(("signed", "codes"), [(True, ["contract_with_vendor"]), (False, [])])
def test_r7_a_signed_contract_refuses(member, signed, codes):
    make_account("ada@acme.example", contract_signed=signed)

    assert attempt("ada@acme.example", member=member).codes == codes


@pytest.mark.parametrize(("site", "codes"), [("china", ["registered_on_china_site"]), ("international", [])])
def test_r8_the_china_site_refuses(member, site, codes):
    make_account("ada@acme.example", site=site)

    assert attempt("ada@acme.example", member=member).codes == codes


@pytest.mark.parametrize(
    ("cash", "lead", "codes"),
    [
        (True, False, ["cash_spending"]),
        (False, False, []),
        (True, True, ["vendor_lead"]),
        (False, True, ["vendor_lead"]),
    ],
)
def test_r9_r11_cash_spending_and_vendor_leads(member, cash, lead, codes):
    make_account("ada@acme.example", cash_spent=cash)
    if lead:
        make_lead("ada@acme.example")

    assert attempt("ada@acme.example", member=member).codes == codes


def test_r11_a_released_lead_is_none(member):
    lead = make_lead("ada@acme.example")
    lead.open_key, lead.released_at = None, MONDAY
    lead.save()

    assert attempt("ada@acme.example", member=member).outcome == "granted"


def test_r10_the_accounts_country_counts_before_the_typed_one(member):
    make_account("abroad@acme.example", country="MY")
    make_account("home@acme.example", country="SG")
    make_account("unknown@acme.example", country="")

    assert attempt("abroad@acme.example", member=member, country="SG").codes == ["country_differs"]
    assert attempt("home@acme.example", member=member, country="MY").codes == []
    assert attempt("unknown@acme.example", member=member, country="MY").codes == ["country_differs"]
    assert attempt("nobody@acme.example", member=member, country="MY").codes == ["country_differs"]


def test_r12_a_rival_succeeds_at_the_very_second_of_expiry_and_not_a_millisecond_before(member):
    rival = make_member()
    mine = attempt("ada@acme.example", member=member).preregistration

    early = attempt("ada@acme.example", member=rival, at=MONDAY + VALIDITY - MILLISECOND)
    exact = attempt("ada@acme.example", member=rival, at=MONDAY + VALIDITY)

    assert early.codes == ["held_by_another_partner"]
    assert exact.outcome == "granted"
    mine.refresh_from_db()
    assert mine.status == Status.EXPIRED
    assert mine.events.last().at == MONDAY + VALIDITY


def test_r12_validity_is_fifteen_times_24_hours_across_daylight_saving():
    member = make_member(make_partner(country="DE", time_zone="Europe/Berlin"))
    before_summer_time = MONDAY.replace(month=3, day=20)

    row = attempt(member=member, country="DE", at=before_summer_time).preregistration

    assert row.expires_at - row.created_at == timedelta(hours=15 * 24)


def test_r12_a_partners_own_validity_wins_over_the_policys(member):
    Partner.objects.update(validity_days=30)

    assert attempt(member=member).preregistration.expires_at == MONDAY + 30 * DAY


def test_r12_a_policy_in_force_later_does_not_change_a_running_term(member):
    row = attempt(member=member).preregistration
    new_policy(validity_days=3)

    row.refresh_from_db()
    assert row.expires_at == MONDAY + VALIDITY
    assert attempt(member=member).preregistration.expires_at == MONDAY + 3 * DAY


def test_all_reasons_are_reported_at_once(member):
    make_account("ada@acme.example", contract_signed=True, site="china", cash_spent=True, country="MY")
    make_hold(email="ada@acme.example")

    assert attempt("ada@acme.example", member=member).codes == [
        "held_by_another_partner",
        "contract_with_vendor",
        "registered_on_china_site",
        "cash_spending",
        "country_differs",
    ]


def test_a_rule_switched_off_in_the_policy_is_silent(member):
    make_account("ada@acme.example", contract_signed=True)
    new_policy(verdicts={"contract_with_vendor": "off"})

    decision = attempt("ada@acme.example", member=member)

    assert decision.outcome == "granted"
    assert decision.policy_version == 2


def test_a_wish_is_judged_in_four_queries(member, django_assert_num_queries):
    make_account("ada@acme.example", contract_signed=True)
    terms = Policy.objects.current(MONDAY).terms_for(member.partner)

    with django_assert_num_queries(4):
        registration.gather(
            make_wish("ada@acme.example"), member=member, partner=member.partner, terms=terms, at=MONDAY
        )


def test_the_same_form_sent_twice_is_answered_with_the_same_success(member):
    token = uuid4()

    first = attempt("ada@acme.example", member=member, token=token)
    second = attempt("ada@acme.example", member=member, token=token, at=MONDAY + SECOND)

    assert second == first
    assert PreRegistration.objects.count() == Decision.objects.count() == 1


def test_the_same_form_changed_after_going_back_is_a_new_attempt(member):
    token = uuid4()
    first = attempt("ada@acme.example", member=member, token=token)

    second = attempt("eve@acme.example", member=member, token=token)

    assert second.outcome == "granted"
    assert second.preregistration != first.preregistration


def test_a_form_refused_before_is_judged_again(member):
    token = uuid4()
    account = make_account("ada@acme.example", contract_signed=True)
    assert attempt("ada@acme.example", member=member, token=token).outcome == "refused"
    account.contract_signed = False
    account.save()

    assert attempt("ada@acme.example", member=member, token=token).outcome == "granted"


def test_a_token_of_another_partner_means_nothing_here(member):
    token = uuid4()
    attempt("ada@acme.example", member=make_member(), token=token)

    assert attempt("ada@acme.example", member=member, token=token).codes == ["held_by_another_partner"]


def test_attempts_are_limited_by_the_hour(member):
    new_policy(attempts_per_hour=2)
    attempt(member=member)
    attempt(member=member, at=MONDAY + SECOND)

    with pytest.raises(TooManyAttempts):
        attempt(member=member, at=MONDAY + 2 * SECOND)
    assert attempt(member=member, at=MONDAY + timedelta(hours=1)).outcome == "granted"


def test_i1_the_database_itself_refuses_a_second_hold():
    make_hold(email="ada@acme.example")

    with pytest.raises(IntegrityError):
        make_hold(email="ADA@acme.example")


def test_what_is_typed_in_any_script_is_found_folded(member):
    row = attempt("ada@acme.example", member=member, company_name="СЕВЕРНЫЙ Ветер ＡＣＭＥ").preregistration

    assert row.search_text == "северный ветер acme ada@acme.example"


def test_roles_are_read_when_asked_not_when_signed_in(member):
    Member.objects.update(role=Member.Role.VIEWER)

    assert attempt(member=Member.objects.select_related("user", "partner").get()).codes == ["not_permitted"]


def test_expiring_a_stale_hold_is_written_down_once(member):
    attempt("ada@acme.example", member=make_member())
    later = MONDAY + VALIDITY
    attempt("ada@acme.example", member=member, at=later)

    assert lifecycle.expire_due(at=later) == 0
