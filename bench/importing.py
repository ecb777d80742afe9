"""The import of accounts on PostgreSQL: valid rows a second, and whether its memory grows with the file."""

import csv
import io
import os
import random
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command

from bench import cpu, report, rows
from bench.accounts_csv import HEADER, account
from bench.server import ROOT
from customers.models import CustomerAccount


def measure(size):
    few, many = (5_000, 20_000) if size == "quick" else (20_000, 200_000)
    files = [write(Path(os.environ["DATA_DIR"]) / f"accounts-{count}.csv", count) for count in (few, many)]
    yield report.Figure("import, valid rows per second of CPU", speed(files[1]), 5_000, "/s", at_least=True)
    rows.run("TRUNCATE customers_customeraccount CASCADE")
    small, large = (peak(file) for file in files)
    yield report.Figure(
        f"import of {many:,} rows, peak memory against {few:,} ({large:,.0f} MB)", large / small, 1.1, "x"
    )


def speed(file):
    meter = cpu.Meter()
    call_command("import_accounts", file, stdout=io.StringIO())
    return CustomerAccount.objects.count() / meter.read()


def peak(file):
    """Megabytes that a process of its own takes at most for the import of a file."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_accounts", file], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"import_accounts ended with status {status}.")
    return usage.ru_maxrss / 1024


def write(path, count):
    dice = random.Random(count)
    with path.open("w", encoding="utf-8", newline="") as target:
        file = csv.writer(target, lineterminator="\n")
        file.writerow(HEADER)
        # Numbers that no other file has: every row is a new account.
        file.writerows(account(number, count // 12, (), dice) for number in range(count, 2 * count))
    return path
