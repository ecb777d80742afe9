"""The invitee's pages, behind the token of a way in: one question a page, for a phone, without script."""

from customers.views.invitee.accepting import AcceptView, QuestionView, ResultView
from customers.views.invitee.declining import DeclinedView, DeclineView, WrongPersonView
from customers.views.invitee.other_address import OtherAddressView, ToldView
from customers.views.invitee.proving import CodeView, SendCodeView
from customers.views.invitee.welcome import WelcomeView

__all__ = [
    "AcceptView",
    "CodeView",
    "DeclineView",
    "DeclinedView",
    "OtherAddressView",
    "QuestionView",
    "ResultView",
    "SendCodeView",
    "ToldView",
    "WelcomeView",
    "WrongPersonView",
]
