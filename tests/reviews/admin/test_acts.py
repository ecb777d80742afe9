"""The small forms of a case: what they do, what they say, and that nothing typed is lost."""

import pytest

from customers.statuses import Status
from partnercenter.models import Member
from reviews import decisions
from reviews.models import CommentTemplate, Entry, Review
from tests.builders import DAY, MONDAY, make_account, make_case, make_member, make_reviewer
from tests.reviews.admin.pages import act, page, text, told

pytestmark = pytest.mark.django_db

EMAIL = "omar@kestrel.example"


def kinds(case):
    return list(case.entries.values_list("kind", flat=True))[1:]


def test_take(client, reviewer):
    case = make_case()

    response = act(client, case, "take")

    assert response.redirect_chain == [(page(case), 302)]
    assert told(response) == ["You have this case now."]
    case.refresh_from_db()
    assert case.assigned_to == reviewer


def test_take_what_another_has_is_refused_in_words(client, reviewer):
    case, other = make_case(), make_reviewer()
    decisions.take(case, by=other, at=MONDAY)

    response = act(client, case, "take")

    assert response.status_code == 409
    assert told(response) == ["Rhea has this case. To take over, assign it to yourself."]


def test_assign_offers_and_takes_reviewers_only(client, reviewer):
    case, other, member = make_case(), make_reviewer(), make_member()
    make_reviewer(permission="escalate_review")

    offered = client.get(page(case)).context["forms"]["assign"].fields["to"].queryset
    assert set(offered) == {reviewer, other}
    assert act(client, case, "assign", to=member.user_id).status_code == 400
    assert told(act(client, case, "assign", to=other.pk)) == ["Rhea has this case now."]
    case.refresh_from_db()
    assert case.assigned_to == other


def test_ask_pauses_the_clock_visibly_and_once(client, reviewer):
    case = make_case()

    response = act(client, case, "ask", question="Who signs?")

    assert told(response) == [
        "The partner was asked. The clock stands still until it answers, "
        "at most until 9 Mar 2026, 17:00 (GMT+8)."
    ]
    assert "the clock can be paused once only" in text(response)
    again = act(client, case, "ask", question="And who pays?")
    assert again.status_code == 409
    assert "And who pays?" in text(again)
    assert kinds(case) == ["asked"]


def test_note_stays_among_reviewers(client, reviewer):
    case = make_case()

    response = act(client, case, "note", note="Called them.")

    assert told(response) == ["Noted. Only reviewers see it."]
    assert "Called them." in text(response)


def test_approve_with_and_without_a_comment(client, reviewer):
    for comment in ("", "Welcome."):
        case = make_case()
        response = act(client, case, "approve", comment=comment)

        assert told(response) == ["Approved."]
        case.refresh_from_db()
        assert (case.outcome, case.comment, case.decided_by) == ("approved", comment, reviewer)


def test_r15_a_forbidden_approval_says_why_keeps_the_comment_and_leaves_the_case_open(client, reviewer):
    case = make_case(email=EMAIL)
    make_account(EMAIL, contract_signed=True)

    response = act(client, case, "approve", comment="Welcome to the 港口.")

    assert response.status_code == 409
    assert told(response) == [
        "It cannot be approved now: R7 Has a contract with HUAWEI CLOUD. The case stays open."
    ]
    html = text(response)
    assert "Welcome to the 港口.</textarea>" in html
    assert "could not approve" in html
    case.refresh_from_db()
    assert case.is_open


def test_reject_needs_a_comment_and_says_so_beside_the_field(client, reviewer):
    case = make_case()

    response = act(client, case, "reject", comment="  ")

    assert response.status_code == 400
    assert response.context["forms"]["reject"].errors == {"comment": ["This field is required."]}
    assert not response.context["forms"]["approve"].errors
    assert told(act(client, case, "reject", comment="Not yet.")) == ["Rejected."]
    case.preregistration.refresh_from_db()
    assert case.preregistration.status == Status.REJECTED


def test_too_long_a_comment_comes_back_whole(client, reviewer):
    response = act(client, make_case(), "reject", comment="x" * 4001)

    assert response.status_code == 400
    assert "x" * 4001 in text(response)


def test_p8_a_second_decision_is_refused_in_words(client, reviewer):
    case = make_case()
    decisions.approve(case, "", by=make_reviewer(), at=MONDAY)

    response = act(client, case, "reject", comment="No.")

    assert response.status_code == 409
    assert told(response) == [
        f"{case.number} was decided already: Approved by Rhea, 2 Mar 2026, 17:00 (GMT+8). Nothing was changed."
    ]


def test_a_reviewer_who_acts_for_the_partner_is_refused(client, reviewer):
    case = make_case()
    Member.objects.create(user=reviewer, partner=case.partner, role=Member.Role.OWNER)

    for name in ("approve", "reject"):
        response = act(client, case, name, comment="Fine.")
        assert response.status_code == 409
        assert "another reviewer must decide" in told(response)[0]


def test_duplicate_names_another_case(client, reviewer):
    former = make_case(email=EMAIL)
    decisions.reject(former, "No.", by=make_reviewer(), at=MONDAY)
    case = make_case(email=EMAIL)
    stranger = make_case(email="x@other.example", company_name="Other")

    unknown = act(client, case, "duplicate", number="R-2026-999999", comment="Twice.")
    assert unknown.context["forms"]["duplicate"].errors == {"number": ["There is no case of this number."]}
    assert 'value="R-2026-999999"' in text(unknown)
    assert act(client, case, "duplicate", number=stranger.number, comment="Twice.").status_code == 409
    done = act(client, case, "duplicate", number=f" {former.number} ", comment="Twice.")
    assert told(done) == [f"Closed as a duplicate of {former.number}."]
    case.refresh_from_db()
    assert case.duplicate_of == former


def test_moving_says_the_new_due_time(client, reviewer):
    case = make_case()

    response = act(client, case, "move", country="SA", time_zone="Asia/Riyadh")

    assert told(response) == [
        "The case was moved. By that office's calendar it is due 4 Mar 2026, 17:00 (GMT+8)."
    ]
    assert "the office in Saudi Arabia (Asia/Riyadh)" in text(response)
    assert act(client, case, "move", country="SA", time_zone="Asia/Riyadh").status_code == 409
    assert act(client, case, "move", country="XX", time_zone="Mars/Base").status_code == 400


def make_template(outcome="rejected", **fields):
    words = "Our sales team works with them."
    return CommentTemplate.objects.create(title="Another team", words=words, outcome=outcome, **fields)


def test_a_template_fills_the_comment_without_script_and_decides_nothing(client, reviewer):
    case, template = make_case(), make_template()

    response = act(client, case, "reject", template=template.pk, comment="Dear Mei,", use="1")

    assert response.status_code == 200
    assert response.context["forms"]["reject"]["comment"].value() == (
        "Dear Mei,\n\nOur sales team works with them."
    )
    assert kinds(case) == []
    case.refresh_from_db()
    assert case.is_open


def test_using_no_template_loses_nothing(client, reviewer):
    response = act(client, make_case(), "reject", template="", comment="Dear Mei,", use="1")

    assert response.context["forms"]["reject"]["comment"].value() == "Dear Mei,"


def test_a_template_belongs_to_its_outcome(client, reviewer):
    make_template("approved")

    html = text(client.get(page(make_case())))

    assert html.count("Use this template") == 1
    assert 'data-words="Our sales team works with them."' in html


@pytest.mark.parametrize("name", ["take", "assign", "ask", "note", "approve", "reject", "duplicate", "move"])
def test_an_act_needs_a_post_and_the_right_to_decide(client, reviewer, name):
    case = make_case()

    assert client.get(f"{page(case)[:-7]}{name}/").url == page(case)
    assert client.post(f"/admin/reviews/review/999999/{name}/").status_code == 404
    client.force_login(make_reviewer(permission="view_review"))
    assert act(client, case, name, comment="x", note="x", question="x").status_code == 403
    assert kinds(case) == []


def test_a_double_click_on_any_decision_decides_once(client, reviewer):
    case = make_case()

    for _click in range(2):
        response = act(client, case, "approve", comment="")

    assert "Approved by Rui" in told(response)[0]
    assert kinds(case) == [Entry.Kind.APPROVED]


def test_decided_while_the_page_was_open_shows_the_decision(client, reviewer):
    case = make_case()
    decisions.reject(case, "No.", by=make_reviewer(), at=MONDAY + DAY)

    response = act(client, case, "note", note="Called them.")

    assert response.status_code == 409
    assert Review.objects.get().entries.count() == 2
    assert "Rejected by Rhea." in text(response)


@pytest.mark.parametrize("name", ["take", "ask", "note", "assign", "move"])
def test_a_template_asked_for_where_there_is_none_is_no_error(client, reviewer, name):
    response = act(client, make_case(), name, use="1")

    assert response.status_code == (200 if name == "take" else 400)
