import pytest

from customers import leads
from customers.admin.base import CustomerForm
from customers.admin.leads import LeadForm
from customers.errors import LeadConflict
from customers.models import PreRegistration, VendorLead
from tests.builders import MONDAY, VALIDITY, make_hold, make_lead
from tests.customers.admin.pages import address, form_of, listed, look, run, told

pytestmark = pytest.mark.django_db

LEAD = {"email": "Lead@Acme.example", "company_name": "Acme", "country": "SG", "owner": "Ada"}


def test_lead_is_added_open(client):
    client.post(address(VendorLead, "add"), LEAD)

    lead = VendorLead.objects.get()
    assert (lead.email, lead.open_key, lead.created_at) == ("Lead@Acme.example", "lead@acme.example", MONDAY)


def test_lead_for_a_partners_customer_is_refused_next_to_the_field(client):
    make_hold(email="lead@acme.example")

    form = form_of(client.post(address(VendorLead, "add"), LEAD))

    assert form.errors == {"email": [LeadConflict().message]}
    assert not VendorLead.objects.exists()


def test_lead_is_possible_again_once_the_partners_hold_has_run_out(client):
    make_hold(email="lead@acme.example", at=MONDAY - VALIDITY)

    client.post(address(VendorLead, "add"), LEAD)

    assert VendorLead.objects.exists()


def test_lead_twice_is_refused_next_to_the_field(client):
    make_lead("lead@acme.example")

    for email in ("LEAD@acme.example", "nonsense"):
        form = form_of(client.post(address(VendorLead, "add"), LEAD | {"email": email}))
        assert list(form.errors) == ["email"]


def test_lead_that_loses_the_race_to_a_partner_is_refused_next_to_the_field(client, monkeypatch):
    make_hold(email="lead@acme.example")
    look(monkeypatch, LeadForm, CustomerForm.clean_email, LeadForm.clean_email)

    form = form_of(client.post(address(VendorLead, "add"), LEAD))

    assert form.errors == {"email": [LeadConflict().message]}
    assert form["company_name"].value() == "Acme"
    assert not VendorLead.objects.exists()


def test_lead_that_loses_the_race_twice_is_told_why_in_a_message(client, monkeypatch):
    make_hold(email="lead@acme.example")
    look(monkeypatch, LeadForm, CustomerForm.clean_email, CustomerForm.clean_email)

    response = client.post(address(VendorLead, "add"), LEAD, follow=True)

    assert told(response) == [LeadConflict().message]
    assert not VendorLead.objects.exists()


def test_lead_edit_touches_who_it_is_and_not_the_address(client):
    lead = make_lead("lead@acme.example")

    client.post(
        address(VendorLead, "change", lead.pk),
        {"email": "x@y.example", "company_name": "Acme Ltd", "country": "ZA", "owner": "Bo"},
    )

    lead.refresh_from_db()
    assert (lead.email, lead.company_name, lead.country.code, lead.owner) == (
        "lead@acme.example",
        "Acme Ltd",
        "ZA",
        "Bo",
    )


def test_lead_released_while_it_is_edited_stays_released(client, monkeypatch):
    lead = make_lead("lead@acme.example")
    save = VendorLead.save

    def released_first(self, *args, **kwargs):
        leads.release(lead, at=MONDAY)
        return save(self, *args, **kwargs)

    monkeypatch.setattr(VendorLead, "save", released_first)
    client.post(address(VendorLead, "change", lead.pk), {"company_name": "Acme Ltd"})

    lead.refresh_from_db()
    assert (lead.company_name, lead.released_at) == ("Acme Ltd", MONDAY)


def test_lead_is_released_by_its_action_and_never_deleted(client):
    lead, other = make_lead("lead@acme.example"), make_lead("other@acme.example")

    assert told(run(client, VendorLead, "release", lead)) == [
        "1 lead released: partners can pre-register the customer."
    ]
    assert told(run(client, VendorLead, "release", lead)) == [
        "Nothing to release: all of these were released before."
    ]

    assert listed(client, VendorLead, released_at__isempty="1") == [other]
    assert client.post(address(VendorLead, "delete", lead.pk), {"post": "yes"}).status_code == 403


def test_lead_shows_whose_preregistration_it_made_way_for(client):
    lead, row = make_lead("lead@acme.example"), make_hold()
    leads.release(lead, at=MONDAY, to=row)
    make_lead("other@acme.example")

    link = f'<a href="{address(PreRegistration, "change", row.pk)}">{row.partner}</a>'
    assert link in client.get(address(VendorLead, "changelist")).content.decode()
    assert link in client.get(address(VendorLead, "change", lead.pk)).content.decode()


def test_lead_list_asks_a_constant_number_of_queries(client, django_assert_num_queries):
    leads.release(make_lead("one@acme.example"), at=MONDAY, to=make_hold())
    with django_assert_num_queries(6):
        listed(client, VendorLead)
    for number in range(3):
        leads.release(make_lead(f"lead-{number}@acme.example"), at=MONDAY, to=make_hold())

    with django_assert_num_queries(6):
        assert len(listed(client, VendorLead)) == 4


def test_owner_field_says_that_an_address_is_told(client):
    html = client.get(address(VendorLead, "add")).content.decode()

    assert "An email address gets a mail when a partner's request for this customer is decided" in html
