"""What a reviewer sees of a case: words and figures, no markup."""

from django.conf import settings
from django.utils.translation import gettext as _

from customers.eligibility import AT_APPROVAL, BY_CODE, Verdict, verdict_of
from customers.models import VendorLead
from customers.presentation import country_name
from customers.statuses import Status
from partnercenter import times
from partnercenter.models import Policy
from reviews import approval, clocks, duplicates, presentation
from reviews.admin import background
from reviews.admin.filters import STATES, state_of
from reviews.models import INTERNAL, Entry


def line_of(review, policy, at):
    """One line of the queue."""
    told = {"vendor": settings.VENDOR_NAME}
    return {
        "reasons": _(", ").join(str(BY_CODE[code].title % told) for code in review.reasons),
        "clock": clock_words(review, policy, at),
        "state": STATES[state_of(review, at)],
    }


def case(review, at):
    """The whole page: everything needed to decide without leaving it."""
    row = review.preregistration
    account = approval.account_of(row)
    accepted = getattr(row, "acceptance", None)
    policy = Policy.objects.current(at)
    entries = list(review.entries.select_related("by"))
    return {
        "review": review,
        "row": row,
        "state": STATES[state_of(review, at)],
        "country": country_name(row.country.code),
        "clock": clocks.clock(review, entries, policy, at) | clock_words(review, policy, at),
        "reasons": reasons(review, account),
        "account": account and background.account_facts(account),
        "judgement": judgement(row, account, policy, at) if review.is_open else None,
        "company": background.company(row, at),
        "record": background.record(row.partner, at),
        "submitted": presentation.submitted(review),
        "accepted": accepted and presentation.accepted(accepted),
        "evidence": review.evidence.select_related("review", "added_by"),
        "history": history(row, entries, at),
        "former": duplicates.former_cases(review),
    }


def clock_words(review, policy, at):
    """Due, and the time left or past; a paused clock has neither, and a decided case tells when that was."""
    due = clocks.due_at(review, policy, at)
    words = {"due": times.moment(due), "zone": times.zone(due), "iso": due.isoformat()}
    if review.outcome:
        decided = {"decided": times.moment(review.decided_at), "by": review.decided_by}
        return words | decided | {"state": "decided", "zone": times.zone(review.decided_at)}
    if review.is_waiting(at):
        return words | {
            "state": "paused",
            "since": times.moment(review.paused_at),
            "until": times.moment(review.pause_ends_at),
            "late": review.paused_at > due,
        }
    if due < at:
        return words | {"state": "overdue", "over": times.left(at, due)}
    return words | {"state": "running", "left": times.left(due, at)}


def reasons(review, account):
    """Each reason with the facts behind it."""
    return [
        {"code": code, "title": approval.title_of(code), "facts": facts_behind(code, review, account)}
        for code in review.reasons
    ]


def facts_behind(code, review, account):
    row = review.preregistration
    if code == "country_differs":
        return countries_compared(row, account)
    if code == "vendor_lead":
        return lead_told(VendorLead.objects.filter(email_key=row.email_key).order_by("-created_at").first())
    return _("See the account below.")


def countries_compared(row, account):
    told = {"typed": country_name(row.country.code), "partner": country_name(row.partner.country.code)}
    if account and account.country:
        told["account"] = country_name(account.country.code)
        return _("The account is registered in %(account)s, the partner is in %(partner)s.") % told
    return (
        _("The partner entered %(typed)s and is in %(partner)s. There is no account with a country.") % told
    )


def lead_told(lead):
    if lead is None:
        return _("The lead is not known any more.")
    told = {
        "owner": lead.owner or _("nobody named"),
        "since": times.moment(lead.created_at),
        "zone": times.zone(lead.created_at),
    }
    if lead.released_at:
        return _("Lead of %(owner)s since %(since)s (%(zone)s), released meanwhile.") % told
    return _("Lead of %(owner)s since %(since)s (%(zone)s).") % told


def judgement(row, account, policy, at):
    """R15 as it would go at this moment."""
    assessment = approval.judge(row, account, at=at)
    return {
        "violation": approval.refusal(row.partner, assessment),
        "rules": [ruling(rule, assessment, policy) for rule in AT_APPROVAL],
    }


def ruling(rule, assessment, policy):
    verdict = verdict_of(rule, policy.verdicts)
    applies = rule.code in assessment.codes
    if verdict is None:
        words = _("Switched off in the policy")
    elif not applies:
        words = _("Does not apply")
    else:
        words = _("Applies: no approval") if verdict == Verdict.REFUSE else _("Applies: you decide")
    stands = applies and verdict == Verdict.REFUSE
    return {"code": rule.code, "title": approval.title_of(rule.code), "words": words, "stands": stands}


def history(row, entries, at):
    """What was said and done, and the moves of the pre-registration, as they followed one another."""
    said = [
        line(entry, entry.get_kind_display(), words_of(entry), at) | {"internal": entry.kind in INTERNAL}
        for entry in entries
    ]
    moved = [
        line(event, Status(event.went_to).label, "", at) | {"move": True}
        for event in row.events.select_related("by")
    ]
    return sorted(said + moved, key=lambda one: one["at"])


def line(one, what, words, at):
    return {
        "at": one.at,
        "time": times.instant(one.at, at),
        "what": what,
        "by": one.by or "",
        "words": words,
    }


def words_of(entry):
    if entry.kind != Entry.Kind.STOPPED:
        return entry.words
    return _("; ").join(
        approval.title_of(code) if code in BY_CODE else _("The partner is suspended")
        for code in entry.words.split(",")
    )
