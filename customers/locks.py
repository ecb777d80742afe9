"""One writer at a time per customer, across tables that no single constraint can span.

A partner's claim, a vendor's lead and an association all ask about the same email key before they write.
"""

from django.db import connection


def lock_customers(*email_keys):
    """Hold these keys until the transaction ends. SQLite needs no help: its writers queue as a whole."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # In key order, so that two holders of several keys never wait for each other.
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(hashtextextended(key, 0)))"
            " FROM (SELECT unnest(%s::text[]) AS key ORDER BY 1) AS keys",
            [sorted(email_keys)],
        )
