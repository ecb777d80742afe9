"""What a browser remembers of one way in: the address it asked a code for, the proof, and what came of it.

Nothing is remembered before the visitor's own act, so that what merely opens a link leaves no session behind.
"""

from datetime import timedelta

from django.contrib.auth import SESSION_KEY

from partnercenter.addresses import Address

PROOF_LASTS = timedelta(minutes=30)


class Visit:
    def __init__(self, session, way_in, at):
        self.session, self.at = session, at
        self.name = f"invitee:{way_in.pk}"
        self.kept = session.get(self.name, {})

    @property
    def asked(self):
        """The address that a code was asked for, or None."""
        return Address(self.kept["shown"], self.kept["key"]) if "key" in self.kept else None

    @property
    def proven(self):
        """The same once its mailbox is proven, for half an hour."""
        return self.asked if self.kept.get("until", 0) > self.at.timestamp() else None

    @property
    def answers(self):
        """What was answered so far, by question, while the proof lasts."""
        return self.kept.get("answers", {}) if self.proven else {}

    @property
    def answer(self):
        """The outcome and the codes of the latest acceptance, while the proof lasts."""
        return self.kept.get("answer") if self.proven else None

    def ask(self, address):
        self.keep({"shown": address.shown, "key": address.key})

    def prove(self, address):
        # Under a new id, so that whoever knew the earlier one has proven nothing. A session of somebody who is signed in
        # has got its own; this one is left as it is, for a second press of the button still finds its way by it.
        if SESSION_KEY not in self.session:
            self.session.create()
        self.ask(address)
        self.keep(self.kept | {"until": (self.at + PROOF_LASTS).timestamp()})

    def note(self, question, value):
        self.keep(self.kept | {"answers": self.answers | {question: value}})

    def conclude(self, answer):
        self.keep(self.kept | {"answer": {"outcome": answer.outcome, "codes": list(answer.codes)}})

    def keep(self, kept):
        self.kept = self.session[self.name] = kept
