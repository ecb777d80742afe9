"""A CSV file whose header is understood, and its rows by column name."""

import re

from django.utils.translation import gettext_lazy as _

from customers.imports.errors import RowRejected, WrongFile
from customers.imports.records import Records

# Line breaks and tabs are blanks inside a cell; other control characters, and bytes that were not UTF-8
# (see records.as_text), are nothing that a name or an address can contain.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\udc80-\udcff]")
OTHER_SEPARATORS = ";\t|"


def readable(text):
    """The text with every unreadable character as `\\x..`, the byte that it was."""
    return UNREADABLE.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", text)


def named(title):
    return "_".join(title.split()).casefold()


class Table:
    """Rows of an open binary file. Raises WrongFile where the header names no email or is no header."""

    def __init__(self, file, columns):
        self.records = Records(file)
        self.header = [named(title) for title in self.read_header()]
        self.places = {name: place for place, name in enumerate(self.header) if name in columns}
        self.unknown = [name for name in self.header if name and name not in columns]
        twice = sorted(name for name in self.places if self.header.count(name) > 1)
        if twice:
            raise WrongFile(_("The column %(name)s is there twice: remove one of them.") % {"name": twice[0]})
        if "email" not in self.places:
            raise WrongFile(
                _("The first line names no column email. The columns are: %(columns)s.")
                % {"columns": _(", ").join(columns)}
            )

    def read_header(self):
        try:
            record = self.records.read()
        except RowRejected as error:
            raise WrongFile(
                _("The first line cannot be read. Save the file as CSV with commas, the column names first.")
            ) from error
        if record is None:
            raise WrongFile(_("The file is empty: its first line has to name the columns, email among them."))
        titles = record[1]
        if UNREADABLE.search("".join(titles)):
            raise WrongFile(_("The file is not UTF-8 text: save it as “CSV UTF-8”."))
        if len(titles) == 1 and any(separator in titles[0] for separator in OTHER_SEPARATORS):
            raise WrongFile(_("The cells are not separated by commas: save the file as CSV with commas."))
        return titles

    def read(self):
        """The next row's line and its filled cells by column; None at the end. Raises RowRejected."""
        record = self.records.read()
        if record is None:
            return None
        line, cells = record
        if UNREADABLE.search("".join(cells)):
            raise self.unreadable(line, cells)
        if len(cells) != len(self.header):
            raise RowRejected(
                line,
                "",
                _("The header has %(columns)s cells and this row %(cells)s.")
                % {"cells": len(cells), "columns": len(self.header)},
                ",".join(cells),
            )
        return line, {name: cell for name, place in self.places.items() if (cell := cells[place].strip())}

    def unreadable(self, line, cells):
        place, cell = next((place, cell) for place, cell in enumerate(cells) if UNREADABLE.search(cell))
        column = self.header[place] if len(cells) == len(self.header) else ""
        if UNREADABLE.search(cell)[0] > "\x9f":
            return RowRejected(line, column, _("This is not UTF-8 text."), cell)
        return RowRejected(line, column, _("This contains a control character: remove it."), cell)
