from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from customers import invite_presentation, overview, presentation, registration, removal
from customers.errors import TooManyAttempts
from customers.forms import HIDDEN, PreRegistrationForm, owner_of, read_uuids, view_of_list
from customers.models import Decision, PreRegistration
from customers.models.decision import PERSONAL
from partnercenter.access import PartnerMixin

TYPED_KEY = "typed_while_signed_out"


class HomeView(PartnerMixin, View):
    """Quota, what needs attention, and how far the customers have come."""

    def send_away(self, request):
        if request.user.is_staff:
            return super().send_away(request)
        return redirect("customer:home")

    def get(self, request):
        home = overview.overview(self.partner, self.policy, at=self.at)
        return render(request, "customers/home.html", {"section": "home", "home": home})


@method_decorator(login_not_required, name="dispatch")
class PreRegisterView(PartnerMixin, View):
    """The Preregister Customer dialog, and the same as a whole page."""

    # R1 is answered like any other rule: with its reason and a Decision.
    open_to_suspended = ("POST",)

    def get(self, request):
        return self.show(PreRegistrationForm(member=self.member, initial=self.typed_before()))

    def post(self, request):
        form = PreRegistrationForm(request.POST, member=self.member)
        request.session.pop(TYPED_KEY, None)
        if not form.is_valid():
            return self.show(form)
        token = form.cleaned_data["attempt"]
        try:
            decision = registration.attempt(form.wish(), member=self.member, at=self.at, token=token)
        except TooManyAttempts as violation:
            form.add_error(None, violation.message)
            return self.show(form, status=429)
        if decision.outcome == Decision.Outcome.GRANTED and not request.htmx:
            return redirect(f"{reverse('customers:list')}?answer={decision.number}")
        return self.show(form, decision)

    def show(self, form, decision=None, status=200):
        usage = registration.usage_of(self.partner, at=self.at)
        quota = presentation.Quota(usage.pending, usage.preregistered, self.terms.quota)
        foreseen = () if form.is_bound else registration.foreseen(self.member, usage, self.terms)
        context = {
            "section": "customers",
            "form": form,
            "receipt": decision and presentation.receipt(decision, self.at),
            "quota": quota,
            "foreseen": presentation.foreseen(foreseen, quota),
            "days": self.terms.validity.days,
            # A change of language after an answer comes back to what was typed.
            "here": decision and f"{self.request.path}?from={decision.number}",
        }
        name = "customers/preregister_dialog.html" if self.request.htmx else "customers/preregister.html"
        return render(self.request, name, context, status=status)

    def typed_before(self):
        """What was typed in an attempt one returns to, or before the session ended."""
        if number := self.request.GET.get("from"):
            decision = Decision.objects.of(self.partner).numbered(number).first()
            return decision.entry_for(self.request.user) if decision else {}
        stash = self.request.session.get(TYPED_KEY, {})
        return dict(stash["typed"]) if stash.get("whose") == self.request.user.pk else {}

    def ask_to_sign_in(self, request):
        """Keeps what was typed for the one whose form it was, and for nobody else who signs in here."""
        if request.method == "POST" and (whose := owner_of(request.POST)):
            fields = PreRegistrationForm.base_fields.keys() - set(HIDDEN)
            typed = {name: request.POST.get(name, "") for name in fields}
            request.session[TYPED_KEY] = {"whose": whose, "typed": typed}
        return super().ask_to_sign_in(request)


class DetailView(PartnerMixin, View):
    """One pre-registration with its decision and its history."""

    def get(self, request, pk):
        return self.show(pk)

    def show(self, pk, *, revealed=False, refusal="", status=200):
        beside = ("created_by", "decision", "partner", "acceptance")
        rows = PreRegistration.objects.of(self.partner).select_related(*beside)
        preregistration = get_object_or_404(rows, pk=pk)
        decision = getattr(preregistration, "decision", None)
        context = {
            "section": "customers",
            "customer": preregistration,
            "country": presentation.country_name(preregistration.country.code),
            "standing": presentation.standing_of(preregistration, self.at),
            "receipt": decision and presentation.receipt(decision, self.at),
            "history": presentation.history(preregistration, self.at, masked=not revealed),
            "reported": presentation.report_of(preregistration, self.at),
            "ways": invite_presentation.ways(preregistration, at=self.at),
            "contact": presentation.contact(preregistration, masked=not revealed),
            "revealed": revealed,
            "here": preregistration.get_absolute_url(),
            "refusal": refusal,
        }
        return render(self.request, "customers/detail.html", context, status=status)


class DecisionView(PartnerMixin, View):
    """The receipt of one attempt, under its permanent number."""

    def get(self, request, number):
        decision = self.find(number)
        return self.show(decision, decision.typed_by(request.user))

    def find(self, number):
        rows = Decision.objects.of(self.partner).select_related("by", "preregistration", "open_invitation")
        decision = get_object_or_404(rows.numbered(number))
        if decision.number != number:
            raise Http404
        return decision

    def show(self, decision, readable, *, refusal="", status=200):
        context = {
            "section": "customers",
            "decision": decision,
            "receipt": presentation.receipt(decision, self.at),
            "typed": presentation.typed(decision, readable),
            "masked": bool(PERSONAL - readable),
            "here": decision.get_absolute_url(),
            "refusal": refusal,
        }
        return render(self.request, "customers/decision.html", context, status=status)


class DeleteView(PartnerMixin, View):
    """R22, R23: asks first, then deletes, and says of each row what became of it."""

    def get(self, request):
        return self.ask(request.GET.getlist("ids"))

    def post(self, request):
        named = request.POST.getlist("ids")
        if not named or request.POST.get("step") == "confirm":
            return self.ask(named)
        report = removal.delete(read_uuids(named), member=self.member, at=self.at)
        report.unknown += len(set(named)) - len(read_uuids(named))
        if report.deleted and not (report.kept or report.unknown):
            messages.success(request, presentation.deleted_words(report.deleted))
            return redirect(view_of_list(request.POST.get("view", "")))
        return render(request, "customers/deleted.html", {"section": "customers", "report": report})

    def ask(self, named):
        outlook = removal.outlook(read_uuids(named), member=self.member, at=self.at)
        name = "customers/delete_dialog.html" if self.request.htmx else "customers/delete.html"
        context = {"section": "customers", "outlook": outlook, "named": named, "view": self.view_behind()}
        return render(self.request, name, context)

    def view_behind(self):
        """What the list behind the dialog was asked for."""
        path, _mark, query = (self.request.htmx.current_url_abs_path or "").partition("?")
        return query if path == reverse("customers:list") else ""
