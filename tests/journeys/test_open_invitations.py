"""An open invitation from its making to its end, and an address put right, as a member does it."""

import pytest
from playwright.sync_api import expect

from customers import openings
from customers.acceptance import Particulars
from customers.models import OpenInvitation
from partnercenter import addresses
from tests.builders import MONDAY, make_account, make_hold
from tests.journeys.steps import LIST, answer, codes, field, press_by_keyboard

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

DRAWN = "image => image.complete && image.naturalWidth > 0"


def make_one(page, **entries):
    page.goto(LIST)
    page.get_by_role("main").get_by_role("link", name="Open invitations").click()
    page.get_by_role("link", name="New open invitation").click()
    for name, text in entries.items():
        field(page, name).fill(text)
    press_by_keyboard(page, page.get_by_role("button", name="Make it"))


def test_a_partner_makes_one_for_a_fair_sees_who_came_and_revokes_it(signed_in):
    make_one(signed_in, label="秋季 fair", last_day="2026-03-12", limit="2")

    expect(signed_in.get_by_role("heading", level=1)).to_have_text("秋季 fair")
    made = OpenInvitation.objects.get()
    expect(signed_in.get_by_label("Link for whoever comes")).to_have_value(made.address)
    code = signed_in.get_by_role("img", name="QR code of the open invitation 秋季 fair")
    assert code.evaluate(DRAWN)

    ada = Particulars("en", name="Ada", company_name="Acme 港口", country="SG")
    openings.enter(made, addresses.parse("ada@acme.example"), ada, at=MONDAY)
    signed_in.reload()
    expect(signed_in.get_by_text("1 of 2 used")).to_be_visible()
    expect(signed_in.get_by_role("link", name="Acme 港口")).to_be_visible()

    signed_in.get_by_role("link", name="Revoke").click()
    signed_in.get_by_role("button", name="Revoke").click()
    expect(signed_in.locator("[data-standing]")).to_have_attribute("data-standing", "revoked")
    expect(code).to_have_count(0)


def test_what_was_typed_survives_a_day_that_cannot_be(signed_in):
    make_one(signed_in, label="Fair", last_day="2027-03-12", limit="20")

    expect(field(signed_in, "label")).to_have_value("Fair")
    field(signed_in, "last_day").fill("2026-03-12")
    field(signed_in, "last_day").press("Enter")

    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Fair")


def test_an_address_is_put_right_at_the_second_try(signed_in, member):
    row = make_hold(member, email="typo@acme.example", company_name="Acme 港口")
    make_account("taken@acme.example", contract_signed=True)
    signed_in.goto(row.get_absolute_url())
    press_by_keyboard(signed_in, signed_in.get_by_role("link", name="Correct the address"))

    field(signed_in, "email").fill("taken@acme.example")
    field(signed_in, "email").press("Enter")
    expect(answer(signed_in)).to_have_attribute("data-outcome", "refused")
    assert codes(signed_in) == ["contract_with_vendor"]
    expect(field(signed_in, "email")).to_have_value("taken@acme.example")

    field(signed_in, "email").fill("ada@acme.example")
    field(signed_in, "email").press("Enter")
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Acme 港口")
    expect(signed_in.get_by_text("From t•••@acme.example to a••@acme.example.")).to_be_visible()
