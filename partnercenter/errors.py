class RuleViolation(Exception):
    """A "no" with a code for tools and a sentence for the person who asked."""

    code = "not_allowed"

    def __init__(self, message):
        super().__init__(message)
        self.message = message
