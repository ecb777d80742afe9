"""Proves I1 to I4 on the data as it stands: a few questions to the database, each answered by what breaks it.

Each function yields one sentence per breach and is fine on millions of rows.
"""

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Value, Window
from django.db.models.functions import Coalesce, Lag, Lower

from customers.models import CustomerAccount, Decision, Event, PreRegistration
from customers.statuses import HOLDING, MOVES, NEW, Status
from partnercenter.models import Partner, Policy


def one_hold_per_customer(at):
    """I1. Keys that differ only in case are one customer, however they came in."""
    holds = PreRegistration.objects.filter(status__in=HOLDING)
    shared = holds.order_by().values(key=Lower("email_key")).annotate(number=Count("pk")).filter(number__gt=1)
    for row in shared.iterator():
        yield f"{row['number']} holds on one customer: {row['key']}"
    keyed = Q(status__in=HOLDING, hold_key=F("email_key")) | (~Q(status__in=HOLDING) & Q(hold_key=None))
    for pk, status in PreRegistration.objects.exclude(keyed).values_list("pk", "status").iterator():
        yield f"pre-registration {pk} is {status}, but its hold key says otherwise"


def quota_kept(at):
    """I2. A quota lowered later leaves a partner above it, which breaks nothing.

    So a partner in excess is measured by the quota under which its newest counted customer was taken on.
    """
    quota = Coalesce("partner__quota", Policy.objects.current(at).quota)
    used = PreRegistration.objects.counted(at).order_by().values("partner").annotate(used=Count("pk"))
    excess = dict(used.filter(used__gt=quota).values_list("partner", "used"))
    for partner in Partner.objects.filter(pk__in=excess):
        if excess[partner.pk] > (quota := quota_at_newest(partner, at)):
            yield f"partner {partner.code} has {excess[partner.pk]} of {quota} pending and pre-registered"


def quota_at_newest(partner, at):
    """What the receipt of the newest counted customer says; a review leaves none, so there the policy of then."""
    newest = PreRegistration.objects.of(partner).counted(at).order_by("-created_at", "-pk").first()
    receipt = Decision.objects.filter(preregistration=newest).first()
    if receipt:
        return receipt.shown["quota"]
    return Policy.objects.current(newest.created_at).terms_for(partner).quota


def one_partner_per_account(at):
    """I3. Association and account point at each other, and at the same partner."""
    own = CustomerAccount.objects.filter(association=OuterRef("pk"), associated_partner=OuterRef("partner"))
    alone = PreRegistration.objects.filter(~Exists(own), status=Status.ASSOCIATED)
    for pk in alone.values_list("pk", flat=True).iterator():
        yield f"pre-registration {pk} is associated, but no account is associated with its partner through it"
    resting = CustomerAccount.objects.filter(association__isnull=False)
    astray = resting.exclude(
        association__status=Status.ASSOCIATED, association__partner=F("associated_partner")
    )
    for email, pk in astray.values_list("email", "association").iterator():
        yield f"account {email} rests on pre-registration {pk}, which is not an association with its partner"


def history_replays(at):
    """I4. Every event goes on from the one before it, by a move that exists, and the last one tells the status."""
    life = {"partition_by": "preregistration", "order_by": "pk"}
    events = Event.objects.order_by()
    sequence = events.annotate(before=Window(Lag("went_to", default=Value(NEW)), **life))
    last = events.values("preregistration").annotate(last=Max("pk")).values("last")
    allowed = Q()
    for came_from, targets in MOVES.items():
        allowed |= Q(came_from=came_from, went_to__in=targets)
    breaches = {
        "does not go on from the one before it": sequence.exclude(came_from=F("before")),
        "is a move that does not exist": events.exclude(allowed),
        "is the last one, but the status is another": events.filter(pk__in=last).exclude(
            went_to=F("preregistration__status")
        ),
    }
    for what, astray in breaches.items():
        for pk, event in astray.values_list("preregistration", "pk").iterator():
            yield f"pre-registration {pk}: event {event} {what}"
    for pk in PreRegistration.objects.filter(events=None).values_list("pk", flat=True).iterator():
        yield f"pre-registration {pk} has no history"


INVARIANTS = (
    ("I1", "at most one hold per customer", one_hold_per_customer, PreRegistration),
    ("I2", "no partner above its quota", quota_kept, Partner),
    ("I3", "one partner per account, one ground per association", one_partner_per_account, CustomerAccount),
    ("I4", "state and history agree", history_replays, Event),
)
