"""What a reviewer does to one case: the form that is filled in, the verb, and the words for what it did."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnercenter import times
from reviews import decisions
from reviews.admin import forms


def take(review, answers, **who):
    decisions.take(review, **who)
    return _("You have this case now.")


def assign(review, answers, **who):
    review = decisions.assign(review, answers["to"], **who)
    return _("%(reviewer)s has this case now.") % {"reviewer": review.assigned_to}


def ask(review, answers, **who):
    review = decisions.ask(review, answers["question"], **who)
    return _("The partner was asked. The clock stands still until it answers, at most until %(until)s.") % {
        "until": instant(review.pause_ends_at)
    }


def note(review, answers, **who):
    decisions.note(review, answers["note"], **who)
    return _("Noted. Only reviewers see it.")


def approve(review, answers, **who):
    decisions.approve(review, answers["comment"], **who)
    return _("Approved.")


def reject(review, answers, **who):
    decisions.reject(review, answers["comment"], **who)
    return _("Rejected.")


def duplicate(review, answers, **who):
    review = decisions.mark_duplicate(review, answers["number"], answers["comment"], **who)
    return _("Closed as a duplicate of %(original)s.") % {"original": review.duplicate_of.number}


def move(review, answers, **who):
    review = decisions.move_to_office(review, answers["country"], answers["time_zone"], **who)
    return _("The case was moved. By that office's calendar it is due %(due)s.") % {
        "due": instant(review.due_at)
    }


def instant(at):
    return f"{times.moment(at)} ({times.zone(at)})"


@dataclass(frozen=True)
class Act:
    form: type[forms.CaseForm]
    do: Callable


ACTS = {
    "take": Act(forms.CaseForm, take),
    "approve": Act(forms.ApproveForm, approve),
    "reject": Act(forms.RejectForm, reject),
    "duplicate": Act(forms.DuplicateForm, duplicate),
    "ask": Act(forms.AskForm, ask),
    "note": Act(forms.NoteForm, note),
    "assign": Act(forms.AssignForm, assign),
    "move": Act(forms.OfficeForm, move),
}
