"""What a partner is told: once, to whom, and in which words; the mail as it arrives."""

import re
from functools import partial

import pytest
from django.utils import translation

from customers import notices
from customers.models import Kind, Notice
from customers.notice_words import WORDS, Entry, Words, register
from partnercenter.models import Member, Message, Partner, User
from tests.builders import DAY, MONDAY, make_hold, make_member, make_partner
from tests.customers.test_races import at_once
from tests.mail import deliver

pytestmark = pytest.mark.django_db

FACTS = {
    Kind.IN_REVIEW: {"codes": ["country_differs"]},
    Kind.NOT_ASSOCIATED: {"codes": ["contract_with_vendor", "cash_spending"]},
    Kind.OTHER_ADDRESS: {"email": "new@acme.example"},
    Kind.INVITATION_FAILED: {"email": "old@acme.example", "error": "550 no such user"},
    Kind.EXPIRES_IN_3_DAYS: {"until": "2026-03-17T09:00:00+00:00"},
    Kind.EXPIRES_IN_1_DAY: {"until": "2026-03-17T09:00:00+00:00"},
    Kind.EXPIRED: {"until": "2026-03-17T09:00:00+00:00"},
}


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def row(member):
    return make_hold(member, email="ada@acme.example")


def tell(row, kind=Kind.ASSOCIATED, key="1", at=MONDAY, **facts):
    return notices.tell(kind, row, key=key, at=at, **facts)


def recipients():
    return sorted(Message.objects.values_list("to", flat=True))


def test_a_notice_is_told_once_however_often_it_is_told(row):
    tell(row)
    tell(row, at=MONDAY + DAY)

    notice, message = Notice.objects.get(), Message.objects.get()
    assert (notice.partner, notice.preregistration, notice.at) == (row.partner, row, MONDAY)
    assert (message.state, message.created_at) == ("queued", MONDAY)


def test_who_becomes_an_owner_later_is_not_mailed_what_was_told_before(row, member):
    tell(row)
    make_member(member.partner, Member.Role.OWNER)

    tell(row)

    assert recipients() == [member.user.email]


def test_another_event_and_another_kind_are_told_for_themselves(row):
    tell(row)
    tell(row, key="2")
    tell(row, Kind.DECLINED)

    assert Notice.objects.count() == Message.objects.count() == 3


def test_the_mail_goes_to_the_author_and_to_the_owners_and_to_nobody_else(row, member):
    owners = [make_member(member.partner, Member.Role.OWNER) for _ in range(2)]
    make_member(member.partner)
    make_member(member.partner, Member.Role.VIEWER)
    make_member(role=Member.Role.OWNER)

    tell(row)

    assert recipients() == sorted(reader.user.email for reader in [member, *owners])


def test_an_owner_who_pre_registered_the_customer_gets_one_mail():
    owner = make_member(role=Member.Role.OWNER)

    tell(make_hold(owner))

    assert recipients() == [owner.user.email]


def test_an_author_who_has_become_a_viewer_gets_no_mail_and_the_notice_stays(row, member):
    Member.objects.filter(pk=member.pk).update(role=Member.Role.VIEWER)

    tell(row)

    assert recipients() == []
    assert Notice.objects.of(member.partner).count() == 1


def test_an_author_who_has_left_for_another_partner_gets_no_mail(row, member):
    Member.objects.filter(pk=member.pk).update(partner=make_partner(), role=Member.Role.OWNER)

    tell(row)

    assert recipients() == []


def test_who_may_not_sign_in_gets_no_mail(row, member):
    User.objects.filter(pk=member.user_id).update(is_active=False)

    tell(row)

    assert recipients() == []


def test_members_of_a_suspended_partner_get_no_mail_and_the_notice_stays(row):
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    tell(row)

    assert recipients() == []
    assert Notice.objects.count() == 1


def test_a_kind_that_is_muted_is_not_sent_and_the_others_are(row, member):
    notices.mute(member.pk, "declined")
    notices.mute(member.pk, "declined")

    tell(row, Kind.DECLINED)
    tell(row, Kind.EXPIRED, until="2026-03-17T09:00:00+00:00")

    assert Member.objects.get(pk=member.pk).muted == ["declined"]
    assert "has expired" in Message.objects.get().subject


def test_muting_for_somebody_who_has_left_changes_nothing():
    notices.mute(4711, "declined")

    assert not Member.objects.exists()


def test_each_reads_its_own_language_and_zone(row, member):
    User.objects.filter(pk=member.user_id).update(time_zone="Africa/Johannesburg")
    reader = make_member(member.partner, Member.Role.OWNER, time_zone="America/Lima")
    make_member(member.partner, Member.Role.OWNER)

    tell(row, Kind.EXPIRED, until="2026-03-17T09:00:00+00:00")

    texts = dict(Message.objects.values_list("to", "text"))
    assert "17 Mar 2026, 11:00 (GMT+2)" in texts.pop(member.user.email)
    assert "17 Mar 2026, 04:00 (GMT-5)" in texts.pop(reader.user.email)
    assert "17 Mar 2026, 17:00 (GMT+8)" in texts.popitem()[1]


def test_the_language_is_the_readers_else_the_partners(row, member):
    Partner.objects.update(language="zh-hans")
    reader = make_member(member.partner, Member.Role.OWNER, language="en")

    tell(row)

    pages = dict(Message.objects.values_list("to", "html"))
    assert '<html lang="zh-hans"' in pages[member.user.email]
    assert '<html lang="en"' in pages[reader.user.email]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words_and_leads_to_its_customer(row, kind):
    notice = tell(row, kind, **FACTS.get(kind, {}))

    entry, message = Entry(notice), Message.objects.get()
    assert notice.kind in WORDS
    assert "Acme" in entry.title
    assert "%" not in entry.title + entry.text + entry.because
    assert message.subject == entry.title
    for words in (entry.title, "Acme, ada@acme.example"):
        assert words in message.text
    page = row.get_absolute_url() + ("correct/" if kind == Kind.OTHER_ADDRESS else "")
    assert f"http://127.0.0.1:8000{page}\n" in message.text
    assert f'href="http://127.0.0.1:8000{page}"' in message.html


def test_the_rules_that_stand_against_it_are_named_by_their_titles(row, settings):
    settings.VENDOR_NAME = "NIMBUS"

    one = Entry(tell(row, Kind.IN_REVIEW, **FACTS[Kind.IN_REVIEW]))
    two = Entry(tell(row, Kind.NOT_ASSOCIATED, **FACTS[Kind.NOT_ASSOCIATED]))
    none = Entry(tell(row, Kind.IN_REVIEW, key="2", codes=[]))

    assert one.because == "The reason: Registered in another country."
    assert two.because == "The reasons: Has a contract with NIMBUS; Has spent cash already."
    assert none.because == ""
    assert "The reasons: Has a contract with NIMBUS" in Message.objects.get(subject=two.title).text


def test_another_address_is_told_as_somebodys_word_and_a_failure_with_the_servers(row):
    other = tell(row, Kind.OTHER_ADDRESS, **FACTS[Kind.OTHER_ADDRESS])
    failed = tell(row, Kind.INVITATION_FAILED, **FACTS[Kind.INVITATION_FAILED])

    assert "Somebody" in Entry(other).text
    assert "new@acme.example. This is not proven" in Entry(other).text
    assert "old@acme.example" in Entry(failed).text
    assert Entry(failed).because == "The mail server said: 550 no such user"


@pytest.mark.parametrize(
    ("language", "why", "isolated"),
    [
        ("en", "They have left.", False),
        ("en", "انتهى العقد.", True),
        ("ar", "They have left.", True),
        ("fr", "They have left.", False),
    ],
)
def test_the_words_of_somebody_else_do_not_turn_the_sentence_around(row, language, why, isolated):
    notice = tell(row, Kind.DISSOCIATED, why=why)

    with translation.override(language):
        said = Entry(notice).because

    assert said.count(f"\u2068{why}\u2069") == isolated
    assert why in said


def test_another_app_adds_a_kind_by_its_words_and_a_newer_one_is_no_failure(row, monkeypatch):
    monkeypatch.setattr("customers.notice_words.WORDS", dict(WORDS))
    words = Words(
        "A visit", "Visits", "%(name)s was visited by %(who)s", "Say thanks.", page=lambda _: "/visit/"
    )
    register("visited", words)

    visited, unknown = tell(row, "visited", who="Bo"), tell(row, "from_tomorrow")

    assert (Entry(visited).title, Entry(visited).page) == ("Acme was visited by Bo", "/visit/")
    assert Entry(unknown).title == "There is news about Acme"


HOSTILE = "Acme\r\nBcc: eve@evil.example\n<script>alert(1)</script> %(email)s \u202eelpmaxe"


def test_the_mail_arrives_whole_with_names_of_all_kinds(smtp_server, member):
    Partner.objects.update(language="zh-hans", name="龙马科技")
    User.objects.filter(pk=member.user_id).update(name='李 "明", <boss@evil.example>')
    tell(make_hold(member, company_name="启明软件 & Söhne"))
    tell(make_hold(member, company_name=HOSTILE), key="2")

    assert deliver() == 2

    first, second = smtp_server.received
    assert "启明软件 & Söhne" in first["Subject"]
    for message in (first, second):
        text, html = (message.get_body(kind).get_content() for kind in (["plain"], ["html"]))
        assert message["Subject"].strip() in text
        assert [address.addr_spec for address in message["To"].addresses] == [member.user.email]
        assert message["Bcc"] is None
        assert "<script" not in html
        assert "\u202e" not in message["Subject"]
        one_click = message["List-Unsubscribe"].strip(" <>")  # folded: the line is long
        assert one_click in text
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "启明软件 &amp; Söhne" in first.get_body(["html"]).get_content()
    assert "%(email)s" in second["Subject"]


def test_a_name_from_right_to_left_leaves_the_sentence_in_order(row, member):
    tell(make_hold(member, company_name="نخلة للتقنية"))

    assert Message.objects.get().subject == "\u2068نخلة للتقنية\u2069 is associated with you"


def test_a_notice_from_right_to_left_leaves_names_addresses_and_the_servers_words_in_order(row):
    Partner.objects.update(language="ar")

    tell(row, Kind.INVITATION_FAILED, **FACTS[Kind.INVITATION_FAILED])

    text = Message.objects.get().text
    for words in ("Acme", "old@acme.example", "ada@acme.example", "550 no such user"):
        assert f"\u2068{words}\u2069" in text


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_i5_eight_at_once_tell_each_event_once(member):
    rows = [make_hold(member) for _ in range(5)]
    for row in rows:
        at_once([partial(tell, row, key=str(row.pk)) for _ in range(8)])

    assert Notice.objects.count() == Message.objects.count() == 5


def test_the_link_that_stops_a_kind_names_the_member_and_the_kind_and_cannot_be_forged(member):
    address = notices.stop_address(member, Kind.DECLINED)
    signed = re.search(r"/stop/([^/]+)/$", address)[1]

    assert notices.read_stop(signed) == [member.pk, "declined"]
    with pytest.raises(notices.signing.BadSignature):
        notices.read_stop(signed[:-1] + ("A" if signed[-1] != "A" else "B"))
