"""Runs the figures one after the other, each in a process of its own on a fresh database."""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import database
from bench.report import HEADER

FIGURES = {
    "post": "a granted pre-registration over HTTP, against a bare view",
    "list": "the list page with 100 rows, against a naive one",
    "scale": "attempt and list as the tables grow, on both databases",
    "import": "the account directory from CSV",
    "sweep": "a million due rows, against one raw UPDATE",
    "memory": "the server tree after load, and its start",
    "weight": "bytes of a first visit",
}
MODULES = {"list": "listing", "import": "importing"}  # the others are called like their figure
ON_BOTH = {"scale"}


def read_arguments():
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--quick", dest="size", action="store_const", const="quick", help="small sizes, a minute"
    )
    size.add_argument("--full", dest="size", action="store_const", const="full", help="5 M rows as well")
    parser.add_argument("figures", nargs="*", metavar="figure", help=", ".join(FIGURES))
    parser.set_defaults(size="normal")
    asked = parser.parse_args()
    if unknown := set(asked.figures) - FIGURES.keys():
        parser.error(f"there is no figure {', '.join(sorted(unknown))}: choose from {', '.join(FIGURES)}")
    return asked


def main():
    asked = read_arguments()
    server = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
    if error := database.unreachable(server):
        sys.exit(f"PostgreSQL does not answer. Start it, or set DATABASE_URL to its address. {error}")
    print(HEADER)
    missed = [name for name in asked.figures or FIGURES if not run(name, asked.size, server)]
    sys.exit(1 if missed else 0)


def run(name, size, server):
    """Print one figure. True where it keeps its budget on every database it is taken on."""
    print(f"-- {name}: {FIGURES[name]}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=os.environ.get("DATA_DIR")) as directory:
        urls = [database.named(server, "bench")]
        if name in ON_BOTH:
            urls.append(f"sqlite:///{Path(directory) / 'bench.sqlite3'}")
        kept = [measure(name, size, url, directory) for url in urls]
        return all(kept)


def measure(name, size, url, directory):
    """Take one figure on one fresh database, with the settings of a server that is not in debug."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "partnercenter.settings",
        "DATABASE_URL": url,
        "DATA_DIR": directory,
        "DEBUG": "false",
        "PRODUCTION": "false",
        "SECRET_KEY": secrets.token_hex(),
        "REDIS_URL": "",
        "RATE_LIMIT_SCALE": "1e6",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "bench.figure", MODULES.get(name, name), size]
    with database.fresh(url):
        return subprocess.run(command, env=os.environ | settings, check=False).returncode == 0


if __name__ == "__main__":
    main()
