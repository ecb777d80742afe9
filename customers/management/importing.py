"""What the import commands share: a file, its rejects, a bar on a terminal and one line at the end."""

import os
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from tqdm import tqdm

from customers.imports.errors import WrongFile
from customers.imports.loading import load
from customers.imports.rejects import Rejects
from customers.imports.table import Table
from partnercenter import clock

INTERRUPTED = 130  # what a shell expects after Ctrl-C


class ImportCommand(BaseCommand):
    kind = None

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=_("CSV, UTF-8, its columns named in the first line."))
        parser.add_argument("--rejects", type=Path, help=_("Where rejected rows go (FILE.rejects.csv)."))
        parser.add_argument("--dry-run", action="store_true", help=_("Check and count, write nothing."))

    def handle(self, *args, file, rejects, dry_run, **options):
        rejects = rejects or file.with_name(f"{file.name}.rejects.csv")
        try:
            with file.open("rb") as source:
                if rejects.exists() and rejects.samefile(file):
                    raise CommandError(
                        _("The rejects would overwrite the file: name another with --rejects.")
                    )
                self.load(source, rejects, dry_run=dry_run)
        except WrongFile as error:
            raise CommandError(f"{file}: {error.message}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}.") from error

    def load(self, source, rejects_path, *, dry_run):
        kind = self.kind()
        table = Table(source, kind.columns)
        if table.unknown:
            self.stderr.write(
                _("Unknown columns, ignored: %(names)s") % {"names": _(", ").join(table.unknown)}
            )
        tally = Counter()
        try:
            with Rejects(rejects_path) as rejects, progress(source) as bar:
                for done in load(table, kind, rejects, tally, at=clock.now(), dry_run=dry_run):
                    bar.update(done - bar.n)
        except KeyboardInterrupt as error:
            raise CommandError(
                _("Stopped. %(summary)s Run the same command again for the rest.")
                % {"summary": summary(tally, rejects_path, dry_run)},
                returncode=INTERRUPTED,
            ) from error
        except DatabaseError as error:
            raise CommandError(
                _("The database failed: %(error)s. %(summary)s Run the same command again for the rest.")
                % {"error": str(error).strip(), "summary": summary(tally, rejects_path, dry_run)}
            ) from error
        self.stdout.write(summary(tally, rejects_path, dry_run))


def progress(source):
    size = os.fstat(source.fileno()).st_size
    return tqdm(total=size or None, unit="B", unit_scale=True, disable=None)  # None: only on a terminal


def summary(tally, rejects_path, dry_run):
    names = ("read", "new", "updated", "unchanged", "rejected")
    sentences = [_("Dry run: nothing was written.")] if dry_run else []
    sentences.append(
        _(
            "Rows read: %(read)s. New: %(new)s. Updated: %(updated)s. "
            "Unchanged: %(unchanged)s. Rejected: %(rejected)s."
        )
        % {name: f"{tally[name]:,}" for name in names}
    )
    if tally["rejected"]:
        sentences.append(_("The rejected rows are in %(path)s.") % {"path": rejects_path})
    return " ".join(sentences)
