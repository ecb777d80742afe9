"""Several cases at once: each is judged on its own, and the answer says what became of each."""

import pytest
from django.contrib.admin.models import LogEntry

from reviews import decisions
from reviews.admin import selected
from reviews.models import CommentTemplate, Review
from tests.builders import MONDAY, make_account, make_case, make_reviewer
from tests.reviews.admin.pages import run, text, told

pytestmark = pytest.mark.django_db


def outcomes(*cases):
    return [Review.objects.get(pk=case.pk).outcome for case in cases]


@pytest.fixture
def cases(reviewer):
    return [make_case(company_name=name) for name in ("First", "Second", "Third")]


def test_several_are_taken_and_it_is_said_which_were_not(client, reviewer, cases):
    decisions.take(cases[0], by=make_reviewer(), at=MONDAY)

    response = run(client, "take_selected", *cases)

    first, second, third = cases
    assert told(response) == [
        f"{first.number} First: Rhea has this case. To take over, assign it to yourself.",
        f"{second.number} Second: You have this case now.",
        f"{third.number} Third: You have this case now.",
    ]
    assert Review.objects.filter(assigned_to=reviewer).count() == 2


@pytest.mark.parametrize("action", ["approve_selected", "reject_selected"])
def test_deciding_several_first_lists_them_and_decides_nothing(client, cases, action):
    response = run(client, action, *cases[:2])

    html = text(response)
    assert all(case.number in html for case in cases[:2])
    assert cases[2].number not in html
    assert outcomes(*cases) == ["", "", ""]


def test_several_are_rejected_with_one_comment(client, reviewer, cases):
    response = run(client, "reject_selected", *cases, confirmed="1", comment="Not this year.")

    assert told(response) == [f"{case.number} {case.preregistration}: Rejected." for case in cases]
    assert outcomes(*cases) == ["rejected"] * 3
    assert set(Review.objects.values_list("comment", "decided_by")) == {("Not this year.", reviewer.pk)}
    assert LogEntry.objects.filter(user=reviewer).count() == 3


def test_each_is_judged_on_its_own(client, cases):
    barred, decided, free = cases
    make_account(barred.preregistration.email, contract_signed=True)
    decisions.reject(decided, "No.", by=make_reviewer(), at=MONDAY)

    response = run(client, "approve_selected", *cases, confirmed="1", comment="")

    assert outcomes(*cases) == ["", "rejected", "approved"]
    refused, approved, late = told(response)
    assert refused.startswith(f"{barred.number} First: It cannot be approved now: R7")
    assert approved == f"{free.number} Third: Approved."
    assert "was decided already: Rejected by Rhea" in late


def test_a_rejection_of_several_needs_its_comment_and_keeps_the_selection(client, cases):
    response = run(client, "reject_selected", *cases, confirmed="1", comment="")

    assert response.status_code == 400
    assert text(response).count('name="_selected_action"') == 3
    assert outcomes(*cases) == ["", "", ""]


def test_a_template_fills_the_one_comment_without_script(client, cases):
    words = "Our sales team works with them."
    template = CommentTemplate.objects.create(title="Another team", words=words, outcome="rejected")

    response = run(
        client, "reject_selected", *cases, confirmed="1", use="1", template=template.pk, comment=""
    )

    assert response.context["form"]["comment"].value() == words
    assert outcomes(*cases) == ["", "", ""]


def test_more_than_a_page_is_not_decided_at_once(client, cases, monkeypatch):
    monkeypatch.setattr(selected, "MOST", 2)

    response = run(client, "reject_selected", *cases, confirmed="1", comment="No.")

    assert told(response) == ["Select at most 2 cases at once."]
    assert outcomes(*cases) == ["", "", ""]


@pytest.mark.parametrize("action", ["take_selected", "approve_selected", "reject_selected"])
def test_who_may_only_look_has_no_actions(client, cases, action):
    client.force_login(make_reviewer(permission="view_review"))

    run(client, action, *cases, confirmed="1", comment="No.")

    assert outcomes(*cases) == ["", "", ""]
    assert not Review.objects.filter(assigned_to__isnull=False).exists()
