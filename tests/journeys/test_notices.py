"""News of a customer: the bell, the list, the customer; and the mails about it, switched off in two ways."""

import re

import pytest
from playwright.sync_api import expect

from customers import notices
from customers.models import Kind
from partnercenter.models import Member, Message
from tests.builders import MONDAY, make_hold
from tests.journeys.steps import HOME, LIST, PERSONAL_INFORMATION, press_by_keyboard

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def row(member):
    return make_hold(member, company_name="启明数据有限公司")


def tell(row, kind=Kind.ASSOCIATED, key="1"):
    notices.tell(kind, row, key=key, at=MONDAY)


def bell(page, name):
    return page.get_by_role("banner").get_by_role("link", name=name, exact=True)


def test_the_bell_leads_by_keyboard_to_the_news_and_on_to_the_customer(signed_in, row):
    tell(row)
    signed_in.goto(HOME)

    press_by_keyboard(signed_in, bell(signed_in, "Notices, 1 new"))
    entry = signed_in.locator("[data-kind=associated]")
    expect(entry).to_contain_text("启明数据有限公司 is associated with you")
    expect(entry).to_contain_text("New")
    expect(bell(signed_in, "Notices")).to_be_visible()
    entry.get_by_role("link", name="Open the customer").click()

    expect(signed_in.get_by_role("heading", level=1)).to_have_text("启明数据有限公司")
    expect(bell(signed_in, "Notices")).to_be_visible()


def test_the_first_run_says_what_will_come(signed_in):
    signed_in.goto(LIST)

    bell(signed_in, "Notices").click()

    expect(signed_in.get_by_role("heading", name="Nothing to tell yet")).to_be_visible()


def test_a_kind_is_switched_off_in_personal_information(signed_in, row, member):
    signed_in.goto(PERSONAL_INFORMATION)
    section = signed_in.get_by_role("region", name="Mail to you")
    switch = section.get_by_role("checkbox", name="A customer has declined")
    expect(switch).to_be_checked()

    switch.uncheck()
    section.get_by_role("button", name="Save").click()

    expect(signed_in.get_by_text("Saved.")).to_be_visible()
    expect(switch).not_to_be_checked()
    expect(section.get_by_role("checkbox", name="A customer is associated with you")).to_be_checked()
    tell(row, Kind.DECLINED)
    tell(row)
    assert [message.subject for message in Message.objects.all()] == [
        "启明数据有限公司 is associated with you"
    ]


def test_the_link_of_a_mail_stops_its_kind_without_signing_in(page, row, member):
    tell(row, Kind.DECLINED)
    link = re.search(r"http://\S+/stop/\S+", Message.objects.get().text)[0]

    page.goto(link.replace("http://127.0.0.1:8000", ""))
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop mails of this kind?")
    expect(page.get_by_role("main")).to_contain_text("A customer has declined")
    assert Member.objects.get().muted == []
    page.get_by_role("button", name="Stop these mails").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("No more mails of this kind")
    assert Member.objects.get().muted == ["declined"]
