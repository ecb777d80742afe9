"""Inviting several at once, and the ways from list, receipt and detail to inviting."""

import re
from uuid import uuid4

import pytest

from customers import mass_invitations
from customers.models import Invitation
from customers.statuses import Status
from partnercenter import outbox
from partnercenter.models import Member, Message
from tests.builders import MONDAY, VALIDITY, attempt, make_hold, make_in, make_member, make_partner

pytestmark = pytest.mark.django_db

LIST = "/partner-center/customers/"
INVITE = LIST + "invite/"


@pytest.fixture
def member():
    return make_member(make_partner("globex"))


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def post(client, *rows, step="send", **typed):
    entry = {"ids": [row.pk for row in rows], "step": step, "token": str(uuid4()), "language": ""}
    return client.post(INVITE, entry | typed)


def reported(response, part):
    found = re.search(f'data-report="{part}".*?</section>', response.content.decode(), re.DOTALL)
    return re.findall(r"<bdi>(.*?)</bdi>", found[0]) if found else []


def test_each_is_sent_its_own_in_its_own_language(mine, member):
    near = make_hold(member, company_name="Near")
    far = make_hold(member, company_name="Far", country="CN")

    response = post(mine, near, far, greeting="Hello")

    assert sorted(reported(response, "invited")) == ["Far", "Near"]
    languages = dict(Invitation.objects.values_list("preregistration__company_name", "language"))
    assert languages == {"Near": "en", "Far": "zh-hans"}
    assert len(set(Message.objects.values_list("to", flat=True))) == 2
    assert all("> Hello" in message.text for message in Message.objects.all())


def test_r17_who_cannot_be_invited_is_told_and_why_before_and_after(mine, member):
    rows = [
        make_hold(member, company_name="Live"),
        make_hold(member, company_name="Over", at=MONDAY - VALIDITY),
    ]
    rows += [make_in(status, member, company_name=status) for status in (Status.ASSOCIATED, Status.DECLINED)]

    asked = post(mine, *rows, step="confirm").content.decode()
    response = post(mine, *rows)

    assert "This customer will be sent an email" in asked
    assert "These 3 will not" in asked
    assert reported(response, "invited") == ["Live"]
    assert sorted(reported(response, "kept")) == ["Over", "associated", "declined"]
    assert "Its time has run out" in response.content.decode()
    assert Message.objects.count() == 1


def test_an_address_that_the_last_mail_did_not_reach_is_pointed_out(mine, member):
    rows = [make_hold(member, company_name=name) for name in ("Reached", "Bounced")]
    post(mine, *rows)
    outbox.fail(Message.objects.get(to=rows[1].email), "550 no such user", at=MONDAY)

    asked = post(mine, *rows, step="confirm").content.decode()

    line = asked.partition("Bounced")[2].partition("</li>")[0]
    assert "The last mail did not reach this address." in line
    assert f"{rows[1].pk}/correct/" in line
    assert asked.count("The last mail") == 1


def test_the_same_form_sends_once(mine, member):
    rows, token = [make_hold(member), make_hold(member)], str(uuid4())

    answers = [post(mine, *rows, token=token) for _ in range(2)]

    assert len(reported(answers[1], "invited")) == 2
    assert Message.objects.count() == 2


def test_who_was_sent_three_today_is_kept_and_told_when(mine, member):
    row = make_hold(member)
    for _ in range(3):
        post(mine, row)

    asked, response = post(mine, row, step="confirm"), post(mine, row)

    for answer in (asked, response):
        assert "You can send the next one in 1 day." in answer.content.decode()
    assert reported(response, "invited") == []
    assert Message.objects.count() == 3


def test_i6_rows_of_another_partner_are_not_there(mine, member):
    theirs = make_hold(company_name="Theirs")

    response = post(mine, theirs)

    assert "Theirs" not in response.content.decode()
    assert "not in your list" in response.content.decode()
    assert not Message.objects.exists()


def test_a_viewer_may_not(client, member):
    row = make_hold(member)
    client.force_login(make_member(member.partner, role=Member.Role.VIEWER).user)

    assert post(client, row).status_code == 403
    assert client.get(f"{INVITE}?ids={row.pk}").status_code == 403
    assert not Message.objects.exists()


@pytest.mark.parametrize("ids", [[], ["x"], ["x", "' or 1=1"]])
def test_a_selection_of_nothing_is_answered_plainly(mine, ids):
    response = mine.post(INVITE, {"ids": ids, "step": "send"})

    assert response.status_code == 200
    assert not Message.objects.exists()


def test_a_greeting_too_long_is_told_and_the_selection_kept(mine, member):
    row = make_hold(member)

    response = post(mine, row, greeting="x" * 501)

    assert 'class="invalid"' in response.content.decode()
    assert f'name="ids" value="{row.pk}"' in response.content.decode()
    assert "x" * 501 in response.content.decode()
    assert not Message.objects.exists()


def test_the_outlook_asks_the_same_number_of_questions_for_any_number(member, django_assert_num_queries):
    for count in (1, 5):
        rows = [make_hold(member) for _ in range(count)]
        with django_assert_num_queries(4):
            report = mass_invitations.outlook([row.pk for row in rows], partner=member.partner, at=MONDAY)
        assert len(report.invited) == count


def test_only_live_rows_of_the_list_lead_to_inviting(mine, member):
    live, over = make_hold(member), make_hold(member, at=MONDAY - VALIDITY)
    make_in(Status.ASSOCIATED, member)

    html = mine.get(LIST).content.decode()

    assert re.findall(r'href="([\w-]+)/invite/"', html) == [str(live.pk)]
    assert str(over.pk) in html


def test_a_viewer_finds_no_way_to_invite(client, member):
    row = make_hold(member)
    client.force_login(make_member(member.partner, role=Member.Role.VIEWER).user)

    for address in (LIST, row.get_absolute_url()):
        assert "/invite/" not in client.get(address).content.decode()


def test_the_receipt_of_a_grant_offers_to_invite_and_an_old_one_does_not(mine, member, set_clock):
    decision = attempt(member=member)
    address = f"{LIST}?answer={decision.number}"

    offered = mine.get(address).content.decode()
    set_clock(MONDAY + VALIDITY)
    later = mine.get(address).content.decode()

    assert f"{LIST}{decision.preregistration.pk}/invite/" in offered
    assert "Invite now" not in later


def test_the_detail_page_tells_of_the_invitations(mine, member):
    row = make_hold(member)
    post(mine, row)

    html = mine.get(row.get_absolute_url()).content.decode()

    assert 'data-channel="email" data-state="queued"' in html
    assert f"{LIST}{row.pk}/invite/" in html
