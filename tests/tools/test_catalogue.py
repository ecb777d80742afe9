"""Nothing that people see is left out of what the tools look at."""

import pytest
from django.urls import get_resolver, resolve

from tests.tools.catalogue import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.tools]
# What shows no page of its own.
FILES = {
    *("brand_colours", "brand_logo", "customers:invite_png", "customers:invite_svg", "reviews:evidence"),
    *("customers:open_invitation_png", "customers:open_invitation_svg", "mfa_download_recovery_codes"),
    *("customers:export_csv", "customers:export_xlsx", "admin:jsi18n", "admin:autocomplete"),
}
LEADS_ELSEWHERE = {
    *("root", "preferences", "customers:columns", "customers:invite_make", "reviews:of_customer"),
    *(
        "invitee:send_code",
        "customers:reveal",
        "customers:reveal_entry",
        "account_reset_password_from_key_done",
        "admin:view_on_site",
    ),
    *("admin:login", "admin:logout", "admin:app_list", "admin:password_change_done", "customers:mail"),
}
# allauth's, for what Partner Center does not offer.
NOT_OFFERED = {
    *("account_signup", "account_email", "account_confirm_email", "account_email_verification_sent"),
    "account_confirm_login_code",
}
ONLY_WITH_DEBUG = {"style"}  # measured on its own
ALIKE = {"account_set_password"}  # the same page as another one, for who has no password yet
ACTS = ("approve", "ask", "assign", "duplicate", "move", "note", "reject", "take")
OF_DJANGO = (
    "_delete",
    "_history",
    "_change",
    "_add",
    "_password_change",
    *(f"_review_{act}" for act in ACTS),
)


def named(resolver, space=()):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from named(one, (*space, one.namespace) if one.namespace else space)
        elif one.name:
            yield ":".join((*space, one.name))


def is_a_page(name):
    of_django = name.startswith("admin:") and name.endswith(OF_DJANGO)
    return not of_django and name not in FILES | LEADS_ELSEWHERE | NOT_OFFERED | ONLY_WITH_DEBUG | ALIKE


def test_every_page_that_has_an_address_is_in_the_catalogue(visitor):
    there = {
        resolve(visitor.address(page).partition("?")[0]).view_name
        for page in PAGES
        if "nowhere" not in page.address
    }

    missing = {name for name in named(get_resolver()) if is_a_page(name)} - there

    assert not missing


def test_every_page_has_a_name_of_its_own():
    names = [page.name for page in PAGES]

    assert sorted(set(names)) == sorted(names)


def test_every_page_answers_as_it_says(visitor):
    for page in PAGES:
        assert visitor.enter(page).get(visitor.address(page)).status_code == page.status, page.name
