from partnercenter.errors import RuleViolation

LONGEST_VALUE = 200  # of a rejected cell or line is kept: enough to find it, and no line can fill the memory


class WrongFile(RuleViolation):
    """The file as a whole cannot be imported."""

    code = "wrong_file"


class CellNotValid(RuleViolation):
    code = "cell_not_valid"


class RowRejected(RuleViolation):
    """One row cannot be imported. `line` is the physical line on which it starts, `column` is "" for the whole row."""

    code = "row_rejected"

    def __init__(self, line, column, reason, value):
        super().__init__(reason)
        self.line, self.column, self.value = line, column, value[:LONGEST_VALUE]
