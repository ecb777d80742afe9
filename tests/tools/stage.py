"""What stands behind the pages of the catalogue: the demo data, and by the product's own verbs what that lacks."""

import re
from uuid import uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client

from customers import demo, invitations, lifecycle, notices, openings
from customers.models import Kind, PreRegistration
from partnercenter import addresses
from partnercenter.models import Member, Message, Partner, Policy, User
from reviews import demo as cases_of_demo
from reviews.models import Review
from tests.builders import DAY, MONDAY, VALIDITY, attempt, make_account, make_hold, make_opening
from tests.customers.invitees import PARTICULARS
from tests.tools.catalogue import AGENT, AWAY, GUARDED, SECURED

PASSWORD = "partner-center-demo"
DEMO_CASES = {"late": "oriole", "asked": "kingfisher", "approved": "tamarind", "rejected": "palisade"}


def build():
    """Sets the scene and returns its names: what the addresses of the catalogue are filled in with."""
    demo.load(at=MONDAY, password=PASSWORD)
    cases_of_demo.load(at=MONDAY)
    agent = Member.objects.get(user__email=AGENT)
    for email in (GUARDED, SECURED):
        TOTP.activate(User.objects.get(email=email), generate_totp_secret())
    return {
        **rows(agent),
        **cases(),
        **ways_in(agent),
        "opening": make_opening(agent).pk,
        "policy": Policy.objects.latest("pk").pk,
        **reset_link(),
        "recovery_code": RecoveryCodes.activate(User.objects.get(email=SECURED)).generate_codes()[0],
        "partner": agent.partner_id,
        "stop": notices.stop_address(agent, Kind.INVITATION_FAILED).removeprefix(settings.SITE_URL),
        "mail": Message.objects.filter(kind="invitation").latest("pk").pk,
    }


def rows(agent):
    fresh = PreRegistration.objects.get(email="fresh@vostok.example")
    facts = {"email": fresh.email, "error": "550 no such user"}
    notices.tell(Kind.INVITATION_FAILED, fresh, key="stage", at=MONDAY, **facts)
    return {
        "fresh": fresh.pk,
        "joined": PreRegistration.objects.get(email="joined@coralreef.example").pk,
        "granted": fresh.decision.number,
        "refused": attempt("everything@monsoon.example", member=agent).number,
        "referred": attempt("abroad@kestrel.example", member=agent, country="MY").number,
    }


def cases():
    names = {}
    for state, word in DEMO_CASES.items():
        review = Review.objects.get(preregistration__email__contains=word)
        names |= {state: review.number, f"{state}_id": review.pk}
    return names


def ways_in(agent):
    def issue(channel="link", **fields):
        row = make_hold(agent, **fields)
        return invitations.issue(row, channel, by=agent.user, at=fields.get("at", MONDAY))

    revoked, ended, associated = issue(), issue(), issue()
    invitations.revoke(revoked, at=MONDAY)
    lifecycle.delete(ended.preregistration, by=agent.user, at=MONDAY)
    make_associated(associated.preregistration)
    suspended = Member.objects.get(user__email="owner@baobab.example")
    shut = invitations.issue(make_hold(suspended), "link", by=suspended.user, at=MONDAY)
    Partner.objects.filter(pk=suspended.partner_id).update(status=Partner.Status.SUSPENDED)
    sent = make_hold(agent)
    invitations.send(sent, greeting="Until soon.", language="en", by=agent.user, at=MONDAY, token=uuid4())
    found = {
        "by_link": issue(),
        "by_code": issue(),
        "by_mail": issue("email"),
        "by_opening": make_opening(agent),
        "accepted": issue("email"),
        "answered": issue("email"),
        "declined": issue("email"),
        "expired": issue(at=MONDAY - VALIDITY - DAY),
        "revoked": revoked,
        "ended": ended,
        "associated": associated,
        "shut": shut,
        "abroad": issue("email"),
        "joining": issue("email"),
        "taken": taken(issue("email")),
        "full": full(agent),
    }
    printed = issue("qr")
    others = {"nowhere": "nowhere", "printed": printed.preregistration.pk, "printed_way": printed.pk}
    return {name: way.token for name, way in found.items()} | others


def full(agent):
    opening = make_opening(agent, limit=1)
    openings.enter(opening, addresses.parse("first@acme.example"), PARTICULARS, at=MONDAY)
    return opening


def taken(invitation):
    row = invitation.preregistration
    make_account(row.email, contract_signed=True)
    return invitation


def make_associated(row):
    lifecycle.associate(row, make_account(row.email), at=MONDAY)


def reset_link():
    """Of somebody who does not sign in here: signing in makes the link invalid."""
    Client().post("/accounts/password/reset/", {"email": AWAY})
    text = Message.objects.filter(to__contains=AWAY).latest("pk").text
    link, whose = re.search(r"(/accounts/password/reset/key/\w+-)\S+", text).group(0, 1)
    return {"reset": link, "reset_form": f"{whose}set-password/"}


class Visitor:
    """The test client of whoever asks for a page, with what they sent before."""

    def __init__(self, names):
        self.names, self.clients = names, {}

    def enter(self, page):
        """The client of that person, or of the one who has sent what the page needs; a stranger is new each time."""
        whose = page.who or (page.sends and page.name)
        if whose in self.clients:
            return self.clients[whose]
        client = Client(raise_request_exception=False)
        if whose:
            self.clients[whose] = client
        if page.who:
            # Through the page, so that the password counts as just given, and a second factor is waited for.
            client.post("/accounts/login/", {"login": page.who, "password": PASSWORD})
        for address, data in page.sends:
            filled = {name: value.format(**self.names) for name, value in data.items()}
            client.post(address.format(**self.names), filled)
        return client

    def address(self, page):
        return page.address.format(**self.names)
