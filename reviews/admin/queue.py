from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from customers.admin.base import LargeAdmin
from partnercenter import clock
from partnercenter.admin.base import ReadOnlyMixin
from partnercenter.models import Policy
from reviews.admin import dossier
from reviews.admin.case import CaseMixin
from reviews.admin.filters import (
    CountryFilter,
    DueFilter,
    ReasonFilter,
    StateFilter,
    WhoseFilter,
)
from reviews.admin.selected import MOST, SelectedMixin
from reviews.models import Review


class QueueChangeList(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        at = clock.now()
        policy = Policy.objects.current(at)
        for review in self.result_list:
            review.line = dossier.line_of(review, policy, at)


@admin.register(Review)
class ReviewAdmin(CaseMixin, SelectedMixin, ReadOnlyMixin, LargeAdmin):
    """The queue, most urgent first. Decisions are acts on a case's page or on a selection, never edits of a field."""

    list_display = (
        "number",
        "company",
        "due",
        "partner",
        "reasons_in_words",
        "assigned_to",
        "state",
    )
    list_display_links = ("number", "company")
    list_filter = (StateFilter, WhoseFilter, DueFilter, ReasonFilter, CountryFilter, "partner")
    list_select_related = ("partner", "preregistration", "assigned_to", "decided_by")
    list_per_page = MOST
    show_facets = admin.ShowFacets.NEVER  # counting for every filter would cost a query each
    search_fields = ("preregistration__email_key", "preregistration__search_text")
    search_help_text = _("A case's number, or the beginning of an email address or of a company name.")
    actions = ("take_selected", "approve_selected", "reject_selected")

    def has_decide_permission(self, request):
        return request.user.has_perm("reviews.decide_review")

    def get_changelist(self, request, **kwargs):
        return QueueChangeList

    def get_ordering(self, request):
        if request.GET.get("state") in Review.Outcome.values:
            return ("-decided_at", "-pk")
        return (F("running_due_at").asc(nulls_last=True), "pk")

    def get_search_results(self, request, queryset, search_term):
        numbered = queryset.numbered(search_term.strip())
        if numbered.exists():
            return numbered, False
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Reviews, most urgent first")})

    @admin.display(description=_("number"))
    def number(self, review):
        return review.number

    @admin.display(description=_("company"))
    def company(self, review):
        return review.preregistration.company_name

    @admin.display(description=_("reasons"))
    def reasons_in_words(self, review):
        return review.line["reasons"]

    @admin.display(description=_("due"))
    def due(self, review):
        return render_to_string("admin/reviews/review/due.html", {"clock": review.line["clock"]})

    @admin.display(description=_("state"))
    def state(self, review):
        return review.line["state"]
