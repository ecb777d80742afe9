"""Pre-registrations and decisions as the pages show them: words and figures, no markup."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from operator import itemgetter
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django_countries import countries
from phonenumber_field.phonenumber import to_python

from customers.eligibility import BY_CODE, Verdict
from customers.masking import masked_email, masked_number
from customers.models import Decision, Kind, PreRegistration
from customers.notice_words import Entry
from customers.statuses import DELETABLE, Status
from partnercenter import times

ICONS = {
    Status.PENDING_REVIEW: "wait",
    Status.PREREGISTERED: "held",
    Status.ASSOCIATED: "joined",
    Status.REJECTED: "no",
    Status.EXPIRED: "gone",
    Status.DECLINED: "declined",
    Status.DELETED: "bin",
    Status.DISSOCIATED: "parted",
}
TONES = {
    Status.PENDING_REVIEW: "wait",
    Status.PREREGISTERED: "held",
    Status.ASSOCIATED: "good",
    Status.REJECTED: "bad",
    Status.DECLINED: "bad",
}
OUTCOME_ICONS = {"granted": "joined", "review": "wait", "refused": "no"}
# What the list reads of a row (`PreRegistrationQuerySet.rows`); anything else would be fetched for nothing.
ROW_FIELDS = (
    "id", "company_name", "email", "number", "country", "status", "status_since", "expires_at",
    "created_at", "created_by__name",
)  # fmt: skip


@cache
def country_name_in(_language, code):
    return str(countries.name(code)) or code


def country_name(code):
    return country_name_in(get_language(), code)


@lru_cache(maxsize=10_000)
def international(number):
    """An E.164 number spaced for reading; reading one costs as much as the rest of its row."""
    return to_python(number).as_international if number else ""


def row(values, at):
    """One line of the list, from the values named in ROW_FIELDS."""
    status = values["status"]
    if status == Status.PREREGISTERED and values["expires_at"] <= at:
        status, values["status_since"] = Status.EXPIRED, values["expires_at"]
    mobile = international(values["number"])
    return {
        "id": str(values["id"]),
        "name": values["company_name"],
        "masked_email": masked_email(values["email"]),
        "masked_mobile": masked_number(mobile) if mobile else "",
        "country": country_name(values["country"]),
        "by": values["created_by__name"],
        "created": times.moment(values["created_at"]),
        "created_ago": times.ago(values["created_at"], at),
        "deletable": status in DELETABLE,
    } | standing(status, values["status_since"], values["expires_at"], at)


def standing(status, since, expires_at, at):
    """A status and since when, or the time it has left."""
    status = Status(status)
    running = status == Status.PREREGISTERED
    return {
        "status": str(status),
        "label": str(status.label),
        "icon": ICONS[status],
        "tone": TONES.get(status, "quiet"),
        "time": times.running(since, expires_at, at) if running else None,
        "since": "" if running else since_words(status, times.until_moment(since, at)),
        "since_ago": "" if running else times.ago(since, at),
    }


def since_words(status, when):
    words = {
        Status.PENDING_REVIEW: _("Submitted %(when)s"),
        Status.ASSOCIATED: _("Since %(when)s"),
        Status.REJECTED: _("Decided %(when)s"),
        Status.DELETED: _("Deleted %(when)s"),
    }
    return words.get(status, _("Ended %(when)s")) % {"when": when}


def standing_of(preregistration: PreRegistration, at):
    status = preregistration.status_at(at)
    since = preregistration.status_since
    if status != preregistration.status:
        since = preregistration.expires_at
    return standing(status, since, preregistration.expires_at, at) | {"deletable": status in DELETABLE}


@dataclass(frozen=True)
class Quota:
    """Used and free places, before anything is typed (R3)."""

    pending: int
    preregistered: int
    quota: int

    @property
    def used(self):
        return self.pending + self.preregistered

    @property
    def free(self):
        return max(0, self.quota - self.used)

    @property
    def bars(self):
        """Widths of the two bars in hundredths of the quota."""
        whole = max(self.quota, self.used, 1)
        held = 100 * self.preregistered / whole
        return {
            "held": f"{held:.1f}",
            "wait_from": f"{held + (0.4 if held and self.pending else 0):.1f}",
            "wait": f"{100 * self.pending / whole:.1f}",
        }


def receipt(decision: Decision, at):
    """The answer to one attempt, the same in the dialog, on its own page and beside the customer."""
    name = decision.typed.get("company_name", "")
    reasons = [reason(decision, code) for code in decision.codes]
    return {
        "decision": decision,
        "outcome": decision.outcome,
        "icon": OUTCOME_ICONS[decision.outcome],
        "title": title(decision),
        "words": words(decision, name, len(reasons), at),
        "corrects": corrects(decision),
        "reasons": reasons,
        "judged": times.instant(decision.at, at),
        "quota": _("%(used)s / %(quota)s") % decision.shown if "quota" in decision.shown else "",
        "standing": standing_of(decision.preregistration, at) if decision.preregistration else None,
    }


def title(decision):
    if corrects(decision):
        return _("The address was not corrected")
    return {
        "granted": _("Pre-registered successfully"),
        "review": _("Needs a manual review"),
        "refused": _("Not pre-registered"),
    }[decision.outcome]


def corrects(decision):
    """The pre-registration whose address was to be corrected; empty for every other attempt."""
    return decision.shown.get("corrects", "")


def words(decision, name, count, at):
    if corrects(decision):
        return _("%(name)s stays held for you with the address it has.") % {"name": name}
    if decision.outcome == "granted" and decision.preregistration.holds(at):
        return _("%(name)s is held for you. No other partner can pre-register it meanwhile.") % {"name": name}
    if decision.outcome == "granted":
        return _("%(name)s was held for you then. The hold has ended.") % {"name": name}
    if decision.outcome == "review":
        return _("Nothing is held yet: a reviewer has to decide on %(name)s.") % {"name": name}
    return ngettext(
        "One rule stands against %(name)s. Nothing was used from your quota.",
        "%(count)s rules stand against %(name)s. Nothing was used from your quota.",
        count,
    ) % {"count": count, "name": name}


def reason(decision, code):
    """One finding as title, sentence and next step, in the reader's language of today."""
    rule = BY_CODE[code]
    shown = decision.shown
    told = shown | {
        "vendor": settings.VENDOR_NAME,
        "customer_country": country_name(shown["customer_country"]),
        "partner_country": country_name(shown["partner_country"]),
    }
    return {
        "code": code,
        "title": rule.title % told,
        "text": own_in_full(shown) if code == "already_yours" and shown["own"] else rule.text % told,
        "step": step_of(rule, decision) % told,
        "link": next_step(decision, code),
    }


def foreseen(codes, quota):
    """The same of what would be refused whatever was typed, with the way on."""
    told = {"vendor": settings.VENDOR_NAME, "used": quota.used, "quota": quota.quota}
    back = reverse("customers:preregister")
    return [
        {
            "title": rule.title % told,
            "text": rule.text % told,
            "step": rule.step % told,
            "link": way_on(rule.code, back=back),
        }
        for rule in map(BY_CODE.get, codes)
    ]


def step_of(rule, decision):
    """A manual review is a way on only where nothing else refuses, and never by a correction."""
    if corrects(decision) and decision.outcome == "review":
        return _(
            "A hold cannot move to an address that needs a manual review. To try all the same, delete this customer and request it anew."
        )
    if rule.verdict == Verdict.REVIEW and decision.outcome != "review":
        return _("Ask your partner manager how to work with this customer.")
    return rule.step


def own_in_full(shown):
    """R5: the asker's own row may be told with who, since when and until when."""
    since = datetime.fromisoformat(shown["own_since"])
    words = {
        Status.PREREGISTERED: _("Pre-registered by %(by)s, yours until %(until)s (%(zone)s)."),
        Status.PENDING_REVIEW: _("Requested by %(by)s, pending review since %(since)s (%(zone)s)."),
        Status.ASSOCIATED: _("Pre-registered by %(by)s, associated with you since %(since)s (%(zone)s)."),
    }[Status(shown["own_status"])]
    until = shown["own_until"] and times.moment(datetime.fromisoformat(shown["own_until"]))
    return words % {
        "by": shown["own_by"],
        "since": times.moment(since),
        "until": until,
        "zone": times.zone(since),
    }


def next_step(decision, code):
    """Where the next step is taken, for those that lie in Partner Center."""
    if code == "already_yours" and decision.shown["own"]:
        return {
            "url": reverse("customers:detail", args=[decision.shown["own"]]),
            "label": _("Open the customer"),
        }
    corrected = corrects(decision)
    form = reverse("customers:correct", args=[corrected]) if corrected else reverse("customers:preregister")
    return way_on(code, back=f"{form}?from={decision.number}")


def way_on(code, *, back):
    """Where what stands against every attempt is put right; `back` is the form one comes from."""
    if code == "contact_missing":
        return {
            "url": f"{reverse('personal_information')}?{urlencode({'next': back})}",
            "label": _("Open Personal Information"),
        }
    if code == "quota_reached":
        return {
            "url": reverse("customers:list") + "?sort=until&status=preregistered",
            "label": _("Show what ends first"),
        }
    return None


def contact(preregistration, *, masked):
    """A customer's address and number as a page may show them."""
    mobile = international(str(preregistration.mobile))
    if masked:
        return {"email": preregistration.masked_email, "mobile": masked_number(mobile) if mobile else ""}
    return {"email": preregistration.email, "mobile": mobile}


def reported(preregistration):
    """The last notice of another address, for as long as it is not the one that the customer has."""
    notice = preregistration.notices.filter(kind=Kind.OTHER_ADDRESS).first()
    return notice if notice and notice.facts["email"] != preregistration.email else None


def report_of(preregistration, at):
    """The same in words, the address masked."""
    notice = reported(preregistration)
    return notice and {"text": Entry(notice, masked=True).text, "time": times.instant(notice.at, at)}


def history(preregistration, at, *, masked=True):
    """Events and corrections, the latest first; an expiry that no sweep has written down yet is told all the same."""
    entries = [
        told(event.at, event.came_from, event.went_to, at, by=event.by, why=event.why)
        for event in preregistration.events.select_related("by")
    ]
    entries += [
        told_of(correction, at, masked) for correction in preregistration.corrections.select_related("by")
    ]
    if preregistration.is_over(at):
        entries.append(told(preregistration.expires_at, preregistration.status, Status.EXPIRED, at))
    return sorted(entries, key=itemgetter("at"))[::-1]


def told(when, came_from, went_to, at, *, by=None, why=""):
    return {
        "at": when,
        "time": times.instant(when, at),
        "tone": TONES.get(went_to, "quiet"),
        "label": Status(went_to).label,
        "came_from": _("before: %(status)s") % {"status": Status(came_from).label} if came_from else "",
        "by": actor(by, went_to),
        "why": words_of(why),
    }


def words_of(why):
    """A reason that is recorded as a code in words; what a person wrote as it is."""
    if why == Kind.WRONG_PERSON:
        return Kind.WRONG_PERSON.label
    codes = why.split(",")
    if not BY_CODE.keys() >= set(codes):
        return why
    return _("; ").join(BY_CODE[code].title % {"vendor": settings.VENDOR_NAME} for code in codes)


def told_of(correction, at, masked):
    shown = masked_email if masked else str
    return {
        "at": correction.at,
        "time": times.instant(correction.at, at),
        "tone": "quiet",
        "label": _("Address corrected"),
        "by": actor(correction.by),
        "why": _("From %(old)s to %(new)s.")
        % {"old": shown(correction.came_from), "new": shown(correction.went_to)},
    }


def actor(by, went_to=None):
    """Where no user acted, the clock let it expire, and all else is the customer's own act."""
    if by:
        return _("by %(name)s") % {"name": by}
    return _("automatically") if went_to == Status.EXPIRED else _("by the customer")


def typed(decision, readable):
    """What was typed in one attempt, as label and value; personal data that is not among the readable is masked."""
    labels = {
        "email": _("Email address"),
        "company_name": _("Company name"),
        "contact_name": _("Contact name"),
        "country": _("Registration country"),
        "mobile": _("Mobile number"),
        "industry": _("Industry"),
        "notes": _("Notes for your team"),
    }
    mobile = international(decision.typed.get("mobile", ""))
    entered = decision.typed | {
        "country": country_name(decision.typed.get("country", "")),
        "mobile": mobile,
    }
    if "email" not in readable:
        entered["email"] = masked_email(entered["email"])
    if "mobile" not in readable:
        entered["mobile"] = mobile and masked_number(mobile)
    return [(label, entered[name]) for name, label in labels.items() if entered.get(name)]


def deleted_words(rows):
    # Translators: between the names of a list.
    names = _(", ").join(row.company_name for row in rows)
    return ngettext("Deleted: %(names)s.", "%(count)s customers deleted: %(names)s.", len(rows)) % {
        "count": len(rows),
        "names": names,
    }
