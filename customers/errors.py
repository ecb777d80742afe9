from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnercenter.errors import RuleViolation


class MoveNotAllowed(RuleViolation):
    code = "move_not_allowed"

    def __init__(self, came_from, to):
        super().__init__(_("This is not possible any more: the customer's status has changed."))
        self.came_from, self.to = came_from, to


class AlreadyMoved(RuleViolation):
    """Someone else moved the pre-registration since it was read."""

    code = "already_moved"

    def __init__(self):
        super().__init__(_("Someone was faster: the customer's status has just changed."))


class TermOver(RuleViolation):
    code = "term_over"

    def __init__(self):
        super().__init__(_("The pre-registration has expired."))


class TooManyAttempts(RuleViolation):
    code = "too_many_attempts"

    def __init__(self, limit):
        super().__init__(
            _("Your team has made %(limit)s attempts within the last hour. Please try again later.")
            % {"limit": limit}
        )


class TooManyDisclosures(RuleViolation):
    code = "too_many_disclosures"

    def __init__(self, wait):
        words = _("You have looked at very many customers' data in a short time. Please go on in %(wait)s.")
        super().__init__(words % {"wait": wait})


class NotCorrectable(RuleViolation):
    """An address is corrected during the hold only."""

    code = "not_correctable"

    def __init__(self):
        super().__init__(
            _("The address can be corrected only while the customer is pre-registered and its time runs.")
        )


class LeadConflict(RuleViolation):
    """R16: the customer is a partner's."""

    code = "lead_conflict"

    def __init__(self):
        super().__init__(
            _("A partner holds this customer or is associated with it, so it cannot become a vendor lead.")
        )


class LeadExists(RuleViolation):
    code = "lead_exists"

    def __init__(self):
        super().__init__(_("This customer is a vendor lead already."))


class NotInvitable(RuleViolation):
    """R17: only a pre-registered customer inside its validity can be invited."""

    code = "not_invitable"

    def __init__(self):
        super().__init__(_("Only a pre-registered customer whose time has not run out can be invited."))


class TooManyEmails(RuleViolation):
    code = "too_many_emails"

    def __init__(self, limit, wait):
        words = ngettext(
            "This customer was sent %(limit)s invitation within 24 hours. You can send the next one in %(wait)s.",
            "This customer was sent %(limit)s invitations within 24 hours. You can send the next one in %(wait)s.",
            limit,
        )
        super().__init__(words % {"limit": limit, "wait": wait})


class InvitationOver(RuleViolation):
    """The way in has ended since its page was opened; `standing` says how."""

    code = "invitation_over"

    def __init__(self, standing):
        super().__init__(_("This invitation has ended."))
        self.standing = standing


class WrongCode(RuleViolation):
    code = "wrong_code"

    def __init__(self, tries_left):
        super().__init__(
            ngettext(
                "That is not the code. You have %(count)s try left.",
                "That is not the code. You have %(count)s tries left.",
                tries_left,
            )
            % {"count": tries_left}
        )


class CodeOver(RuleViolation):
    code = "code_over"

    def __init__(self):
        super().__init__(_("This code is no longer valid. Ask for a new one."))


class TooManyCodes(RuleViolation):
    code = "too_many_codes"

    def __init__(self, wait):
        words = _("Several codes were sent to this address already. Please try again in %(wait)s.")
        super().__init__(words % {"wait": wait})
