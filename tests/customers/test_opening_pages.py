"""The partner's pages about open invitations: figures, codes, who may, and what bad input meets."""

from datetime import timedelta

import pytest

from customers import openings
from customers.acceptance import Particulars
from customers.models import OpenInvitation, PreRegistration
from partnercenter import addresses
from partnercenter.models import Partner
from tests.builders import (
    DAY,
    MONDAY,
    SECOND,
    make_account,
    make_hold,
    make_member,
    make_opening,
    make_partner,
)

pytestmark = pytest.mark.django_db

LIST = "/partner-center/open-invitations/"
NEW = LIST + "new/"


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def opening(member):
    return make_opening(member, label="秋季 fair")


def enter(opening, email, country="SG"):
    particulars = Particulars("en", name="Ada", company_name="Acme", country=country)
    return openings.enter(opening, addresses.parse(email), particulars, at=MONDAY)


def entry(**changes):
    return {"label": "Autumn fair", "last_day": "2026-03-12", "limit": "20"} | changes


def pages_of(opening):
    page = opening.get_absolute_url()
    return [page, *(page + name for name in ("qr.svg", "qr.png", "print/", "revoke/"))]


def test_the_empty_list_teaches_what_it_is_for(mine):
    page = mine.get(LIST).content.decode()

    assert "Meet customers you do not know yet" in page
    assert "It never takes a customer that another partner holds." in page
    assert f'href="{NEW}"' in page
    assert "<table" not in page


def test_the_tree_and_the_list_of_customers_lead_to_it(mine):
    page = mine.get("/partner-center/customers/").content.decode()

    assert page.count(f'href="{LIST}"') == 3  # in both trees, and in the head of the page


def test_one_is_made_until_the_end_of_the_day_where_the_member_is(mine, member):
    answer = mine.post(NEW, entry())

    made = OpenInvitation.objects.get()
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert (made.label, made.limit, made.partner, made.created_by) == (
        "Autumn fair",
        20,
        member.partner,
        member.user,
    )
    end = MONDAY.replace(day=12, hour=15, minute=59, second=59)  # 23:59:59 in Singapore
    assert made.ends_at == end
    assert "until 12 Mar 2026, 23:59 (GMT+8)" in mine.get(answer.url).content.decode()


def test_a_second_click_makes_no_second_one(mine):
    token = "7d3a4f0a-8f0e-4d4e-9e0e-3a52ff3b2a01"

    first, again = (mine.post(NEW, entry(token=token)) for _ in range(2))

    assert first.url == again.url
    assert OpenInvitation.objects.count() == 1


@pytest.mark.parametrize(("days", "made"), [(-1, 0), (0, 1), (180, 1), (181, 0)])
def test_the_last_day_is_from_today_to_180_days_ahead(mine, days, made):
    day = (MONDAY + timedelta(days=days)).date()

    mine.post(NEW, entry(last_day=day.isoformat()))

    assert OpenInvitation.objects.count() == made


def test_today_is_the_day_of_the_member_and_not_that_of_london(mine, set_clock):
    set_clock(MONDAY.replace(hour=16, minute=0))  # Tuesday in Singapore

    assert mine.post(NEW, entry(last_day="2026-03-02")).status_code == 200
    assert mine.post(NEW, entry(last_day="2026-03-03")).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("label", ""),
        ("label", "x" * 121),
        ("last_day", ""),
        ("last_day", "soon"),
        ("last_day", "9999-12-31"),
        ("last_day", "0001-01-01"),
        ("limit", ""),
        ("limit", "0"),
        ("limit", "1001"),
        ("limit", "9" * 30),
        ("limit", "many"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_kept(mine, field, typed):
    page = mine.post(NEW, entry(**{field: typed}))

    words = page.content.decode()
    assert page.status_code == 200
    assert f'id="id_{field}_error"' in words
    assert f'value="{typed}"' in words or not typed
    assert not OpenInvitation.objects.exists()


@pytest.mark.parametrize("limit", ["1", "1000"])
def test_the_limits_edges_can_be_had(mine, limit):
    assert mine.post(NEW, entry(limit=limit, token="not ours")).status_code == 302


def test_the_figures_tell_what_came_of_it(mine, opening):
    OpenInvitation.objects.update(opens=7)
    enter(opening, "one@acme.example")
    enter(opening, "two@acme.example", country="MY")
    make_hold(email="three@acme.example")
    make_account("four@acme.example", contract_signed=True)
    for email in ("three@acme.example", "Three@acme.example", "four@acme.example"):
        enter(opening, email)

    for page in (LIST, opening.get_absolute_url()):
        words = mine.get(page).content.decode()
        assert 'data-opened="7" data-associated="1" data-in-review="1" data-refused="2"' in words
        assert "2 of 50" in words
    assert words.count('<li data-preregistration="') == 2


@pytest.mark.parametrize(
    ("change", "standing", "label"),
    [
        ({}, "live", "Open"),
        ({"revoked_at": MONDAY}, "revoked", "Revoked"),
        ({"ends_at": MONDAY, "created_at": MONDAY - DAY}, "expired", "Ended"),
        ({"ends_at": MONDAY + SECOND}, "live", "Open"),
    ],
)
def test_its_standing_is_shown_and_only_a_live_one_has_codes(mine, opening, change, standing, label):
    OpenInvitation.objects.update(**change)

    words = mine.get(opening.get_absolute_url()).content.decode()

    live = standing == "live"
    assert f'data-standing="{standing}"' in words
    assert f"</svg>{label}</span>" in words
    assert (opening.address in words) == live
    for name in ("qr.svg", "qr.png", "print/"):
        assert mine.get(opening.get_absolute_url() + name).status_code == (200 if live else 404)


def test_a_full_one_has_no_codes_and_can_still_be_revoked(mine, member):
    opening = make_opening(member, limit=1)
    enter(opening, "one@acme.example")

    words = mine.get(opening.get_absolute_url()).content.decode()

    assert 'data-standing="full"' in words
    assert f'href="{opening.get_absolute_url()}revoke/"' in words


def test_the_codes_are_images_and_the_sheet_speaks_the_language_asked_for(mine, opening):
    page = opening.get_absolute_url()

    svg, png, sheet = (mine.get(page + name) for name in ("qr.svg", "qr.png", "print/?language=zh-hans"))

    assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")
    assert svg.content.startswith(b"<?xml")
    assert png.content.startswith(b"\x89PNG")
    assert 'lang="zh-hans"' in sheet.content.decode()
    assert opening.address in sheet.content.decode()
    assert mine.get(page + "print/?language=xx").status_code == 200


def test_the_tools_above_the_sheet_speak_the_readers_language(mine, opening):
    sheet = mine.get(opening.get_absolute_url() + "print/?language=ar").content.decode()

    assert '<html lang="ar" dir="rtl"' in sheet
    assert 'lang="en" dir="ltr"' in sheet
    assert ">Back</a>" in sheet


def test_revoking_asks_first_and_twice_is_as_once(mine, opening):
    page = opening.get_absolute_url() + "revoke/"
    assert "printed ones too" in mine.get(page).content.decode()
    opening.refresh_from_db()
    assert opening.revoked_at is None

    for _ in range(2):
        assert mine.post(page).status_code == 302

    opening.refresh_from_db()
    assert opening.revoked_at == MONDAY


def test_i6_another_partners_open_invitation_is_not_there(client, opening):
    client.force_login(make_member().user)

    for page in pages_of(opening):
        assert client.get(page).status_code == 404
    assert client.post(opening.get_absolute_url() + "revoke/").status_code == 404
    assert opening.label not in client.get(LIST).content.decode()
    opening.refresh_from_db()
    assert opening.revoked_at is None


def test_a_viewer_looks_and_nothing_else(client, opening):
    client.force_login(make_member(opening.partner, role="viewer").user)
    detail, *others = pages_of(opening)

    words = client.get(detail).content.decode() + client.get(LIST).content.decode()

    assert opening.label in words
    assert opening.address not in words
    assert NEW not in words
    assert "revoke/" not in words
    assert [client.get(page).status_code for page in [*others, NEW]] == [403] * 5
    assert client.post(NEW, entry()).status_code == 403
    assert client.post(detail + "revoke/").status_code == 403
    assert OpenInvitation.objects.get().revoked_at is None


def test_a_suspended_partner_has_none_of_it(mine, opening):
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    for page in [LIST, NEW, *pages_of(opening)]:
        assert mine.get(page).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_queries_whatever_it_holds(mine, member, count, django_assert_num_queries):
    for _ in range(count):
        enter(make_opening(member), f"c{PreRegistration.objects.count()}@acme.example")
    mine.get(LIST)

    with django_assert_num_queries(6):
        mine.get(LIST)


@pytest.mark.parametrize("count", [1, 12])
def test_a_detail_page_costs_the_same_queries_whoever_came(mine, opening, count, django_assert_num_queries):
    for number in range(count):
        enter(opening, f"c{number}@acme.example")

    with django_assert_num_queries(6):
        mine.get(opening.get_absolute_url())


def test_the_second_page_shows_the_older_ones(mine, member):
    for number in range(27):
        make_opening(member, label=f"Fair {number:02}", at=MONDAY + number * SECOND)

    first, second, beyond = (mine.get(f"{LIST}?page={page}").content.decode() for page in (1, 2, "x"))

    assert "Fair 26" in first
    assert "Fair 01" not in first
    assert "26 to 27 of 27" in second
    assert "Fair 01" in second
    assert "1 to 25 of 27" in beyond
