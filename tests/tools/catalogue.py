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
OWNER = "owner@globex.example"
REVIEWER, ADMIN, GUARDED = "reviewer@vendor.example", "admin@vendor.example", "owner@initech.example"
NEWCOMER = "owner@quipu.example"
# One has passed its second factor, the other has forgotten its password and never signs in.
SECURED, AWAY = "owner@harimau.example", "viewer@initech.example"
# The admin's lists of everything that has one, and the forms that add to them.
LISTS = [
    *("acceptance", "correction", "customeraccount", "decision", "event", "invitation", "notice"),
    *("disclosure", "openinvitation", "preregistration", "vendorlead"),
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
    within: str = ""  # what is new here: the page around it is in the catalogue by itself
    sandboxed: bool = False  # a letter: it runs no script, also none of a tool's


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


def by_dialog(name):
    """Opens the dialog of the link or the button that is called so."""

    def act(page):
        page.locator("main").get_by_role("link", name=name).or_(
            page.locator("main").get_by_role("button", name=name)
        ).first.click()
        expect(page.locator("dialog[open] [type=submit]").first).to_be_visible()

    return act


def delete_selected(page):
    select_a_row(page)
    page.locator("#rows button[formaction*='/delete/'], #rows button[type=submit]").last.click()
    expect(page.locator("dialog[open] [type=submit]").first).to_be_visible()


def open_columns(page):
    page.locator(".pc-tools summary").first.click()


def reveal(page):
    page.locator("form[action*='/reveal/'] button").first.click()
    expect(page.locator("main")).to_contain_text("fresh@vostok.example")


def open_menus(page):
    page.locator(".topbar .end details summary").last.click()


def of_secured(name, address):
    return Page(
        name, address, who=SECURED, sends=(("/accounts/2fa/authenticate/", {"code": "{recovery_code}"}),)
    )


def of_agent(name, address, **state):
    return Page(name, address, who=AGENT, **state)


PARTNERS = [
    of_agent("home", HOME),
    of_agent("home-menu", HOME, act=open_menus, within=".topbar"),
    of_agent("list", LIST),
    of_agent("list-columns", f"{LIST}?soon=1", act=open_columns),
    Page("list-owner", f"{LIST}?soon=1", who=OWNER),
    of_agent("list-second-page", f"{LIST}?page=2"),
    of_agent("list-selected", f"{LIST}?soon=1", act=select_a_row),
    of_agent("list-history", f"{LIST}?view=history"),
    of_agent("list-nothing-found", f"{LIST}?q=nobody"),
    of_agent("list-granted", f"{LIST}?answer={{granted}}", within=".pc-receipt"),
    Page("list-viewer", f"{LIST}?soon=1", who=VIEWER),
    Page("list-empty", LIST, who=NEWCOMER),
    of_agent("preregister", PREREGISTER),
    of_agent("preregister-dialog", LIST, act=open_dialog, within="dialog[open]"),
    of_agent("preregister-dialog-mistakes", LIST, act=send_empty_dialog, within="dialog[open]"),
    of_agent("delete-dialog", f"{LIST}?soon=1", act=delete_selected, within="dialog[open]"),
    Page("home-empty", HOME, who=NEWCOMER),
    Page("open-invitations-empty", OPEN_INVITATIONS, who=NEWCOMER),
    Page("reviews-empty", "/partner-center/reviews/", who=NEWCOMER),
    Page("notices-empty", NOTICES, who=NEWCOMER),
    of_agent("delete", f"{DELETE}?ids={{fresh}}"),
    of_agent("pre-registration", f"{LIST}{{fresh}}/"),
    of_agent("pre-registration-revealed", f"{LIST}{{fresh}}/", act=reveal),
    of_agent("pre-registration-associated", f"{LIST}{{joined}}/"),
    of_agent("correct", f"{LIST}{{fresh}}/correct/"),
    of_agent("invite", f"{LIST}{{fresh}}/invite/"),
    of_agent("invite-link", f"{LIST}{{fresh}}/invite/?by=link"),
    of_agent("invite-qr", f"{LIST}{{fresh}}/invite/?by=qr"),
    of_agent("invite-print", f"{LIST}{{printed}}/invite/print/"),
    of_agent("invite-letter", f"{LIST}{{fresh}}/invite/letter/", sandboxed=True),
    of_agent("invite-revoke", f"{LIST}{{printed}}/invite/{{printed_way}}/revoke/"),
    of_agent("invite-selected", f"{LIST}invite/?ids={{fresh}}"),
    of_agent("decision-refused", "/partner-center/decisions/{refused}/"),
    of_agent("decision-review", "/partner-center/decisions/{referred}/"),
    Page("decision-masked", "/partner-center/decisions/{refused}/", who=VIEWER),
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
    of_agent("help-contents", "/help/"),
    of_agent("help-found", "/help/?q=invite"),
    of_agent("help-nothing-found", "/help/?q=zzzz"),
    *[
        of_agent(f"help-{slug}", f"/help/{slug}/")
        for slug in ("pre-registering-customers", "inviting-customers", "manual-review", "deleting-customers")
    ],
    of_agent("help-thanks", "/help/manual-review/?thanks"),
    Page("notices-stop", "{stop}"),
    of_agent("notices", NOTICES),
    of_agent("personal-information", PERSONAL_INFORMATION),
    Page("suspended", HOME, who=SUSPENDED, status=403),
]
WAYS_IN = {
    "by_link": 200,
    "by_mail": 200,
    "by_opening": 200,
    "full": 410,
    "revoked": 410,
    "expired": 410,
    "ended": 410,
    "associated": 410,
    "shut": 403,
    "nowhere": 404,
}


def answers(way, **changes):
    entry = ENTRY | changes
    return tuple((f"/i/{{{way}}}/accept/{name}/", {name: value}) for name, value in entry.items())


def consent(way):
    return f"/i/{{{way}}}/accept/", CONSENT


SEND_CODE = ("/i/{by_code}/send-code/", {"attempt": "00000000-0000-4000-8000-000000000001"})
INVITEES = [
    *[
        Page(f"invitee-{way.replace('_', '-')}", f"/i/{{{way}}}/", status=status)
        for way, status in WAYS_IN.items()
    ],
    Page("invitee-code", "/i/{by_code}/code/", sends=(SEND_CODE,)),
    *[Page(f"invitee-{question}", f"/i/{{by_mail}}/accept/{question}/") for question in ENTRY],
    Page("invitee-accept", "/i/{answered}/accept/", sends=answers("answered")),
    Page(
        "invitee-in-review",
        "/i/{abroad}/result/",
        sends=(*answers("abroad", country="MY"), consent("abroad")),
    ),
    Page("invitee-refused", "/i/{taken}/result/", sends=(*answers("taken"), consent("taken"))),
    Page("invitee-result", "/i/{joining}/result/", sends=(*answers("joining"), consent("joining"))),
    Page("invitee-told", "/i/{by_link}/told/"),
    Page("invitee-decline", "/i/{by_link}/decline/"),
    Page("invitee-declined", "/i/{declined}/declined/", sends=(("/i/{declined}/decline/", {}),)),
    Page("invitee-wrong-person", "/i/{by_link}/wrong-person/"),
    Page("invitee-other-address", "/i/{by_link}/other-address/"),
    Page("customer", "/account/", sends=(*answers("accepted"), consent("accepted"))),
]
DOOR = [
    Page("sign-in", LOGIN),
    Page("password-reset", "/accounts/password/reset/"),
    Page("password-reset-sent", "/accounts/password/reset/done/"),
    Page("password-reset-form", "{reset_form}", sends=(("{reset}", {}),)),
    Page("password-reset-over", "/accounts/password/reset/key/1-none/"),
    Page("second-factor", "/accounts/2fa/authenticate/", who=GUARDED),
    of_agent("second-factors", "/accounts/2fa/"),
    of_agent("second-factor-new", "/accounts/2fa/totp/activate/"),
    of_secured("second-factor-again", "/accounts/2fa/reauthenticate/"),
    of_secured("second-factors-on", "/accounts/2fa/"),
    of_secured("second-factor-off", "/accounts/2fa/totp/deactivate/"),
    of_secured("recovery-codes", "/accounts/2fa/recovery-codes/"),
    of_secured("recovery-codes-new", "/accounts/2fa/recovery-codes/generate/"),
    of_agent("password-change", "/accounts/password/change/"),
    of_agent("password-again", "/accounts/reauthenticate/"),
    Page("switched-off", "/accounts/inactive/"),
    of_agent("sign-out", "/accounts/logout/"),
    *[
        Page(f"failing-{status}", f"/failing/{status}/", status=status)
        for status in (400, 413, 429, 500, 503)
    ],
    Page("form-lost", "/failing/form/", status=403),
    of_agent("not-found", "/nowhere/", status=404),
    Page("not-allowed", PREREGISTER, who=VIEWER),
    Page("mailbox", "/mailbox/"),
    Page("mailbox-html", "/mailbox/{mail}/html/", sandboxed=True),
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
    Page("admin-partners", "/admin/partnercenter/partner/", who=ADMIN),
    Page("admin-partner", "/admin/partnercenter/partner/{partner}/change/", who=ADMIN),
    Page("admin-partner-new", "/admin/partnercenter/partner/add/", who=ADMIN),
    Page("admin-outbox", "/admin/partnercenter/message/", who=ADMIN),
    Page("admin-message", "/admin/partnercenter/message/{mail}/change/", who=ADMIN),
    Page("admin-groups", "/admin/auth/group/", who=ADMIN),
    Page("admin-factors", "/admin/mfa/authenticator/", who=ADMIN),
    Page("admin-template", "/admin/reviews/commenttemplate/add/", who=ADMIN),
    Page("admin-policy-new", "/admin/partnercenter/policy/add/", who=ADMIN),
    Page("admin-password", "/admin/password_change/", who=ADMIN),
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
