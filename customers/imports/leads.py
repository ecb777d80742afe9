"""Rows of the vendor's own leads, under the same conflict rule as in the admin (R16)."""

from functools import partial

from customers import leads
from customers.errors import LeadConflict
from customers.imports import cells
from customers.imports.errors import RowRejected
from customers.imports.kind import Column, Kind
from customers.models import VendorLead


class Leads(Kind):
    model = VendorLead
    unique = "open_key"

    def __init__(self):
        company_name, owner = (VendorLead._meta.get_field(name) for name in ("company_name", "owner"))
        super().__init__(
            {
                "company_name": Column("company_name", partial(cells.text, limit=company_name.max_length)),
                "country": Column("country", cells.country),
                "owner": Column("owner", partial(cells.text, limit=owner.max_length)),
            }
        )

    def refuse(self, rows, *, at):
        taken = leads.taken({row.key for row in rows}, at=at)
        reason = LeadConflict().message
        return [
            RowRejected(row.line, "email", reason, row.given["email"]) for row in rows if row.key in taken
        ]

    def build(self, values, *, at):
        return VendorLead(**values, open_key=values["email_key"], created_at=at)
