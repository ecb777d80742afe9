"""The view of the list as a file: what it holds, who may take it, and what a spreadsheet makes of it."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from customers import disclosures, exports
from customers.models import Disclosure
from customers.statuses import Status
from tests.builders import DAY, MONDAY, make_hold, make_in, make_member, make_partner

pytestmark = pytest.mark.django_db

LIST = "/partner-center/customers/"
EXPORT = {"csv": LIST + "export/csv/", "xlsx": LIST + "export/xlsx/"}


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), role="owner")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def read(response):
    raw = content(response)
    if response.headers["Content-Type"].startswith("text/csv"):
        assert raw.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")))
    rows = load_workbook(BytesIO(raw)).active.iter_rows(values_only=True)
    return [["" if cell is None else cell for cell in row] for row in rows]


@pytest.mark.parametrize("kind", EXPORT)
def test_a_file_holds_address_and_number_in_full_and_times_with_their_zone(mine, member, kind):
    make_hold(member, email="ada@acme.example", mobile="+6581234567", company_name="Acme 港口")

    head, line = read(mine.post(EXPORT[kind]))

    told = dict(zip(head, line, strict=True))
    assert told["Customer"] == "Acme 港口"
    assert told["Email address"] == "ada@acme.example"
    assert told["Mobile number"] == "'+65 8123 4567"
    assert told["Valid until"] == "2026-03-17 17:00 GMT+8"
    assert told["Status"] == "Pre-registered"


@pytest.mark.parametrize("kind", EXPORT)
def test_a_file_holds_all_pages_of_the_view_in_its_order_and_nothing_else(mine, member, kind):
    for number in range(30):
        make_hold(member, company_name=f"Acme {number:02d}")
    make_in(Status.REJECTED, member, company_name="Acme rejected")
    make_hold(member, company_name="Other", email="eve@else.example")
    make_hold(company_name="Acme of others")

    view = {"q": "acme", "status": "preregistered", "sort": "-customer", "page": "2"}
    lines = read(mine.post(EXPORT[kind], view))[1:]

    assert [line[0] for line in lines] == [f"Acme {number:02d}" for number in reversed(range(30))]


@pytest.mark.parametrize("kind", EXPORT)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_taken_for_a_formula(mine, member, kind, start):
    make_hold(member, company_name="Acme", notes=f"{start}HYPERLINK(1)")

    line = read(mine.post(EXPORT[kind]))[1]

    assert line[-1].startswith(f"'{start.strip() or ''}")


def test_letters_that_no_spreadsheet_keeps_are_left_out(mine, member):
    make_hold(member, company_name="Ac\x01me", notes="\x0b=1")

    line = read(mine.post(EXPORT["xlsx"]))[1]

    assert (line[0], line[-1]) == ("Acme", "'=1")


@pytest.mark.parametrize("role", ["agent", "viewer"])
def test_only_owners_are_offered_a_file_and_get_one(client, mine, member, role):
    make_hold(member)
    assert "export/csv/" in mine.get(LIST).content.decode()
    client.force_login(make_member(member.partner, role=role).user)

    assert "export/" not in client.get(LIST).content.decode()
    for address in EXPORT.values():
        assert client.post(address).status_code == 403
    assert not Disclosure.objects.exists()


def test_an_export_is_written_down_with_what_was_asked_for(mine, member):
    make_hold(member, company_name="Acme")

    content(mine.post(EXPORT["csv"], {"q": "acme"}))

    told = Disclosure.objects.get()
    assert (told.by, told.at, told.kind, told.rows) == (member.user, MONDAY, "csv", 1)
    assert told.asked["q"] == "acme"


def test_nothing_is_exported_by_looking(mine):
    assert mine.get(EXPORT["csv"]).status_code == 405


def test_too_many_rows_or_exports_are_answered_with_a_sentence_in_the_same_view(mine, member, monkeypatch):
    for name in ("Acme 1", "Acme 2"):
        make_hold(member, company_name=name)
    monkeypatch.setattr(exports, "LIMIT", 1)
    large = mine.post(EXPORT["csv"], {"q": "acme"}, follow=True)
    monkeypatch.setattr(exports, "LIMIT", 2)
    monkeypatch.setattr(disclosures, "EXPORTS", 1)
    content(mine.post(EXPORT["csv"]))

    often = mine.post(EXPORT["csv"], follow=True)

    assert large.redirect_chain == [(LIST + "?q=acme", 302)]
    assert "Narrow the list" in large.content.decode()
    assert "go on in 1 h" in often.content.decode()


def test_words_and_times_are_the_readers(client):
    owner = make_member(
        make_partner(time_zone="UTC"), role="owner", language="zh-hans", time_zone="Asia/Tokyo"
    )
    make_in(Status.EXPIRED, owner, at=MONDAY - DAY)
    client.force_login(owner.user)

    head, line = read(client.post(EXPORT["csv"]))

    assert "Customer" not in head
    assert line[7].endswith("GMT+9")
