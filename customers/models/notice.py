from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a partner is told of; a member may have each by mail or not."""

    ASSOCIATED = "associated", _("A customer is associated with you")
    DISSOCIATED = "dissociated", _("An association has ended")
    IN_REVIEW = "in_review", _("A customer has accepted, and a reviewer must decide")
    NOT_ASSOCIATED = "not_associated", _("A customer has accepted, but a rule stands against it")
    DECLINED = "declined", _("A customer has declined")
    WRONG_PERSON = "wrong_person", _("An invitation reached the wrong person")
    OTHER_ADDRESS = "other_address", _("A customer uses another email address")
    INVITATION_FAILED = "invitation_failed", _("An invitation could not be delivered")
    EXPIRES_IN_3_DAYS = "expires_in_3_days", _("A pre-registration expires in 3 days")
    EXPIRES_IN_1_DAY = "expires_in_1_day", _("A pre-registration expires in 1 day")
    EXPIRED = "expired", _("A pre-registration has expired")


class NoticeQuerySet(models.QuerySet):
    def of(self, partner):
        return self.filter(partner=partner)


class Notice(models.Model):
    """Something a partner should know: an entry under the bell, and a mail to those who want it."""

    partner = models.ForeignKey(
        "partnercenter.Partner", on_delete=models.PROTECT, related_name="notices", verbose_name=_("partner")
    )
    preregistration = models.ForeignKey(
        "PreRegistration",
        on_delete=models.PROTECT,
        null=True,
        related_name="notices",
        verbose_name=_("pre-registration"),
    )
    kind = models.CharField(_("kind"), max_length=24)
    at = models.DateTimeField(_("at"))
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)
    # Names the event it tells of, so that each is told once (I5).
    key = models.CharField(max_length=120, unique=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["partner", "-id"], name="notice_list")]

    def __str__(self):
        return self.kind
