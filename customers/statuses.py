"""The life of a pre-registration, as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    PENDING_REVIEW = "pending_review", _("Pending review")
    PREREGISTERED = "preregistered", _("Pre-registered")
    ASSOCIATED = "associated", _("Associated")
    REJECTED = "rejected", _("Rejected")
    EXPIRED = "expired", _("Expired")
    DECLINED = "declined", _("Declined")
    DELETED = "deleted", _("Deleted")
    DISSOCIATED = "dissociated", _("Dissociated")


NEW = ""  # where every life begins; the first event comes from here

MOVES: dict[str, frozenset[Status]] = {
    NEW: frozenset({Status.PREREGISTERED, Status.PENDING_REVIEW}),
    Status.PENDING_REVIEW: frozenset({Status.PREREGISTERED, Status.REJECTED, Status.ASSOCIATED}),
    Status.PREREGISTERED: frozenset(
        {
            Status.ASSOCIATED,
            Status.PENDING_REVIEW,
            Status.EXPIRED,
            Status.DECLINED,
            Status.DELETED,
        }
    ),
    Status.ASSOCIATED: frozenset({Status.DISSOCIATED}),
    Status.REJECTED: frozenset({Status.DELETED}),
    Status.EXPIRED: frozenset({Status.DELETED}),
    Status.DECLINED: frozenset({Status.DELETED}),
    Status.DELETED: frozenset(),
    Status.DISSOCIATED: frozenset(),
}

# Keeps every other partner out.
HOLDING = frozenset({Status.PENDING_REVIEW, Status.PREREGISTERED, Status.ASSOCIATED})
# Counts against the quota (R3).
COUNTED = frozenset({Status.PENDING_REVIEW, Status.PREREGISTERED})
# Has ended: what the History view shows.
ENDED = frozenset(Status) - HOLDING
# Left the partner's list, not the database.
UNLISTED = frozenset({Status.DELETED, Status.DISSOCIATED})
DELETABLE = frozenset(status for status in Status if Status.DELETED in MOVES[status])
