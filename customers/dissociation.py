"""Ending an association that was made here: by the vendor, for a reason, and the partner is told."""

from django.db import transaction

from customers import lifecycle, notices
from customers.models import Kind


@transaction.atomic
def end(preregistration, *, by, at, why):
    """The customer is free again at once. Raises MoveNotAllowed or AlreadyMoved."""
    lifecycle.dissociate(preregistration, by=by, at=at, why=why)
    notices.tell(Kind.DISSOCIATED, preregistration, key=str(preregistration.pk), at=at, why=why)
    return preregistration
