"""The product's server and the bare one, visited in turns by the same clients."""

import contextlib

from bench import cpu, server
from bench.visitor import Visitor


class Rival:
    """One server with its visitors, and the CPU seconds of every round."""

    def __init__(self, process, port, members):
        self.visitors = [Visitor(port, member) for member in members]
        self.meter = cpu.Meter(process.pid)
        self.rounds = []

    def take(self, work):
        """One round of this work; returns what it returns."""
        self.meter.read()
        result = work(self.visitors)
        self.rounds.append(self.meter.read())
        return result


@contextlib.contextmanager
def running(members):
    """The product and the bare server, ready and visited by as many clients as there are members."""
    with (
        server.running("--only=web") as product,
        server.running("--only=web", settings="bench.bare.settings") as bare,
    ):
        yield Rival(*product, members), Rival(*bare, members)
