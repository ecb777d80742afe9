"""Mail about cases: the digest, and what the owner of a lead is told."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from partnercenter.models import Message, Policy
from reviews import cases, decisions, messages, watch
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    make_case,
    make_lead,
    make_member,
    make_partner,
    make_reviewer,
    make_staff,
)

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 4, 0, 0, tzinfo=UTC)  # Wednesday 08:00 in Singapore
HOUR = timedelta(hours=1)


def digests():
    return Message.objects.filter(kind="review_digest")


def test_each_reviewer_gets_one_digest_at_the_start_of_the_offices_working_day():
    make_case()
    readers = {make_reviewer().email, make_reviewer().email}

    messages.post_digests(at=MORNING - SECOND)
    assert not digests().exists()
    messages.post_digests(at=MORNING)
    messages.post_digests(at=MORNING + HOUR)

    assert sorted(digests().values_list("to", flat=True)) == sorted(readers)


def test_the_digest_counts_what_waits_and_names_the_most_urgent_first():
    reviewer = make_reviewer()
    member = make_member(make_partner(name="Globex"))
    late = make_case(member=member, company_name="Late 港口", at=MONDAY - 5 * DAY)
    make_case(member=member, company_name="Today")
    mine = make_case(member=member, company_name="Mine", at=MONDAY + DAY)
    decisions.assign(mine, reviewer, by=reviewer, at=MONDAY + DAY)

    messages.post_digests(at=MORNING)

    digest = digests().get()
    assert digest.subject == "3 reviews are open, 1 overdue"
    assert "Overdue: 1\nDue today: 1\nOpen: 3\nYours: 1\nUnassigned: 2\n" in digest.text
    assert (
        digest.text.index(f"Late 港口\n{late.number} · Globex\nOverdue since 27 Feb 2026, 17:00 (GMT+8)\n")
        < digest.text.index("Today")
        < digest.text.index("Mine")
    )
    assert late.number in digest.html


def test_no_digest_on_a_day_off_late_in_the_day_or_where_nothing_waits():
    make_reviewer()

    messages.post_digests(at=MORNING)  # nothing is open
    make_case()
    messages.post_digests(at=MORNING + 3 * DAY)  # Saturday
    messages.post_digests(at=MORNING + 4 * HOUR)

    assert not digests().exists()


def test_the_digest_follows_the_policys_office_and_its_closures():
    make_case()
    make_reviewer()
    Policy.objects.update(closures=["2026-03-04"])

    messages.post_digests(at=MORNING)

    assert not digests().exists()


def test_a_digest_speaks_the_readers_language_and_shows_the_readers_zone():
    make_case()
    make_reviewer(language="zh-hans", time_zone="Asia/Tokyo")

    messages.post_digests(at=MORNING)

    assert "18:00 (GMT+9)" in digests().get().text.replace("（", " (").replace("）", ")")


@pytest.mark.parametrize(
    ("decide", "words"),
    [
        (decisions.approve, "was approved on 2 Mar 2026, 17:00 (GMT+8): your claim is released"),
        (decisions.reject, "was rejected on 2 Mar 2026, 17:00 (GMT+8): the lead stays yours"),
    ],
)
def test_r16_the_owner_of_a_lead_is_told_what_became_of_a_partners_request(decide, words):
    make_lead("vip@acme.example", owner="sales@vendor.example")
    case = make_case(email="vip@acme.example", reasons=["vendor_lead"])

    decide(case, "As discussed.", by=make_reviewer(), at=MONDAY)

    message = Message.objects.get(kind="lead_decided")
    assert message.to == "sales@vendor.example"
    assert words in message.text
    assert "As discussed." in message.text


def told_owner(owner):
    lead = make_lead("vip@acme.example", owner=owner)
    case = make_case(email="vip@acme.example", reasons=["vendor_lead"])
    decisions.approve(case, "", by=make_reviewer(), at=MONDAY)
    return Message.objects.get(kind="lead_decided"), f"/admin/customers/vendorlead/{lead.pk}/change/"


def test_an_owner_who_may_see_leads_is_led_to_it_and_reads_their_own_language_and_zone():
    owner = make_staff(language="zh-hans", time_zone="Asia/Tokyo")

    message, page = told_owner(owner.email.title())

    assert f"http://127.0.0.1:8000{page}" in message.text
    assert f'href="http://127.0.0.1:8000{page}"' in message.html
    assert '<html lang="zh-hans"' in message.html
    assert "18:00" in message.text
    assert "GMT+9" in message.text


def test_an_owner_who_may_not_is_not_led_to_a_page_that_is_shut():
    message, page = told_owner(make_reviewer().email)

    assert page not in message.text + message.html


def test_an_owner_without_an_address_is_told_nothing():
    make_lead("vip@acme.example", owner="Regional sales")
    case = make_case(email="vip@acme.example", reasons=["vendor_lead"])

    decisions.approve(case, "", by=make_reviewer(), at=MONDAY)

    assert not Message.objects.filter(kind="lead_decided").exists()


def test_mail_about_a_case_leads_to_it_and_says_when_it_is_due(settings):
    settings.SITE_URL = "https://partners.example"
    case = make_case(company_name="Kestrel")
    make_reviewer()

    watch.watch_due(at=case.watch_at)

    message = Message.objects.get(kind="review_reminder")
    assert message.subject == f"{case.number} is due soon: Kestrel"
    assert "4 Mar 2026, 17:00 (GMT+8)" in message.text
    assert f"https://partners.example/admin/reviews/review/{case.pk}/change/" in message.text
    for said in (message.text, message.html):
        assert "A review is due soon" in said
        assert re.search(rf"{case.number} · (<bdi>)?Kestrel", said)
        assert "has asked for this review." in said
        assert "Nobody has taken the case yet." in said
    assert "Kestrel" in message.html


def test_the_name_in_the_subject_is_not_turned_around_by_the_sentence_nor_turns_it():
    case = make_case(company_name="نخلة")
    english, arabic = make_reviewer(), make_reviewer(language="ar")

    watch.watch_due(at=case.watch_at)

    subjects = dict(Message.objects.filter(kind="review_reminder").values_list("to", "subject"))
    assert subjects[english.email] == f"{case.number} is due soon: \u2068نخلة\u2069"
    assert "\u2068" not in subjects[arabic.email]


def test_whoever_has_the_case_is_told_of_each_answer():
    case, busy = make_case(), make_reviewer()
    make_reviewer()
    cases.answer(case, "Nobody has it yet.", by=case.submitted_by, at=MONDAY)
    decisions.assign(case, busy, by=busy, at=MONDAY)

    for at in (MONDAY + HOUR, MONDAY + 2 * HOUR):
        cases.answer(case, "The Malaysian one.", by=case.submitted_by, at=at)

    told = Message.objects.filter(kind="review_answered")
    assert [message.to for message in told] == [busy.email, busy.email]
    assert told[0].subject == f"{case.number} was answered: Acme"
    assert "You have taken the case." in told[0].text
