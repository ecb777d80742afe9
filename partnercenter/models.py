"""The ground floor's nouns: who signs in, for which partner, under which policy."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField
from phonenumber_field.modelfields import PhoneNumberField
from uuid_utils.compat import uuid7

from partnercenter import addresses

LONGEST_VALIDITY = 365  # days; a date far beyond has no calendar
TIME_ZONES = frozenset(available_timezones())  # reading them walks the file system


def check_time_zone(name):
    if name not in TIME_ZONES:
        raise ValidationError(
            _(
                "Choose a time zone from the list, such as Asia/Singapore, or type the name of a large city in it."
            )
        )


def check_email(address):
    try:
        addresses.parse(address)
    except addresses.AddressNotValid as error:
        raise ValidationError(error.message) from error


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=addresses.parse(email).key, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().casefold())


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. The email is kept as its key, so one mailbox is one user."""

    email = models.EmailField(_("email address"), unique=True, validators=[check_email])
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120)
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: the partner's language."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[check_time_zone],
        help_text=_("Empty: the partner's time zone."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("works for the vendor"), default=False)
    date_joined = models.DateTimeField(_("since"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]

    @property
    def initials(self):
        words = self.name.split() or [self.email]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


class Partner(models.Model):
    """An organisation that sells for the vendor and holds customers."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = CountryField(_("country"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ACTIVE)
    reserved_mobile = PhoneNumberField(_("reserved mobile number"), blank=True)
    reserved_email = models.EmailField(_("reserved email address"), blank=True, validators=[check_email])
    quota = models.PositiveIntegerField(
        _("own quota"), null=True, blank=True, help_text=_("Empty: the policy's quota.")
    )
    validity_days = models.PositiveSmallIntegerField(
        _("own validity in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_VALIDITY)],
        help_text=_("Empty: the policy's validity."),
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(
                condition=Q(validity_days__isnull=True) | Q(validity_days__gte=1),
                name="partner_validity_at_least_a_day",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_active(self):
        return self.status == self.Status.ACTIVE

    @property
    def has_contact(self):
        """R2: a mobile number or an email address is reserved."""
        return bool(self.reserved_mobile or self.reserved_email)


class Member(models.Model):
    """A user who acts for one partner."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        AGENT = "agent", _("Agent")
        VIEWER = "viewer", _("Viewer")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="member",
        verbose_name=_("user"),
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="members", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.VIEWER)
    # Kinds of notices this member does not want by mail.
    muted = models.JSONField(default=list, blank=True, editable=False)
    # The newest notice that was on the screen: what came later is new under the bell.
    seen_notice = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self):
        return f"{self.user} ({self.get_role_display()})"

    @property
    def may_register(self):
        """R1, the member's half: owners and agents register, invite and delete."""
        return self.role in (self.Role.OWNER, self.Role.AGENT)


@dataclass(frozen=True)
class Terms:
    """What one partner gets under one version of the policy."""

    version: int
    quota: int
    validity: timedelta
    attempts_per_hour: int
    emails_per_day: int
    review_days: int
    verdicts: dict[str, str]


class PolicyQuerySet(models.QuerySet):
    def current(self, at: datetime):
        """The version in force. Raises Policy.DoesNotExist only on a database without migrations."""
        return self.filter(starts_at__lte=at).order_by("-version")[:1].get()


class Policy(models.Model):
    """One version of the vendor's numbers and switches. A change is a new version, never an edit."""

    version = models.PositiveIntegerField(_("version"), unique=True, editable=False)
    starts_at = models.DateTimeField(_("in force since"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    note = models.CharField(_("why"), max_length=200)
    validity_days = models.PositiveSmallIntegerField(
        _("validity in days"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_VALIDITY)],
        help_text=_("A pre-registration is valid for so many times 24 hours (R12)."),
    )
    quota = models.PositiveIntegerField(
        _("quota"),
        help_text=_("Pending and pre-registered customers a partner may have at once (R3)."),
    )
    attempts_per_hour = models.PositiveIntegerField(
        _("attempts per hour"),
        validators=[MinValueValidator(1)],
        help_text=_("Attempts of one partner in any hour, so that nobody learns the directory by trying."),
    )
    emails_per_day = models.PositiveIntegerField(
        _("invitation emails per day"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Invitation emails that one customer may be sent in any 24 hours."),
    )
    review_days = models.PositiveSmallIntegerField(
        _("working days for a review"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("A manual review is due so many working days after it was submitted (R13)."),
    )
    pause_days = models.PositiveSmallIntegerField(
        _("working days for an answer"),
        default=5,
        db_default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("A reviewer's question stops the clock for so many working days at most."),
    )
    office_country = CountryField(
        _("country of the review office"),
        default="SG",
        help_text=_("Its public holidays are no working days."),
    )
    office_time_zone = models.CharField(
        _("time zone of the review office"),
        max_length=64,
        default="Asia/Singapore",
        validators=[check_time_zone],
    )
    # ISO dates, ascending.
    closures = models.JSONField(_("extra closures"), default=list, blank=True)
    extra_days = models.JSONField(_("extra working days"), default=list, blank=True)
    verdicts = models.JSONField(
        _("rule switches"),
        default=dict,
        blank=True,
        help_text=_("Outcome by rule code, where it differs from the rule's own."),
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            models.CheckConstraint(condition=Q(validity_days__gte=1), name="policy_validity_at_least_a_day"),
        ]

    def __str__(self):
        return _("Policy %(version)s") % {"version": self.version}

    def terms_for(self, partner) -> Terms:
        days = self.validity_days if partner.validity_days is None else partner.validity_days
        return Terms(
            version=self.version,
            quota=self.quota if partner.quota is None else partner.quota,
            validity=timedelta(days=days),
            attempts_per_hour=self.attempts_per_hour,
            emails_per_day=self.emails_per_day,
            review_days=self.review_days,
            verdicts=self.verdicts,
        )


class Feedback(models.Model):
    """What a reader says about a page of the guide."""

    class Trouble(models.TextChoices):
        UNCLEAR = "unclear", _("It is hard to understand")
        MISSING = "missing", _("Something is missing")
        WRONG = "wrong", _("It is wrong or out of date")
        LOST = "lost", _("I did not find what I was looking for")
        PRODUCT = "product", _("Partner Center does something else than described")

    COMMENT_LENGTH = 200

    page = models.CharField(_("page"), max_length=64)
    helpful = models.BooleanField(_("found it helpful"), null=True)
    # Codes of troubles, separated by spaces.
    troubles = models.CharField(_("troubles"), max_length=200, blank=True)
    comment = models.CharField(pgettext_lazy("of a reader", "comment"), max_length=COMMENT_LENGTH, blank=True)
    language = models.CharField(_("language"), max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("reader"),
    )
    at = models.DateTimeField(_("sent at"), db_index=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("feedback")
        verbose_name_plural = pgettext_lazy("plural", "feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(helpful__isnull=False) | ~Q(troubles="") | ~Q(comment=""),
                name="feedback_says_something",
            ),
        ]

    def __str__(self):
        return self.page


class Message(models.Model):
    """A mail to be delivered: a row, written in the transaction that causes it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", pgettext_lazy("of a message", "Sent")
        FAILED = "failed", pgettext_lazy("of a message", "Failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Names the event it tells of, so that each person is told once (I5).
    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=32)
    # The primary key of the row it tells of, where its messages are looked up or counted by it.
    about = models.UUIDField(null=True, db_index=True, editable=False)
    to = models.CharField(pgettext_lazy("of an email", "to"), max_length=320, db_index=True)
    # Whose mailbox that is, however the address was typed.
    to_key = models.CharField(max_length=320, editable=False)
    to_name = models.CharField(_("name of the recipient"), max_length=200, blank=True)
    sender = models.CharField(pgettext_lazy("of an email", "from"), max_length=400, blank=True)
    subject = models.CharField(_("subject"), max_length=400)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(_("created at"))
    # When a worker must look; NULL once it is sent or has failed.
    next_try_at = models.DateTimeField(_("next try at"), null=True, db_index=True)
    give_up_at = models.DateTimeField(_("tried until"))
    tries = models.PositiveIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    failed_at = models.DateTimeField(_("failed at"), null=True, db_index=True)
    error = models.CharField(_("the server's reason"), max_length=500, blank=True)
    # When its text is emptied; NULL while it waits, and again once that is done.
    forget_at = models.DateTimeField(null=True, db_index=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        indexes = [models.Index(fields=["to_key", "-created_at"], name="message_of_mailbox")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state="queued", next_try_at__isnull=False, sent_at__isnull=True, failed_at__isnull=True
                )
                | Q(state="sent", next_try_at__isnull=True, sent_at__isnull=False, failed_at__isnull=True)
                | Q(state="failed", next_try_at__isnull=True, sent_at__isnull=True, failed_at__isnull=False),
                name="message_state_has_its_time",
            ),
        ]

    def __str__(self):
        """The subject of a code begins with it, for its reader's lock screen; it is nobody else's to read."""
        return re.sub(r"\d", "•", self.subject) if self.kind == "code" else self.subject
