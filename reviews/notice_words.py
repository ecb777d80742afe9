"""What a partner is told of its requests for review, under the bell and by mail."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers import notice_words
from customers.notice_words import Words

GROUP = _("Manual review")


class Kind(models.TextChoices):
    QUESTION = "review_question", _("A reviewer has a question")
    APPROVED = "review_approved", _("A request for review was approved")
    REJECTED = "review_rejected", _("A request for review was rejected")
    DUPLICATE = "review_duplicate", _("A request for review was closed as a duplicate")
    OVERDUE = "review_overdue", _("A review is late")


def case_page(notice):
    return reverse("reviews:case", args=[notice.facts["number"]])


for kind, title, text, icon, tone in (
    (
        Kind.QUESTION,
        _("A reviewer has a question about %(name)s"),
        _("The clock of your request %(number)s stands still until you answer. The customer stays held for you."),
        "wait", "wait",
    ),
    (
        Kind.APPROVED,
        _("Your request for %(name)s was approved"),
        _("Where the customer had accepted already, it is associated with you now; else its validity has begun, and you can invite it."),
        "joined", "good",
    ),
    (
        Kind.REJECTED,
        _("Your request for %(name)s was rejected"),
        _("The customer is no longer held for you, and its place in your quota is free again. The reviewer's comment says why; you can send a new request."),
        "no", "bad",
    ),
    (
        Kind.DUPLICATE,
        _("Your request for %(name)s was closed as a duplicate"),
        _("The same customer has another request already, and that one is decided. This one no longer holds the customer nor counts against your quota."),
        "no", "wait",
    ),
    (
        Kind.OVERDUE,
        _("The review of %(name)s is late"),
        _("The decision on your request %(number)s was due and has not been made. The reviewers have been told; the customer stays held for you."),
        "warn", "wait",
    ),
):  # fmt: skip
    notice_words.register(
        kind, Words(kind.label, GROUP, title, text, icon, tone, _("Open the request"), case_page)
    )
