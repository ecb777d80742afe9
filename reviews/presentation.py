"""Cases as the partner's pages show them: words and figures, no markup."""

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from customers.eligibility import BY_CODE
from customers.presentation import country_name
from partnercenter import times
from reviews import clocks, money
from reviews.models import INTERNAL, Entry

# Label, tone and icon of each state that a partner sees.
STATES = {
    "open": (gettext_lazy("Pending review"), "wait", "wait"),
    "waiting": (gettext_lazy("Waiting for your answer"), "held", "help"),
    "overdue": (pgettext_lazy("of a request", "Overdue"), "bad", "flag"),
    "approved": (gettext_lazy("Approved"), "good", "joined"),
    "rejected": (pgettext_lazy("of a request", "Rejected"), "bad", "no"),
    "duplicate": (pgettext_lazy("of a request", "Duplicate"), "bad", "no"),
}
TONES = {
    Entry.Kind.SUBMITTED: "held",
    Entry.Kind.ACCEPTED: "held",
    Entry.Kind.ANSWERED: "held",
    Entry.Kind.ASKED: "wait",
    Entry.Kind.FLAGGED: "bad",
    Entry.Kind.APPROVED: "good",
    Entry.Kind.REJECTED: "bad",
    Entry.Kind.DUPLICATE: "bad",
}
OURS = frozenset({Entry.Kind.SUBMITTED, Entry.Kind.ANSWERED})
# The same acts after "You": most languages bend the verb.
YOURS = {
    Entry.Kind.SUBMITTED: pgettext_lazy("you", "sent the request"),
    Entry.Kind.ANSWERED: pgettext_lazy("you", "answered"),
}


def state(review, policy, at):
    """The late ones are late from their first instant, whether or not a sweep has flagged them."""
    if review.outcome:
        name = review.outcome
    elif review.is_waiting(at):
        name = "waiting"
    else:
        name = "overdue" if clocks.is_overdue(review, policy, at) else "open"
    label, tone, icon = STATES[name]
    return {"name": name, "label": label, "tone": tone, "icon": icon}


def row(review, policy, at):
    """One line of the list."""
    due = clocks.due_at(review, policy, at)
    return {
        "number": review.number,
        "url": review.get_absolute_url(),
        "name": review.preregistration.company_name,
        "email": review.preregistration.masked_email,
        "state": state(review, policy, at),
        "due": times.short_moment(due),
        "iso": due.isoformat(),
        "left": times.left(due, at),
        "late": times.left(at, due),
        "pause_ends": review.pause_ends_at and times.short_moment(review.pause_ends_at),
        "pause_ends_in": review.pause_ends_at and times.ago(review.pause_ends_at, at),
        "submitted": times.short_moment(review.submitted_at),
        "submitted_ago": times.ago(review.submitted_at, at),
        "decided": review.decided_at and times.short_moment(review.decided_at),
        "decided_ago": review.decided_at and times.ago(review.decided_at, at),
    }


def line(review):
    """Another request for the same customer, in one line."""
    return {
        "number": review.number,
        "url": review.get_absolute_url(),
        "outcome": review.get_outcome_display() or STATES["open"][0],
        "submitted": times.moment(review.submitted_at),
    }


def thread(review, entries, files, *, reader, at):
    """What was said and done, the oldest first, each with the files that came with it."""
    by_entry = {}
    for file in files:
        by_entry.setdefault((file.added_at, file.added_by_id), []).append(shown_file(review, file))
    return [
        {
            "who": who(entry, reader),
            "what": what(entry, reader),
            "words": moved(entry.words) if entry.kind == Entry.Kind.MOVED else entry.words,
            "tone": TONES.get(entry.kind, ""),
            "asked": entry.kind == Entry.Kind.ASKED,
            "time": times.instant(entry.at, at),
            "files": by_entry.pop((entry.at, entry.by_id), []) if entry.kind in OURS else [],
        }
        for entry in entries
        if entry.kind not in INTERNAL
    ]


def who(entry, reader):
    """A member by its name, the vendor's staff by its office; empty where nobody acted."""
    if entry.by is None:
        return ""
    if entry.kind not in OURS:
        return _("Reviewer")
    return _("You") if entry.by == reader else str(entry.by)


def what(entry, reader):
    told = YOURS.get(entry.kind) if entry.by == reader else None
    return told or entry.get_kind_display()


def moved(words):
    """From which office to which: recorded as codes of countries and time zones."""
    old, new = (
        f"{country_name(country)} ({times.city(get_language(), zone)})"
        for country, zone in (office.split(", ") for office in words.split(" > "))
    )
    return _("From %(old)s to %(new)s.") % {"old": old, "new": new}


def shown_file(review, file):
    return {"name": file.name, "url": file.get_absolute_url(), "size": file.size}


def submitted(review):
    """What the partner added to its attempt, as label and value; nothing where the customer's acceptance led here."""
    if review.submitted_by_id is None:
        return []
    spend = money.words(review.expected_spend, review.currency) if review.currency else ""
    pairs = [
        (_("Expected spend a month"), spend),
        (_("Contact at the customer"), review.customer_contact),
        (_("History of contact"), review.contact_history),
        (_("Requested by"), str(review.submitted_by)),
    ]
    return [(label, value) for label, value in pairs if value]


def accepted(acceptance):
    """What the customer entered when it accepted."""
    pairs = [
        (pgettext("of a person", "Name"), acceptance.name),
        (_("Company name"), acceptance.company_name),
        (_("Registration country"), country_name(acceptance.country.code)),
        (pgettext("when", "Accepted"), f"{times.moment(acceptance.at)} ({times.zone(acceptance.at)})"),
    ]
    return [(label, value) for label, value in pairs if value]


def why(review, country, at):
    """The reasons of a case, and when its attempt was judged where there was one."""
    told = {
        "vendor": settings.VENDOR_NAME,
        "customer_country": country_name(country),
        "partner_country": country_name(review.partner.country.code),
    }
    rules = [BY_CODE[code] for code in review.reasons]
    judged = review.decision.at if review.decision else review.submitted_at
    return {
        "judged": times.instant(judged, at),
        "reasons": [
            {"code": rule.code, "title": rule.title % told, "text": rule.text % told} for rule in rules
        ],
        "words": ngettext("One reason", "%(count)s reasons", len(rules)) % {"count": len(rules)},
    }
