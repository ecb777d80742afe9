"""The page of one case: everything needed to decide, and nothing to edit."""

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext

from customers import leads, lifecycle
from customers.statuses import Status
from partnercenter.models import Partner, Policy
from reviews import cases, decisions
from reviews.models import Evidence, Review
from tests.builders import (
    DAY,
    MONDAY,
    make_account,
    make_case,
    make_hold,
    make_in,
    make_lead,
    make_member,
    make_partner,
    make_reviewer,
    make_staff,
)
from tests.customers.admin.pages import address
from tests.reviews.admin.pages import page, text

pytestmark = pytest.mark.django_db

EMAIL = "omar@kestrel.example"
LATER = MONDAY + DAY / 24


def shown(client, case):
    response = client.get(page(case))
    assert response.status_code == 200
    return text(response)


def context(client, case):
    return client.get(page(case)).context


def test_the_request_is_told_in_full(client, reviewer):
    member = make_member(make_partner(name="Globex"), name="Mei Tan")
    case = make_case(member, email=EMAIL, company_name="Kestrel <b>", country="MY", contact_name="Omar")
    Review.objects.update(
        expected_spend="48000.00",
        currency="USD",
        contact_history="Met in May.",
        customer_contact="Omar, CTO",
    )

    html = shown(client, case)

    for words in (
        "Globex",
        "Mei Tan",
        "Kestrel &lt;b&gt;",
        EMAIL,
        "Omar",
        "We know them.",
        "48,000.00",
        "USD",
    ):
        assert words in html
    for words in ("Met in May.", "Omar, CTO", "The partner entered Malaysia and is in Singapore."):
        assert words in html


def test_due_left_and_the_days_of_the_office_are_shown_in_the_readers_zone(client, reviewer):
    friday = MONDAY - 3 * DAY
    case = make_case(at=friday)

    html = shown(client, case)

    assert "1 day left" in html
    assert "3 Mar 2026, 17:00</time> GMT+8" in html
    assert "Sat 28" in html
    assert "the office in Singapore (Asia/Singapore)" in html


def test_a_holiday_of_the_office_is_named(client, reviewer, set_clock):
    case = make_case(at=MONDAY + 17 * DAY)  # Thursday before Hari Raya Puasa, which is a Saturday that year
    decisions.move_to_office(case, "ZA", "Africa/Johannesburg", by=reviewer, at=MONDAY + 17 * DAY)
    set_clock(MONDAY + 17 * DAY)

    assert "Human Rights Day" in shown(client, case)
    reviewer.language = "ar"
    reviewer.save()
    with translation.override("ar"):
        holiday = gettext("Public holiday")
    html = shown(client, case)
    assert "Human Rights Day" not in html  # no calendar has South Africa's days in Arabic
    assert f"<span>{holiday}</span>" in html


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (None, "There is no account with this address."),
        ({"country": "TH"}, "The account is registered in Thailand, the partner is in Singapore."),
        ({"contract_signed": True}, "<dt>Contract signed</dt><dd>Yes</dd>"),
        ({"site": "china"}, "<dt>Site</dt><dd>China</dd>"),
        ({"cash_spent": True}, "<dt>Has spent cash</dt><dd>Yes</dd>"),
    ],
)
def test_the_account_is_shown_as_the_directory_has_it_now(client, reviewer, account, words):
    case = make_case(email=EMAIL)
    if account:
        make_account(EMAIL, **account)

    assert words in shown(client, case)


def test_a_lead_is_told_with_its_owner_and_since_when(client, reviewer):
    lead = make_lead(EMAIL, owner="sales.apac@vendor.example")
    case = make_case(email=EMAIL, reasons=["vendor_lead"])

    assert "Lead of sales.apac@vendor.example since 2 Mar 2026, 17:00 (GMT+8)." in shown(client, case)
    leads.release(lead, at=MONDAY)
    assert "released meanwhile" in shown(client, case)


def test_r15_the_page_says_whether_it_can_be_approved_now(client, reviewer):
    case = make_case(email=EMAIL)
    assert "It can be approved now." in shown(client, case)

    make_account(EMAIL, cash_spent=True)
    html = shown(client, case)

    assert "It cannot be approved now: R9 Has spent cash already. The case stays open." in html
    assert "R9 Has spent cash already: Applies: no approval" in html
    assert "R7 Has a contract with HUAWEI CLOUD: Does not apply" in html


def test_r15_the_preview_follows_the_policy_and_the_partner(client, reviewer):
    case = make_case(email=EMAIL)
    make_account(EMAIL, cash_spent=True, contract_signed=True)
    Policy.objects.update(verdicts={"cash_spending": "off", "contract_with_vendor": "review"})

    html = shown(client, case)
    assert "It can be approved now." in html
    assert "R9 Has spent cash already: Switched off in the policy" in html
    assert "Applies: you decide" in html

    Partner.objects.update(status=Partner.Status.SUSPENDED)
    assert "The partner is suspended." in shown(client, case)


def test_other_registrations_of_the_company_are_shown_with_who_holds_them(client, reviewer):
    case = make_case(email=EMAIL, company_name="Kestrel Logistics")
    rival = make_member(make_partner(name="Initech"))
    same_domain = make_hold(rival, email="it@kestrel.example", company_name="Other words")
    similar = make_hold(rival, email="k@else.example", company_name="KESTREL Logistics Sdn Bhd")
    make_hold(rival, email="x@else.example", company_name="Kestovar Foods")

    company = context(client, case)["company"]

    assert [other["email"] for other in company["same_domain"]] == [same_domain.email]
    assert [other["email"] for other in company["similar"]] == [similar.email]
    assert company["similar"][0]["holds"]
    assert "<span><bdi>Initech</bdi>, Pre-registered</span>" in shown(client, case)


def test_a_mail_providers_domain_tells_nothing_about_the_company(client, reviewer):
    case = make_case(email="omar@gmail.com")
    make_hold(email="other@gmail.com", company_name="Other")

    html = shown(client, case)

    assert "gmail.com belongs to a mail provider" in html
    assert "other@gmail.com" not in html


def test_of_very_many_of_a_domain_the_newest_are_shown(client, reviewer):
    member = make_member(make_partner(quota=100))
    case = make_case(email=EMAIL, company_name="Kestrel")
    for n in range(12):
        newest = make_hold(member, email=f"c{n}@kestrel.example", company_name="Kestrel")

    company = context(client, case)["company"]

    assert len(company["same_domain"]) == len(company["similar"]) == 10
    assert company["same_domain"][0]["email"] == newest.email


def test_the_partners_record_is_counted(client, reviewer):
    member = make_member()
    for status in (Status.ASSOCIATED, Status.EXPIRED, Status.REJECTED, Status.DELETED):
        make_in(status, member)
    make_hold(member)
    make_hold(member, at=MONDAY - 15 * DAY)  # over, not swept up yet
    lifecycle.delete(make_in(Status.REJECTED, member), by=member.user, at=MONDAY)
    case = make_case(member)

    counts = [count for _label, count in context(client, case)["record"]]

    assert counts == [1, 1, 1, 2, 2]


def test_thread_and_history_are_one_story(client, reviewer):
    case = make_case()
    decisions.take(case, by=reviewer, at=LATER)
    decisions.note(case, "Called them.", by=reviewer, at=LATER)
    decisions.ask(case, "Who signs?", by=reviewer, at=LATER)
    cases.answer(case, "Ada <i>does</i>.", (), by=case.submitted_by, at=LATER + DAY)
    decisions.approve(case, "Fine.", by=reviewer, at=LATER + DAY)

    history = context(client, case)["history"]
    html = shown(client, case)

    assert [line["what"] for line in history] == [
        "sent the request",
        "Pending review",
        "took the case",
        "noted for reviewers",
        "asked",
        "answered",
        "The clock runs again",
        "approved",
        "Pre-registered",
    ]
    assert [line["what"] for line in history if line.get("internal")] == [
        "took the case",
        "noted for reviewers",
    ]
    assert "Ada &lt;i&gt;does&lt;/i&gt;." in html


def test_evidence_is_linked_with_its_size(client, reviewer):
    case = make_case()
    file = Evidence(review=case, name="letter.pdf", kind="pdf", size=219136)
    file.added_at, file.added_by = MONDAY, case.submitted_by
    file.file.save("letter.pdf", ContentFile(b"%PDF-1.4"), save=False)
    file.save(force_insert=True)

    html = shown(client, case)

    assert f'<a href="{file.get_absolute_url()}"><bdi>letter.pdf</bdi></a> (214.0 KB' in html
    assert client.get(file.get_absolute_url()).status_code == 200


def test_former_cases_of_the_customer_are_linked(client, reviewer):
    former = make_case(email=EMAIL)
    decisions.reject(former, "Not yet.", by=make_reviewer(), at=MONDAY)
    case = make_case(email=EMAIL)

    html = shown(client, case)

    assert f'<a href="{page(former)}">{former.number}</a>' in html
    assert "Not yet." in html


def test_a_decided_case_is_told_and_offers_nothing_more(client, reviewer):
    case = make_case()
    decisions.reject(case, "Not yet.", by=make_reviewer(), at=MONDAY)

    html = shown(client, case)

    assert "Rejected by Rhea." in html
    assert "<textarea" not in html
    assert "It can be approved now." not in html


def test_staff_who_may_only_look_have_no_forms(client):
    client.force_login(make_reviewer(permission="view_review"))

    assert "<textarea" not in shown(client, make_case())


def test_the_page_has_no_editable_field_and_takes_no_post(client):
    client.force_login(make_staff())
    case = make_case()

    assert client.post(page(case), {"outcome": "approved", "status": "preregistered"}).status_code == 405
    for name in ("add", "delete"):
        args = [case.pk] if name == "delete" else []
        assert client.post(address(Review, name, *args), {"post": "yes"}).status_code == 403
    case.refresh_from_db()
    assert case.is_open


def test_every_form_has_its_own_ids_and_labels(client, reviewer):
    html = shown(client, make_case())

    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    labels = [part.split('"')[0] for part in html.split(' for="')[1:]]
    assert len(ids) == len(set(ids))
    assert set(labels) <= set(ids)


def test_the_page_asks_a_constant_number_of_queries(client, reviewer, django_assert_num_queries):
    member = make_member(make_partner(quota=100))
    case = make_case(member, email=EMAIL, company_name="Kestrel", reasons=["vendor_lead"])
    with django_assert_num_queries(23):
        client.get(page(case))
    for n in range(8):
        make_hold(member, email=f"c{n}@kestrel.example", company_name="Kestrel")
        decisions.note(case, f"Note {n}", by=make_reviewer(), at=MONDAY)
        decisions.reject(make_case(member, email=f"d{n}@x.example"), "No.", by=reviewer, at=MONDAY)

    with django_assert_num_queries(24):  # and the similar ones, read whole
        client.get(page(case))
