"""The partner's side of a case: opened by a request or by a kept acceptance, and answered (R13, R14)."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db import transaction

from customers import eligibility, lifecycle, registration
from customers.eligibility import Verdict
from customers.locks import lock_customers
from customers.models import Acceptance, Decision
from customers.retries import until_settled
from customers.statuses import Status
from partnercenter import addresses
from partnercenter.models import Partner, Policy
from reviews import messages, offices, workdays
from reviews.errors import NotForReview, NothingAsked, NowRefused, TooMuchEvidence
from reviews.evidence import MOST_FILES
from reviews.models import Entry, Evidence, Review

REMINDER_HOURS = 4  # working hours before a review is due


@dataclass(frozen=True)
class Request:
    """What the partner adds to its attempt. `files` are checked ones (`evidence.Checked`)."""

    justification: str
    expected_spend: Decimal
    currency: str
    contact_history: str
    customer_contact: str
    files: tuple = ()

    @property
    def fields(self):
        return {
            "justification": self.justification,
            "expected_spend": self.expected_spend,
            "currency": self.currency,
            "contact_history": self.contact_history,
            "customer_contact": self.customer_contact,
        }


def open_case(decision, request, *, member, at):
    """R14: hold the customer as pending review and start the clock, in one transaction.

    Asking twice on the same decision is answered with the same review. Raises NotForReview, TooManyAttempts,
    TooMuchEvidence, or NowRefused with the receipt where a rule refuses by now.
    """
    answer = until_settled(partial(open_once, decision, request, member=member, at=at))
    if isinstance(answer, Decision):
        raise NowRefused(answer)
    return answer


@transaction.atomic
def open_once(decision, request, *, member, at):
    partner = Partner.objects.select_for_update(no_key=True).get(pk=member.partner_id)
    decision = Decision.objects.of(partner).get(pk=decision.pk)
    if earlier := Review.objects.filter(decision=decision).first():
        return earlier
    if not is_for_review(decision):
        raise NotForReview
    terms = Policy.objects.current(at).terms_for(partner)
    wish = wish_of(decision)
    lock_customers(wish.email_key)
    facts, hold = registration.gather(wish, member=member, partner=partner, terms=terms, at=at)
    assessment = eligibility.assess(facts, terms.verdicts)
    if assessment.verdict == Verdict.GRANT:
        raise NotForReview  # what asked for a reviewer is gone: it need not wait two days
    if assessment.verdict == Verdict.REFUSE:
        return refuse(wish, assessment, hold, member=member, partner=partner, terms=terms, at=at)
    if hold:
        lifecycle.expire(hold)  # its time is over, only the sweep has not come yet
    row = lifecycle.begin(registration.draft(wish, partner), Status.PENDING_REVIEW, by=member.user, at=at)
    review = start(
        row, assessment.codes, decision=decision, submitted_by=member.user, at=at, **request.fields
    )
    add_evidence(review, request.files, by=member.user, at=at)
    return review


def is_for_review(decision):
    """Whether a member may ask for it: not a correction's, nor an open invitation's, where the acceptance asks."""
    asked_otherwise = decision.open_invitation_id or decision.shown.get("corrects")
    return decision.outcome == Decision.Outcome.REVIEW and not asked_otherwise


def refuse(wish, assessment, hold, *, member, partner, terms, at):
    """The receipt of it. A request is an attempt as well, so that nobody learns by sending one again and again."""
    _earlier, recent = registration.seen_before(partner, token=None, at=at)
    registration.check_attempts(recent, terms)
    return Decision.objects.create(
        **registration.receipt(wish, assessment, hold, member=member, terms=terms, at=at)
    )


def wish_of(decision):
    key = addresses.parse(decision.typed["email"]).key
    return registration.Wish(email_key=key, **decision.typed)


def start(row, codes, *, at, decision=None, submitted_by=None, **fields):
    """A new review of this pre-registration with its clock running."""
    policy = Policy.objects.current(at)
    office = offices.current(at)
    due_at = workdays.due(office, at, days=policy.review_days)
    review = Review.objects.create(
        partner_id=row.partner_id,
        preregistration=row,
        open_for=row,
        decision=decision,
        reasons=list(codes),
        submitted_at=at,
        submitted_by=submitted_by,
        office_country=office.country,
        office_time_zone=office.time_zone,
        due_at=due_at,
        running_due_at=due_at,
        watch_at=first_watch(office, due_at, at),
        **fields,
    )
    kind = Entry.Kind.SUBMITTED if submitted_by else Entry.Kind.ACCEPTED
    Entry.objects.create(
        review=review, at=at, by=submitted_by, kind=kind, words=fields.get("justification", "")
    )
    return review


def first_watch(office, due_at, at):
    """When the sweep must look: at the reminder, or at the end where that is closer than the reminder."""
    reminder = workdays.before(office, due_at, hours=REMINDER_HOURS)
    return reminder if reminder > at else due_at


def add_evidence(review, files, *, by, at):
    """Keep the files of a review that the caller has locked or made. Raises TooMuchEvidence.

    A file whose row is rolled back stays behind on the disk: no address leads to it.
    """
    if len(files) > evidence_room(review):
        raise TooMuchEvidence(MOST_FILES)
    for file in files:
        evidence = Evidence(
            review=review, name=file.name, kind=file.kind, size=file.size, added_at=at, added_by=by
        )
        evidence.file.save(file.name, file.content, save=False)
        evidence.save(force_insert=True)


def evidence_room(review):
    return MOST_FILES - review.evidence.count()


def adopt_accepted(*, at, size=200):
    """Open a case for every acceptance that waits for a reviewer (R20). Its clock counts from the acceptance.

    Safe to run twice, late, or beside itself. Returns how many were opened.
    """
    waiting = Acceptance.objects.filter(awaits_review_at__lte=at).order_by("awaits_review_at")
    return sum(adopt(pk) for pk in waiting.values_list("pk", flat=True)[:size])


@transaction.atomic
def adopt(pk):
    acceptance = (
        Acceptance.objects.select_for_update(of=("self",)).select_related("preregistration").get(pk=pk)
    )
    since = acceptance.awaits_review_at
    if since is None:
        return False
    Acceptance.objects.filter(pk=pk).update(awaits_review_at=None)
    row = acceptance.preregistration
    if row.status != Status.PENDING_REVIEW:
        return False
    start(row, acceptance.review_reasons, at=since)
    return True


@transaction.atomic
def answer(review, words, files=(), *, by, at, token=None):
    """The partner's answer or addition; a paused clock runs again.

    The same `token` is answered once. Raises NothingAsked once it is decided, or TooMuchEvidence.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if token and review.entries.filter(attempt=token).exists():
        return review
    if not review.is_open:
        raise NothingAsked
    if review.paused_at and not review.is_waiting(at):
        resume(review, at=review.pause_ends_at)  # it ended by itself, only the sweep has not come yet
    Entry.objects.create(review=review, at=at, by=by, kind=Entry.Kind.ANSWERED, words=words, attempt=token)
    add_evidence(review, files, by=by, at=at)
    if review.paused_at:
        resume(review, at=at)
    messages.answered(review, at=at)
    return review


def resume(review, *, at, by=None):
    """Let the clock run again with the working time that was left when it was paused. The caller has the row's lock."""
    office = offices.of(review, at=at)
    due_at = workdays.extend(office, review.due_at, paused_from=review.paused_at, paused_until=at)
    Review.objects.filter(pk=review.pk).update(
        due_at=due_at,
        running_due_at=due_at,
        paused_at=None,
        watch_at=first_watch(office, due_at, at),
        reminded_at=None,  # the reviewers are told of the new due instant as well
    )
    Entry.objects.create(review=review, at=at, by=by, kind=Entry.Kind.RESUMED)
    review.refresh_from_db()
