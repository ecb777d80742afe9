"""One line per event, with the request's id; never a name, an address, a token or a query string."""

import contextlib
import contextvars
import json
import logging
import re
import time
import traceback
from datetime import UTC, datetime

from django.db import DatabaseError

# Django and the web server name the path where something failed, and this one carries a token.
TOKEN = re.compile(r"(/i/)[^/?#\s'\"]+")
current_request_id = contextvars.ContextVar("current_request_id", default="-")
logger = logging.getLogger("partnercenter.request")


def reference():
    """What a person may quote from a page of error, and what is found by it: the beginning of the request's id."""
    return current_request_id.get()[:12]


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = current_request_id.get()
        return True


class TokenFilter(logging.Filter):
    """For what writes its own lines: the web server."""

    def filter(self, record):
        record.msg, record.args = without_token(record.getMessage()), ()
        return True


class LineFormatter(logging.Formatter):
    """One JSON object a line, so that nothing in a message can fake a second one."""

    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": record.request_id,
            "message": without_token(record.getMessage()),
        } | getattr(record, "facts", {})
        if record.exc_info:
            line["exception"] = without_token(told(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def without_token(words):
    return TOKEN.sub(r"\1…", words)


def told(exc_info):
    """Where it happened and what it was called; a database's own words may quote a row, so they are left out."""
    kind, error, where = exc_info
    words = "" if isinstance(error, DatabaseError) else f": {error}"
    return "".join(traceback.format_tb(where)) + kind.__name__ + words


class RequestLine:
    def __init__(self):
        self.started = time.perf_counter()

    def answered(self, request, response):
        # The route, not the path: a path may carry a token.
        match = request.resolver_match
        facts = {
            "method": request.method,
            "route": match.route if match else None,
            "status": response.status_code,
            "ms": round((time.perf_counter() - self.started) * 1000, 1),
        }
        # Only a user that was read anyway: logging must not cost a query.
        user = request.__dict__.get("_cached_user")
        if user and user.pk:
            facts["user"] = user.pk
        logger.info("answered", extra={"facts": facts})


@contextlib.contextmanager
def request(request):
    token = current_request_id.set(request.id)
    try:
        yield RequestLine()
    finally:
        current_request_id.reset(token)
