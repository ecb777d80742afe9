"""A lost race is judged again, and then sees who was faster."""

from django.db import IntegrityError, OperationalError, transaction

from customers.errors import AlreadyMoved

TRIES = 3
RETRY_STATES = {"40001", "40P01"}  # serialization failure, deadlock


def until_settled(work):
    """Call `work`, a function with a transaction of its own, again where another was faster; at most TRIES times."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except AlreadyMoved:
            continue  # swept up, deleted or accepted a breath before us
        except (IntegrityError, OperationalError) as error:
            if not worth_another_try(error):
                raise
    return work()


def worth_another_try(error):
    if transaction.get_connection().in_atomic_block:
        return False  # the caller's transaction is lost as a whole
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "sqlstate", "") in RETRY_STATES
