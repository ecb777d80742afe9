"""Rows of the vendor's account directory."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from customers.imports import cells
from customers.imports.errors import CellNotValid, RowRejected
from customers.imports.kind import Column, Kind
from customers.models import CustomerAccount
from partnercenter.models import Partner

SITES = frozenset(CustomerAccount.Site.values)


class Accounts(Kind):
    model = CustomerAccount
    unique = "email_key"

    def __init__(self):
        self.partners = dict(Partner.objects.values_list("code", "pk"))
        name = CustomerAccount._meta.get_field("name")
        super().__init__(
            {
                "name": Column("name", partial(cells.text, limit=name.max_length)),
                "country": Column("country", cells.country),
                "site": Column("site", site),
                "contract_signed": Column("contract_signed", cells.flag),
                "cash_spent": Column("cash_spent", cells.flag_or_amount),
                "registered_at": Column("registered_at", cells.instant),
                "associated_partner": Column("associated_partner_id", self.partner),
            }
        )

    def partner(self, code):
        try:
            return self.partners[code]
        except KeyError as error:
            raise CellNotValid(_("There is no partner with this code.")) from error

    def refuse(self, rows, *, at):
        """An association made here rests on its pre-registration (I3): no file moves it to another partner."""
        named = [row for row in rows if "associated_partner" in row.given]
        made_here = dict(
            CustomerAccount.objects.filter(
                email_key__in={row.key for row in named}, association__isnull=False
            ).values_list("email_key", "associated_partner_id")
        )
        return [
            RowRejected(
                row.line,
                "associated_partner",
                _("This customer was associated through a pre-registration, which a file cannot change."),
                row.given["associated_partner"],
            )
            for row in named
            if made_here.get(row.key, row.facts["associated_partner_id"])
            != row.facts["associated_partner_id"]
        ]


def site(written):
    name = written.casefold()
    if name not in SITES:
        raise CellNotValid(_("Write international or china."))
    return name
