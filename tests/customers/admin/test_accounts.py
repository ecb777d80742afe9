from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection

from customers import lifecycle
from customers.admin.accounts import AccountForm
from customers.admin.base import CustomerForm
from customers.models import CustomerAccount
from customers.statuses import Status
from partnercenter.admin import base
from tests.builders import MONDAY, make_account, make_hold, make_in, make_partner
from tests.customers.admin.pages import address, form_of, listed, look

pytestmark = pytest.mark.django_db

ACME = {"email": "Hello@Acme.example", "name": "Acme", "country": "SG", "site": "international"}


def test_account_is_added_with_the_key_of_its_address(client):
    client.post(address(CustomerAccount, "add"), ACME | {"contract_signed": "on"})

    account = CustomerAccount.objects.get()
    assert (account.email, account.email_key) == ("Hello@Acme.example", "hello@acme.example")
    assert account.contract_signed


def test_account_with_a_known_or_broken_address_is_refused_next_to_the_field(client):
    make_account("hello@acme.example")

    for email in ("HELLO@acme.example", "nonsense", ""):
        form = form_of(client.post(address(CustomerAccount, "add"), ACME | {"email": email}))
        assert list(form.errors) == ["email"]


def test_account_keeps_its_own_address_and_moves_to_another(client):
    account = make_account("hello@acme.example")
    page = address(CustomerAccount, "change", account.pk)

    client.post(page, ACME)
    client.post(page, ACME | {"email": "New@Acme.example"})

    account.refresh_from_db()
    assert (account.email, account.email_key) == ("New@Acme.example", "new@acme.example")


def test_account_that_loses_the_race_is_refused_next_to_the_field(client, monkeypatch):
    make_account("hello@acme.example")
    look(monkeypatch, AccountForm, CustomerForm.clean_email, AccountForm.clean_email)

    form = form_of(client.post(address(CustomerAccount, "add"), ACME))

    assert list(form.errors) == ["email"]
    assert CustomerAccount.objects.count() == 1


def test_account_brought_by_the_directory_changes_its_partner(client):
    account, globex = make_account("hello@acme.example"), make_partner("globex")

    client.post(address(CustomerAccount, "change", account.pk), ACME | {"associated_partner": globex.pk})

    account.refresh_from_db()
    assert account.associated_partner == globex


def test_account_associated_here_keeps_its_partner_and_address_and_is_not_deleted(client):
    row = make_in(Status.ASSOCIATED, email="hello@acme.example")
    page = address(CustomerAccount, "change", row.account.pk)

    client.post(page, ACME | {"associated_partner": "", "email": "new@acme.example", "name": "Acme Ltd"})

    account = CustomerAccount.objects.get()
    assert (account.associated_partner, account.association) == (row.partner, row)
    assert (account.email_key, account.name) == ("hello@acme.example", "Acme Ltd")
    assert client.post(address(CustomerAccount, "delete", account.pk), {"post": "yes"}).status_code == 403


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_account_edited_while_its_customer_associates_keeps_the_association(client, monkeypatch):
    row, account = make_hold(email="hello@acme.example"), make_account("hello@acme.example")
    save = base.VendorAdmin.save_model

    def associate():
        try:
            lifecycle.associate(row, account, at=MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        started = []

        def save_meanwhile(*args, **kwargs):
            started.append(pool.submit(associate))
            wait(started, timeout=0.5)
            save(*args, **kwargs)

        monkeypatch.setattr(base.VendorAdmin, "save_model", save_meanwhile)
        client.post(address(CustomerAccount, "change", account.pk), ACME | {"name": "Acme Ltd"})
        started[0].result()

    account.refresh_from_db()
    assert (account.name, account.association, account.associated_partner) == ("Acme Ltd", row, row.partner)


def test_account_that_nothing_rests_on_is_deleted(client):
    account = make_account()

    client.post(address(CustomerAccount, "delete", account.pk), {"post": "yes"})

    assert not CustomerAccount.objects.exists()


def test_account_list_is_found_by_the_beginning_of_the_address_only(client):
    make_account("hello@acme.example", site="china")
    make_account("world@acme.example", cash_spent=True)

    assert [a.email for a in listed(client, CustomerAccount, q=" HELLO@ac")] == ["hello@acme.example"]
    assert listed(client, CustomerAccount, q="acme") == []
    assert [a.email for a in listed(client, CustomerAccount, site__exact="china")] == ["hello@acme.example"]
    assert [a.email for a in listed(client, CustomerAccount, cash_spent__exact="1")] == ["world@acme.example"]


def test_account_list_asks_a_constant_number_of_queries_and_counts_no_further_than_anyone_leafs(
    client, django_assert_num_queries, monkeypatch
):
    make_account(associated_partner=make_partner())
    with django_assert_num_queries(6):
        listed(client, CustomerAccount)
    for _ in range(4):
        make_account(associated_partner=make_partner())
    with django_assert_num_queries(6):
        listed(client, CustomerAccount)

    monkeypatch.setattr(base, "COUNTED_AT_MOST", 3)
    assert client.get(address(CustomerAccount, "changelist")).context["cl"].result_count == 3
