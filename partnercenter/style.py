"""The living style page: every token and every component as it is now. Only where DEBUG is on."""

import re
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import CharField, EmailField, Form
from django.http import Http404
from django.shortcuts import render

TOKENS = settings.BASE_DIR / "static/css/tokens.css"
STATUSES = {
    "held": ("held", "Pre-registered"),
    "wait": ("wait", "Pending review"),
    "good": ("joined", "Associated"),
    "bad": ("no", "Rejected"),
    "quiet": ("gone", "Expired"),
}


@login_not_required
def page(request):
    if not settings.DEBUG:
        raise Http404
    for say in (messages.success, messages.info, messages.error):
        say(request, "One sentence about what just happened.")
    colours, others = tokens()
    context = {
        "colours": colours,
        "tokens": others,
        "standings": [
            {"tone": tone, "icon": icon, "label": label} for tone, (icon, label) in STATUSES.items()
        ],
        "icons": re.findall(r'id="([\w-]+)"', (settings.BASE_DIR / "static/img/icons.svg").read_text()),
        "times": [time("calm", 11), time("soon", 2), time("last", 0.4)],
        "quota": quota(),
        "receipts": [partial(receipt, outcome) for outcome in ("granted", "review", "refused")],
        "form": Entry({"email": "ada@"}),
        "paging": Paginator(range(60), 25).page(2),
        "bell": {"count": 3, "many": False},
        "days": 15,
        "nobody": uuid4(),
        "contact": {"email": "a••@acme.example", "mobile": "+65 •••••67"},
    }
    return render(request, "style.html", context)


def tokens():
    """Names of the colours, and names with values of the rest, in the order of the sheet."""
    sheet = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)
    first = {}
    for name, value in re.findall(r"--pc-([\w-]+):\s*([^;]+);", sheet):
        first.setdefault(name, " ".join(value.split()))
    colours = [
        name
        for name, value in first.items()
        if re.match(r"#|oklch|light-dark|var\(--pc-(ink|sunken|line)", value)
    ]
    return colours, [(name, value) for name, value in first.items() if name not in colours]


def time(urgency, left):
    return {
        "urgency": urgency,
        "text": f"{left:g} days",
        "iso": "2026-12-09T10:00:00+00:00",
        "until": "9 Dec 2026, 10:00",
        "zone": "GMT",
        "box": 14.8,
        "days": 15,
        "left": left,
    }


def quota():
    bars = {"held": 40, "wait_from": 40, "wait": 15}
    return {"used": 55, "quota": 100, "preregistered": 40, "pending": 15, "free": 45, "bars": bars}


def receipt(outcome):
    reason = {
        "code": "country_differs",
        "title": "Registered in another country",
        "text": "The customer entered Malaysia and you are in Singapore.",
        "step": "Ask a reviewer.",
    }
    decision = {"pk": outcome, "number": "D-2026-000123", "policy_version": 3, "get_absolute_url": "#"}
    return {
        "outcome": outcome,
        "icon": {"granted": "joined", "review": "wait", "refused": "no"}[outcome],
        "title": {"granted": "It is yours", "review": "A review is needed", "refused": "It cannot be yours"}[
            outcome
        ],
        "words": "ada@acme.example, Acme.",
        "reasons": [] if outcome == "granted" else [reason],
        "decision": decision,
        "judged": {
            "iso": "2026-11-24T10:00:00+00:00",
            "when": "24 Nov 2026, 10:00",
            "zone": "GMT",
            "ago": "3 days ago",
        },
        "standing": {"time": time("calm", 15)} if outcome == "granted" else {},
    }


class Entry(Form):
    email = EmailField(label="Email address")
    company = CharField(label="Company name")
