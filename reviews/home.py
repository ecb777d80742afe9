"""What manual review adds to a partner's home page: questions to answer, and the clocks that run."""

from django.urls import reverse
from django.utils.translation import gettext as _

from customers.overview import Panel
from reviews import presentation
from reviews.models import Review

ROWS = 5


def panel(partner, policy, *, at):
    """The open requests, the first due first; those that wait for the partner's answer are also things to do."""
    first = Review.objects.of(partner).open().order_by("due_at").select_related("preregistration")
    rows = [presentation.row(review, policy, at) for review in first[:ROWS]]
    questions = [question(row) for row in rows if row["state"]["name"] == "waiting"]
    return Panel(
        attention=questions,
        template="reviews/_home.html",
        card={"rows": rows, "more": reverse("reviews:list")},
    )


def question(row):
    return {
        "tone": "wait", "icon": "help",
        "title": _("A reviewer asked about %(name)s") % {"name": row["name"]},
        "words": _("The clock stands still until you answer, until %(when)s at most.") % {"when": row["pause_ends"]},
        "url": row["url"], "label": _("Answer"),
    }  # fmt: skip
