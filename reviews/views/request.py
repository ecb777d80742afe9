from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from customers import presentation, registration
from customers.errors import TooManyAttempts
from customers.models import Decision
from reviews import cases
from reviews.errors import NotForReview, NowRefused
from reviews.forms import RequestForm
from reviews.models import Review
from reviews.views.typing import TypingView


class OpenCaseView(TypingView):
    """R14: the request for a review, in the dialog that said why one is needed, and as a whole page."""

    form_class = RequestForm

    def get(self, request):
        decision = self.decision()
        if earlier := Review.objects.filter(decision=decision).first():
            return self.lead_to(earlier)
        contact = decision.typed.get("contact_name", "")
        typed = self.stash().get("typed", {"customer_contact": contact})
        return self.show(decision, RequestForm(member=self.member, initial=typed))

    def post(self, request):
        decision, form = self.decision(), RequestForm(request.POST, request.FILES, member=self.member)
        if not form.is_valid():
            return self.show(decision, form)
        try:
            review = cases.open_case(decision, form.request(), member=self.member, at=self.at)
        except NowRefused as refusal:
            return self.show(decision, form, refused=refusal.decision)
        except NotForReview as violation:
            form.add_error(None, violation.message)
            return self.show(decision, form)
        except TooManyAttempts as violation:
            form.add_error(None, violation.message)
            return self.show(decision, form, status=429)
        self.forget()
        messages.success(request, held_words(review))
        return self.lead_to(review)

    def decision(self):
        number = self.request.GET.get("decision", "")
        decision = get_object_or_404(Decision.objects.of(self.partner).numbered(number))
        if decision.number != number:
            raise Http404
        return decision

    def lead_to(self, review):
        """Out of the dialog by the whole window, so that the case's page is the one that says what was done."""
        if self.request.htmx:
            return HttpResponseClientRedirect(review.get_absolute_url())
        return redirect(review)

    def show(self, decision, form, *, refused=None, status=200):
        usage = registration.usage_of(self.partner, at=self.at)
        context = {
            "section": "customers",
            "form": form,
            "decision": decision,
            "possible": cases.is_for_review(decision) and self.member.may_register,
            "receipt": presentation.receipt(refused or decision, self.at),
            "refused": refused,
            "typed": presentation.typed(decision, decision.typed_by(self.request.user)),
            "quota": presentation.Quota(usage.pending, usage.preregistered, self.terms.quota),
            "files_lost": self.files_lost() and not (self.request.htmx and form.keep_files()),
        }
        name = "reviews/request_dialog.html" if self.request.htmx else "reviews/request.html"
        return render(self.request, name, context, status=status)


def held_words(review):
    name = review.preregistration.company_name
    return _("Sent. %(name)s is held for you while a reviewer decides.") % {"name": name}
