"""The pages by request: answers, hooks, query counts, and what bad input meets."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from customers.models import Decision, PreRegistration
from customers.statuses import Status
from partnercenter.models import Partner
from tests.builders import (
    DAY,
    MONDAY,
    VALIDITY,
    attempt,
    make_account,
    make_hold,
    make_in,
    make_member,
    make_partner,
    make_staff,
    sign_in,
)

pytestmark = pytest.mark.django_db

LIST = "/partner-center/customers/"
PREREGISTER = LIST + "preregister/"
DELETE = LIST + "delete/"


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def entry(**changes):
    return {"email": "ada@acme.example", "company_name": "Acme 港口", "country": "SG"} | changes


def codes(response):
    return re.findall(r'data-code="(\w+)"', response.content.decode())


def outcome(response):
    found = re.search(r'data-outcome="(\w+)"', response.content.decode())
    return found and found[1]


def rows(response):
    return re.findall(r'data-preregistration="([\w-]+)" data-status="(\w+)"', response.content.decode())


def test_a_grant_leads_to_the_list_with_the_message_and_the_row(mine):
    response = mine.post(PREREGISTER, entry(), follow=True)

    row = PreRegistration.objects.get()
    html = response.content.decode()
    assert response.redirect_chain[0][0].startswith(LIST)
    assert outcome(response) == "granted"
    assert "Pre-registered successfully" in html
    assert rows(response) == [(str(row.pk), "preregistered")]
    assert "15 days" in html
    assert "17 Mar, 17:00" in html  # in the partner's zone
    assert 'data-used="1" data-quota="100"' in html


def test_a_refusal_names_each_reason_and_keeps_all_that_was_typed(mine):
    make_account("ada@acme.example", contract_signed=True, site="china")
    typed = entry(contact_name="Ada L.", mobile="8123 4567", industry="Ships", notes="<b>call</b> 'now'")

    response = mine.post(PREREGISTER, typed)

    html = response.content.decode()
    assert response.status_code == 200
    assert outcome(response) == "refused"
    assert codes(response) == ["contract_with_vendor", "registered_on_china_site"]
    assert 'value="ada@acme.example"' in html
    assert 'value="Acme 港口"' in html
    assert 'value="8123 4567"' in html
    assert "&lt;b&gt;call&lt;/b&gt; &#x27;now&#x27;" in html
    assert "HUAWEI CLOUD" in html


def test_a_review_says_why_and_what_to_do(mine):
    response = mine.post(PREREGISTER, entry(country="MY"))

    assert outcome(response) == "review"
    assert codes(response) == ["country_differs"]
    assert "Malaysia" in response.content.decode()


def test_a_review_is_no_way_on_where_something_else_refuses(mine):
    make_account("ada@acme.example", contract_signed=True, country="MY")

    response = mine.post(PREREGISTER, entry())

    assert codes(response) == ["contract_with_vendor", "country_differs"]
    assert "manual review" not in response.content.decode()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.PREREGISTERED, "Pre-registered by Mei Tan, yours until 17 Mar 2026, 17:00 (GMT+8)."),
        (Status.PENDING_REVIEW, "Requested by Mei Tan, pending review since 2 Mar 2026, 17:00 (GMT+8)."),
        (
            Status.ASSOCIATED,
            "Pre-registered by Mei Tan, associated with you since 2 Mar 2026, 17:00 (GMT+8).",
        ),
    ],
)
def test_r5_own_cases_are_told_in_full(mine, member, status, words):
    make_in(status, member, email="ada@acme.example")

    response = mine.post(PREREGISTER, entry())

    assert codes(response) == ["already_yours"]
    assert words in response.content.decode()


def test_a_viewer_is_not_led_into_what_must_fail(client, member):
    make_hold(member)
    client.force_login(make_member(member.partner, role="viewer").user)

    html = client.get(LIST).content.decode()

    assert "Owners and agents pre-register" in html
    assert "preregister/" not in html
    assert "delete/?ids" not in html
    assert "/invite/" not in html
    assert 'name="ids"' not in html


def test_the_vendors_name_comes_from_one_setting(mine, settings):
    settings.VENDOR_NAME = "NIMBUS"
    make_account("ada@acme.example", contract_signed=True)

    html = mine.post(PREREGISTER, entry()).content.decode()

    assert "NIMBUS" in html
    assert "HUAWEI" not in html


def test_r1_r2_r3_are_told_before_anything_is_typed(client, member):
    def told(user):
        client.force_login(user)
        return client.get(PREREGISTER).content.decode()

    assert "pc-note" not in told(member.user).partition("<form")[2].partition("</form>")[0]
    make_hold(member)
    Partner.objects.update(reserved_email="", quota=1)
    shown = told(member.user)
    assert "You have not reserved a mobile number or an email address" in shown
    assert "next=%2Fpartner-center%2Fcustomers%2Fpreregister%2F" in shown
    assert "You have 1 of 1 pending and pre-registered customers." in shown
    viewer = make_member(member.partner, role="viewer")
    assert "Only owners and agents of an active partner" in told(viewer.user)


def test_r1_a_viewers_attempt_is_answered_and_recorded(client):
    viewer = make_member(role="viewer")
    client.force_login(viewer.user)

    response = client.post(PREREGISTER, entry())

    assert (outcome(response), codes(response)) == ("refused", ["not_permitted"])
    assert Decision.objects.get().by == viewer.user


def test_r1_a_suspended_partner_is_out_at_the_next_click_and_told_why(mine):
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    assert mine.get(LIST).status_code == mine.get(PREREGISTER).status_code == 403
    assert codes(mine.post(PREREGISTER, entry())) == ["not_permitted"]
    assert not PreRegistration.objects.exists()


def test_r2_the_way_to_personal_information_and_back_loses_nothing(mine, member):
    sign_in(mine, member)
    Partner.objects.update(reserved_email="", reserved_mobile="")
    response = mine.post(PREREGISTER, entry(notes="met at the fair"))
    assert codes(response) == ["contact_missing"]
    link = re.search(r'href="([^"]*personal-information/\?next=[^"]*)"', response.content.decode())[1]

    page = mine.get(link)
    back = re.search(r'name="next" value="(/partner-center/customers/[^"]*)"', page.content.decode())[1]
    saved = mine.post(
        reverse("personal_information"),
        {"reserved_mobile": "8123 4567", "reserved_email": "", "next": back.replace("&amp;", "&")},
        follow=True,
    )

    assert Partner.objects.get().reserved_mobile.as_e164 == "+6581234567"
    html = saved.content.decode()
    assert saved.redirect_chain[-1][0].startswith(PREREGISTER)
    assert 'value="Acme 港口"' in html
    assert "met at the fair" in html


def test_the_same_form_sent_twice_creates_one_and_stays_a_success(mine):
    token = hidden(mine.get(PREREGISTER), "attempt")

    first = mine.post(PREREGISTER, entry(attempt=token), follow=True)
    second = mine.post(PREREGISTER, entry(attempt=token), follow=True)

    assert outcome(first) == outcome(second) == "granted"
    assert PreRegistration.objects.count() == 1


def test_the_dialog_answers_within_the_page(mine):
    opened = mine.get(PREREGISTER, headers={"HX-Request": "true"})
    answered = mine.post(PREREGISTER, entry(), headers={"HX-Request": "true"})

    assert b"<html" not in opened.content
    assert answered.status_code == 200
    assert outcome(answered) == "granted"


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]+)"', response.content.decode())[1]


def test_what_was_typed_survives_the_end_of_the_session(mine, member):
    whose = hidden(mine.get(PREREGISTER), "whose")
    mine.logout()
    mine.post(PREREGISTER, entry(notes="kept", whose=whose))
    mine.force_login(member.user)

    for _ in range(2):  # a reload shows it again
        html = mine.get(PREREGISTER).content.decode()
        assert 'value="ada@acme.example"' in html
        assert "kept" in html
    mine.post(PREREGISTER, entry())
    assert "kept" not in mine.get(PREREGISTER).content.decode()


def test_i6_what_was_typed_is_for_nobody_else_who_signs_in_there(mine, member):
    whose = hidden(mine.get(PREREGISTER), "whose")
    mine.logout()
    mine.post(PREREGISTER, entry(whose=whose))
    mine.force_login(make_member().user)

    assert "ada@acme.example" not in mine.get(PREREGISTER).content.decode()


@pytest.mark.parametrize("whose", ["", "1", "1:forged", "x" * 500])
def test_a_form_that_is_nobodys_is_not_kept(client, whose):
    client.post(PREREGISTER, entry(whose=whose))

    assert "typed_while_signed_out" not in client.session


WRONG = [
    ({"email": ""}, "email"),
    ({"email": "ada"}, "email"),
    ({"email": "ada@acme\x00.example"}, "email"),
    ({"email": "a" * 5000}, "email"),
    ({"company_name": ""}, "company_name"),
    ({"company_name": "x" * 201}, "company_name"),
    ({"company_name": "a\x00b"}, "company_name"),
    ({"country": "XX"}, "country"),
    ({"country": ""}, "country"),
    ({"mobile": "12"}, "mobile"),
    ({"mobile": "6521 8000"}, "mobile"),
    ({"mobile": "nonsense"}, "mobile"),
    ({"mobile": "8" * 40}, "mobile"),
    ({"notes": "n" * 1001}, "notes"),
    ({"industry": "i" * 101}, "industry"),
    ({"contact_name": "c" * 121}, "contact_name"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_a_wrong_field_is_answered_beside_it_and_nothing_is_lost(mine, changes, field):
    response = mine.post(PREREGISTER, entry(**changes))

    html = response.content.decode()
    assert response.status_code == 200
    assert f'id="id_{field}_error"' in html
    assert outcome(response) is None
    if field != "company_name":
        assert 'value="Acme 港口"' in html
    assert not Decision.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "0" * 500, "é"])
def test_a_forged_attempt_token_is_no_obstacle(mine, token):
    assert outcome(mine.post(PREREGISTER, entry(attempt=token), follow=True)) == "granted"


def test_a_nul_in_the_token_is_answered(mine):
    assert mine.post(PREREGISTER, entry(attempt="\x00")).status_code == 200


def test_a_name_that_grows_when_it_is_folded_fits(mine):
    assert outcome(mine.post(PREREGISTER, entry(company_name="ﷺ" * 200), follow=True)) == "granted"


def test_a_success_that_was_deleted_is_not_announced_again(mine, member):
    token = hidden(mine.get(PREREGISTER), "attempt")
    first = mine.post(PREREGISTER, entry(attempt=token))
    mine.post(DELETE, {"ids": str(PreRegistration.objects.get().pk)})
    make_hold(email="ada@acme.example")

    assert codes(mine.post(PREREGISTER, entry(attempt=token))) == ["held_by_another_partner"]
    assert "was held for you then" in mine.get(first.headers["Location"]).content.decode()


def test_r22_a_selection_with_unknown_ids_says_so(mine, member):
    row = make_hold(member, company_name="Gone Ltd")

    html = mine.post(DELETE, {"ids": [str(row.pk), str(uuid4()), "junk"]}).content.decode()

    assert "Gone Ltd" in html
    assert "not in your list" in html


def test_missing_fields_altogether_are_no_error_of_ours(mine, member):
    assert mine.post(PREREGISTER, {}).status_code == 200
    assert mine.post(DELETE, {}).status_code == 200
    sign_in(mine, member)
    assert mine.post(reverse("personal_information"), {}).status_code == 200


ODD_QUERIES = [
    "?page=0", "?page=-1", "?page=99999999999999999999", "?page=x", "?sort=evil", "?sort=--until", "?status=zzz",
    "?size=7", "?size=1e9", "?view=x", "?q=%00", "?q=" + "x" * 4000, "?q=%25_%27%22%5C", "?soon=x", "?answer=%00",
    "?answer=D-2026-99999999999999999999", "?answer=D-2026-%D9%A1", "?status=preregistered&status=expired",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_odd_queries_show_a_list(mine, member, query):
    make_hold(member)

    assert mine.get(LIST + query).status_code == 200


def test_a_foreign_uuid_answers_like_one_that_does_not_exist(mine):
    theirs = attempt(member=make_member(), email="x@acme.example")

    for address in (
        theirs.preregistration.get_absolute_url(),
        theirs.get_absolute_url(),
        f"{LIST}{uuid4()}/",
        "/partner-center/decisions/D-2026-999999/",
        "/partner-center/decisions/nonsense/",
    ):
        assert mine.get(address).status_code == 404
    assert "x@acme.example" not in mine.get(f"{PREREGISTER}?from={theirs.number}").content.decode()
    assert outcome(mine.get(f"{LIST}?answer={theirs.number}")) is None


def test_i6_a_forged_selection_touches_nothing_of_another_partner(mine, member):
    theirs, own = make_hold(company_name="Theirs Ltd"), make_hold(member, company_name="Own Ltd")
    selection = {"ids": [str(theirs.pk), str(own.pk), "nonsense", "", "\x00", str(uuid4())]}

    asked = mine.post(DELETE, selection | {"step": "confirm"}).content.decode()
    answered = mine.post(DELETE, selection, follow=True).content.decode()

    theirs.refresh_from_db()
    own.refresh_from_db()
    assert (theirs.status, own.status) == (Status.PREREGISTERED, Status.DELETED)
    assert "Own Ltd" in asked
    assert "Theirs" not in asked + answered


def test_r23_the_answer_lists_what_was_deleted_and_what_was_not(mine, member):
    gone = make_hold(member, company_name="Gone Ltd")
    kept = make_in(Status.ASSOCIATED, member, company_name="Kept Ltd")

    html = mine.post(DELETE, {"ids": [str(gone.pk), str(kept.pk)]}).content.decode()

    deleted, not_deleted = html.split('data-report="kept"')
    assert "Gone Ltd" in deleted
    assert "Kept Ltd" not in deleted
    assert "Kept Ltd" in not_deleted
    assert "associated" in not_deleted


def test_r22_deleting_asks_first_by_link_and_by_selection(mine, member):
    row = make_hold(member, company_name="Gone Ltd")

    by_link = mine.get(f"{DELETE}?ids={row.pk}")
    by_selection = mine.post(DELETE, {"ids": str(row.pk), "step": "confirm"})

    row.refresh_from_db()
    assert row.status == Status.PREREGISTERED
    assert b"Gone Ltd" in by_link.content
    assert b"Gone Ltd" in by_selection.content


def test_r22_deleted_rows_leave_the_list_and_stay_in_the_history(mine, member):
    row = make_hold(member)

    answer = mine.post(DELETE, {"ids": str(row.pk)}, follow=True)

    assert "Deleted: Acme." in answer.content.decode()
    assert rows(answer) == []
    assert rows(mine.get(LIST + "?view=history")) == [(str(row.pk), "deleted")]
    assert mine.get(row.get_absolute_url()).status_code == 200


def test_a_lapsed_row_shows_as_expired_before_any_sweep(mine, member, set_clock):
    row = make_hold(member)
    set_clock(MONDAY + VALIDITY)

    for query in ("", "?status=expired", "?view=history"):
        assert rows(mine.get(LIST + query)) == [(str(row.pk), "expired")]
    assert rows(mine.get(LIST + "?status=preregistered")) == []
    assert 'data-used="0"' in mine.get(LIST).content.decode()
    assert "Expired" in mine.get(row.get_absolute_url()).content.decode()


def test_expiring_within_three_days_tries_both_edges(mine, member, set_clock):
    row = make_hold(member)

    set_clock(MONDAY + VALIDITY - 3 * DAY)
    assert rows(mine.get(LIST + "?soon=1")) == []
    set_clock(MONDAY + VALIDITY - 3 * DAY + DAY / 86400)
    assert rows(mine.get(LIST + "?soon=1")) == [(str(row.pk), "preregistered")]
    set_clock(MONDAY + VALIDITY)
    assert rows(mine.get(LIST + "?soon=1")) == []


@pytest.mark.parametrize(
    "sought",
    ["acme", "ACME", "ada@", "северный", "СЕВЕРНЫЙ", "8123 4567", "+65 8123-4567", "081234567", "ａｃｍｅ"],
)
def test_search_finds_name_address_and_number(mine, member, sought):
    row = make_hold(
        member,
        company_name="Северный Acme",
        email="Ada@acme.example",
        mobile="+6581234567",
        contact_name="Ада",
    )
    make_hold(member, company_name="Other", email="other@else.example")

    assert rows(mine.get(LIST, {"q": sought})) == [(str(row.pk), "preregistered")]


@pytest.mark.parametrize("sort", ["customer", "country", "status", "until", "by", "created"])
def test_sorting_has_two_directions(mine, member, sort):
    first = make_hold(member, company_name="Aa", country="AT", at=MONDAY - DAY)
    second = make_in(
        Status.REJECTED, make_member(member.partner, name="Zoe"), company_name="Zz", country="ZA"
    )

    up = [pk for pk, _status in rows(mine.get(f"{LIST}?sort={sort}"))]
    down = [pk for pk, _status in rows(mine.get(f"{LIST}?sort=-{sort}"))]

    assert up == [str(first.pk), str(second.pk)]
    if sort != "until":  # rows without an end stay last either way
        assert down == up[::-1]


def test_paging_keeps_the_search(mine, member):
    for number in range(30):
        make_hold(member, company_name=f"Acme {number:02d}")

    first = mine.get(LIST + "?q=acme&sort=customer")
    second = mine.get(LIST + "?q=acme&sort=customer&page=2")

    assert (len(rows(first)), len(rows(second))) == (25, 5)
    assert "q=acme&amp;sort=customer&amp;page=2" in first.content.decode()
    assert "26 to 30 of 30" in second.content.decode()


def test_address_and_number_are_masked_until_shown(mine, member):
    make_hold(member, email="ada@acme.example", mobile="+6581234567")

    html = mine.get(LIST).content.decode()

    assert "a••@acme.example" in html
    assert "+65 •••••67" in html
    assert "ada@acme.example" not in html
    assert "8123 4567" not in html


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_costs_the_same_queries_whatever_it_holds(mine, member, count, django_assert_num_queries):
    for _ in range(count):
        make_hold(member)

    with django_assert_num_queries(8):
        response = mine.get(LIST + "?size=100")

    assert len(rows(response)) == count


def test_an_attempt_costs_at_most_eighteen_statements(mine, django_assert_max_num_queries):
    mine.get(LIST)

    with django_assert_max_num_queries(18):
        response = mine.post(PREREGISTER, entry())

    assert response.status_code == 302


def test_other_pages_cost_few_queries(mine, member, django_assert_max_num_queries):
    row = attempt(member=member).preregistration

    for address, limit in (("/partner-center/", 11), (row.get_absolute_url(), 10), (PREREGISTER, 6)):
        with django_assert_max_num_queries(limit):
            assert mine.get(address).status_code == 200


def test_a_decision_is_opened_by_its_number(mine, member):
    make_account("ada@acme.example", contract_signed=True)
    decision = attempt("ada@acme.example", member=member, notes="met <there>")

    html = mine.get(f"/partner-center/decisions/{decision.number}/").content.decode()

    assert decision.number in html
    assert 'data-code="contract_with_vendor"' in html
    assert "met &lt;there&gt;" in html
    assert mine.get(f"/partner-center/decisions/D-1999-{decision.pk:06d}/").status_code == 404


def test_the_detail_page_tells_the_history(mine, member, set_clock):
    row = attempt(member=member).preregistration
    mine.post(DELETE, {"ids": str(row.pk)})

    html = mine.get(row.get_absolute_url()).content.decode()

    assert html.index("Deleted") < html.index("by Mei Tan")
    assert 'data-status="deleted"' in html


def test_text_from_people_is_never_markup(mine, member):
    evil = "<script>alert(1)</script>"
    row = make_hold(member, company_name=evil, contact_name=evil, notes=evil, industry=evil)

    for address in (
        LIST,
        row.get_absolute_url(),
        f"{DELETE}?ids={row.pk}",
        "/partner-center/",
        f"{LIST}?q={evil}",
    ):
        assert evil not in mine.get(address).content.decode()


def test_methods_that_no_page_uses_are_refused(mine):
    for address in (LIST, PREREGISTER, DELETE, "/partner-center/"):
        assert mine.put(address).status_code == 405
        assert mine.delete(address).status_code == 405


def test_strangers_are_sent_to_sign_in_and_staff_to_the_admin(client):
    for address in ("/partner-center/", LIST, PREREGISTER, DELETE, reverse("personal_information")):
        assert client.get(address).headers["Location"].startswith("/accounts/login/?next=/partner-center/")

    client.force_login(make_staff())
    assert client.get(LIST).headers["Location"] == "/admin/"


def test_the_empty_list_invites_to_begin_and_an_empty_search_explains(mine):
    assert "Name the first customer" in mine.get(LIST).content.decode()
    assert "No customer matches" in mine.get(LIST + "?q=nothing").content.decode()
    assert "Nothing has ended yet" in mine.get(LIST + "?view=history").content.decode()


def test_a_used_token_does_not_lift_the_limit(mine, settings):
    token = hidden(mine.get(PREREGISTER), "attempt")
    mine.post(PREREGISTER, entry(attempt=token))
    settings.RATE_LIMIT_SCALE = 0.0001

    assert mine.post(PREREGISTER, entry(email="eve@acme.example", attempt=token)).status_code == 429
    assert outcome(mine.post(PREREGISTER, entry(attempt=token), follow=True)) == "granted"


def test_each_row_says_its_status_once(mine, member):
    make_hold(member)

    assert mine.get(LIST).content.decode().count("data-status=") == 1


def test_too_many_attempts_keep_what_was_typed(mine, settings):
    settings.RATE_LIMIT_SCALE = 0.0001
    mine.post(PREREGISTER, entry())

    response = mine.post(PREREGISTER, entry(email="eve@acme.example"))

    assert response.status_code == 429
    assert 'value="eve@acme.example"' in response.content.decode()
