"""Partners whose agents ask, and their sessions."""

from django.conf import settings
from django.test import Client

from partnercenter.models import Member, Partner, User

AMPLE = 1_000_000  # a quota that no figure uses up


def make_members(count):
    """An agent each for so many partners."""
    start = Partner.objects.count()
    partners = Partner.objects.bulk_create(
        Partner(
            code=f"partner-{number}",
            name=f"Partner {number}",
            country="SG",
            time_zone="Asia/Singapore",
            reserved_email=f"office@partner-{number}.example",
            quota=AMPLE,
        )
        for number in range(start, start + count)
    )
    users = User.objects.bulk_create(
        User(email=f"agent@{partner.code}.example", name="Mei Tan") for partner in partners
    )
    return Member.objects.bulk_create(
        Member(user=user, partner=partner, role=Member.Role.AGENT)
        for user, partner in zip(users, partners, strict=True)
    )


def signed_in(member):
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    return client


def session_of(member):
    return signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value
