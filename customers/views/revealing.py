from django.shortcuts import get_object_or_404, redirect, render

from customers import disclosures, presentation
from customers.errors import TooManyDisclosures
from customers.models import PreRegistration
from customers.models.decision import PERSONAL
from customers.views.partner import DecisionView, DetailView


class RevealView(DetailView):
    """Shows a customer's address and number, once it is written down who asked for them."""

    def get(self, request, pk):
        """Somebody who was shown them comes back: by another language, or after signing in anew."""
        return redirect("customers:detail", pk=pk)

    def post(self, request, pk):
        row = get_object_or_404(PreRegistration.objects.of(self.partner), pk=pk)
        try:
            disclosures.reveal(row, by=request.user, at=self.at)
        except TooManyDisclosures as violation:
            return self.answer(row, refusal=violation.message, status=429)
        return self.answer(row, revealed=True)

    def answer(self, row, *, status=200, **told):
        if not self.request.htmx:
            return self.show(row.pk, status=status, **told)
        context = {"email": row.email, "mobile": presentation.international(str(row.mobile)), **told}
        return render(self.request, "customers/_revealed.html", context, status=status)


class RevealEntryView(DecisionView):
    """The same for what was typed in an attempt."""

    def get(self, request, number):
        return redirect("customers:decision", number=number)

    def post(self, request, number):
        decision = self.find(number)
        try:
            disclosures.reveal_entry(decision, by=request.user, at=self.at)
        except TooManyDisclosures as violation:
            return self.show(decision, decision.typed_by(request.user), refusal=violation.message, status=429)
        return self.show(decision, PERSONAL)
