import pytest

from customers import lifecycle
from customers.models import Decision, Event, PreRegistration
from customers.statuses import Status
from tests.builders import (
    DAY,
    MONDAY,
    VALIDITY,
    attempt,
    make_account,
    make_hold,
    make_in,
    make_lead,
    make_member,
    make_partner,
)
from tests.customers.admin.pages import address, listed, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [PreRegistration, Decision, Event], ids=lambda model: model.__name__)
def test_history_is_read_and_never_written(client, model):
    attempt(member=make_member())
    row = model.objects.get()

    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", row.pk), {"status": "deleted"}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    run(client, model, "delete_selected", row)
    assert model.objects.get() == row


@pytest.mark.parametrize(
    ("model", "queries"), [(PreRegistration, 7), (Decision, 7), (Event, 7)], ids=lambda value: str(value)
)
def test_history_lists_ask_a_constant_number_of_queries(client, model, queries, django_assert_num_queries):
    attempt(member=make_member())
    with django_assert_num_queries(queries):
        assert len(listed(client, model)) == 1
    for _ in range(4):
        attempt(member=make_member())

    with django_assert_num_queries(queries):
        assert len(listed(client, model)) == 5


def test_preregistration_page_tells_its_history_and_its_decision(client):
    agent = make_member()
    decision = attempt(member=agent)
    lifecycle.delete(decision.preregistration, by=agent.user, at=MONDAY)

    html = client.get(address(PreRegistration, "change", decision.preregistration_id)).content.decode()

    assert f'<a href="{address(Decision, "change", decision.pk)}">{decision.number}</a>' in html
    assert html.count("Mei Tan") == 3  # registered by, and in both events


def test_preregistration_list_is_filtered_as_the_partner_sees_it(client):
    running, over = make_hold(), make_hold(at=MONDAY - VALIDITY)
    ended = make_in(Status.EXPIRED)

    assert listed(client, PreRegistration, status="preregistered") == [running]
    assert {row.pk for row in listed(client, PreRegistration, status="expired")} == {over.pk, ended.pk}
    assert listed(client, PreRegistration, partner__id__exact=over.partner_id) == [over]


def test_history_is_found_by_the_beginning_of_an_address_or_a_company(client):
    agent = make_member()
    found = attempt("hello@acme.example", member=agent, company_name="Ärzte Köln GmbH")
    attempt("other@acme.example", member=agent, company_name="Köln")

    for term in ("HELLO@", "ärzte köln"):
        assert listed(client, PreRegistration, q=term) == [found.preregistration]
        assert listed(client, Decision, q=term) == [found]
        assert [event.preregistration for event in listed(client, Event, q=term)] == [found.preregistration]
    assert listed(client, Decision, q=found.number) == [found]


def test_refused_decision_is_listed_with_its_reasons(client):
    make_account("rich@acme.example", cash_spent=True)
    attempt("rich@acme.example", member=make_member(), at=MONDAY - DAY)

    assert "cash_spending" in client.get(address(Decision, "changelist")).content.decode()


def test_every_page_of_a_real_row_opens(client):
    row = make_in(Status.ASSOCIATED, make_member(make_partner("globex")))
    rows = [row, row.partner, row.created_by, row.account, make_lead("lead@acme.example"), row.events.first()]

    for each in rows:
        for page in ("change", "history"):
            assert client.get(address(type(each), page, each.pk)).status_code == 200
