"""The file that tells what was not imported, and why."""

import csv
from pathlib import Path

from customers.imports.table import readable

# A spreadsheet would take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def shown(value):
    text = readable(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class Rejects:
    """A CSV file that exists afterwards only if there was something to write. Raises OSError like open()."""

    def __init__(self, path):
        self.path = Path(path)
        self.any = False

    def __enter__(self):
        self.file = self.path.open("w", encoding="utf-8", newline="")
        self.csv = csv.writer(self.file, lineterminator="\n")
        self.csv.writerow(["line", "column", "reason", "value"])
        return self

    def __exit__(self, *error):
        self.file.close()
        # Only what is ours to remove: `--rejects /dev/null` names something else.
        if not self.any and self.path.is_file() and not self.path.is_symlink():
            self.path.unlink()

    def write(self, rejections):
        for rejection in sorted(rejections, key=lambda rejection: rejection.line):
            self.csv.writerow([rejection.line, rejection.column, rejection.message, shown(rejection.value)])
            self.any = True
        self.file.flush()
