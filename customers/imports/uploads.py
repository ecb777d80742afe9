"""A small file from a page: tried out first, carried along by the page, and then loaded."""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from customers.imports.errors import WrongFile
from customers.imports.loading import load, read_chunk
from customers.imports.table import Table, readable

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000


@dataclass
class Report:
    """What became, or would become, of the rows. Takes rejections as `loading` writes them."""

    rows: list
    unknown: list
    tally: Counter = field(default_factory=Counter)
    rejections: list = field(default_factory=list)

    def write(self, rejections):
        self.rejections += sorted(rejections, key=lambda rejection: rejection.line)

    @property
    def changes(self):
        return self.tally["new"] + self.tally["updated"]

    @property
    def taken(self):
        """The filled cells of the rows that were not refused, by column."""
        refused = {rejection.line for rejection in self.rejections}
        return [row.given for row in self.rows if row.line not in refused]

    @property
    def refused(self):
        return [
            {"line": one.line, "column": one.column, "value": readable(one.value), "why": one.message}
            for one in self.rejections
        ]


def read(content, kind):
    """The rows that can be read. Raises WrongFile for what no page takes: too large, too long, no file of this kind."""
    if len(content) > MOST_BYTES:
        raise WrongFile(
            _("The file is larger than %(most)s: divide it into several, or ask your operators to load it.")
            % {"most": filesizeformat(MOST_BYTES)}
        )
    table, rows, count = Table(BytesIO(content), kind.columns), [], 0
    while chunk := read_chunk(table, kind):
        rows += chunk[0]
        count += sum(len(part) for part in chunk)
        if count > MOST_ROWS:
            raise WrongFile(
                _(
                    "The file has more than %(most)s rows: divide it into several, or ask your operators to load it."
                )
                % {"most": f"{MOST_ROWS:,}"}
            )
    return rows


def run(content, kind, *, at, dry_run):
    """Load the file, or say what loading it would do. Raises WrongFile before anything is loaded."""
    rows, table = read(content, kind), Table(BytesIO(content), kind.columns)
    report = Report(rows, table.unknown)
    for _done in load(table, kind, report, report.tally, at=at, dry_run=dry_run):
        pass  # each step is a chunk of its own
    return report


def pack(content):
    """The file as letters that a form can carry from one page to the next."""
    return urlsafe_b64encode(zlib.compress(content)).decode()


def unpack(letters):
    """Raises WrongFile where they are not what `pack` has made."""
    try:
        return zlib.decompressobj().decompress(urlsafe_b64decode(letters), MOST_BYTES + 1)
    except (ValueError, zlib.error) as error:
        raise WrongFile(_("The file got lost on the way. Choose it again.")) from error
