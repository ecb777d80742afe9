"""The customer's yes and no, as verbs: what is judged, what is written, who is told."""

import hashlib

import pytest

from customers import acceptance, consent, invariants, invitations, leads, lifecycle
from customers.errors import InvitationOver
from customers.models import Acceptance, CustomerAccount, Kind, Notice
from customers.statuses import Status
from partnercenter.models import Partner, User
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    VALIDITY,
    make_account,
    make_hold,
    make_in,
    make_lead,
    make_partner,
)
from tests.customers.invitees import accept, invite

pytestmark = pytest.mark.django_db

# The words that each version of the consent stands for. A change of the words needs a line of its own here.
CONSENTS = {"2026-11": "f44725"}


def told():
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


def sound():
    return [list(broken(MONDAY)) for _number, _promise, broken, _model in invariants.INVARIANTS] == [[]] * 4


def test_r19_a_customer_without_account_is_registered_with_the_preregistered_address():
    invitation = invite(email="Ada@Acme.example")

    answer = accept(invitation)

    account, row = CustomerAccount.objects.get(), invitation.preregistration
    row.refresh_from_db()
    assert (answer.outcome, answer.user) == ("associated", User.objects.get(email="ada@acme.example"))
    assert (account.email, account.email_key) == ("Ada@Acme.example", "ada@acme.example")
    assert (account.name, account.country, account.registered_at) == ("Acme Ltd", "SG", MONDAY)
    assert (account.associated_partner, account.association) == (row.partner, row)
    assert (row.status, row.status_since, told()) == ("associated", MONDAY, [Kind.ASSOCIATED])
    assert sound()


def test_r19_an_existing_account_stays_as_it_is_and_only_gets_its_partner():
    invitation = invite(email="ada@acme.example")
    make_account("ada@acme.example", name="Acme Holding", country="SG")

    answer = accept(invitation, name="", company_name="", country="")

    account = CustomerAccount.objects.get()
    assert (account.name, account.associated_partner) == ("Acme Holding", invitation.preregistration.partner)
    assert answer.user.name == "Acme Holding"
    assert not answer.user.has_usable_password()


def test_r19_someone_who_signs_in_already_is_not_registered_twice():
    invitation = invite(email="ada@acme.example")
    ada = User.objects.create_user("ada@acme.example", "of her own", name="Ada")

    assert accept(invitation).user == ada

    ada.refresh_from_db()
    assert ada.check_password("of her own")
    assert User.objects.filter(email="ada@acme.example").count() == 1


def test_r21_the_consent_is_kept_with_its_version_and_its_language():
    invitation = invite()

    accept(invitation, language="zh-hans")

    kept = Acceptance.objects.get()
    assert (kept.invitation, kept.preregistration) == (invitation, invitation.preregistration)
    assert (kept.name, kept.company_name, kept.country.code) == ("Ada Lim", "Acme Ltd", "SG")
    assert (kept.consent_version, kept.language, kept.at) == (consent.VERSION, "zh-hans", MONDAY)


def test_r21_a_version_of_the_consent_never_changes_its_words():
    words = consent.TEXT % {"partner": "Globex", "vendor": "Vendor"}

    assert hashlib.sha256(words.encode()).hexdigest()[:6] == CONSENTS[consent.VERSION]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"contract_signed": True}, "contract_with_vendor"),
        ({"site": "china"}, "registered_on_china_site"),
        ({"cash_spent": True}, "cash_spending"),
    ],
)
def test_r20_r7_r8_and_r9_are_judged_anew_and_change_nothing(facts, code):
    invitation = invite(email="ada@acme.example")
    make_account("ada@acme.example", **facts)

    answers = [accept(invitation), accept(invitation, at=MONDAY + SECOND)]

    row = invitation.preregistration
    row.refresh_from_db()
    assert [(answer.outcome, answer.codes) for answer in answers] == [("refused", (code,))] * 2
    assert (row.status, Acceptance.objects.count()) == ("preregistered", 0)
    assert not User.objects.filter(email="ada@acme.example").exists()
    assert told() == [Kind.NOT_ASSOCIATED]  # once, however often it is tried


def test_r20_r4_is_judged_anew_and_told_with_all_other_reasons():
    invitation = invite(email="ada@acme.example")
    account = make_account("ada@acme.example", associated_partner=make_partner(), cash_spent=True)

    answer = accept(invitation)

    assert answer.codes == ("associated_with_another_partner", "cash_spending")
    account.cash_spent = False
    account.save()
    assert accept(invitation).codes == ("associated_with_another_partner",)
    assert told() == [Kind.NOT_ASSOCIATED] * 2  # another reason is another piece of news


def test_r20_an_account_that_the_directory_gave_to_this_very_partner_is_accepted():
    invitation = invite(email="ada@acme.example")
    make_account("ada@acme.example", associated_partner=invitation.preregistration.partner)

    assert accept(invitation).outcome == "associated"
    assert sound()


def test_r20_the_cash_spending_of_a_released_lead_passes_and_that_of_an_older_one_does_not():
    for reviewed, outcome in ((True, "associated"), (False, "refused")):
        email = f"ada-{outcome}@acme.example"
        invitation, lead = invite(email=email), make_lead(email)
        leads.release(lead, at=MONDAY, to=invitation.preregistration if reviewed else None)
        make_account(email, cash_spent=True)

        assert accept(invitation).outcome == outcome


def test_r20_another_country_goes_to_review_with_the_acceptance_kept():
    invitation = invite()

    answer = accept(invitation, country="MY")

    row, kept = invitation.preregistration, Acceptance.objects.get()
    row.refresh_from_db()
    assert (answer.outcome, answer.codes) == ("in_review", ("country_differs",))
    assert (row.status, row.due_at) == ("pending_review", None)
    assert (kept.country.code, kept.awaits_review_at, kept.review_reasons) == (
        "MY",
        MONDAY,
        ["country_differs"],
    )
    assert CustomerAccount.objects.get().associated_partner is None
    assert told() == [Kind.IN_REVIEW]
    assert accept(invitation).outcome == "in_review"
    assert sound()


def test_r20_a_country_that_was_reviewed_passes_and_another_one_does_not():
    for country, outcome in (("MY", "associated"), ("TH", "in_review")):
        row = make_hold(country="MY")
        lifecycle.pass_country(row, "MY")

        assert accept(invite(row=row), country=country).outcome == outcome


def test_r20_the_country_of_an_existing_account_counts_and_not_the_one_typed():
    invitation = invite(email="ada@acme.example")
    make_account("ada@acme.example", country="MY")

    assert accept(invitation, country="SG").outcome == "in_review"
    assert Acceptance.objects.get().country.code == "MY"


def test_r20_an_account_without_country_is_judged_by_what_was_preregistered():
    invitation = invite(email="ada@acme.example")
    make_account("ada@acme.example", country="")

    assert accept(invitation, country="").outcome == "associated"
    assert Acceptance.objects.get().country.code == "SG"


def test_r17_a_second_before_its_end_it_can_be_accepted_and_at_its_end_not():
    late, in_time = invite(), invite()

    assert accept(in_time, at=MONDAY + VALIDITY - SECOND).outcome == "associated"
    with pytest.raises(InvitationOver) as over:
        accept(late, at=MONDAY + VALIDITY)

    assert over.value.standing == "expired"
    assert (CustomerAccount.objects.count(), User.objects.filter(member=None).count()) == (1, 1)


def test_accepting_twice_is_answered_as_once_also_by_another_channel():
    invitation = invite()
    other = invite("qr", row=invitation.preregistration)

    answers = [accept(invitation), accept(invitation), accept(other)]

    assert {(answer.outcome, answer.user) for answer in answers} == {("associated", answers[0].user)}
    assert (Acceptance.objects.count(), told()) == (1, [Kind.ASSOCIATED])


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (Status.DECLINED, "ended"),
        (Status.DELETED, "ended"),
        (Status.DISSOCIATED, "ended"),
        (Status.EXPIRED, "expired"),
    ],
)
def test_nothing_is_accepted_or_declined_once_the_hold_has_ended(status, standing):
    row = make_hold()
    invitation = invite(row=row)
    if status == Status.DISSOCIATED:
        accept(invitation)
        row.refresh_from_db()
        lifecycle.dissociate(row, by=row.created_by, at=MONDAY, why="over")
    elif status == Status.EXPIRED:
        lifecycle.expire(row)
    else:
        lifecycle.move(row, status, at=MONDAY)

    for act in (accept, lambda one: acceptance.decline(one, at=MONDAY)):
        with pytest.raises(InvitationOver) as over:
            act(invitation)
        assert over.value.standing == standing
    assert sound()


def test_nothing_is_accepted_by_a_revoked_invitation_or_one_of_a_suspended_partner():
    revoked, suspended = invite(), invite()
    invitations.revoke(revoked, at=MONDAY)
    Partner.objects.filter(pk=suspended.preregistration.partner_id).update(status="suspended")

    for invitation, standing in ((revoked, "revoked"), (suspended, "suspended")):
        with pytest.raises(InvitationOver) as over:
            accept(invitation)
        assert over.value.standing == standing


def test_the_proof_of_an_address_that_was_corrected_since_is_worth_nothing():
    invitation = invite(email="ada@acme.example")
    row = make_in(Status.DELETED, email="eve@acme.example")
    type(row).objects.filter(pk=invitation.preregistration_id).update(
        email="eve@acme.example", email_key="eve@acme.example", hold_key="eve@acme.example"
    )

    with pytest.raises(InvitationOver):
        accept(invitation)


@pytest.mark.parametrize(
    ("wrong_person", "kind", "why"),
    [(False, Kind.DECLINED, ""), (True, Kind.WRONG_PERSON, "wrong_person")],
)
def test_r21_a_no_ends_the_hold_and_tells_the_partner(wrong_person, kind, why):
    invitation = invite(email="ada@acme.example")

    acceptance.decline(invitation, at=MONDAY + DAY, wrong_person=wrong_person)

    row = invitation.preregistration
    row.refresh_from_db()
    event = row.events.last()
    assert (row.status, row.hold_key, told()) == ("declined", None, [kind])
    assert (event.went_to, event.why, event.at, event.by) == ("declined", why, MONDAY + DAY, None)
    assert make_hold(email="ada@acme.example").hold_key == "ada@acme.example"  # free for others at once


def test_r21_at_the_instant_of_expiry_there_is_nothing_left_to_decline():
    invitation = invite()

    with pytest.raises(InvitationOver):
        acceptance.decline(invitation, at=MONDAY + VALIDITY)

    acceptance.decline(invitation, at=MONDAY + VALIDITY - SECOND)
    assert told() == [Kind.DECLINED]
