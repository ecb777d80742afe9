"""The pages on which a partner invites one customer."""

import re
from uuid import uuid4

import pytest

from customers import invitations
from customers.models import Invitation
from customers.statuses import Status
from partnercenter.models import Member, Message, Partner
from tests.builders import DAY, MONDAY, SECOND, VALIDITY, make_hold, make_in, make_member, make_partner
from tests.customers.inviting import PARTS, html, make, page, send, states, type_in

pytestmark = pytest.mark.django_db

QUERIES = 10


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def row(member):
    return make_hold(member, email="ada@acme.example", company_name="Acme 港口", contact_name="Ada Lim")


def test_the_page_shows_three_ways_and_the_time_left(mine, row):
    response = mine.get(page(row))

    assert states(response) == {"email": "none", "link": "none", "qr": "none"}
    assert "until 17 Mar 2026, 17:00 (GMT+8)" in html(response)
    assert "Globex invites you to HUAWEI CLOUD" in html(response)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PREREGISTERED}))
def test_r17_a_customer_in_another_status_is_told_plainly_and_gets_nothing(mine, member, status):
    row = make_in(status, member)

    answers = [
        mine.get(page(row)),
        type_in(mine, row),
        mine.post(page(row, "make/"), {"channel": "link"}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all("cannot be invited now" in html(answer) for answer in answers)
    assert not Invitation.objects.exists()


def test_r17_the_page_closes_at_the_very_second(mine, row, set_clock):
    set_clock(MONDAY + VALIDITY - SECOND)
    assert mine.get(page(row)).status_code == 200

    set_clock(MONDAY + VALIDITY)
    assert mine.get(page(row)).status_code == 409


@pytest.mark.parametrize("part", PARTS)
def test_another_partners_customer_is_not_there(client, row, mine, part):
    make(mine, row, "qr")
    client.force_login(make_member().user)

    assert client.get(page(row, part)).status_code == 404


def test_another_partner_can_neither_send_make_nor_revoke(client, row, mine):
    invitation = make(mine, row, "link")
    client.force_login(make_member().user)

    assert type_in(client, row).status_code == 404
    assert client.post(page(row, "make/"), {"channel": "qr"}).status_code == 404
    assert client.post(page(row, f"{invitation.pk}/revoke/")).status_code == 404
    assert Invitation.objects.get().revoked_at is None
    assert not Message.objects.exists()


def test_an_invitation_is_revoked_only_on_its_own_customers_page(mine, row, member):
    invitation = make(mine, row, "link")

    answer = mine.post(page(make_hold(member), f"{invitation.pk}/revoke/"))

    assert answer.status_code == 404
    assert Invitation.objects.get().revoked_at is None


def test_a_viewer_sees_the_states_and_no_way_in(client, row, mine, member):
    made = [make(mine, row, "link"), make(mine, row, "qr"), send(row)]
    client.force_login(make_member(member.partner, role=Member.Role.VIEWER).user)

    response = client.get(page(row))

    assert states(response) == {"email": "queued", "link": "unopened", "qr": "unopened"}
    assert not any(invitation.token in html(response) for invitation in made)
    forms = re.findall(
        r'<form[^>]*action="([^"]+)"', html(response).partition("<main")[2].partition("</main")[0]
    )
    assert forms == [f"{row.get_absolute_url()}reveal/"]
    assert type_in(client, row).status_code == 403
    assert client.post(page(row, "make/"), {"channel": "link"}).status_code == 403
    assert client.post(page(row, f"{made[0].pk}/revoke/")).status_code == 403
    assert [client.get(page(row, part)).status_code for part in PARTS[1:]] == [403] * 4


def test_a_suspended_partner_invites_nobody(mine, row):
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    assert mine.get(page(row)).status_code == 403
    assert type_in(mine, row).status_code == 403


def test_the_preview_is_the_mail_word_by_word_but_for_the_address(mine, row):
    greeting = "Hello Ada,\r\n<b>see you</b> & 'so on'"
    type_in(mine, row, "preview", greeting=greeting, language="en")

    frame, shown = mine.get(page(row, "letter/")), html(mine.get(page(row)))
    type_in(mine, row, greeting=greeting)
    message = Message.objects.get()
    token = Invitation.objects.get().token

    masked = row.masked_email
    assert frame.content.decode() == message.html.replace(token, "preview").replace(row.email, masked)
    assert message.text.replace(token, "preview").replace(row.email, masked).strip() in shown
    assert message.subject in shown
    assert f"{message.to_name} <{masked}>" in re.sub("</?bdi[^>]*>", "", shown)
    assert "HUAWEI CLOUD · Globex <partners@localhost>" in re.sub("</?bdi[^>]*>", "", shown)


def test_the_preview_keeps_what_was_typed_and_sends_nothing(mine, row):
    answer = type_in(mine, row, "preview", greeting="Hello Ada,\nsee you", language="zh-hans")

    response = mine.get(answer.url)
    assert "Hello Ada,\nsee you</textarea>" in html(response)
    assert 'value="zh-hans" selected' in html(response)
    assert not Message.objects.exists()
    assert not Invitation.objects.exists()


def test_drafts_of_two_customers_do_not_mix(mine, row, member):
    other = make_hold(member)

    type_in(mine, row, "preview", greeting="For Ada")
    type_in(mine, other, "preview", greeting="For Bob")

    assert "For Ada</textarea>" in html(mine.get(page(row)))
    assert "For Bob</textarea>" in html(mine.get(page(other)))


def test_the_frame_alone_may_have_styles_and_nothing_may_act_in_it(mine, row):
    letter, around = mine.get(page(row, "letter/")), mine.get(page(row))

    policy = letter["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "unsafe-inline" not in around["Content-Security-Policy"]


def test_the_emailed_token_is_on_no_page_of_the_partner(mine, row):
    type_in(mine, row, greeting="Hello")
    token = Invitation.objects.get().token
    revoke = page(row, f"{Invitation.objects.get().pk}/revoke/")

    addresses = [
        page(row),
        page(row, "letter/"),
        revoke,
        row.get_absolute_url(),
        "/partner-center/customers/",
    ]
    for address in addresses:
        response = mine.get(address)
        assert response.status_code == 200
        assert token not in response.content.decode()


def test_a_double_click_sends_once(mine, row):
    token = str(uuid4())

    answers = [type_in(mine, row, token=token) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Message.objects.count() == 1
    assert states(mine.get(answers[1].url))["email"] == "queued"


def test_a_token_that_is_not_ours_still_sends(mine, row):
    type_in(mine, row, token="'--")

    assert Message.objects.count() == 1


@pytest.mark.parametrize("typed", [{"greeting": "x" * 501}, {"language": "tlh"}, {"greeting": "a\0b"}])
def test_a_bad_entry_is_told_at_its_field_and_kept(mine, row, typed):
    response = type_in(mine, row, **typed)

    assert response.status_code == 200
    assert 'class="invalid"' in html(response)
    assert "x" * 501 in html(response) or "greeting" not in typed or "\0" in typed["greeting"]
    assert not Message.objects.exists()


def test_five_hundred_characters_with_the_line_breaks_of_a_browser_are_taken(mine, row):
    type_in(mine, row, greeting="x" * 249 + "\r\n" + "y" * 250)

    assert Message.objects.count() == 1


def test_the_fourth_email_is_refused_in_words_and_the_greeting_kept(mine, row):
    for _ in range(3):
        send(row)

    response = type_in(mine, row, greeting="Once more")

    assert response.status_code == 429
    assert "You can send the next one in 1 day." in html(response)
    assert "Once more</textarea>" in html(response)
    assert "Send again" not in html(response)
    assert Message.objects.count() == 3


def settle(state, **fields):
    Message.objects.update(state=state, next_try_at=None, **fields)


def test_the_email_shows_what_has_become_of_it(mine, row):
    invitation = send(row)
    seen = [states(mine.get(page(row)))["email"]]

    settle("sent", sent_at=MONDAY)
    seen.append(states(mine.get(page(row)))["email"])
    Invitation.objects.mark_opened(invitation.pk, at=MONDAY + DAY)
    opened = mine.get(page(row))

    assert seen == ["queued", "unopened"]
    assert states(opened)["email"] == "opened"
    assert "Opened once" in html(opened)
    assert "3 Mar 2026, 17:00 (GMT+8)" in html(opened)


def test_a_failed_email_says_why_and_what_to_do(mine, row):
    send(row)
    settle("failed", failed_at=MONDAY, error="550 no such user")

    response = mine.get(page(row))

    assert states(response)["email"] == "failed"
    assert "550 no such user" in html(response)
    assert "Ask the customer whether the address is right" in html(response)
    assert "Send again" in html(response)


def test_the_page_asks_the_same_number_of_questions_however_much_was_sent(
    mine, row, django_assert_num_queries
):
    mine.get(page(row))
    with django_assert_num_queries(QUERIES):
        mine.get(page(row))
    for _ in range(3):
        send(row)
        invitations.revoke(make(mine, row, "link"), at=MONDAY)
    make(mine, row, "qr")

    with django_assert_num_queries(QUERIES + 1):  # whose acceptances there are
        mine.get(page(row))
