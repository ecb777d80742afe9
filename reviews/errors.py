from django.utils.translation import gettext_lazy as _

from partnercenter import times
from partnercenter.errors import RuleViolation


class NotForReview(RuleViolation):
    """The attempt's outcome was not a review, or its review was asked for already."""

    code = "not_for_review"

    def __init__(self):
        super().__init__(
            _("There is nothing to review about this attempt. Try to pre-register the customer again.")
        )


class NowRefused(RuleViolation):
    """A rule refuses the customer since the attempt was made; `decision` is the receipt of it."""

    code = "now_refused"

    def __init__(self, decision):
        super().__init__(_("A rule stands against this customer by now, so nothing was sent."))
        self.decision = decision


class AlreadyDecided(RuleViolation):
    """The first decision stands; whoever comes second is told of it."""

    code = "already_decided"

    def __init__(self, review):
        super().__init__(
            _(
                "%(number)s was decided already: %(outcome)s by %(by)s, %(when)s (%(zone)s). Nothing was changed."
            )
            % {
                "number": review.number,
                "outcome": review.get_outcome_display(),
                "by": review.decided_by,
                "when": times.moment(review.decided_at),
                "zone": times.zone(review.decided_at),
            }
        )


class OwnCase(RuleViolation):
    """A reviewer who acts for the partner, or sent the request, does not decide on it."""

    code = "own_case"

    def __init__(self):
        super().__init__(
            _("You act for this partner or sent this request yourself, so another reviewer must decide.")
        )


class ApprovalRefused(RuleViolation):
    """R15: a rule that refuses applies by now; `codes` name it. The case stays open."""

    code = "approval_refused"

    def __init__(self, codes, words):
        super().__init__(words)
        self.codes = codes


class PartnerSuspended(ApprovalRefused):
    code = "partner_suspended"

    def __init__(self):
        super().__init__(
            (self.code,),
            _("The partner is suspended. Its request can be rejected, or approved once it is active again."),
        )


class CommentMissing(RuleViolation):
    code = "comment_missing"

    def __init__(self):
        super().__init__(_("Write a comment: it tells the partner why."))


class TakenAlready(RuleViolation):
    code = "taken_already"

    def __init__(self, reviewer):
        super().__init__(
            _("%(reviewer)s has this case. To take over, assign it to yourself.") % {"reviewer": reviewer}
        )


class NotAReviewer(RuleViolation):
    code = "not_a_reviewer"

    def __init__(self, user):
        super().__init__(_("%(user)s may not decide reviews. Choose a reviewer.") % {"user": user})


class NotADuplicate(RuleViolation):
    code = "not_a_duplicate"

    def __init__(self, number):
        super().__init__(
            _(
                "%(number)s is not an earlier case of this customer, nor one of this company from this partner. "
                "Name the case that this one repeats, or reject it with a comment."
            )
            % {"number": number}
        )


class AskedBefore(RuleViolation):
    code = "asked_before"

    def __init__(self):
        super().__init__(_("The clock can be paused once only, and it was. Decide with what is there."))


class NothingAsked(RuleViolation):
    code = "nothing_asked"

    def __init__(self):
        super().__init__(_("This request has been decided, so nothing can be added to it."))


class OtherOfficeNeeded(RuleViolation):
    code = "other_office_needed"

    def __init__(self):
        super().__init__(_("The request is at this office already."))


class NotEvidence(RuleViolation):
    """A file that is none of the kinds we keep, or a dangerous one of them."""

    code = "not_evidence"


class TooMuchEvidence(RuleViolation):
    code = "too_much_evidence"

    def __init__(self, most):
        super().__init__(
            _("A request has at most %(most)s files, counted over all its answers.") % {"most": most}
        )
