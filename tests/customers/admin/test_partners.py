import pytest
from django.contrib.admin.models import LogEntry

from customers.statuses import Status
from partnercenter.models import Member, Partner
from tests.builders import MONDAY, VALIDITY, make_hold, make_in, make_member, make_partner
from tests.customers.admin.pages import address, form_of, listed, run, told

pytestmark = pytest.mark.django_db

MEMBERS = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
GLOBEX = {
    "name": "Globex",
    "code": "globex",
    "country": "SG",
    "language": "en",
    "time_zone": "Asia/Singapore",
}


def test_partner_list_counts_what_is_held_in_a_constant_number_of_queries(client, django_assert_num_queries):
    agent = make_member(make_partner("globex", quota=7))
    make_hold(agent)
    make_in(Status.PENDING_REVIEW, agent)
    make_in(Status.DELETED, agent)
    make_hold(agent, at=MONDAY - VALIDITY)  # over at this very instant, not swept up

    with django_assert_num_queries(8):
        assert "2 / 7" in client.get(address(Partner, "changelist")).content.decode()
    for _ in range(4):
        make_hold()

    with django_assert_num_queries(8):
        html = client.get(address(Partner, "changelist")).content.decode()
    assert html.count("1 / 100") == 4


def test_partner_is_made_with_its_owner_and_its_own_terms(client):
    user = make_member().user
    Member.objects.all().delete()

    client.post(
        address(Partner, "add"),
        GLOBEX
        | {"reserved_mobile": "+65 6521 8000", "quota": "5", "validity_days": "20"}
        | {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0"}
        | {"members-0-user": user.pk, "members-0-role": "owner"},
    )

    partner = Partner.objects.get(code="globex")
    assert partner.reserved_mobile.as_e164 == "+6565218000"
    assert (partner.quota, partner.validity_days, partner.status) == (5, 20, "active")
    assert Member.objects.get().user == user
    assert Member.objects.get().partner == partner


def test_partner_refuses_a_member_of_another_partner_next_to_the_field(client):
    taken = make_member()

    response = client.post(
        address(Partner, "add"),
        GLOBEX
        | {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0"}
        | {"members-0-user": taken.user.pk, "members-0-role": "owner"},
    )

    errors = response.context["inline_admin_formsets"][0].formset.errors
    assert errors == [{"user": ["Member with this User already exists."]}]
    assert not Partner.objects.filter(code="globex").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reserved_mobile", "12345"),
        ("reserved_email", "nonsense"),
        ("time_zone", "Mars/Olympus"),
        ("validity_days", "0"),
        ("quota", "-1"),
        ("country", "XX"),
    ],
)
def test_partner_refuses_what_is_not_one_next_to_the_field(client, field, value):
    form = form_of(client.post(address(Partner, "add"), GLOBEX | MEMBERS | {field: value}))

    assert list(form.errors) == [field]


def test_partner_is_suspended_and_activated_by_actions_that_say_what_follows(client):
    globex, initech = make_partner("globex"), make_partner("initech", status="suspended")

    answer = run(client, Partner, "suspend", globex, initech)

    assert told(answer)[0].startswith("1 partner suspended. Its members can do nothing")
    assert set(Partner.objects.values_list("status", flat=True)) == {"suspended"}
    assert LogEntry.objects.get().object_repr == "Globex"

    assert told(run(client, Partner, "activate", globex)) == [
        "1 partner activated. Its members can work again."
    ]
    globex.refresh_from_db()
    assert globex.is_active


def test_partner_status_is_no_field_and_partners_are_not_deleted(client):
    partner = make_partner("globex")

    client.post(address(Partner, "change", partner.pk), GLOBEX | MEMBERS | {"status": "suspended"})
    run(client, Partner, "delete_selected", partner)

    partner.refresh_from_db()
    assert partner.is_active
    assert client.post(address(Partner, "delete", partner.pk), {"post": "yes"}).status_code == 403


def test_partner_list_is_searched_and_filtered(client):
    make_partner("globex")
    make_partner("initech", country="ZA", status="suspended")

    assert [p.code for p in listed(client, Partner, q="glo")] == ["globex"]
    assert [p.code for p in listed(client, Partner, status__exact="suspended")] == ["initech"]
    assert [p.code for p in listed(client, Partner, country="ZA")] == ["initech"]
