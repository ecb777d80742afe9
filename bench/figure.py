"""One figure: `python -m bench.figure MODULE SIZE`, with the settings and the database of the environment."""

import gc
import sys
from importlib import import_module

import django
from django.core.management import call_command

from partnercenter import assets


def main(module, size):
    """Print what the figure's `measure` yields. Exits with 1 where a budget is missed."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    assets.collect()
    gc.freeze()  # as the product's launcher does
    kept = True
    for figure in import_module(f"bench.{module}").measure(size):
        print(figure, flush=True)
        kept = kept and figure.kept
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
