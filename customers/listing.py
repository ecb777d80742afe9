"""The list's questions to the database: four, whatever the table holds."""

from dataclasses import dataclass
from functools import lru_cache, partial

from babel import Locale
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, Value, When
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext, to_locale
from django.utils.translation import gettext as _

from customers import columns, invite_presentation, presentation
from customers.forms import SIZES
from customers.models import Invitation, PreRegistration
from customers.models.preregistration import ending_soon
from customers.registration import searchable
from customers.statuses import ENDED, UNLISTED, Status
from partnercenter import times

ORDERS = {
    "created": "created_at",
    "customer": "company_name",
    "country": "country",
    "status": "status",
    "until": "due_at",  # only what still runs has an end to wait for
    "by": "created_by__name",
}
DEFAULT_SORT = "-created"
# As a phone offers them, where no headings can be pressed.
SORT_LABELS = {
    "-created": gettext_lazy("Newest first"),
    "created": gettext_lazy("Oldest first"),
    "until": gettext_lazy("Ending soonest first"),
    "-until": gettext_lazy("Ending latest first"),
    "customer": gettext_lazy("Customer, A to Z"),
    "-customer": gettext_lazy("Customer, Z to A"),
    "country": gettext_lazy("Country, A to Z"),
    "-country": gettext_lazy("Country, Z to A"),
    "status": gettext_lazy("Status, A to Z"),
    "-status": gettext_lazy("Status, Z to A"),
    "by": gettext_lazy("Registered by, A to Z"),
    "-by": gettext_lazy("Registered by, Z to A"),
}
SOON = "soon"  # beside the statuses: those of them that end within times.SOON


@dataclass(frozen=True)
class Page:
    """One page of the list: its rows as markup, and all that stands around them."""

    rows: str
    paging: object
    total: int
    listed: int
    ended: int
    soon: int
    chips: list
    quota: presentation.Quota
    sort: str
    filtered: bool
    sizes: tuple
    zone: str
    columns: tuple
    wide: str
    column_choices: list
    sorts: list
    found: str
    printed: str
    selection: dict


def page(partner, terms, asked, *, number, selectable, at, shown=columns.DEFAULT, chosen=False):
    mine = PreRegistration.objects.of(partner)
    counts = counted_by_status(mine, at)
    soon = counts.pop(SOON, 0)
    counts[Status.PREREGISTERED] = counts.get(Status.PREREGISTERED, 0) + soon
    found = narrowed(mine, asked, at)
    sort = asked["sort"] or DEFAULT_SORT
    paginator = Paginator(ordered(found, sort).rows(*presentation.ROW_FIELDS), asked["size"])
    if not (asked["q"] or asked["soon"]):
        paginator.count = total_of(counts, asked)  # known already; the table need not be counted again
    paging = paginator.get_page(number)
    listed = sum(count for status, count in counts.items() if status not in UNLISTED)
    ended = sum(count for status, count in counts.items() if status in ENDED)
    rows = [presentation.row(values, at) for values in paging]
    if "invitation" in shown:
        add_invitations(rows)
    return Page(
        rows=rendered(rows, selectable, shown, chosen),
        paging=paging,
        total=paginator.count,
        listed=listed,
        ended=ended,
        soon=soon,
        chips=chips(counts, asked),
        quota=presentation.Quota(
            counts.get(Status.PENDING_REVIEW, 0), counts.get(Status.PREREGISTERED, 0), terms.quota
        ),
        sort=sort,
        filtered=bool(asked["q"] or asked["status"] or asked["soon"]),
        sizes=SIZES,
        zone=times.place(at),
        columns=shown,
        wide="c-more" if chosen else "wide",
        column_choices=[(name, label, name in shown) for name, label in columns.LABELS.items()],
        sorts=[
            ("" if name == DEFAULT_SORT else name, label, name == sort) for name, label in SORT_LABELS.items()
        ],
        found=found_words(paginator.count),
        printed=times.moment(at),
        selection=selection_words(get_language()) if selectable and rows else {},
    )


@lru_cache
def selection_words(language):
    """What the bar below the list says of a selection, by Unicode's plural categories: a script counts on."""
    category = Locale.parse(to_locale(language)).plural_form
    counts = {category(count): count for count in range(200, -1, -1)}
    return {
        kind: {name: words(count) % {"count": "%s", "why": "%r"} for name, count in counts.items()}
        for kind, words in {
            "selected": partial(ngettext, "%(count)s customer selected.", "%(count)s customers selected."),
            "deleted": partial(ngettext, "%(count)s can be deleted.", "%(count)s can be deleted."),
            "kept": partial(
                ngettext, "%(count)s cannot be deleted (%(why)s).", "%(count)s cannot be deleted (%(why)s)."
            ),
            "invited": partial(ngettext, "%(count)s can be invited.", "%(count)s can be invited."),
        }.items()
    }


def found_words(count):
    return ngettext("%(count)s customer found.", "%(count)s customers found.", count) % {"count": count}


def add_invitations(rows):
    """How far each customer's invitations have come: one question, however many rows there are."""
    made = Invitation.objects.filter(preregistration__in=[row["id"] for row in rows], revoked_at=None)
    by_row = {}
    for invitation in made.order_by().values(*invite_presentation.SUMMED_UP):
        by_row.setdefault(str(invitation["preregistration"]), []).append(invitation)
    for row in rows:
        row["way"] = invite_presentation.summary(by_row.get(row["id"], []), row["status"])


def rendered(rows, selectable, shown, chosen):
    words = {
        "select": _("Select"),
        "details": _("Details"),
        "invite": _("Invite"),
        "delete": _("Delete"),
        "reveal": _("Show address and number"),
    }
    context = {
        "rows": rows,
        "words": words,
        "selectable": selectable,
        "shown": shown,
        "wide": "c-more" if chosen else "wide",
        "labels": {name: str(columns.LABELS[name]) for name in shown},
        "icons": static("img/icons.svg"),
    }
    if not rows:
        return ""
    return mark_safe(render_to_string("customers/rows.html", context, using="fast"))  # noqa: S308 escaped there


def counted_by_status(rows, at):
    lapsed = When(status=Status.PREREGISTERED, expires_at__lte=at, then=Value(Status.EXPIRED))
    soon = When(ending_soon(at), then=Value(SOON))
    now = Case(lapsed, soon, default=F("status"))
    return dict(rows.order_by().values_list(now).annotate(Count("pk")))


def narrowed(rows, asked, at):
    rows = rows.ended(at) if asked["view"] == "history" else rows.listed()
    if asked["status"]:
        rows = rows.showing(asked["status"], at)
    if asked["soon"]:
        rows = rows.filter(ending_soon(at))
    if asked["q"]:
        rows = rows.filter(matching(asked["q"]))
    return rows


def matching(typed):
    """Name, email or mobile; a number matches however it is spaced."""
    match = Q(search_text__contains=searchable(typed))
    number = "".join(typed.split()).replace("-", "").lstrip("+").lstrip("0")
    return match | Q(search_text__contains=number) if number.isdigit() else match


def ordered(rows, sort):
    field = F(ORDERS[sort.lstrip("-")])
    by = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return rows.order_by(by, "-pk")


def total_of(counts, asked):
    if asked["status"]:
        return counts.get(asked["status"], 0)
    shown = ENDED if asked["view"] == "history" else set(Status) - UNLISTED
    return sum(count for status, count in counts.items() if status in shown)


def chips(counts, asked):
    """The statuses that occur, each with its number."""
    wanted = ENDED if asked["view"] == "history" else set(Status) - UNLISTED
    return [
        {"status": str(status), "label": status.label, "count": counts[status]}
        for status in Status
        if status in wanted and counts.get(status)
    ]
