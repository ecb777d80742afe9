"""From bytes to records, a line at a time: memory stays flat, and a broken line spoils no other."""

import csv
from codecs import BOM_UTF8
from collections import deque

from django.utils.translation import gettext_lazy as _

from customers.imports.errors import RowRejected

MOST_LINES = 10
MOST_BYTES = 64 * 1024

TOO_LONG = _("This line is longer than 64 KB.")
NOT_CSV = _(
    "This line is not well-formed CSV: a quote is not closed, or a quote or line break stands where none may."
)


def as_text(line):
    # What is not UTF-8 survives as surrogates, so that the row can still be split and its column be named.
    return line.decode("utf-8", "surrogateescape")


class Records:
    """The records of an open binary file. `bytes_read` tells how far it is."""

    def __init__(self, file):
        self.file = file
        self.line = 0
        self.bytes_read = 0
        self.put_back = deque([self.fetch().removeprefix(BOM_UTF8)])

    def read(self):
        """The line on which the next record starts, and its cells; None at the end of the file.

        Raises RowRejected for a broken one; the next call goes on behind it.
        """
        while (first := self.take()) and not first.strip():
            pass  # an empty line is nobody's row
        if not first:
            return None
        start, span = self.line, [first]
        if len(first) > MOST_BYTES:
            raise RowRejected(start, "", TOO_LONG, as_text(first))
        try:
            cells = next(csv.reader(self.texts(span), strict=True))
        except csv.Error as error:
            self.give_back(span[1:])
            raise RowRejected(start, "", NOT_CSV, as_text(first)) from error
        return start, cells

    def texts(self, span):
        """The first line of a record, then as many more as its quotes ask for; all are noted in `span`."""
        size = len(span[0])
        yield as_text(span[0])
        while len(span) < MOST_LINES and (line := self.take()):
            span.append(line)
            size += len(line)
            if size > MOST_BYTES:
                return
            yield as_text(line)

    def take(self):
        line = self.put_back.popleft() if self.put_back else self.fetch()
        if line:
            self.line += 1
        return line

    def give_back(self, lines):
        self.put_back.extendleft(reversed(lines))
        self.line -= len(lines)

    def fetch(self):
        """The next line of the file, of an overlong one only the beginning; b"" at the end."""
        line = piece = self.file.readline(MOST_BYTES + 1)
        self.bytes_read += len(piece)
        while len(line) > MOST_BYTES and piece and not piece.endswith(b"\n"):
            piece = self.file.readline(MOST_BYTES)
            self.bytes_read += len(piece)
        return line
