"""Demo cases, one in each state that a partner or a reviewer meets. Repeatable like the rest of the demo."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.db import transaction

from customers import demo
from customers.models import PreRegistration
from partnercenter.models import Member, User
from reviews import cases, decisions
from reviews.evidence import Checked
from reviews.models import CommentTemplate, Review

MEMBER, REVIEWER = "agent@globex.example", "reviewer@vendor.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LETTER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""


@dataclass(frozen=True)
class Story:
    """A case of the past: how long ago it was sent, and what became of it."""

    ago: timedelta
    email: str
    company: str
    contact: str
    country: str
    why: str
    became: str = "open"


# Oldest first, so that the numbers follow the calendar. Twelve days ago is past due on any calendar.
STORIES = [
    Story(
        14 * DAY, "rejected@palisade.example", "Palisade Insurance", "Tom Ong", "TH",
        "Their Singapore branch asked us to host the claims portal.", "rejected",
    ),
    Story(
        13 * DAY, "approved@tamarind.example", "Tamarind Foods", "Nok Srisai", "TH",
        "We run their shop in Singapore and move the one in Bangkok with it.", "approved",
    ),
    Story(
        12 * DAY, "late@oriole.example", "Oriole Printing", "Dewi Hartono", "ID",
        "They have bought from us for six years and ask for a quote every spring.",
    ),
    Story(
        DAY, "asked@kingfisher.example", "翠鸟软件", "陈静", "MY",
        "我们已为其新加坡办事处提供服务，现在希望一并迁移总部系统。", "asked",
    ),
    Story(
        HOUR, "pending@starling.example", "Starling Energy", "Putri W.", "ID",
        "Their new plant is ours already; the meters send to servers that we run.",
    ),
]  # fmt: skip

# title, outcome, words
TEMPLATES = [
    ("Terms of an approval", Review.Outcome.APPROVED, "Approved for this customer only, not for its group."),
    ("No proof of contact", Review.Outcome.REJECTED, "Nothing you sent shows that the customer asked for you."),
    ("Asked for already", Review.Outcome.DUPLICATE, "You have asked for this company before; see that request."),
]  # fmt: skip


@transaction.atomic
def load(*, at):
    for title, outcome, words in TEMPLATES:
        CommentTemplate.objects.get_or_create(title=title, defaults={"outcome": outcome, "words": words})
    member = Member.objects.select_related("partner", "user").get(user__email=MEMBER)
    reviewer = User.objects.get(email=REVIEWER)
    for story in STORIES:
        if not PreRegistration.objects.of(member.partner).filter(email=story.email).exists():
            tell(story, member, reviewer, sent_at=at - story.ago)


def tell(story, member, reviewer, *, sent_at):
    decision = demo.attempt(story, member, at=sent_at)
    review = cases.open_case(decision, request_of(story), member=member, at=sent_at)
    match story.became:
        case "asked":
            decisions.ask(
                review, "Which of the two companies signs the contract?", by=reviewer, at=sent_at + 3 * HOUR
            )
        case "approved":
            decisions.approve(review, "Agreed with our team there.", by=reviewer, at=sent_at + 5 * HOUR)
        case "rejected":
            decisions.reject(
                review, "The customer works with our Bangkok team.", by=reviewer, at=sent_at + DAY
            )


def request_of(story):
    return cases.Request(
        justification=story.why,
        expected_spend=Decimal(48_000),
        currency="SGD",
        contact_history="First met at the fair in March; two workshops since.",
        customer_contact=story.contact,
        files=(Checked("letter-of-intent.pdf", "pdf", len(LETTER), BytesIO(LETTER)),),
    )
