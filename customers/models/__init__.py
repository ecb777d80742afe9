"""The nouns of pre-registration: fields, constraints and the questions that are asked of them."""

from customers.models.acceptance import Acceptance, Code
from customers.models.decision import Decision
from customers.models.directory import CustomerAccount, VendorLead
from customers.models.disclosure import Disclosure
from customers.models.fields import KEY_LENGTH
from customers.models.invitation import Invitation, OpenInvitation
from customers.models.notice import Kind, Notice
from customers.models.preregistration import Correction, Event, PreRegistration

__all__ = [
    "KEY_LENGTH",
    "Acceptance",
    "Code",
    "Correction",
    "CustomerAccount",
    "Decision",
    "Disclosure",
    "Event",
    "Invitation",
    "Kind",
    "Notice",
    "OpenInvitation",
    "PreRegistration",
    "VendorLead",
]
