"""The nouns of manual review: the partner's case, what is said about it, and the vendor's answer."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField
from uuid_utils.compat import uuid7

WORDS_LENGTH = 4_000


class ReviewQuerySet(models.QuerySet):
    def of(self, partner):
        return self.filter(partner=partner)

    def open(self):
        return self.filter(outcome="")

    def decided(self):
        return self.exclude(outcome="")

    def waiting(self, at):
        """Paused for the partner's answer."""
        return self.open().filter(paused_at__isnull=False, pause_ends_at__gt=at)

    def overdue(self, at):
        """R13: late from the first instant past the due one, flagged or not. A paused clock is never late."""
        return self.open().filter(running_due_at__lt=at)

    def numbered(self, number):
        """The review of a permanent number such as R-2026-000042; none for anything else."""
        serial = number.rpartition("-")[2]
        if not (serial.isascii() and serial.isdigit() and len(serial) < 18):
            return self.none()
        return self.filter(pk=int(serial))


class Review(models.Model):
    """One request for a manual review, from its submission to the reviewer's answer."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", pgettext_lazy("of a request", "Rejected")
        DUPLICATE = "duplicate", pgettext_lazy("of a request", "Duplicate")

    partner = models.ForeignKey(
        "partnercenter.Partner", on_delete=models.PROTECT, related_name="reviews", verbose_name=_("partner")
    )
    preregistration = models.ForeignKey(
        "customers.PreRegistration",
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("pre-registration"),
    )
    # The pre-registration while the case is open, NULL afterwards: one open case for each.
    open_for = models.OneToOneField(
        "customers.PreRegistration",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="open_review",
    )
    # The attempt that led here; none where the customer's own acceptance did (R20).
    decision = models.OneToOneField(
        "customers.Decision",
        on_delete=models.PROTECT,
        null=True,
        related_name="review",
        verbose_name=_("decision"),
    )
    reasons = models.JSONField(
        _("reasons"), default=list, help_text=_("Codes of the rules that asked for it.")
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    justification = models.TextField(_("justification"), max_length=WORDS_LENGTH, blank=True)
    expected_spend = models.DecimalField(
        _("expected monthly spend"), max_digits=14, decimal_places=2, null=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    contact_history = models.TextField(_("history of contact"), max_length=WORDS_LENGTH, blank=True)
    customer_contact = models.CharField(_("contact at the customer"), max_length=300, blank=True)

    # The clock (R13): whose calendar, until when, and the same instant while it runs.
    office_country = CountryField(_("country of the office"))
    office_time_zone = models.CharField(_("time zone of the office"), max_length=64)
    due_at = models.DateTimeField(_("due"))
    running_due_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(_("paused since"), null=True)
    # A pause ends by itself at this instant; it is given once.
    pause_ends_at = models.DateTimeField(_("pause ends"), null=True)
    # When the clock's sweep must look next; NULL once it has nothing more to tell.
    watch_at = models.DateTimeField(null=True, db_index=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    flagged_at = models.DateTimeField(_("flagged overdue"), null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_reviews",
        verbose_name=_("assigned to"),
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    comment = models.TextField(_("comment"), max_length=WORDS_LENGTH, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="decided_reviews",
        verbose_name=_("decided by"),
    )
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="duplicates", verbose_name=_("duplicate of")
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [
            models.Index(fields=["outcome", "running_due_at", "id"], name="review_queue"),
            models.Index(fields=["partner", "-id"], name="review_list"),
            models.Index(fields=["partner", "outcome", "-id"], name="review_states"),
            models.Index(fields=["decided_at", "id"], name="review_decided"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome="", decided_at__isnull=True, decided_by__isnull=True, open_for__isnull=False
                )
                | (
                    ~Q(outcome="")
                    & Q(
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        open_for__isnull=True,
                        running_due_at__isnull=True,
                        watch_at__isnull=True,
                    )
                ),
                name="review_decided_or_open",
            ),
            models.CheckConstraint(
                condition=Q(running_due_at__isnull=True)
                | Q(running_due_at=F("due_at"), paused_at__isnull=True),
                name="review_runs_to_its_due",
            ),
        ]
        permissions = [
            ("decide_review", _("Can decide reviews")),
            ("escalate_review", _("Is told of reviews that stay overdue")),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("reviews:case", args=[self.number])

    @property
    def number(self):
        return f"R-{self.submitted_at.year}-{self.pk:06d}"

    @property
    def is_open(self):
        return not self.outcome

    def is_overdue(self, at):
        return self.running_due_at is not None and self.running_due_at < at

    def is_waiting(self, at):
        """Whether the clock stands still for the partner's answer; a pause is over at its end, swept or not."""
        return self.paused_at is not None and at < self.pause_ends_at


class Entry(models.Model):
    """One line of a case's thread and history: what was said or done, by whom. Append-only."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("sent the request")
        ACCEPTED = "accepted", _("The customer has accepted")
        TAKEN = "taken", _("took the case")
        ASSIGNED = "assigned", _("assigned the case")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        RESUMED = "resumed", _("The clock runs again")
        MOVED = "moved", _("moved the case to another office")
        REMINDED = "reminded", _("Reviewers were reminded")
        FLAGGED = "flagged", _("The case is overdue")
        ESCALATED = "escalated", _("The case was escalated")
        NOTED = "noted", _("noted for reviewers")
        STOPPED = "stopped", _("could not approve")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        DUPLICATE = "duplicate", _("marked it as a duplicate")

    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="entries", verbose_name=_("review")
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    words = models.TextField(_("words"), max_length=WORDS_LENGTH, blank=True)
    # Names one filled-in form, so that sending it twice is answered once.
    attempt = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["review", "attempt"], name="entry_once_per_attempt"),
        ]

    def __str__(self):
        return self.get_kind_display()


# What reviewers do among themselves; the partner's thread leaves it out.
INTERNAL = frozenset(
    {
        Entry.Kind.TAKEN,
        Entry.Kind.ASSIGNED,
        Entry.Kind.REMINDED,
        Entry.Kind.ESCALATED,
        Entry.Kind.NOTED,
        Entry.Kind.STOPPED,
    }
)


def evidence_storage():
    return storages["evidence"]


def evidence_path(evidence, _name):
    """A name of our own: what the sender called the file never reaches the disk."""
    return f"{evidence.review_id}/{evidence.pk}"


class Evidence(models.Model):
    """A file that speaks for the request; outside the web root, for its partner and for reviewers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("review")
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8)
    size = models.PositiveIntegerField(_("size"))
    file = models.FileField(upload_to=evidence_path, storage=evidence_storage, max_length=200)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reviews:evidence", args=[self.review.number, self.pk])


class CommentTemplate(models.Model):
    """Words that reviewers begin a comment with."""

    title = models.CharField(_("title"), max_length=120, unique=True)
    outcome = models.CharField(_("for"), max_length=12, choices=Review.Outcome)
    words = models.TextField(_("words"), max_length=WORDS_LENGTH)

    class Meta:
        ordering = ["outcome", "title"]
        verbose_name = _("comment template")
        verbose_name_plural = _("comment templates")

    def __str__(self):
        return self.title
