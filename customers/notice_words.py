"""What a partner is told, in one place: the entry under the bell and the mail say the same.

Another app adds kinds of its own by `register`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from customers.eligibility import BY_CODE
from customers.masking import masked_email, masked_in
from customers.models import Kind
from partnercenter import addresses, times
from partnercenter.directions import isolated

ANSWERS = gettext_lazy("What becomes of customers")
INVITATIONS = gettext_lazy("Invitations that go astray")
TIME = gettext_lazy("Time that runs out")
OPEN = gettext_lazy("Open the customer")


def customer_page(notice):
    return reverse("customers:detail", args=[notice.preregistration_id])


def correction_page(notice):
    # Without the address in it: it is somebody's word, and no person's data belongs into an address of ours.
    return reverse("customers:correct", args=[notice.preregistration_id])


@dataclass(frozen=True)
class Words:
    """`title` and `text` may name `told` facts: %(name)s, %(email)s, %(until)s, %(zone)s, %(vendor)s, and a kind's own."""

    label: Promise  # of its switch
    group: Promise  # where the switch stands
    title: Promise  # also the subject of the mail
    text: Promise  # what it means, and what to do next
    icon: str = "mail"
    tone: str = "held"
    link: Promise = OPEN
    page: Callable = customer_page
    page_for_viewers: bool = True  # else a viewer is led to the customer


WORDS: dict[str, Words] = {}
# For what a newer version has told while this one still runs.
UNKNOWN = Words(
    gettext_lazy("Other news"),
    ANSWERS,
    gettext_lazy("There is news about %(name)s"),
    gettext_lazy("Open the customer to see what has changed."),
)


def register(kind, words):
    """Give a kind of notice its words, and with them its switch among the mails a member may have."""
    WORDS[str(kind)] = words


ENDS = gettext_lazy(
    "It is yours until %(until)s (%(zone)s). Unless the customer accepts by then, any partner may pre-register it."
)
for kind, *words in (
    (
        Kind.ASSOCIATED, ANSWERS,
        gettext_lazy("%(name)s is associated with you"),
        gettext_lazy("The customer has accepted your invitation. It is yours now, without an end date, and no longer counts against your quota."),
        "joined", "good",
    ),
    (
        Kind.DISSOCIATED, ANSWERS,
        gettext_lazy("%(name)s is no longer associated with you"),
        gettext_lazy("%(vendor)s has ended the association, and the customer is free again. If you disagree, ask your partner manager at %(vendor)s."),
        "parted", "bad",
    ),
    (
        Kind.IN_REVIEW, ANSWERS,
        gettext_lazy("%(name)s has accepted, and a reviewer must decide"),
        gettext_lazy("The customer stays held for you meanwhile. There is nothing you need to do: you are told as soon as it is decided."),
        "wait", "wait",
    ),
    (
        Kind.NOT_ASSOCIATED, ANSWERS,
        gettext_lazy("%(name)s has accepted, but a rule stands against it"),
        gettext_lazy("The customer could not be associated with you; nothing else has changed. Ask your partner manager at %(vendor)s how to go on."),
        "no", "bad",
    ),
    (
        Kind.DECLINED, ANSWERS,
        gettext_lazy("%(name)s has declined your invitation"),
        gettext_lazy("The pre-registration has ended, and its place in your quota is free again. If you come to an agreement after all, pre-register the customer anew."),
        "declined", "bad",
    ),
    (
        Kind.WRONG_PERSON, INVITATIONS,
        gettext_lazy("Your invitation for %(name)s reached the wrong person"),
        gettext_lazy("Whoever opened it says that it is not for them, so the pre-registration of %(email)s has ended. Find out the right address, then pre-register the customer anew."),
        "declined", "bad",
    ),
    (
        Kind.OTHER_ADDRESS, INVITATIONS,
        gettext_lazy("%(name)s may use another email address"),
        gettext_lazy("Somebody who has your invitation says that the right address is %(email)s. This is not proven: ask the customer, and correct the address if it is right."),
        "mail", "wait", gettext_lazy("Correct the address"), correction_page, False,
    ),
    (
        Kind.INVITATION_FAILED, INVITATIONS,
        pgettext_lazy("a notice", "Your invitation for %(name)s could not be delivered"),
        gettext_lazy("The mail to %(email)s was given up. Ask the customer for the right address, or pass on a hyperlink or a QR code instead."),
        "warn", "bad",
    ),
    (Kind.EXPIRES_IN_3_DAYS, TIME, gettext_lazy("The pre-registration of %(name)s expires within 3 days"), ENDS, "wait", "wait"),
    (Kind.EXPIRES_IN_1_DAY, TIME, gettext_lazy("The pre-registration of %(name)s expires within 1 day"), ENDS, "wait", "bad"),
    (
        Kind.EXPIRED, TIME,
        gettext_lazy("The pre-registration of %(name)s has expired"),
        gettext_lazy("Its time ran out on %(until)s (%(zone)s). Any partner may pre-register the customer now; so may you, again."),
        "gone", "",
    ),
):  # fmt: skip
    register(kind, Words(kind.label, *words))


class Entry:
    """One notice in words, read in whatever language and zone is active at that moment."""

    def __init__(self, notice, *, for_viewer=False, masked=False):
        self.notice, self.masked = notice, masked
        self.words = WORDS.get(notice.kind, UNKNOWN)
        self.leads_on = self.words.page_for_viewers or not for_viewer

    @property
    def title(self):
        return self.words.title % self.told

    @property
    def text(self):
        return self.words.text % self.told

    @property
    def because(self):
        """What somebody else said, where there is such: the rules, the mail server, or the vendor."""
        facts = self.notice.facts
        if codes := facts.get("codes"):
            titles = [BY_CODE[code].title % {"vendor": settings.VENDOR_NAME} for code in codes]
            # Translators: between the parts of a list.
            told = {"reasons": _("; ").join(titles)}
            return ngettext("The reason: %(reasons)s.", "The reasons: %(reasons)s.", len(titles)) % told
        if error := facts.get("error"):
            error = masked_in(error) if self.masked else error
            return _("The mail server said: %(error)s") % {"error": isolated(error)}
        if question := facts.get("question"):
            return _("The question: %(question)s") % {"question": isolated(question)}
        if why := facts.get("why"):
            return _("The reason given: %(why)s") % {"why": isolated(why)}
        return ""

    @property
    def address(self):
        return self.notice.facts.get("email", self.notice.preregistration.email)

    @property
    def told(self):
        facts, row = self.notice.facts, self.notice.preregistration
        email = masked_email(self.address) if self.masked else self.address
        told = facts | {"email": isolated(email), "name": name_of(row, email), "vendor": settings.VENDOR_NAME}
        if "until" in facts:
            until = datetime.fromisoformat(facts["until"])
            told |= {"until": times.moment(until), "zone": times.zone(until)}
        return told

    @property
    def link(self):
        return self.words.link if self.leads_on else OPEN

    @property
    def page(self):
        page = self.words.page if self.leads_on else customer_page
        return page(self.notice)


def name_of(row, email):
    """The customer's name as a part of a sentence."""
    return isolated(addresses.plain_name(row.company_name) or email)
