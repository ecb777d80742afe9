"""Demo data: partners, people, a directory and a past, so that every rule can be tried by hand.

Loading it again adds what is missing and changes nothing that is there.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from customers import invitations, leads, lifecycle, registration
from customers.models import CustomerAccount, Invitation, PreRegistration, VendorLead
from customers.statuses import Status
from partnercenter import addresses, outbox
from partnercenter.delivery import Answer, Verdict
from partnercenter.models import Member, Partner, User

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EMAIL, LINK, QR = Invitation.Channel
TAKEN = Answer(Verdict.SENT)

# code, name, country, time zone, language, owner
PARTNERS = [
    ("globex", "Globex", "SG", "Asia/Singapore", "en", "Mei Tan"),
    ("initech", "Initech", "ZA", "Africa/Johannesburg", "en", "Thandi Nkosi"),
    ("longma", "龙马科技", "CN", "Asia/Shanghai", "zh-hans", "李明"),
    ("harimau", "Harimau Digital", "MY", "Asia/Kuala_Lumpur", "en", "Aisyah Rahman"),
    ("himal", "Himal Systems", "NP", "Asia/Kathmandu", "en", "Bishal Gurung"),
    ("nakhla", "نخلة للتقنية", "EG", "Africa/Cairo", "en", "سارة حسن"),
    ("altyn", "Алтын Тех", "KZ", "Asia/Almaty", "en", "Айгерим Омарова"),
    ("nordlicht", "Nordlicht GmbH", "DE", "Europe/Berlin", "en", "Jörg Weiß"),
    ("garonne", "Garonne Cloud", "FR", "Europe/Paris", "en", "Élodie Marchand"),
    ("araucaria", "Araucária Sistemas", "BR", "America/Sao_Paulo", "en", "João Conceição"),
    ("quipu", "Quipu Andina", "PE", "America/Lima", "en", "Lucía Huamán"),
    ("baobab", "Baobab Networks", "KE", "Africa/Nairobi", "en", "Wanjiru Kamau"),
]
UNREACHABLE = "himal"  # has reserved no contact (R2)
SUSPENDED = "baobab"  # R1

# code, role, name
TEAMS = [
    ("globex", Member.Role.AGENT, "Arjun Pillai"),
    ("globex", Member.Role.VIEWER, "Siti Halim"),
    ("initech", Member.Role.AGENT, "Pieter Botha"),
    ("initech", Member.Role.VIEWER, "Lerato Dube"),
]

# email, name, country, facts of the account
DIRECTORY = [
    ("contract@tidewater.example", "Tidewater Shipping", "SG", {"contract_signed": True}),  # R7
    ("china@qiming.example", "启明软件", "SG", {"site": CustomerAccount.Site.CHINA}),  # R8
    ("cash@amberfoods.example", "Amber Foods", "SG", {"cash_spent": True}),  # R9
    ("leadcash@solstice.example", "Solstice Media", "SG", {"cash_spent": True}),  # R11, not R9
    ("abroad@kestrel.example", "Kestrel Aviation", "MY", {}),  # R10
    (
        "everything@monsoon.example",  # R7, R8, R9 and R10 in one answer
        "Monsoon Trading",
        "CN",
        {"contract_signed": True, "site": CustomerAccount.Site.CHINA, "cash_spent": True},
    ),
    ("plain@meridian.example", "Meridian Textiles", "SG", {}),
    ("office@qinghe.example", "青禾科技", "SG", {}),
    ("office@waha.example", "واحة الشرق", "SG", {}),
    ("office@sever.example", "Северный мост", "SG", {}),
    ("office@fjordkraft.example", "Fjordkraft Værksted", "SG", {}),
]
ASSOCIATED_ELSEWHERE = ("associated@orchard.example", "Orchard Retail", "SG")  # R4, with initech

# email, company, country, owner in the sales team
LEADS = [
    ("lead@northwind.example", "Northwind Traders", "SG", "sales.apac@vendor.example"),
    ("leadcash@solstice.example", "Solstice Media", "SG", "sales.apac@vendor.example"),
]


@dataclass(frozen=True)
class Story:
    """A pre-registration of the past: whose, since when, and what became of it."""

    ago: timedelta
    email: str
    company: str
    contact: str
    country: str = "SG"
    became: Status = Status.PREREGISTERED
    way: str = ""  # the channel of its invitation
    opened: bool = False
    bounced: bool = False  # the mail was given up


# Oldest first, so that the numbers of their decisions follow the calendar.
STORIES = {
    "globex": [
        # The 90 days before the last 90, to compare the funnel with.
        Story(160 * DAY, "hq@larkfield.example", "Larkfield Foods", "Paul Ng", became=Status.DELETED),
        Story(151 * DAY, "it@greenwharf.example", "Green Wharf", "Mia Koh", became=Status.DELETED, way=LINK),
        Story(
            140 * DAY, "cto@bambuu.example", "竹林数据", "林晓", became=Status.DELETED, way=LINK, opened=True
        ),
        Story(
            131 * DAY, "ops@halcyon.example", "Halcyon Ferries", "Ed Tay", became=Status.ASSOCIATED, way=QR,
            opened=True,
        ),
        Story(118 * DAY, "info@cinnabar.example", "Cinnabar Labs", "Ivy Teo", became=Status.DELETED),
        Story(104 * DAY, "desk@maritime.example", "Maritime Desk", "Raj Pillay", became=Status.DELETED, way=QR),
        Story(40 * DAY, "former@ironwood.example", "Ironwood Mills", "Grace Lim", became=Status.DISSOCIATED),
        Story(24 * DAY, "lapsed@bluefin.example", "Bluefin Seafood", "Ravi Menon", became=Status.EXPIRED),
        Story(18 * DAY, "withdrawn@saffron.example", "Saffron Kitchens", "Nur Aziz", became=Status.DELETED),
        Story(15 * DAY - 5 * HOUR, "soon@monarch.example", "Monarch Hotels", "Olivia Chen", way=EMAIL),
        Story(13 * DAY, "days@lantern.example", "灯塔物流", "王芳", way=LINK, opened=True),
        Story(
            9 * DAY, "joined@coralreef.example", "Coral Reef Dive", "Ana Reyes", became=Status.ASSOCIATED, way=QR,
            opened=True,
        ),
        Story(8 * DAY, "typo@hazelwood.example", "Hazelwood Clinic", "June Seah", way=EMAIL, bounced=True),
        Story(
            7 * DAY, "declined@juniper.example", "Juniper Clinics", "Hui Goh", became=Status.DECLINED, way=LINK,
            opened=True,
        ),
        Story(5 * DAY, "it@sitara.example", "ستارة للأثاث", "عمر خليل", way=EMAIL, opened=True),
        Story(2 * HOUR, "fresh@vostok.example", "Восток Логистика", "Ольга Ким"),
    ],
    "initech": [
        Story(6 * DAY, "held@harbour.example", "Harbour Freight", "Sipho Zulu", "ZA"),
        Story(3 * HOUR, "fresh@protea.example", "Protea Wines", "Anke Smit", "ZA"),
    ],
}  # fmt: skip


@transaction.atomic
def load(*, at, password):
    secret = make_password(password)  # once for all: hashing is slow on purpose
    partners = {row[0]: make_partner(*row, secret=secret) for row in PARTNERS}
    for code, role, name in TEAMS:
        make_member(partners[code], role, name, secret)
    reviewer = make_staff(secret)
    fill_directory(partners["initech"], at=at)
    for code, stories in STORIES.items():
        if not PreRegistration.objects.of(partners[code]).exists():
            tell(stories, partners[code], reviewer=reviewer, at=at)


def make_partner(code, name, country, time_zone, language, owner, *, secret):
    partner, _ = Partner.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "country": country,
            "time_zone": time_zone,
            "language": language,
            "reserved_email": "" if code == UNREACHABLE else f"office@{code}.example",
            "status": Partner.Status.SUSPENDED if code == SUSPENDED else Partner.Status.ACTIVE,
        },
    )
    make_member(partner, Member.Role.OWNER, owner, secret)
    return partner


def make_member(partner, role, name, secret):
    user = make_user(f"{role}@{partner.code}.example", name, secret)
    Member.objects.get_or_create(user=user, defaults={"partner": partner, "role": role})


def make_user(email, name, secret, **rights):
    defaults = {"name": name, "password": secret, **rights}
    return User.objects.get_or_create(email=email, defaults=defaults)[0]


def make_staff(secret):
    """The vendor's administrator and its reviewer, who is returned."""
    make_user("admin@vendor.example", "Ada Vendor", secret, is_staff=True, is_superuser=True)
    reviewer = make_user("reviewer@vendor.example", "Rui Vendor", secret, is_staff=True)
    reviewer.groups.add(Group.objects.get(name="Reviewers"))  # its rights come with the reviews
    return reviewer


def fill_directory(elsewhere, *, at):
    for email, name, country, facts in DIRECTORY:
        make_account(email, name, country, registered_at=at - 90 * DAY, **facts)
    make_account(*ASSOCIATED_ELSEWHERE, registered_at=at - 90 * DAY, associated_partner=elsewhere)
    for email, company, country, owner in LEADS:
        key = addresses.parse(email).key
        if not VendorLead.objects.filter(email_key=key).exists():
            lead = VendorLead(email=email, email_key=key, company_name=company, country=country, owner=owner)
            leads.add(lead, at=at - 30 * DAY)


def make_account(email, name, country, **facts):
    account, _ = CustomerAccount.objects.get_or_create(
        email_key=addresses.parse(email).key,
        defaults={"email": email, "name": name, "country": country, **facts},
    )
    return account


def tell(stories, partner, *, reviewer, at):
    member = Member.objects.get(user__email=f"agent@{partner.code}.example")
    for story in stories:
        row = attempt(story, member, at=at - story.ago).preregistration
        if story.way:
            invite(row, story, by=member.user)
        follow(row, story, by=member.user, reviewer=reviewer, at=at)


def attempt(story, member, *, at):
    wish = registration.Wish(
        email=story.email,
        email_key=addresses.parse(story.email).key,
        company_name=story.company,
        contact_name=story.contact,
        country=story.country,
    )
    return registration.attempt(wish, member=member, at=at)


def invite(row, story, *, by):
    """An hour later; what is opened is opened three hours after that."""
    at = row.created_at + HOUR
    if story.way == EMAIL:
        words = {"greeting": "", "language": invitations.language_for(row)}
        made = invitations.send(row, **words, by=by, at=at, token=uuid4())
        if story.bounced:
            outbox.fail(made.message, "550 5.1.1 No such mailbox here", at=at)
        else:
            outbox.note(made.message, TAKEN, at=at)
    else:
        made = invitations.issue(row, story.way, by=by, at=at)
    if story.opened:
        Invitation.objects.mark_opened(made.pk, at=at + 3 * HOUR)


def follow(row, story, *, by, reviewer, at):
    """Take the row to what the story says became of it."""
    later = row.created_at + DAY
    match story.became:
        case Status.EXPIRED:
            lifecycle.expire(row)
        case Status.DELETED:
            lifecycle.delete(row, by=by, at=later)
        case Status.DECLINED:
            lifecycle.move(row, Status.DECLINED, at=later, why="We have a supplier already.")
        case Status.ASSOCIATED:
            associate(row, at=later)
        case Status.DISSOCIATED:
            associate(row, at=later)
            ended = "The contract with the partner ended."
            lifecycle.dissociate(row, by=reviewer, at=at - 12 * DAY, why=ended)


def associate(row, *, at):
    account = make_account(row.email, row.company_name, row.country, registered_at=at)
    lifecycle.associate(row, account, at=at)
