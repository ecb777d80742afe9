from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from partnercenter.access import PartnerMixin
from reviews import casefile, cases, listing
from reviews.errors import NothingAsked, TooMuchEvidence
from reviews.forms import AnswerForm, ListForm
from reviews.models import Review
from reviews.views.typing import TypingView


class ListView(PartnerMixin, View):
    """The partner's requests for manual review, and their clocks."""

    def get(self, request):
        asked = ListForm.read(request.GET)
        page = listing.page(self.partner, asked["show"], number=request.GET.get("page"), at=self.at)
        return render(request, "reviews/list.html", {"section": "reviews", "page": page, "asked": asked})


class CaseView(TypingView):
    """One case: its clock, what was sent, what was said about it, and its outcome."""

    form_class = AnswerForm

    def get(self, request, number):
        review = self.review(number)
        return self.show(review, self.form(review, initial=self.stash().get("typed")))

    def post(self, request, number):
        review = self.review(number)
        if not self.member.may_register:
            raise PermissionDenied
        form = self.form(review, request.POST, request.FILES)
        if form.is_valid() and self.answer(review, form):
            self.forget()
            messages.success(request, _("Sent to the reviewer."))
            return redirect(review)
        return self.show(review, form)

    def review(self, number):
        rows = Review.objects.of(self.partner).numbered(number)
        related = ("preregistration", "partner", "decision", "submitted_by", "duplicate_of")
        review = get_object_or_404(rows.select_related(*related))
        if review.number != number:
            raise Http404
        return review

    def form(self, review, *data, initial=None):
        return AnswerForm(
            *data,
            initial=initial,
            member=self.member,
            asked=review.is_waiting(self.at),
            room=cases.evidence_room(review),
        )

    def answer(self, review, form):
        words, files, token = (form.cleaned_data[name] for name in ("words", "evidence", "attempt"))
        try:
            cases.answer(review, words, files, by=self.request.user, at=self.at, token=token)
        except (NothingAsked, TooMuchEvidence) as violation:
            form.add_error(None, violation.message)
        return form.is_valid()

    def show(self, review, form):
        answers = self.member.may_register and (review.is_open or form.is_bound)
        context = {
            "section": "reviews",
            "form": form if answers else None,
            "files_lost": self.files_lost(),
        }
        case = casefile.case(review, reader=self.request.user, at=self.at)
        return render(self.request, "reviews/case.html", context | case)


class OfCustomerView(PartnerMixin, View):
    """From a customer to its newest request."""

    def get(self, request, pk):
        newest = Review.objects.of(self.partner).filter(preregistration=pk).first()
        if newest is None:
            raise Http404
        return redirect(newest)
