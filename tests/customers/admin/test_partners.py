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

    with django_assert_num_queries(9):
        assert "2 / 7" in client.get(address(Partner, "changelist")).content.decode()
    for _ in range(4):
        make_hold()

    with django_assert_num_queries(9):
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
    words = f"Mei Tan is a member of {taken.partner} already. To move somebody, remove that membership first."
    assert errors == [{"user": [words]}]
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

    assert told(answer) == [
        "1 partner suspended. Its members can do nothing until you activate it, and its invitations open to "
        "nobody; what it holds stays held, and its time runs on."
    ]
    assert set(Partner.objects.values_list("status", flat=True)) == {"suspended"}
    assert LogEntry.objects.get().object_repr == "Globex"

    assert told(run(client, Partner, "activate", globex)) == [
        "1 partner activated. Its members can work again, and its invitations open again."
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


def save_members(client, partner, *members):
    """Each is a member, and its role afterwards; None takes it out."""
    answers = {"members-TOTAL_FORMS": str(len(members)), "members-INITIAL_FORMS": str(len(members))}
    for number, (member, role) in enumerate(members):
        answers |= {
            f"members-{number}-id": member.pk,
            f"members-{number}-partner": partner.pk,
            f"members-{number}-user": member.user_id,
            f"members-{number}-role": role or member.role,
        }
        if role is None:
            answers[f"members-{number}-DELETE"] = "on"
    return client.post(address(Partner, "change", partner.pk), GLOBEX | answers)


@pytest.mark.parametrize("role", [None, "agent", "viewer"])
def test_last_owner_stays_and_the_page_says_why(client, role):
    globex = make_partner("globex")
    owner, agent = make_member(globex, Member.Role.OWNER), make_member(globex)

    answer = save_members(client, globex, (owner, role), (agent, "agent"))

    formset = answer.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == ["Keep at least one owner: make another member an owner first."]
    owner.refresh_from_db()
    assert owner.role == "owner"


@pytest.mark.parametrize("role", [None, "agent"])
def test_owner_goes_once_another_is_there(client, role):
    globex = make_partner("globex")
    owner, agent = make_member(globex, Member.Role.OWNER), make_member(globex)

    answer = save_members(client, globex, (owner, role), (agent, "owner"))

    assert answer.status_code == 302
    assert Member.objects.get(role="owner") == agent


def test_partner_that_has_no_owner_yet_is_edited_all_the_same(client):
    globex = make_partner("globex")
    agent = make_member(globex)

    assert save_members(client, globex, (agent, "viewer")).status_code == 302
    agent.refresh_from_db()
    assert agent.role == "viewer"


def test_member_moves_to_another_partner_once_the_first_has_let_it_go(client):
    globex, initech = make_partner("globex"), make_partner("initech")
    mover = make_member(initech)
    there = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "members-0-user": mover.user_id}

    mover.delete()
    client.post(address(Partner, "change", globex.pk), GLOBEX | there | {"members-0-role": "agent"})

    assert Member.objects.get(user=mover.user_id).partner == globex
