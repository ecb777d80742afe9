"""Every refusal and review in the dialog, by keyboard: its reason is told and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from customers.models import CustomerAccount, PreRegistration
from partnercenter.models import Partner
from tests.builders import make_account, make_hold, make_lead, make_partner
from tests.journeys.steps import (
    ENTRY,
    LIST,
    answer,
    codes,
    expect_typed,
    field,
    go_by_tab,
    open_dialog,
    picker,
    press_by_keyboard,
    sign_in,
    type_entry,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
EMAIL = ENTRY["email"]


@pytest.fixture
def dialog(signed_in):
    signed_in.goto(LIST)
    open_dialog(signed_in)
    return signed_in


def send(page, **changes):
    """Type the entry and press OK; wait for the answer, which has the focus."""
    typed = type_entry(page, **changes)
    press_by_keyboard(page, page.get_by_role("button", name="OK"))
    expect(answer(page)).to_be_focused()
    return typed


def expect_answer(page, outcome, *expected):
    expect(answer(page)).to_have_attribute("data-outcome", outcome)
    assert codes(page) == list(expected)


def test_r2_the_way_to_personal_information_and_back_loses_nothing(page, member):
    Partner.objects.update(reserved_email="")
    sign_in(page, member)
    open_dialog(page)
    typed = send(page)
    expect_answer(page, "refused", "contact_missing")
    expect_typed(page, typed)

    press_by_keyboard(page, page.get_by_role("link", name="Open Personal Information"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Personal Information")
    go_by_tab(page, field(page, "reserved_mobile"))
    page.keyboard.type("8765 4321")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Preregister Customer")
    expect_typed(page, typed | {"mobile": "+6581234567"})
    press_by_keyboard(page, page.get_by_role("button", name="OK"))
    expect_answer(page, "granted")
    assert PreRegistration.objects.get().partner == member.partner


def quota_reached(member):
    Partner.objects.update(quota=1)
    make_hold(member)


def associated_with_another(member):
    make_account(EMAIL, associated_partner=make_partner())


def already_yours(member):
    make_hold(member, email=EMAIL)


def held_by_another(member):
    make_hold(email=EMAIL)


def contract_signed(member):
    make_account(EMAIL, contract_signed=True)


def on_china_site(member):
    make_account(EMAIL, site=CustomerAccount.Site.CHINA)


def cash_spent(member):
    make_account(EMAIL, cash_spent=True)


REFUSALS = [
    pytest.param(quota_reached, "quota_reached", id="R3"),
    pytest.param(associated_with_another, "associated_with_another_partner", id="R4"),
    pytest.param(already_yours, "already_yours", id="R5"),
    pytest.param(held_by_another, "held_by_another_partner", id="R6"),
    pytest.param(contract_signed, "contract_with_vendor", id="R7"),
    pytest.param(on_china_site, "registered_on_china_site", id="R8"),
    pytest.param(cash_spent, "cash_spending", id="R9"),
]


@pytest.mark.parametrize(("arrange", "code"), REFUSALS)
def test_a_refusal_names_its_rule_and_keeps_what_was_typed(dialog, member, arrange, code):
    arrange(member)
    before = PreRegistration.objects.count()

    typed = send(dialog)

    expect_answer(dialog, "refused", code)
    expect_typed(dialog, typed)
    assert PreRegistration.objects.count() == before


def test_r10_a_customer_of_another_country_needs_a_review(dialog):
    go_by_tab(dialog, picker(dialog))
    dialog.keyboard.type("Malaysia")

    typed = send(dialog, mobile="+6581234567")

    expect_answer(dialog, "review", "country_differs")
    expect_typed(dialog, typed | {"country": "MY"})


def test_r11_a_lead_of_the_vendor_needs_a_review(dialog):
    make_lead(EMAIL)

    typed = send(dialog)

    expect_answer(dialog, "review", "vendor_lead")
    expect_typed(dialog, typed)


def test_all_reasons_are_told_at_once_and_a_better_address_is_granted(dialog):
    make_account(EMAIL, contract_signed=True, site=CustomerAccount.Site.CHINA, country="CN")
    send(dialog)
    expect_answer(dialog, "refused", "contract_with_vendor", "registered_on_china_site", "country_differs")

    go_by_tab(dialog, field(dialog, "email"))
    dialog.keyboard.press("Control+A")
    dialog.keyboard.type("ada@other.example")
    dialog.keyboard.press("Enter")

    expect(answer(dialog)).to_have_attribute("data-outcome", "granted")
    assert PreRegistration.objects.get().email == "ada@other.example"
