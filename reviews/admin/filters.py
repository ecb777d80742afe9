"""How the queue is narrowed. None of them costs more with more cases than are open."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from customers.eligibility import RULES
from customers.presentation import country_name
from partnercenter import clock
from reviews import offices
from reviews.models import Review

STATES = {
    "waiting": _("Waiting for a reviewer"),
    "in_review": _("In review"),
    "paused": _("Paused: the partner was asked"),
    **dict(Review.Outcome.choices),
}


def state_of(review, at):
    if review.outcome:
        return review.outcome
    if review.is_waiting(at):
        return "paused"
    return "in_review" if review.assigned_to_id else "waiting"


def in_state(reviews, state, at):
    """The cases in one of STATES; the open ones for anything else."""
    if state in Review.Outcome.values:
        return reviews.filter(outcome=state)
    if state == "paused":
        return reviews.waiting(at)
    running = reviews.open().filter(Q(paused_at=None) | Q(pause_ends_at__lte=at))
    if state in ("waiting", "in_review"):
        return running.filter(assigned_to__isnull=state == "waiting")
    return reviews.open()


class StateFilter(admin.SimpleListFilter):
    """Open cases, unless others are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return STATES.items()

    def choices(self, changelist):
        everything, *others = super().choices(changelist)
        return [everything | {"display": pgettext("cases", "Open")}, *others]

    def queryset(self, request, queryset):
        return in_state(queryset, self.value(), clock.now())


class WhoseFilter(admin.SimpleListFilter):
    title = _("reviewer")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("Mine")), ("nobody", _("Unassigned"))]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.filter(assigned_to=request.user)
        return queryset.filter(assigned_to=None) if self.value() == "nobody" else queryset


class DueFilter(admin.SimpleListFilter):
    title = _("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("overdue", _("Overdue")), ("today", _("Today, where the office is"))]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.overdue(clock.now())
        return queryset.filter(offices.due_today(clock.now())) if self.value() == "today" else queryset


class ReasonFilter(admin.SimpleListFilter):
    title = _("reason")
    parameter_name = "reason"

    def lookups(self, request, model_admin):
        told = {"vendor": settings.VENDOR_NAME}
        return [(rule.code, rule.title % told) for rule in RULES if rule.switchable]

    def queryset(self, request, queryset):
        known = {rule.code for rule in RULES}
        # Text on every database: SQLite cannot look into a JSON list.
        return queryset.filter(reasons__icontains=f'"{self.value()}"') if self.value() in known else queryset


class CountryFilter(admin.SimpleListFilter):
    """The countries of open cases; all that were ever asked about would be a search through all of them."""

    title = _("country of the customer")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = Review.objects.open().order_by().values_list("preregistration__country", flat=True).distinct()
        return sorted(((code, country_name(code)) for code in codes), key=lambda choice: choice[1])

    def queryset(self, request, queryset):
        return queryset.filter(preregistration__country=self.value()) if self.value() else queryset
