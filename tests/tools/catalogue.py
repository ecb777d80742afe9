"""Every page and state that people meet, once: what the tools measure and what the screenshots show."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.customers.invitees import CONSENT, ENTRY
from tests.journeys.steps import (
    DELETE,
    HOME,
    LIST,
    LOGIN,
    NOTICES,
    OPEN_INVITATIONS,
    PERSONAL_INFORMATION,
    PREREGISTER,
)

AGENT, VIEWER, SUSPENDED = "agent@globex.example", "viewer@globex.example", "owner@baobab.example"
REVIEWER, ADMIN, GUARDED = "reviewer@vendor.example", "admin@vendor.example", "owner@initech.example"
# The admin's lists of everything that has one, and the forms that add to them.
LISTS = [
    *("acceptance", "correction", "customeraccount", "decision", "event", "invitation", "notice"),
    *("openinvitation", "preregistration", "vendorlead"),
]
FORMS = ["customeraccount", "vendorlead"]


@dataclass(frozen=True)
class Page:
    """`address` and `sends` are filled in with the names of the stage; `act` needs a browser with script."""

    name: str
    address: str
    who: str = ""
    sends: tuple[tuple[str, dict], ...] = ()  # forms sent beforehand, by the same visitor
    status: int = 200
    act: Callable | None = None


def open_dialog(page):
    page.locator("main a[href*='/preregister/']").first.click()
    expect(page.locator("dialog[open] [name=email]")).to_be_visible()


def send_empty_dialog(page):
    open_dialog(page)
    page.locator("dialog[open] form[novalidate], dialog[open] form").first.evaluate(
        "form => form.noValidate = true"
    )
    page.locator("dialog[open] footer [type=submit]").first.click()
    expect(page.locator("dialog[open] [aria-invalid=true]").first).to_be_visible()


def select_a_row(page):
    page.locator("tr[data-preregistration] [name=ids]:enabled").first.set_checked(True, force=True)


def open_menus(page):
    page.locator(".topbar .end details summary").last.click()


def of_agent(name, address, **state):
    return Page(name, address, who=AGENT, **state)


PARTNERS = [
    of_agent("home", HOME),
    of_agent("home-menu", HOME, act=open_menus),
    of_agent("list", LIST),
    of_agent("list-selected", LIST, act=select_a_row),
    of_agent("list-history", f"{LIST}?view=history"),
    of_agent("list-nothing-found", f"{LIST}?q=nobody"),
    of_agent("list-granted", f"{LIST}?answer={{granted}}"),
    Page("list-viewer", LIST, who=VIEWER),
    Page("list-empty", LIST, who=GUARDED.replace("initech", "quipu")),
    of_agent("preregister", PREREGISTER),
    of_agent("preregister-dialog", LIST, act=open_dialog),
    of_agent("preregister-dialog-mistakes", LIST, act=send_empty_dialog),
    of_agent("delete", f"{DELETE}?ids={{fresh}}"),
    of_agent("pre-registration", f"{LIST}{{fresh}}/"),
    of_agent("pre-registration-associated", f"{LIST}{{joined}}/"),
    of_agent("correct", f"{LIST}{{fresh}}/correct/"),
    of_agent("invite", f"{LIST}{{fresh}}/invite/"),
    of_agent("invite-link", f"{LIST}{{fresh}}/invite/?by=link"),
    of_agent("invite-qr", f"{LIST}{{fresh}}/invite/?by=qr"),
    of_agent("invite-print", f"{LIST}{{printed}}/invite/print/"),
    of_agent("invite-selected", f"{LIST}invite/?ids={{fresh}}"),
    of_agent("decision-refused", "/partner-center/decisions/{refused}/"),
    of_agent("decision-review", "/partner-center/decisions/{referred}/"),
    of_agent("open-invitations", OPEN_INVITATIONS),
    of_agent("open-invitation-new", f"{OPEN_INVITATIONS}new/"),
    of_agent("open-invitation", f"{OPEN_INVITATIONS}{{opening}}/"),
    of_agent("open-invitation-revoke", f"{OPEN_INVITATIONS}{{opening}}/revoke/"),
    of_agent("open-invitation-print", f"{OPEN_INVITATIONS}{{opening}}/print/"),
    of_agent("reviews", "/partner-center/reviews/"),
    of_agent("review-request", "/partner-center/reviews/new/?decision={referred}"),
    *[
        of_agent(f"review-{state}", f"/partner-center/reviews/{{{state}}}/")
        for state in ("late", "asked", "approved", "rejected")
    ],
    of_agent("help", "/help/pre-registering-customers/"),
    of_agent("notices", NOTICES),
    of_agent("personal-information", PERSONAL_INFORMATION),
    Page("suspended", HOME, who=SUSPENDED, status=403),
]
WAYS_IN = {
    "by_link": 200,
    "by_mail": 200,
    "by_opening": 200,
    "revoked": 410,
    "expired": 410,
    "ended": 410,
    "associated": 410,
    "shut": 403,
    "nowhere": 404,
}


def answers(way):
    return tuple((f"/i/{{{way}}}/accept/{name}/", {name: value}) for name, value in ENTRY.items())


SEND_CODE = ("/i/{by_code}/send-code/", {"attempt": "00000000-0000-4000-8000-000000000001"})
INVITEES = [
    *[
        Page(f"invitee-{way.replace('_', '-')}", f"/i/{{{way}}}/", status=status)
        for way, status in WAYS_IN.items()
    ],
    Page("invitee-code", "/i/{by_code}/code/", sends=(SEND_CODE,)),
    *[Page(f"invitee-{question}", f"/i/{{by_mail}}/accept/{question}/") for question in ENTRY],
    Page("invitee-accept", "/i/{answered}/accept/", sends=answers("answered")),
    Page("invitee-decline", "/i/{by_link}/decline/"),
    Page("invitee-declined", "/i/{declined}/declined/", sends=(("/i/{declined}/decline/", {}),)),
    Page("invitee-wrong-person", "/i/{by_link}/wrong-person/"),
    Page("invitee-other-address", "/i/{by_link}/other-address/"),
    Page("customer", "/account/", sends=(*answers("accepted"), ("/i/{accepted}/accept/", CONSENT))),
]
DOOR = [
    Page("sign-in", LOGIN),
    Page("password-reset", "/accounts/password/reset/"),
    Page("password-reset-sent", "/accounts/password/reset/done/"),
    Page("password-reset-form", "{reset}"),
    Page("password-reset-over", "/accounts/password/reset/key/1-none/"),
    Page("second-factor", "/accounts/2fa/authenticate/", who=GUARDED),
    of_agent("second-factors", "/accounts/2fa/"),
    of_agent("second-factor-new", "/accounts/2fa/totp/activate/"),
    of_agent("password-change", "/accounts/password/change/"),
    of_agent("sign-out", "/accounts/logout/"),
    of_agent("not-found", "/nowhere/", status=404),
    Page("not-allowed", PREREGISTER, who=VIEWER),
    Page("mailbox", "/mailbox/"),
    Page("mailbox-message", "/mailbox/{mail}/"),
]
STAFF = [
    Page("admin", "/admin/", who=ADMIN),
    Page("admin-reviewer", "/admin/", who=REVIEWER),
    Page("admin-queue", "/admin/reviews/review/", who=REVIEWER),
    Page("admin-case", "/admin/reviews/review/{late_id}/change/", who=REVIEWER),
    Page("admin-case-decided", "/admin/reviews/review/{approved_id}/change/", who=REVIEWER),
    Page("admin-templates", "/admin/reviews/commenttemplate/", who=ADMIN),
    *[Page(f"admin-{kind}", f"/admin/customers/{kind}/", who=ADMIN) for kind in LISTS],
    *[Page(f"admin-{kind}-new", f"/admin/customers/{kind}/add/", who=ADMIN) for kind in FORMS],
    Page("admin-policies", "/admin/partnercenter/policy/", who=ADMIN),
    Page("admin-feedback", "/admin/partnercenter/feedback/", who=ADMIN),
    Page("admin-policy-change", "/admin/partnercenter/policy/{policy}/change/", who=ADMIN),
    Page("admin-pre-registration", "/admin/customers/preregistration/{joined}/change/", who=ADMIN),
    Page("admin-dissociate", "/admin/customers/preregistration/{joined}/dissociate/", who=ADMIN),
    Page("admin-lead-import", "/admin/customers/vendorlead/import/", who=ADMIN),
    Page("admin-users", "/admin/partnercenter/user/", who=ADMIN),
    Page("admin-user-new", "/admin/partnercenter/user/add/", who=ADMIN),
]
PAGES = [*PARTNERS, *INVITEES, *DOOR, *STAFF]
