"""What a first visit of the list transfers: the page and everything that it names."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench import people, report, rows, server
from bench.visitor import Visitor

LIST = "/partner-center/customers/"
LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("use", "href")}


def measure(size):
    (member,) = people.make_members(1)
    rows.fill_preregistrations(1, 100, rows.RUNNING, [member])
    with server.running("--only=web") as (_, port):
        visitor = Visitor(port, member)
        named = Named(visitor.get(LIST).decode())
        transferred = {
            path: len(visitor.get(path, **{"Accept-Encoding": "gzip"})) for path in (LIST, *named.paths)
        }
    yield report.Figure(
        f"first visit of the list, {len(transferred)} requests", sum(transferred.values()) / 1000, 150, "kB"
    )
    yield report.Figure("hosts other than our own", len(named.hosts), 0)


class Named(HTMLParser):
    """The addresses that a browser loads with a page, and the foreign hosts among them."""

    def __init__(self, page):
        super().__init__()
        self.paths, self.hosts = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if (tag, name) in LOADED:
                address = urlsplit(urljoin(LIST, value))
                (self.hosts.add(address.netloc) if address.netloc else self.paths.add(address.path))
