from django.utils.translation import gettext_lazy as _

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
