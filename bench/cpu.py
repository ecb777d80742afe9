"""CPU time, the unit of most figures: on a shared machine it tells more than the clock on the wall."""

import os
import time
from pathlib import Path
from statistics import median

from django.db import connection


def of_process(pid):
    """Seconds of CPU that a process has used, all its threads included; 0 if it has ended."""
    clock = (~pid << 3) | 2  # as clock_getcpuclockid(3) makes it on Linux, finer than the ticks in /proc
    try:
        return time.clock_gettime(clock)
    except OSError:
        return 0.0


def tree(pid):
    """A process and all below it."""
    children = " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [pid, *(below for child in children.split() for below in tree(int(child)))]


def backends():
    """The database's processes that work for this database; none where the database is a file."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [pid for (pid,) in cursor.fetchall()]


class Meter:
    """CPU seconds of a server, given by its first process, and of the database since the last reading."""

    def __init__(self, pid=None):
        self.pid = pid or os.getpid()
        self.before = {}
        self.read()

    def read(self):
        now = {pid: of_process(pid) for pid in (*tree(self.pid), *backends())}
        used = sum(seconds - self.before.get(pid, 0) for pid, seconds in now.items())
        self.before = now
        return used


def ratio(ours, theirs):
    """The median of the ratios of measurements that were taken in turns."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))
