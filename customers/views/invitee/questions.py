"""What registering takes, one question a page: of each invitee only what is not known yet."""

from customers.acceptance import Particulars, user_of
from customers.invitee_forms import CompanyForm, CountryForm, NameForm, PasswordForm
from customers.models import CustomerAccount
from partnercenter.models import User

FORMS = {"name": NameForm, "company": CompanyForm, "country": CountryForm, "password": PasswordForm}


class Questions:
    """Those for the mailbox that an arrival has proven, and its answers so far."""

    def __init__(self, arrival):
        self.address, self.visit = arrival.proven, arrival.visit
        self.account = CustomerAccount.objects.filter(email_key=self.address.key).first()
        self.names = asked_of(self.account, user_of(self.address.key))
        self.guesses = {"company": arrival.company_name, "country": arrival.country}

    @property
    def answers(self):
        return {name: self.visit.answers[name] for name in self.names if name in self.visit.answers}

    @property
    def next(self):
        """The first that is not answered yet, or None."""
        return next((name for name in self.names if name not in self.answers), None)

    def form(self, name, data=None):
        """Its form, filled with the answer that was given or else with what the partner has guessed."""
        owner = User(email=self.address.key, name=self.answers.get("name", ""))
        return FORMS[name](data, initial=self.guesses | self.answers, owner=owner)

    def before(self, name):
        """The question that comes before, or None."""
        place = self.names.index(name)
        return self.names[place - 1] if place else None

    def step(self, name=None):
        """Which page of how many: the questions', or the last one's, where the answers are checked."""
        return (self.names.index(name) if name else len(self.names)) + 1, len(self.names) + 1

    def answer(self, name, value):
        if self.visit.proven != self.address:
            self.visit.prove(self.address)  # by the emailed link, whose visit begins with its first answer
        self.visit.note(name, value)

    def particulars(self, *, language):
        answers = self.answers
        return Particulars(
            language=language,
            name=answers.get("name", ""),
            company_name=answers.get("company", ""),
            country=answers.get("country", ""),
            password_hash=answers.get("password", ""),
        )


def asked_of(account, user):
    """An account has its name and mostly its country, a user its name and its password."""
    if account:
        return () if account.country else ("country",)
    return ("company", "country") if user else tuple(FORMS)
