"""A browser behind a TLS proxy, reduced to what costs the server something: a connection, a session, the form's token."""

import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

from bench import people

FORM = "/partner-center/customers/preregister/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
SESSION_COOKIE = "__Host-session"  # as the production profile calls it
serial = count(1)


def entered():
    """What is typed into the form for a customer that nobody holds."""
    number = next(serial)
    return {
        "email": f"buyer-{number}@wanted-{number}.example",
        "company_name": f"Wanted {number}",
        "contact_name": "Li Wei",
        "country": "SG",
        "mobile": "+6581234567",
        "industry": "Retail",
        "notes": "Met at the fair",
        "attempt": str(uuid4()),
    }


class Visitor:
    def __init__(self, port, member):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"X-Forwarded-Proto": "https", "Origin": f"https://127.0.0.1:{port}"}
        self.cookies = {SESSION_COOKIE: people.session_of(member)}
        page = self.get(FORM)
        self.token = TOKEN.search(page).group(1).decode()

    def get(self, path, **headers):
        answer, body = self.ask("GET", path, headers=headers)
        if answer.status != 200:
            raise SystemExit(f"GET {path} was answered with {answer.status}.")
        return body

    def preregister(self):
        """Post a new customer. Returns the seconds until the answer; exits the bench where it is no success."""
        form = urlencode(entered() | {"csrfmiddlewaretoken": self.token})
        started = time.perf_counter()
        answer, _ = self.ask("POST", FORM, form, {"Content-Type": "application/x-www-form-urlencoded"})
        if answer.status != 302:
            raise SystemExit(f"POST {FORM} was answered with {answer.status} and no success.")
        return time.perf_counter() - started

    def ask(self, method, path, body=None, headers=None):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": cookies, **self.headers, **(headers or {})})
        answer = self.connection.getresponse()
        for cookie in answer.msg.get_all("Set-Cookie", []):
            name, value = cookie.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer, answer.read()


def preregister_together(visitors, times):
    """Every visitor posts so many customers, all at once. Returns the seconds that each post took."""

    def post(visitor):
        return [visitor.preregister() for _ in range(times)]

    with ThreadPoolExecutor(len(visitors)) as pool:
        return [seconds for taken in pool.map(post, visitors) for seconds in taken]


def percentile(seconds, rank):
    return sorted(seconds)[min(len(seconds) - 1, len(seconds) * rank // 100)]
