"""The invitee on its phone: out of a mail, a link or a scanned code, to the partner's list and its own account."""

import re

import pytest
from playwright.sync_api import expect

from tests.builders import make_account, make_hold
from tests.customers.invitees import ENTRY, address, codes_sent, invite
from tests.journeys.steps import HAS_FOCUS, LIST, go_by_tab, press_by_keyboard, row_of, sign_in
from tests.journeys.test_phone import LONG, SIZES_AND_SCHEMES, expect_no_sideways_scrolling

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.browser_context_args(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, timezone_id="Europe/Berlin"
    ),
]
WITHOUT_SCRIPT = pytest.mark.browser_context_args(
    viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=False
)
MESSAGE = "Thank you"


@pytest.fixture
def row(member):
    return make_hold(member, email="ada@acme.example", company_name="Acme 港口")


def title(page):
    return page.get_by_role("heading", level=1)


def test_back_and_change_lead_to_the_answers_as_they_were(page, row):
    page.goto(address(invite("email", row=row)))
    page.get_by_role("link", name="Accept", exact=True).tap()
    page.get_by_label("Your name").fill(ENTRY["name"])
    page.get_by_role("button", name="Continue").tap()
    page.get_by_role("link", name="Back", exact=True).tap()
    expect(page.get_by_label("Your name")).to_have_value(ENTRY["name"])
    for _ in range(3):
        page.get_by_role("button", name="Continue").tap()
        expect(page.get_by_label("Your name")).to_be_hidden()
    page.get_by_label("Choose a password").fill(ENTRY["password"])
    page.get_by_role("button", name="Continue").tap()

    page.get_by_role("link", name="Change Country you register in").tap()
    asked(page).fill("malay")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue").tap()

    expect(page.get_by_role("main")).to_contain_text("Malaysia")
    expect(page.get_by_role("button", name="Accept the invitation")).to_be_visible()


def enter_code(page):
    expect(title(page)).to_have_text("Enter the code")
    code = codes_sent()[-1]
    page.get_by_label("Code from your mailbox").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Continue").click()


QUESTIONS = {
    "Your name": ENTRY["name"],
    "Company name": None,
    "Country you register in": None,
    "Choose a password": ENTRY["password"],
}


def asked(page):
    """The field of the page; of the list of countries what its script has put in its place."""
    return page.get_by_role("main").locator("input[autofocus]")


def register(page, name=ENTRY["name"]):
    """One question a page; what the partner has entered is left as it is."""
    for question, typed in (QUESTIONS | {"Your name": name}).items():
        expect(title(page)).to_have_text(question)
        if typed:
            asked(page).fill(typed)
        else:
            expect(asked(page)).not_to_have_value("")
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("main")).to_contain_text("Step 5 of 5")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Accept the invitation").click()


def expect_associated(page, row, member):
    """For the customer, on its own page after that, and in the partner's list."""
    expect(title(page)).to_have_text("You are associated with Globex")
    page.get_by_role("link", name="Go to your account").click()
    expect(page.locator("[data-partner]")).to_have_attribute("data-partner", "associated")
    expect(page.locator("[data-partner]")).to_contain_text("Globex")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, member)
    page.goto(LIST)
    expect(row_of(page, row)).to_have_attribute("data-status", "associated")


@pytest.mark.parametrize("channel", ["link", "qr"])
def test_r19_by_link_or_qr_code_with_the_code_from_the_mailbox(page, member, row, channel):
    page.goto(address(invite(channel, row=row)))
    expect(title(page)).to_have_text("Globex invites you to work with them on HUAWEI CLOUD")

    page.get_by_role("button", name="Send me a code").tap()
    enter_code(page)
    register(page)

    expect_associated(page, row, member)


def test_r19_out_of_the_mail_straight_to_the_consent(page, member, row):
    page.goto(address(invite("email", row=row)))

    page.get_by_role("link", name="Accept", exact=True).tap()
    register(page)

    expect_associated(page, row, member)


def test_r19_an_existing_account_accepts_with_one_tick(page, member, row):
    make_account("ada@acme.example", name="Acme Holding")
    page.goto(address(invite("email", row=row)))

    page.get_by_role("link", name="Accept", exact=True).tap()
    expect(page.get_by_role("main")).to_contain_text("Acme Holding")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Accept the invitation").tap()

    expect_associated(page, row, member)


def test_r21_a_decline_is_confirmed_and_thanked_for(page, member, row):
    page.goto(address(invite("link", row=row)))

    page.get_by_role("link", name="Decline").tap()
    page.get_by_role("button", name="Decline").tap()

    expect(title(page)).to_contain_text(MESSAGE)
    page.reload()
    expect(title(page)).to_contain_text(MESSAGE)
    sign_in(page, member)
    page.goto(f"{LIST}?view=history")
    expect(row_of(page, row)).to_have_attribute("data-status", "declined")


def test_another_address_is_told_to_the_partner(page, row):
    page.goto(address(invite("link", row=row)))

    page.get_by_role("link", name="I use another email address").tap()
    page.get_by_label("Your email address").fill("ada@home.example")
    page.get_by_role("button", name="Tell the partner").tap()

    expect(title(page)).to_have_text("Thank you. Globex has been told")


def test_times_are_the_browsers_own_where_script_runs(page, row):
    page.goto(address(invite(row=row)))

    expect(page.locator("time")).to_have_text("until 17 Mar 2026, 10:00, Berlin (GMT+1)")


@WITHOUT_SCRIPT
def test_without_script_times_are_the_partners_with_their_zone(page, row):
    page.goto(address(invite(row=row)))

    expect(page.locator("time")).to_have_text("until 17 Mar 2026, 17:00, Singapore (GMT+8)")


@WITHOUT_SCRIPT
def test_without_script_an_impatient_customer_is_associated_once(page, member, row):
    page.goto(address(invite("link", row=row)))

    page.get_by_role("button", name="Send me a code").dblclick()
    expect(title(page)).to_have_text("Enter the code")
    assert len(codes_sent()) == 1
    page.get_by_label("Code from your mailbox").fill(codes_sent()[0])
    page.get_by_role("button", name="Continue").dblclick()
    for question, typed in QUESTIONS.items():
        expect(title(page)).to_have_text(question)
        if typed:
            asked(page).fill(typed)
        page.get_by_role("button", name="Continue").dblclick()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Accept the invitation").dblclick()

    expect_associated(page, row, member)


def test_by_keyboard_alone(page, member, row):
    page.goto(address(invite("link", row=row)))

    press_by_keyboard(page, page.get_by_role("button", name="Send me a code"))
    go_by_tab(page, page.get_by_label("Code from your mailbox"))
    page.keyboard.type(codes_sent()[-1])
    page.keyboard.press("Enter")
    for question, typed in QUESTIONS.items():
        expect(title(page)).to_have_text(question)
        expect(asked(page)).to_be_focused()
        page.keyboard.type(typed or "")
        page.keyboard.press("Enter")
    press_by_keyboard(page, page.get_by_role("checkbox"), "Space")
    press_by_keyboard(page, page.get_by_role("button", name="Accept the invitation"))

    expect_associated(page, row, member)


def test_a_wrong_code_is_told_where_the_eye_and_the_reader_are(page, row):
    page.goto(address(invite(row=row)))
    page.get_by_role("button", name="Send me a code").tap()

    field = page.get_by_label("Code from your mailbox")
    field.fill("12")
    page.get_by_role("button", name="Continue").tap()

    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("12")
    expect(page.locator("#id_code_error")).to_have_text("Enter the six digits from the mail.")
    assert "id_code_error" in field.get_attribute("aria-describedby")
    assert field.evaluate(HAS_FOCUS)


@pytest.mark.parametrize(("width", "scheme"), SIZES_AND_SCHEMES)
def test_every_page_fits(page, member, width, scheme):
    """Long words in every place."""
    member.partner.name = LONG
    member.partner.save()
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    row = make_hold(member, company_name=LONG, email=f"{LONG[:50]}@{LONG[:40]}.example")
    by_link, by_mail = invite("link", row=row), invite("email", row=row)

    for invitation, pages in (
        (by_link, ("", "code/", "decline/", "wrong-person/", "other-address/", "told/")),
        (by_mail, ("", *(f"accept/{question}/" for question in ENTRY), "accept/")),
    ):
        for name in pages:
            page.goto(address(invitation, name))
            expect_no_sideways_scrolling(page)
    register(page, name=LONG)
    expect(title(page)).to_contain_text(re.compile("You are associated"))
    for name in (address(by_mail), "/account/"):
        page.goto(name)
        expect_no_sideways_scrolling(page)
