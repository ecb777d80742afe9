from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django_countries import countries

from customers.invitee_forms import ConsentForm
from customers.views.invitee.base import WayInView
from customers.views.invitee.questions import Questions
from partnercenter.access import member_of


class RegisteringView(WayInView):
    """A page on the way from the proof to the consent."""

    needs_proof = True

    @cached_property
    def questions(self):
        return Questions(self.arrival)

    def go_on(self):
        """To what is not answered yet, or else to the consent."""
        if question := self.questions.next:
            return redirect("invitee:question", token=self.token, question=question)
        return self.go("accept")

    def show_step(self, name, *step, **context):
        return self.show(name, step=step[0], steps=step[1], questions=self.questions, **context)


class QuestionView(RegisteringView):
    """One question. Its answer is kept with the visit, while the proof lasts."""

    def get(self, request):
        if self.question not in self.questions.names:
            return self.go("accept")
        return self.ask(self.questions.form(self.question))

    def post(self, request):
        if self.question not in self.questions.names:
            return self.go("accept")
        form = self.questions.form(self.question, request.POST)
        if not form.is_valid():
            return self.ask(form)
        self.questions.answer(self.question, form.cleaned_data[self.question])
        return self.go_on()

    @property
    def question(self):
        return self.kwargs["question"]

    def ask(self, form):
        before = self.questions.before(self.question)
        step = self.questions.step(self.question)
        return self.show_step(
            "invitee/question.html", *step, form=form, question=self.question, before=before
        )


class AcceptView(RegisteringView):
    """R19, R21: the answers once more, and the consent."""

    def get(self, request):
        return self.go_on() if self.questions.next else self.ask(self.form())

    def post(self, request):
        if self.questions.next:
            return self.go_on()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form)
        answer = self.arrival.accept(self.questions.particulars(language=get_language()))
        self.arrival.visit.prove(self.arrival.proven)
        self.arrival.visit.conclude(answer)
        if answer.user and may_be_signed_in(request, answer.user):
            get_adapter(request).login(request, answer.user)
        return self.go("result")

    def form(self, data=None):
        return ConsentForm(data, partner=self.arrival.partner, vendor=settings.VENDOR_NAME)

    def ask(self, form):
        step = self.questions.step()
        return self.show_step("invitee/accept.html", *step, form=form, answers=self.told())

    def told(self):
        """Each question with its answer as a person reads it; of the password only that there is one."""
        for name, value in self.questions.answers.items():
            said = {"country": countries.name(value), "password": None}.get(name, value)
            yield name, self.questions.form(name).field.label, said


class ResultView(WayInView):
    """What came of an acceptance, for whom it concerns, however often the page is loaded again."""

    def get(self, request):
        answer = self.arrival.visit.answer
        if not answer:
            return self.go("welcome")
        return self.show("invitee/result.html", **answer)


def may_be_signed_in(request, user):
    """By the proof of a mailbox alone: only someone who is nothing but a customer, and only where nobody is in."""
    if request.user.is_authenticated or not user.is_active:
        return False
    return not (user.is_staff or user.is_superuser or member_of(user) or is_mfa_enabled(user))
