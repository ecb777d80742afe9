"""Customer Development: the list, what of it is swapped in while somebody types, and its columns."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views import View

from customers import columns, listing, presentation
from customers.forms import SIZES, ListForm, view_of_list
from customers.models import Decision
from partnercenter.access import PartnerMixin


class ListView(PartnerMixin, View):
    """Customer Development, tab From Partner Center, and its History."""

    def get(self, request):
        asked = ListForm.read(request.GET)
        selectable = self.member.may_register and not asked["view"]
        shown, chosen = columns.read(request.COOKIES, request.user)
        page = listing.page(
            self.partner, self.terms, asked, number=request.GET.get("page"), selectable=selectable, at=self.at,
            shown=shown, chosen=chosen,
        )  # fmt: skip
        context = {
            "section": "customers",
            "page": page,
            "asked": asked,
            "query": query_of(asked),
            "selectable": selectable,
            "days": self.terms.validity.days,
        }
        return self.results(context, page) if is_partial(request) else self.whole(context)

    def whole(self, context):
        answer = Decision.objects.of(self.partner).numbered(self.request.GET.get("answer", "")).first()
        context["receipt"] = answer and presentation.receipt(answer, self.at)
        response = render(self.request, "customers/list.html", context)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def results(self, context, page):
        response = render(self.request, "customers/_results.html", context | {"partial": True})
        number = page.paging.number
        query = "&".join(filter(None, [context["query"], f"page={number}" if number > 1 else ""]))
        # The address as one would share it, without the fields that were left empty.
        response["HX-Push-Url"] = reverse("customers:list") + (f"?{query}" if query else "")
        patch_vary_headers(response, ["HX-Request"])
        return response


def is_partial(request):
    return request.htmx and request.htmx.target == "results" and not request.htmx.history_restore_request


def query_of(asked):
    """What was asked for as an address says it; what is the rule is left out."""
    told = {name: "1" if value is True else value for name, value in asked.items() if value}
    if told["size"] == SIZES[0]:
        del told["size"]
    return urlencode(told)


class ColumnsView(PartnerMixin, View):
    """Remembers which columns a member wants to see, and leads back to the same view of the list."""

    def post(self, request):
        response = redirect(view_of_list(request.POST.get("query", "")))
        response.set_cookie(
            columns.cookie_of(request.user),
            columns.written(request.POST.getlist("columns")),
            max_age=columns.AGE,
            path=reverse("customers:list"),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        return response
