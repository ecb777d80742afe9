"""What tests are made of: named moments and builders that call the product's own verbs."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import uuid4

from django.contrib.auth.models import Permission

from customers import lifecycle, openings, registration
from customers.models import CustomerAccount, VendorLead
from customers.statuses import Status
from partnercenter import addresses
from partnercenter.models import Member, Partner, User
from reviews import cases

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
VALIDITY = 15 * DAY
PASSWORD = "correct horse battery"

serial = count(1)


def make_partner(code=None, **fields):
    code = code or f"partner-{next(serial)}"
    defaults = {"name": code.title(), "country": "SG", "reserved_email": f"office@{code}.example"}
    return Partner.objects.create(code=code, **defaults | fields)


def make_member(partner=None, role=Member.Role.AGENT, **fields):
    partner = partner or make_partner()
    user = User.objects.create_user(
        fields.pop("email", f"{role}-{next(serial)}@{partner.code}.example"),
        PASSWORD,
        name=fields.pop("name", "Mei Tan"),
        **fields,
    )
    return Member.objects.create(user=user, partner=partner, role=role)


def make_staff(**fields):
    return User.objects.create_superuser(
        f"admin-{next(serial)}@vendor.example", PASSWORD, name="Ada", **fields
    )


def make_reviewer(permission="decide_review", **fields):
    """Staff with this one right of the review app, and that to look at cases."""
    reviewer = User.objects.create_user(
        f"reviewer-{next(serial)}@vendor.example", PASSWORD, name="Rhea", is_staff=True, **fields
    )
    rights = Permission.objects.filter(content_type__app_label="reviews")
    reviewer.user_permissions.set(rights.filter(codename__in=[permission, "view_review"]))
    return reviewer


def make_wish(email=None, **fields):
    email = email or f"customer-{next(serial)}@acme.example"
    defaults = {"company_name": "Acme", "country": "SG"}
    return registration.Wish(email=email, email_key=addresses.parse(email).key, **defaults | fields)


def attempt(email=None, *, member, at=MONDAY, token=None, **fields):
    return registration.attempt(make_wish(email, **fields), member=member, at=at, token=token)


def make_hold(member=None, status=Status.PREREGISTERED, email=None, at=MONDAY, **fields):
    """A hold as the product makes it, without asking the rules."""
    member = member or make_member()
    draft = registration.draft(make_wish(email, **fields), member.partner)
    validity = VALIDITY if status == Status.PREREGISTERED else None
    return lifecycle.begin(draft, status, by=member.user, at=at, validity=validity)


def make_case(member=None, at=MONDAY, reasons=("country_differs",), **fields):
    """An open case as the product makes it, without asking the rules."""
    member = member or make_member()
    row = make_hold(member, Status.PENDING_REVIEW, at=at, **fields)
    return cases.start(row, reasons, at=at, submitted_by=member.user, justification="We know them.")


def make_request(*files, **fields):
    """What a partner adds to an attempt that needs a review."""
    defaults = {
        "justification": "We run their warehouse.",
        "expected_spend": Decimal(48_000),
        "currency": "SGD",
        "contact_history": "Met in March.",
        "customer_contact": "Ada Lim",
    }
    return cases.Request(**defaults | fields, files=files)


def make_in(status, member=None, **fields):
    """A pre-registration in any status, by way of the moves that lead there."""
    member = member or make_member()
    at = fields.get("at", MONDAY)
    if status in (Status.PENDING_REVIEW, Status.REJECTED):
        row = make_hold(member, Status.PENDING_REVIEW, **fields)
    else:
        row = make_hold(member, **fields)
    if status in (Status.ASSOCIATED, Status.DISSOCIATED):
        lifecycle.associate(row, make_account(row.email), at=at)
        if status == Status.DISSOCIATED:
            lifecycle.dissociate(row, by=make_staff(), at=at, why="contract ended")
    elif status == Status.EXPIRED:
        lifecycle.expire(row)
    elif status == Status.DELETED:
        lifecycle.delete(row, by=member.user, at=at)
    elif status in (Status.REJECTED, Status.DECLINED):
        lifecycle.move(row, status, at=at)
    return row


def make_opening(member=None, at=MONDAY, **fields):
    """An open invitation for ten days and fifty customers."""
    member = member or make_member()
    entries = {"label": "Autumn fair", "ends_at": at + 10 * DAY, "limit": 50} | fields
    return openings.create(**entries, member=member, at=at, token=uuid4())


def make_account(email=None, **fields):
    email = email or f"customer-{next(serial)}@acme.example"
    defaults = {"name": "Acme", "country": "SG"}
    return CustomerAccount.objects.create(
        email=email, email_key=addresses.parse(email).key, **defaults | fields
    )


def make_lead(email, **fields):
    key = addresses.parse(email).key
    return VendorLead.objects.create(email=email, email_key=key, open_key=key, created_at=MONDAY, **fields)


def sign_in(client, member):
    """Through the page, so that the password counts as just given."""
    client.logout()
    client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
