"""Web, beat and worker as children of one process: none outlives it, and none ends alone.

They are forked after everything is imported: the code is in memory once, and they begin at once.
"""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing import connection

PATIENCE = 10  # seconds for all children to finish what they are doing
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


@contextlib.contextmanager
def running(works, *, prefixed):
    """A child for each of these functions by name, ended on the way out. A stop signal exits with 0."""
    children = [Child(name, work, prefixed=prefixed) for name, work in works.items()]
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: sys.exit(0))
    gc.freeze()  # what is shared stays shared: a collection would write to every page
    try:
        for child in children:
            child.start()
        if prefixed:  # only now: a process with threads should not be forked
            for child in children:
                threading.Thread(target=child.pass_on, daemon=True).start()
        yield children
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        end([child for child in children if child.pid])


def ended(children, *, within=None):
    """The first child that ended, or None after so many seconds; without `within` it waits."""
    done = connection.wait([child.sentinel for child in children], within)
    return next((child for child in children if child.sentinel in done), None)


def end(children):
    """Ask every child to finish, and kill what has not after PATIENCE."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        # The sentinel stays open while any process of the child's is alive.
        if not ended([child], within=max(0, deadline - time.monotonic())):
            os.killpg(child.pid, signal.SIGKILL)
        child.join()


class Child(multiprocessing.get_context("fork").Process):
    """One function as a forked process. `prefixed` puts its name before each line it prints."""

    def __init__(self, name, work, *, prefixed):
        super().__init__(name=name, target=work)
        self.launcher = os.getpid()
        self.reading, self.writing = os.pipe() if prefixed else (None, None)

    def run(self):
        """In the child: a session of its own, that ends with the launcher."""
        os.setsid()
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        if sys.platform == "linux":
            # However the launcher ends, kill -9 included, the kernel then asks this process to finish.
            ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != self.launcher:
            sys.exit(1)
        if self.writing:
            os.dup2(self.writing, 1)
            os.dup2(self.writing, 2)
            sys.stdout.reconfigure(line_buffering=True)
        sys.argv = [self.name]  # what celery shows in its title
        super().run()

    def pass_on(self):
        """In the launcher: print what the child prints, line by line, until it ends."""
        os.close(self.writing)
        with open(self.reading, errors="replace") as lines:
            for line in lines:
                print(f"{self.name:6} | {line}", end="", flush=True)
