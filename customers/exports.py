"""The list as a file: every row of the view that was asked for, for a spreadsheet."""

import csv
from itertools import islice
from tempfile import SpooledTemporaryFile

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from customers import listing, presentation
from customers.models import PreRegistration
from customers.statuses import Status
from partnercenter import letters, times

LIMIT = 10_000  # rows of one file: a partner's whole list in every case, not a copy of the table
BATCH = 500
IN_MEMORY = 1_000_000
FIELDS = (
    *presentation.ROW_FIELDS,
    "contact_name",
    "industry",
    "notes",
)
# A spreadsheet would take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def chosen(partner, asked, *, at):
    """The rows of the view in its order, as the list shows them."""
    rows = listing.narrowed(PreRegistration.objects.of(partner), asked, at)
    return listing.ordered(rows, asked["sort"] or listing.DEFAULT_SORT).rows(*FIELDS)


def lines(rows, *, at, language, zone):
    """Headings and cells, in the reader's language and zone, read in batches. No text is taken for a formula."""
    with letters.reading(language, zone):
        yield headings()
    left = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(left, BATCH)):
        # Never held open while the file is being sent: the thread may serve another reader meanwhile.
        with letters.reading(language, zone):
            made = [cells(values, at) for values in batch]
        yield from made


def headings():
    return [
        _("Customer"), _("Email address"), _("Mobile number"), _("Contact name"), _("Registration country"),
        _("Industry"), _("Status"), _("Status since"), _("Valid until"), _("Registered by"), _("Registered on"),
        _("Notes for your team"),
    ]  # fmt: skip


def cells(values, at):
    email, runs = values["email"], values["status"] == Status.PREREGISTERED
    row = presentation.row(values, at)
    told = [
        row["name"], email, presentation.international(values["number"]), values["contact_name"], row["country"],
        values["industry"], row["label"], instant(values["status_since"]),
        instant(values["expires_at"]) if runs else "", row["by"], instant(values["created_at"]), values["notes"],
    ]  # fmt: skip
    return [defused(text) for text in told]


def instant(at):
    """As a spreadsheet sorts it, with its zone."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M} {times.zone(at)}"


def defused(text):
    # What no spreadsheet can keep in a cell was never meant to be read.
    text = "".join(letter for letter in text if letter >= " " or letter in "\t\r\n")
    return f"'{text}" if text.startswith(FORMULA) else text


class Echo:
    """Hands back what is written, for a writer that wants a file."""

    def write(self, text):
        return text


def as_csv(table):
    writer = csv.writer(Echo())
    yield "\ufeff"  # without it spreadsheets read the letters of other languages wrongly
    for line in table:
        yield writer.writerow(line)


def as_xlsx(table):
    """A file at its beginning; rows go to the disk as they come, none is kept in memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Customers"))
    for line in table:
        sheet.append(line)
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 closed with the answer
    book.save(file)
    file.seek(0)
    return file
