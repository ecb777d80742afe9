"""The whole server tree with two web processes: its memory after load, and its start to the first answer."""

import re
import time
from pathlib import Path

from bench import cpu, people, report, server
from bench.listing import LIST
from bench.visitor import Visitor, preregister_together

TREE = ("--only=web", "--only=beat")
PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def measure(size):
    visits = 5 if size == "quick" else 50
    members = people.make_members(8)
    starts = []
    for _ in range(3):  # the first one writes what Python compiles
        started = time.perf_counter()
        with server.running(*TREE):
            starts.append(time.perf_counter() - started)
    with server.running(*TREE) as (process, port):
        visitors = [Visitor(port, member) for member in members]
        preregister_together(visitors, visits)
        for one in visitors:
            for _ in range(visits):
                one.get(LIST)
        megabytes = sum(pss(pid) for pid in cpu.tree(process.pid)) / 1024
    yield report.Figure("server tree with 2 web processes after load, PSS", megabytes, 160, "MB")
    yield report.Figure("start to first answer", min(starts), 1.5, "s")


def pss(pid):
    """Kilobytes, a page shared by several processes counted by its share."""
    return int(PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text()).group(1))
