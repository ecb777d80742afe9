from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from customers import overview
from customers.models import CustomerAccount, Decision, Event, PreRegistration, VendorLead
from customers.statuses import Status
from partnercenter.models import Member, Partner, Policy, User
from tests.builders import DAY, MONDAY, attempt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_debug(settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)


def load():
    printed = StringIO()
    call_command("demo", stdout=printed)
    return printed.getvalue()


def test_outside_debug_it_refuses_and_loads_nothing(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="only where DEBUG is on"):
        load()

    assert not Partner.objects.exists()


def test_a_second_time_adds_nothing_and_changes_nothing(set_clock):
    load()
    models = [Partner, User, Member, CustomerAccount, VendorLead, PreRegistration, Decision, Event]
    before = [list(model.objects.order_by("pk").values()) for model in models]

    set_clock(MONDAY + 20 * DAY)
    load()

    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_what_a_person_changed_stays_changed():
    load()
    user = User.objects.get(email="agent@globex.example")
    user.set_password("a password of my own")
    user.save()
    PreRegistration.objects.filter(email="soon@monarch.example").update(notes="call again")

    load()

    assert authenticate(None, email=user.email, password="a password of my own") == user
    assert PreRegistration.objects.get(email="soon@monarch.example").notes == "call again"


@pytest.mark.parametrize(
    "email",
    [f"{role}@{code}.example" for code in ("globex", "initech") for role in ("owner", "agent", "viewer")]
    + ["owner@longma.example", "reviewer@vendor.example", "admin@vendor.example"],
)
def test_everybody_signs_in_with_the_password_it_prints(email):
    printed = load()

    assert "password partner-center-demo" in printed
    assert authenticate(None, email=email, password="partner-center-demo") is not None


def test_demo_password_is_used_and_printed(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "quite another one")

    printed = load()

    assert "password quite another one" in printed
    assert authenticate(None, email="owner@globex.example", password="quite another one") is not None


def test_twelve_partners_of_which_one_is_suspended_and_one_has_no_contact():
    load()

    assert Partner.objects.count() == 12
    assert [partner.code for partner in Partner.objects.all() if not partner.is_active] == ["baobab"]
    assert [partner.code for partner in Partner.objects.all() if not partner.has_contact] == ["himal"]
    assert Partner.objects.get(code="longma").language == "zh-hans"
    assert Partner.objects.get(code="globex").country == "SG"
    assert Partner.objects.get(code="initech").country == "ZA"


def test_the_reviewer_is_staff_without_rights_and_the_administrator_has_all():
    load()

    reviewer = User.objects.get(email="reviewer@vendor.example")
    assert reviewer.is_staff
    assert not reviewer.is_superuser
    assert [group.name for group in reviewer.groups.all()] == ["Reviewers"]
    assert User.objects.get(email="admin@vendor.example").is_superuser


@pytest.mark.parametrize(
    ("email", "codes"),
    [
        ("associated@orchard.example", ["associated_with_another_partner"]),
        ("fresh@vostok.example", ["already_yours"]),
        ("held@harbour.example", ["held_by_another_partner"]),
        ("contract@tidewater.example", ["contract_with_vendor"]),
        ("china@qiming.example", ["registered_on_china_site"]),
        ("cash@amberfoods.example", ["cash_spending"]),
        ("abroad@kestrel.example", ["country_differs"]),
        ("lead@northwind.example", ["vendor_lead"]),
        ("leadcash@solstice.example", ["vendor_lead"]),
        (
            "everything@monsoon.example",
            ["contract_with_vendor", "registered_on_china_site", "cash_spending", "country_differs"],
        ),
        ("plain@meridian.example", []),
    ],
)
def test_each_rule_can_be_tried_at_its_address(email, codes):
    load()

    decision = attempt(email, member=Member.objects.get(user__email="agent@globex.example"))

    assert decision.codes == codes


def test_globex_has_customers_in_every_status_that_there_is():
    load()

    rows = PreRegistration.objects.filter(partner__code="globex")
    assert set(rows.values_list("status", flat=True)) == set(Status)
    ends = (
        rows.filter(status=Status.PREREGISTERED).order_by("expires_at").values_list("expires_at", flat=True)
    )
    assert MONDAY < ends[0] < MONDAY + DAY
    assert MONDAY + DAY < ends[1] < MONDAY + 3 * DAY
    assert ends[len(ends) - 1] > MONDAY + 14 * DAY


def test_home_has_something_of_everything_to_show():
    load()

    partner = Partner.objects.get(code="globex")
    home = overview.overview(partner, Policy.objects.current(MONDAY), at=MONDAY)

    assert not home.is_new
    assert home.soon == 3
    titles = " | ".join(item["title"] for item in home.attention)
    for words in ("is yours for 5 h", "could not be delivered", "never opened", "held but not invited"):
        assert words in titles
    assert [stage.count for stage in home.funnel.stages] == sorted(
        (stage.count for stage in home.funnel.stages), reverse=True
    )
    assert all(stage.before for stage in home.funnel.stages)
    assert "up from" in home.funnel.conversion


def test_the_demo_keeps_the_invariants():
    load()

    call_command("check_invariants", stdout=StringIO())
