import pytest

from partnercenter.models import Policy
from tests.builders import MONDAY, attempt, make_account, make_member
from tests.customers.admin.pages import address, form_of, told

pytestmark = pytest.mark.django_db


def fresh_policy(client, **changes):
    """What the form shows when it is opened, with some of it changed."""
    form = form_of(client.get(address(Policy, "add")))
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return shown | {"note": "Season"} | changes


def test_policy_form_is_filled_with_the_terms_in_force(client):
    Policy.objects.create(
        version=2, starts_at=MONDAY, note="-", validity_days=20, quota=80, attempts_per_hour=60,
        verdicts={"cash_spending": "off"},
    )  # fmt: skip

    shown = fresh_policy(client)

    assert (shown["validity_days"], shown["quota"], shown["attempts_per_hour"]) == (20, 80, 60)
    assert (shown["rule_cash_spending"], shown["rule_vendor_lead"]) == ("off", "review")


def test_policy_form_offers_every_switchable_rule_with_its_own_outcome_marked(client):
    fields = form_of(client.get(address(Policy, "add"))).fields

    switches = {name: dict(field.choices) for name, field in fields.items() if name.startswith("rule_")}
    assert list(switches) == [
        "rule_contract_with_vendor",
        "rule_registered_on_china_site",
        "rule_cash_spending",
        "rule_country_differs",
        "rule_vendor_lead",
    ]
    assert list(switches["rule_cash_spending"].values()) == [
        "Refuse (the rule's own)",
        "Manual review",
        "Off",
    ]
    assert switches["rule_vendor_lead"]["review"] == "Manual review (the rule's own)"


def test_policy_saved_is_the_next_version_from_now_on(client, administrator):
    client.post(address(Policy, "add"), fresh_policy(client, quota=80, rule_cash_spending="review"))

    policy = Policy.objects.current(MONDAY)
    assert (policy.version, policy.starts_at, policy.made_by) == (2, MONDAY, administrator)
    assert (policy.quota, policy.validity_days, policy.note) == (80, 15, "Season")
    assert policy.verdicts == {"cash_spending": "review"}


def test_policy_switch_decides_the_next_attempt(client):
    make_account("rich@acme.example", cash_spent=True)
    client.post(address(Policy, "add"), fresh_policy(client, rule_cash_spending="off"))

    assert attempt("rich@acme.example", member=make_member()).outcome == "granted"


def test_policy_needs_a_reason_and_sensible_numbers(client):
    answers = fresh_policy(
        client, note="", quota="-1", validity_days="0", attempts_per_hour="0", rule_vendor_lead="x"
    )

    errors = form_of(client.post(address(Policy, "add"), answers)).errors

    assert set(errors) == {"note", "quota", "validity_days", "attempts_per_hour", "rule_vendor_lead"}


def test_policy_made_on_the_ground_of_an_older_one_is_refused_with_what_was_typed(client):
    mine, theirs = fresh_policy(client, quota=50), fresh_policy(client, quota=60, note="Audit")
    client.post(address(Policy, "add"), theirs)

    form = form_of(client.post(address(Policy, "add"), mine))

    assert form.non_field_errors() == [
        "Policy 2 was made while you worked on this one (Audit). Look at it, then try again from a fresh form."
    ]
    assert form["quota"].value() == "50"
    assert Policy.objects.current(MONDAY).quota == 60


def test_policy_that_loses_the_race_after_its_check_is_told_to_try_again(client, monkeypatch):
    answers = fresh_policy(client)
    first = Policy.objects.get()
    Policy.objects.create(
        version=2, starts_at=MONDAY, note="-", validity_days=1, quota=1, attempts_per_hour=1
    )
    # The check reads as it would have a moment before the other was saved.
    monkeypatch.setattr(type(Policy.objects.all()), "latest", lambda *_: first)

    response = client.post(address(Policy, "add"), answers, follow=True)

    assert told(response) == [
        "Someone saved the same at this moment, so yours was not saved. Please try again."
    ]
    assert Policy.objects.count() == 2


def test_policy_versions_are_read_only_and_stay(client):
    policy = Policy.objects.get()

    page = client.get(address(Policy, "change", policy.pk))
    assert "R9 Has spent cash already: Refuse" in page.content.decode()
    assert client.post(address(Policy, "change", policy.pk), {"quota": "1"}).status_code == 403
    assert client.post(address(Policy, "delete", policy.pk), {"post": "yes"}).status_code == 403


def test_policy_list_says_what_each_version_changed(client, django_assert_num_queries):
    client.post(address(Policy, "add"), fresh_policy(client, quota=80, rule_vendor_lead="refuse"))
    client.post(address(Policy, "add"), fresh_policy(client))
    client.get(address(Policy, "changelist"))  # reads the messages of both

    with django_assert_num_queries(8):
        html = client.get(address(Policy, "changelist")).content.decode()

    assert "quota: 100 becomes 80; R11 Pre-registered by HUAWEI CLOUD: Manual review becomes Refuse" in html
    assert "The first version" in html
    assert "Nothing" in html


def test_policy_preview_says_what_would_change_and_since_when_and_saves_nothing(client):
    answers = fresh_policy(client, quota=80, closures="2026-12-31\n2026-12-24", rule_vendor_lead="refuse")

    page = client.post(address(Policy, "add"), answers | {"_preview": "Preview"})

    html = page.content.decode()
    assert "<li>quota: 100 becomes 80</li>" in html
    assert "<li>extra closures: none becomes 2026-12-24, 2026-12-31</li>" in html
    assert "Pre-registered by HUAWEI CLOUD: Manual review becomes Refuse</li>" in html
    assert "2 Mar 2026, 17:00 GMT+8" in html
    assert Policy.objects.count() == 1
    form = form_of(page)
    assert form["closures"].value() == "2026-12-31\n2026-12-24"
    assert str(form["quota"].value()) == "80"
    assert form["rule_vendor_lead"].value() == "refuse"


def test_policy_preview_of_nonsense_is_answered_beside_the_field(client):
    answers = fresh_policy(client, quota="many", closures="31 December")

    form = form_of(client.post(address(Policy, "add"), answers | {"_preview": "Preview"}))

    assert set(form.errors) == {"quota", "closures"}


def test_policy_keeps_the_days_of_the_office_sorted_and_once(client):
    client.post(address(Policy, "add"), fresh_policy(client, extra_days="2026-10-10\n2026-02-14\n2026-10-10"))

    assert Policy.objects.current(MONDAY).extra_days == ["2026-02-14", "2026-10-10"]


def test_policy_takes_thirty_days_and_not_one_more(client):
    days = [f"2026-{month:02d}-{day:02d}" for month in (1, 2) for day in range(1, 17)]

    client.post(address(Policy, "add"), fresh_policy(client, closures="\n".join(days[:30])))
    form = form_of(client.post(address(Policy, "add"), fresh_policy(client, closures="\n".join(days[:31]))))

    assert Policy.objects.current(MONDAY).closures == days[:30]
    assert list(form.errors) == ["closures"]
