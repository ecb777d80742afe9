"""Telling a partner what became of its customers: once per event, under the bell and by mail."""

from customers.models import Notice


def tell(kind, preregistration, *, key, at, **facts):
    """Leave a notice, and mails to the members who want them, in the caller's transaction.

    `key` names the event within the kind; telling it twice changes nothing. `facts` are JSON values for its words.
    """
    notice, _created = Notice.objects.get_or_create(
        key=f"{kind}:{key}",
        defaults={
            "partner_id": preregistration.partner_id,
            "preregistration": preregistration,
            "kind": kind,
            "at": at,
            "facts": facts,
        },
    )
    return notice
