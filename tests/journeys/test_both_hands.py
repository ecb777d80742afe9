"""Journeys done twice: by keyboard alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from customers import notices
from customers.models import Disclosure, Invitation, Kind, OpenInvitation
from customers.statuses import Status
from partnercenter.models import Member, Message
from reviews import decisions
from tests.builders import MONDAY, make_case, make_hold, make_in, make_reviewer
from tests.customers.invitees import address, invite
from tests.journeys.hands import Keyboard, Mouse
from tests.journeys.steps import HOME, LIST, PERSONAL_INFORMATION, expect_listed, field, row_of, sign_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.parametrize(
        "with_",
        [
            pytest.param(Keyboard, id="keyboard"),
            pytest.param(
                Mouse,
                id="without_javascript",
                marks=pytest.mark.browser_context_args(java_script_enabled=False),
            ),
        ],
    ),
]


def title(page):
    return page.get_by_role("heading", level=1)


def test_the_list_is_searched_filtered_and_given_other_columns(signed_in, member, with_):
    hand = with_(signed_in)
    make_hold(member, company_name="Running")
    make_in(Status.REJECTED, member, company_name="Rejected")
    signed_in.goto(LIST)

    hand.write(signed_in.get_by_role("searchbox"), "running")
    hand.confirm()
    expect_listed(signed_in, "Running")
    hand.write(signed_in.get_by_role("searchbox"), "")
    hand.confirm()
    expect_listed(signed_in, "Rejected", "Running")
    hand.press(signed_in.get_by_role("link", name="Rejected 1"))
    expect_listed(signed_in, "Rejected")
    hand.press(signed_in.get_by_text("Columns", exact=True))
    hand.tick(signed_in.get_by_role("checkbox", name="Registered on"))
    hand.press(signed_in.get_by_role("button", name="Show these"))

    expect(signed_in.get_by_role("columnheader", name="Registered on")).to_be_visible()
    expect_listed(signed_in, "Rejected")


def test_the_owner_exports_what_the_list_shows(signed_in, member, with_):
    Member.objects.update(role=Member.Role.OWNER)
    hand = with_(signed_in)
    make_hold(member, company_name="Acme 港口")
    signed_in.goto(LIST)

    with signed_in.expect_download() as download:
        hand.press(signed_in.get_by_role("button", name="CSV"))

    assert download.value.suggested_filename == "customers-2026-03-02.csv"
    assert "Acme 港口" in download.value.path().read_text("utf-8-sig")


def test_address_and_number_are_shown_where_they_are_asked_for(signed_in, member, with_):
    hand, row = with_(signed_in), make_hold(member, email="ada@acme.example")
    signed_in.goto(LIST)

    hand.press(row_of(signed_in, row).get_by_role("button", name="Show address and number"))

    expect(signed_in.get_by_text("ada@acme.example", exact=True).first).to_be_visible()
    assert Disclosure.objects.get().preregistration == row


def test_an_open_invitation_is_made_and_revoked(signed_in, with_):
    hand = with_(signed_in)
    signed_in.goto(LIST)
    hand.press(signed_in.get_by_role("main").get_by_role("link", name="Open invitations"))
    hand.press(signed_in.get_by_role("link", name="New open invitation"))
    hand.write(field(signed_in, "label"), "秋季 fair")
    hand.write(field(signed_in, "limit"), "2")
    hand.confirm()

    expect(title(signed_in)).to_have_text("秋季 fair")
    hand.press(signed_in.get_by_role("link", name="Revoke"))
    hand.press(signed_in.get_by_role("button", name="Revoke"))

    expect(signed_in.locator("[data-standing]")).to_have_attribute("data-standing", "revoked")
    assert OpenInvitation.objects.get().limit == 2


def test_the_address_is_corrected(signed_in, member, with_):
    hand, row = with_(signed_in), make_hold(member, email="typo@acme.example")
    signed_in.goto(row.get_absolute_url())

    hand.press(signed_in.get_by_role("link", name="Correct the address"))
    hand.write(field(signed_in, "email"), "ada@acme.example")
    hand.confirm()

    expect(signed_in.get_by_text("From t•••@acme.example to a••@acme.example.")).to_be_visible()


def test_news_leads_to_the_customer_and_its_mail_is_switched_off(signed_in, member, with_):
    hand, row = with_(signed_in), make_hold(member, company_name="启明数据有限公司")
    notices.tell(Kind.DECLINED, row, key="1", at=MONDAY)
    signed_in.goto(HOME)

    hand.press(signed_in.get_by_role("banner").get_by_role("link", name="Notices, 1 new"))
    expect(title(signed_in)).to_have_text("Notices")
    hand.press(signed_in.locator("[data-kind=declined]").get_by_role("link"))
    expect(title(signed_in)).to_have_text("启明数据有限公司")
    signed_in.goto(PERSONAL_INFORMATION)
    section = signed_in.get_by_role("region", name="Mail to you")
    hand.tick(section.get_by_role("checkbox", name="A customer has declined"))
    hand.press(section.get_by_role("button", name="Save"))

    expect(signed_in.get_by_text("Saved.")).to_be_visible()
    assert Member.objects.get().muted == ["declined"]


def test_a_reviewers_question_is_answered(signed_in, member, with_):
    hand, review = with_(signed_in), make_case(member)
    decisions.ask(review, "Which company signs?", by=make_reviewer(), at=MONDAY)
    signed_in.goto("/partner-center/reviews/")

    hand.press(signed_in.get_by_role("link", name="Answer Acme"))
    hand.write(field(signed_in, "words"), "The branch in Johor.")
    hand.press(signed_in.get_by_role("button", name="Send"))

    expect(signed_in.get_by_role("status")).to_contain_text("Sent to the reviewer.")
    expect(signed_in.locator(".pc-timeline .words").last).to_have_text("The branch in Johor.")


def test_personal_information_is_changed(page, member, with_):
    hand = with_(page)
    sign_in(page, member)
    hand.press(page.get_by_role("navigation").get_by_role("link", name="Personal Information").last)

    hand.write(field(page, "reserved_mobile"), "8123 4567")
    hand.confirm()

    expect(page.get_by_text("Saved.")).to_be_visible()
    member.partner.refresh_from_db()
    assert member.partner.reserved_mobile == "+6581234567"


def test_selected_customers_are_invited(signed_in, member, with_):
    hand = with_(signed_in)
    rows = [make_hold(member, company_name=name) for name in ("Acme 港口", "Other")]
    signed_in.goto(LIST)

    for row in rows:
        hand.tick(row_of(signed_in, row).get_by_role("checkbox"))
    hand.press(signed_in.get_by_role("button", name="Invite by email"))
    hand.press(signed_in.get_by_role("button", name="Send 2 emails"))

    expect(signed_in.get_by_text("2 emails are on their way")).to_be_visible()
    assert {invitation.preregistration for invitation in Invitation.objects.all()} == set(rows)


def test_a_forgotten_password_is_chosen_anew(page, base_url, member, with_):
    hand = with_(page)
    page.goto(f"{base_url}/accounts/login/")
    hand.press(page.get_by_role("link", name="Forgot your password?"))
    hand.write(field(page, "email"), member.user.email)
    hand.confirm()
    expect(title(page)).to_be_visible()
    letter = Message.objects.get(to=member.user.email).text
    page.goto(base_url + re.search(r"/accounts/password/reset/key/\S+", letter)[0])
    hand.write(field(page, "password1"), "quite another one 1")
    hand.write(field(page, "password2"), "quite another one 1")
    hand.confirm()

    expect(page).to_have_url(f"{base_url}/accounts/login/")
    member.user.refresh_from_db()
    assert member.user.check_password("quite another one 1")


def test_r21_the_wrong_person_says_so(page, member, with_):
    hand, row = with_(page), make_hold(member)
    page.goto(address(invite("link", row=row)))

    hand.press(page.get_by_role("link", name="I am the wrong person"))
    hand.press(page.get_by_role("button", name="I am the wrong person"))

    expect(title(page)).to_have_text("Thank you. The invitation has ended")
    row.refresh_from_db()
    assert row.status == Status.DECLINED


def test_another_address_is_told_to_the_partner(page, member, with_):
    hand, row = with_(page), make_hold(member)
    page.goto(address(invite("link", row=row)))

    hand.press(page.get_by_role("link", name="I use another email address"))
    hand.write(field(page, "email"), "ada.lim@acme.example")
    hand.confirm()

    expect(title(page)).to_contain_text("has been told")
    assert row.notices.get().facts["email"] == "ada.lim@acme.example"


def test_r21_an_invitee_declines(page, member, with_):
    hand, row = with_(page), make_hold(member)
    page.goto(address(invite("link", row=row)))

    hand.press(page.get_by_role("link", name="Decline"))
    hand.press(page.get_by_role("button", name="Decline"))

    expect(title(page)).to_contain_text("Thank you")
    row.refresh_from_db()
    assert row.status == Status.DECLINED
