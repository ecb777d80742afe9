from customers.admin import (
    acceptances,
    accounts,
    disclosures,
    history,
    leads,
    notices,
    partners,
    policies,
    ways_in,
)

__all__ = [
    "acceptances",
    "accounts",
    "disclosures",
    "history",
    "leads",
    "notices",
    "partners",
    "policies",
    "ways_in",
]
