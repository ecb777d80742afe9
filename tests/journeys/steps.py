"""What people do on the pages, and what they look at, in words that the journeys share."""

from playwright.sync_api import expect

from tests.builders import PASSWORD

HOME = "/partner-center/"
LIST = "/partner-center/customers/"
PREREGISTER = LIST + "preregister/"
DELETE = LIST + "delete/"
OPEN_INVITATIONS = HOME + "open-invitations/"
PERSONAL_INFORMATION = "/partner-center/account/personal-information/"
NOTICES = "/partner-center/notices/"
LOGIN = "/accounts/login/"
ENTRY = {
    "email": "ada@acme.example",
    "company_name": "Acme 港口",
    "contact_name": "Ada Lim",
    "mobile": "8123 4567",
    "industry": "Ships",
    "notes": "Met at the fair",
}
HAS_FOCUS = "element => element === document.activeElement"


def sign_in(page, member):
    page.goto(LOGIN)
    complete_sign_in(page, member)
    page.wait_for_url("**" + HOME)


def complete_sign_in(page, member):
    page.locator("[name=login]").fill(member.user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def go_by_tab(page, target, limit=60):
    """Press Tab until `target` has the focus; fails where a keyboard does not get there."""
    target.wait_for(state="visible")
    for _ in range(limit):
        if target.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press_by_keyboard(page, target, key="Enter"):
    go_by_tab(page, target)
    page.keyboard.press(key)


def picker(page):
    """What a person sees of the list of countries, once the script has made it searchable."""
    return page.locator("input[role=combobox]").and_(
        page.get_by_role("combobox", name="Registration country")
    )


def type_entry(page, **changes):
    """Fill the dialog in by keyboard alone, and return what was typed."""
    entry = ENTRY | changes
    for name, text in entry.items():
        go_by_tab(page, field(page, name))
        page.keyboard.type(text)
    return entry


def open_dialog(page):
    page.get_by_role("link", name="Preregister Customer").first.click()
    expect(page.get_by_role("dialog", name="Preregister Customer")).to_be_visible()


def field(page, name):
    return page.locator(f"main [name={name}], dialog [name={name}]")


def expect_typed(page, entry):
    for name, text in entry.items():
        expect(field(page, name)).to_have_value(text)


def answer(page):
    return page.locator("[data-outcome]")


def codes(page):
    return page.locator("[data-code]").evaluate_all("reasons => reasons.map(one => one.dataset.code)")


def row_of(page, preregistration):
    return page.locator(f"tr[data-preregistration='{preregistration.pk}']")


def expect_listed(page, *names):
    """The list shows these customers, from top to bottom, and no other."""
    expect(page.locator("tr[data-preregistration] .pc-cust > a")).to_have_text(names)
