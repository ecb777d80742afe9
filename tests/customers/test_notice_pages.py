"""The bell, its list, the switches, and the page that stops a kind of mail: by request."""

import re

import pytest
from django.test import Client

from customers import notices
from customers.models import Kind
from partnercenter.models import Member, Partner
from tests.builders import MONDAY, make_hold, make_member, make_partner, make_staff

pytestmark = pytest.mark.django_db

LIST = "/partner-center/customers/"
NOTICES = "/partner-center/notices/"
MAIL = "/partner-center/account/mail/"
PERSONAL = "/partner-center/account/personal-information/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def tell(member, count=1, kind=Kind.DECLINED, **fields):
    row = make_hold(member, **fields)
    return [notices.tell(kind, row, key=f"{row.pk}:{n}", at=MONDAY) for n in range(count)]


def bell(response):
    """What the bell is called, and the number on it."""
    html = response.content.decode()
    link = re.search(
        rf'<a [^>]*href="{NOTICES}"[^>]*pc-bell.*?</a>|<a class="[^"]*pc-bell".*?</a>', html, re.S
    )
    if not link:
        return None
    number = re.search(r'pc-bell-n"[^>]*>([^<]+)<', link[0])
    return re.search(r'visually-hidden">([^<]+)<', link[0])[1], number and number[1]


def listed(response):
    return re.findall(r'<li[^>]* data-kind="(\w+)"( data-new)?', response.content.decode())


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, ("Notices", None)),
        (1, ("Notices, 1 new", "1")),
        (9, ("Notices, 9 new", "9")),
        (10, ("Notices, more than 9 new", "9+")),
        (30, ("Notices, more than 9 new", "9+")),
    ],
)
def test_the_bell_says_how_many_are_new(mine, member, count, shown):
    tell(member, count)

    assert bell(mine.get(LIST)) == shown


def test_looking_at_them_makes_them_old_and_the_next_one_is_new_again(mine, member):
    tell(member, 2)

    assert listed(mine.get(NOTICES)) == [("declined", " data-new")] * 2
    assert bell(mine.get(LIST)) == ("Notices", None)
    tell(member)
    assert bell(mine.get(LIST)) == ("Notices, 1 new", "1")
    assert listed(mine.get(NOTICES)) == [("declined", " data-new"), ("declined", ""), ("declined", "")]


def test_the_bell_of_the_list_itself_counts_what_it_has_not_shown(mine, member):
    tell(member, 30)

    assert bell(mine.get(NOTICES)) == ("Notices", None)


def test_an_older_page_never_makes_anything_new_again(mine, member):
    newest = tell(member, 30)[-1]
    mine.get(NOTICES)

    mine.get(NOTICES + "?page=2")

    assert Member.objects.get(pk=member.pk).seen_notice == newest.pk


def test_a_slow_page_never_takes_back_what_another_tab_has_shown(mine, member, monkeypatch):
    tell(member, 2)

    def shown_elsewhere(_at):
        Member.objects.update(seen_notice=1_000_000)

    monkeypatch.setattr("customers.views.notices.times.place", shown_elsewhere)
    mine.get(NOTICES)

    assert Member.objects.get(pk=member.pk).seen_notice == 1_000_000


def test_each_member_has_its_own_mark(mine, member):
    tell(member)
    other = Client()
    other.force_login(make_member(member.partner, Member.Role.VIEWER).user)

    mine.get(NOTICES)

    assert bell(other.get(LIST)) == ("Notices, 1 new", "1")


def test_the_list_is_newest_first_in_pages_of_25(mine, member):
    for number in range(26):
        tell(member, company_name=f"Acme {number:02d}")

    first, second = (mine.get(f"{NOTICES}?page={page}").content.decode() for page in (1, 2))

    assert len(re.findall("<li[^>]*data-kind", first)) == 25
    assert first.index("Acme 25") < first.index("Acme 24")
    assert "Acme 00" in second
    assert "26 to 26 of 26" in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "%00"])
def test_odd_pages_show_a_page(mine, member, page):
    tell(member)

    assert len(listed(mine.get(f"{NOTICES}?page={page}"))) == 1


def test_an_entry_has_its_time_with_the_zone_and_leads_to_the_customer(mine, member):
    [notice] = tell(member)

    html = mine.get(NOTICES).content.decode()

    assert "2 Mar 2026, 17:00 (GMT+8)" in html
    assert f'href="{notice.preregistration.get_absolute_url()}"' in html


@pytest.mark.parametrize(("role", "page"), [("agent", "correct/"), ("viewer", "")])
def test_nobody_is_led_to_a_page_that_is_not_theirs(client, member, role, page):
    row = make_hold(member)
    notices.tell(Kind.OTHER_ADDRESS, row, key="1", at=MONDAY, email="new@acme.example")
    client.force_login(make_member(member.partner, role).user)

    link = re.search(r'<a class="btn" href="([^"]*/customers/[^"]+)"', client.get(NOTICES).content.decode())[
        1
    ]

    assert link == row.get_absolute_url() + page
    assert client.get(link).status_code == 200


def test_an_empty_list_says_what_will_come(mine):
    assert "Nothing to tell yet" in mine.get(NOTICES).content.decode()


def test_i6_notices_of_another_partner_never_appear(mine, member):
    tell(make_member(), company_name="Theirs Ltd")

    assert bell(mine.get(LIST)) == ("Notices", None)
    html = mine.get(NOTICES).content.decode()
    assert "Theirs" not in html
    assert listed(mine.get(NOTICES)) == []
    assert Member.objects.get(pk=member.pk).seen_notice == 0


def test_text_from_people_is_never_markup(mine, member):
    evil = "<script>alert(1)</script> %(email)s"
    row = make_hold(member, company_name=evil)
    notices.tell(Kind.INVITATION_FAILED, row, key="1", at=MONDAY, email="<b>@x", error="<img src=x>")

    html = mine.get(NOTICES).content.decode()

    assert "<script>alert" not in html
    assert "<b>@x" not in html
    assert "<img" not in html


@pytest.mark.parametrize("count", [1, 60])
def test_the_bell_is_one_query_and_the_list_has_seven_whatever_there_is(
    mine, member, count, django_assert_num_queries
):
    tell(member, count)

    with django_assert_num_queries(8):
        mine.get(LIST)
    with django_assert_num_queries(7):
        mine.get(NOTICES)
    with django_assert_num_queries(6):  # nothing new to mark
        mine.get(NOTICES)


def test_dialogs_and_staff_ask_for_no_notice(mine, member, django_assert_num_queries, client):
    dialog = mine.get(LIST + "preregister/", headers=HTMX)
    with_page = mine.get(LIST + "preregister/")
    client.force_login(make_staff())
    with django_assert_num_queries(4) as asked:
        staff = client.get("/accounts/logout/")

    assert bell(dialog) is None
    assert bell(with_page) == ("Notices", None)
    assert bell(staff) is None
    assert not any("customers_notice" in query["sql"] for query in asked.captured_queries)


def test_the_dialog_costs_one_query_less_than_its_page(mine, django_assert_num_queries):
    with django_assert_num_queries(5):
        mine.get(LIST + "preregister/", headers=HTMX)
    with django_assert_num_queries(6):
        mine.get(LIST + "preregister/")


def test_a_suspended_partner_has_no_bell(mine, member):
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    response = mine.get(NOTICES)

    assert (response.status_code, bell(response)) == (403, None)


def test_strangers_are_sent_to_sign_in(client):
    assert "/accounts/login/" in client.get(NOTICES).headers["Location"]
    assert "/accounts/login/" in client.post(MAIL).headers["Location"]
