"""Imports beside each other and beside partners, by real parallel connections."""

from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from customers.imports import loading
from customers.models import CustomerAccount, PreRegistration, VendorLead
from tests.builders import attempt, make_member
from tests.customers.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def run(command, file):
    out = StringIO()
    call_command(command, str(file), stdout=out)
    return out.getvalue()


def test_two_imports_of_the_same_customers_in_opposite_order_both_finish(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "CHUNK", 50)
    emails = [f"c{number}@acme.example" for number in range(400)]
    forth, back = tmp_path / "forth.csv", tmp_path / "back.csv"
    forth.write_text("email\n" + "\n".join(emails))
    back.write_text("email\n" + "\n".join(reversed(emails)))

    at_once([partial(run, "import_accounts", file) for file in (forth, back)])

    assert CustomerAccount.objects.count() == 400


def test_r16_of_a_partner_and_a_lead_import_at_the_same_moment_exactly_one_wins(tmp_path):
    member = make_member()
    file = tmp_path / "leads.csv"

    for lap in range(50):
        email = f"wanted-{lap}@acme.example"
        file.write_text(f"email\n{email}\n")

        at_once([partial(attempt, email, member=member), partial(run, "import_vendor_leads", file)])

        held = PreRegistration.objects.filter(hold_key=email).exists()
        assert held != VendorLead.objects.filter(open_key=email).exists()
