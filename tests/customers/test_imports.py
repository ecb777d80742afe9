"""import_accounts and import_vendor_leads: what becomes of the rows. The file as such: test_import_files."""

import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from customers.imports import loading
from customers.imports.cells import parse_address
from customers.imports.kind import Kind
from customers.models import CustomerAccount, VendorLead
from customers.statuses import Status
from partnercenter import addresses
from tests.builders import MONDAY, SECOND, VALIDITY, make_account, make_hold, make_in, make_lead, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    """Write the text to a file, import it, and return the summary."""

    def load(text, *options, command="import_accounts"):
        file = tmp_path / "rows.csv"
        file.write_text(text, encoding="utf-8")
        out = StringIO()
        call_command(command, str(file), *options, stdout=out)
        return out.getvalue().strip().replace(f"{tmp_path}/", "")

    return load


@pytest.fixture
def load_leads(load):
    return lambda text, *options: load(text, *options, command="import_vendor_leads")


@pytest.fixture
def rejects(tmp_path):
    return lambda: (tmp_path / "rows.csv.rejects.csv").read_text(encoding="utf-8").splitlines()[1:]


FULL = (
    "registered_at,associated_partner,Email,cash_spent,site,contract_signed,Name,country\n"
    '2025-11-30T23:30:00-03:00,globex,Mei.Tan@Acme.example,true,china,yes,"Acme, Ltd.",sg\n'
)


def test_accounts_are_inserted_with_every_column_in_any_order(load):
    globex = make_partner("globex")

    assert load(FULL) == "Rows read: 1. New: 1. Updated: 0. Unchanged: 0. Rejected: 0."

    account = CustomerAccount.objects.get()
    assert (account.email, account.email_key) == ("Mei.Tan@Acme.example", "mei.tan@acme.example")
    assert (account.name, account.country.code, account.site) == ("Acme, Ltd.", "SG", "china")
    assert (account.contract_signed, account.cash_spent) == (True, True)
    assert account.registered_at == datetime(2025, 12, 1, 2, 30, tzinfo=UTC)
    assert (account.associated_partner, account.association) == (globex, None)


def test_a_second_run_changes_nothing_and_writes_nothing(load):
    make_partner("globex")
    load(FULL)
    before = CustomerAccount.objects.values().get()
    statements = []

    def note(execute, sql, *rest):
        statements.append(sql.split()[0])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert load(FULL) == "Rows read: 1. New: 0. Updated: 0. Unchanged: 1. Rejected: 0."

    assert set(statements) == {"SELECT", "SAVEPOINT", "RELEASE"}
    assert CustomerAccount.objects.values().get() == before


def test_missing_columns_and_empty_cells_give_a_new_account_the_defaults(load):
    load("email,name,site,contract_signed\na@acme.example,,,\n")

    account = CustomerAccount.objects.get()
    assert (account.name, account.country.code, account.site) == ("", "", "international")
    assert (account.contract_signed, account.cash_spent, account.registered_at) == (False, False, None)
    assert account.associated_partner is None


def test_missing_columns_and_empty_cells_leave_what_is_known(load):
    known = make_account(
        "a@acme.example",
        site="china",
        contract_signed=True,
        cash_spent=True,
        registered_at=MONDAY,
        associated_partner=make_partner(),
    )
    before = CustomerAccount.objects.values().get()

    summary = load("email,country,name,site,contract_signed\na@acme.example,BR,,,\n")

    assert summary == "Rows read: 1. New: 0. Updated: 1. Unchanged: 0. Rejected: 0."
    assert CustomerAccount.objects.values().get() == before | {"country": "BR"}
    assert CustomerAccount.objects.get().pk == known.pk


@pytest.mark.parametrize(
    ("written", "flag"),
    [("true", True), ("YES", True), ("1", True), ("False", False), ("no", False), ("0", False)],
)
def test_flags_are_read_in_every_spelling(load, written, flag):
    make_account("a@acme.example", contract_signed=not flag, cash_spent=not flag)

    load(f"email,contract_signed,cash_spent\na@acme.example,{written},{written}\n")

    account = CustomerAccount.objects.get()
    assert (account.contract_signed, account.cash_spent) == (flag, flag)


@pytest.mark.parametrize(
    ("amount", "spent"), [("0.00", False), ("-0", False), ("0.01", True), ("125000", True)]
)
def test_a_positive_amount_means_cash_was_spent(load, amount, spent):
    make_account("a@acme.example", cash_spent=not spent)

    load(f"email,cash_spent\na@acme.example,{amount}\n")

    assert CustomerAccount.objects.get().cash_spent is spent


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-03-02T09:00:00", MONDAY),
        ("2026-03-02T09:00:00Z", MONDAY),
        ("2026-03-02 17:00+08:00", MONDAY),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_times_are_iso_8601_and_utc_where_they_do_not_say(load, written, at):
    load(f"email,registered_at\na@acme.example,{written}\n")

    assert CustomerAccount.objects.get().registered_at == at


LONG = "n" * 201
AMOUNT = "Write true, false or an amount such as 1250.00."
TIME = "Write the time as ISO 8601, such as 2026-03-02T09:00:00Z."
ADDRESS = "Enter a full email address, such as name@company.com."
BAD_CELLS = [
    ("email", "not an address", f'2,email,"{ADDRESS}",not an address'),
    ("email", "a@b@acme.example", f'2,email,"{ADDRESS}",a@b@acme.example'),
    ("name", LONG, f"2,name,This is longer than 200 characters.,{LONG[:200]}"),
    ("country", "XX", '2,country,"Write the country as its two-letter code, such as SG.",XX'),
    ("country", "Singapore", '2,country,"Write the country as its two-letter code, such as SG.",Singapore'),
    ("site", "moon", "2,site,Write international or china.,moon"),
    ("contract_signed", "maybe", "2,contract_signed,Write true or false.,maybe"),
    ("contract_signed", "12.50", "2,contract_signed,Write true or false.,12.50"),
    ("cash_spent", "-1", f'2,cash_spent,"{AMOUNT}",\'-1'),
    ("cash_spent", "NaN", f'2,cash_spent,"{AMOUNT}",NaN'),
    ("cash_spent", "Infinity", f'2,cash_spent,"{AMOUNT}",Infinity'),
    ("cash_spent", "12 EUR", f'2,cash_spent,"{AMOUNT}",12 EUR'),
    ("registered_at", "2026-02-30", f'2,registered_at,"{TIME}",2026-02-30'),
    ("registered_at", "yesterday", f'2,registered_at,"{TIME}",yesterday'),
    ("registered_at", "0001-01-01T00:00+14:00", f'2,registered_at,"{TIME}",0001-01-01T00:00+14:00'),
    ("associated_partner", "nobody", "2,associated_partner,There is no partner with this code.,nobody"),
]


@pytest.mark.parametrize(("column", "cell", "line"), BAD_CELLS)
def test_a_bad_cell_rejects_its_row_alone(load, rejects, column, cell, line):
    columns = ["email", column] if column != "email" else ["email", "name"]
    bad = [cell, "Acme"] if column == "email" else ["bad@acme.example", cell]
    good = ["good@acme.example", ""]

    summary = load("".join(",".join(row) + "\n" for row in (columns, bad, good)))

    assert (
        summary
        == "Rows read: 2. New: 1. Updated: 0. Unchanged: 0. Rejected: 1. The rejected rows are in rows.csv.rejects.csv."
    )
    assert rejects() == [line]
    assert CustomerAccount.objects.get().email == "good@acme.example"


def test_a_row_without_an_address_is_rejected(load, rejects):
    load("name,email\nAcme,\nAcme,   \n")

    assert rejects() == ["2,email,The email address is missing.,", "3,email,The email address is missing.,"]


def test_a_bad_row_leaves_the_known_account_as_it_was(load):
    make_account("a@acme.example", name="Acme")

    load("email,name,country\na@acme.example,Other,XX\n")

    assert CustomerAccount.objects.get().name == "Acme"


def test_the_later_of_two_rows_wins_and_counts_as_an_update(load):
    summary = load("email,name,country\nA@Acme.Example,First,SG\na@acme.example,Second,\n")

    assert summary == "Rows read: 2. New: 1. Updated: 1. Unchanged: 0. Rejected: 0."
    account = CustomerAccount.objects.get()
    assert (account.email, account.name, account.country.code) == ("a@acme.example", "Second", "SG")


def test_the_later_row_wins_across_chunks_too(load, monkeypatch):
    monkeypatch.setattr(loading, "CHUNK", 1)

    summary = load("email,name\na@acme.example,First\nb@acme.example,B\nA@acme.example,Second\n")

    assert summary == "Rows read: 3. New: 2. Updated: 1. Unchanged: 0. Rejected: 0."
    assert CustomerAccount.objects.get(email_key="a@acme.example").name == "Second"


def test_a_file_with_doubles_is_unchanged_when_it_comes_again(load):
    rows = "email,name\na@acme.example,First\nA@acme.example,Second\n"
    load(rows)

    assert load(rows) == "Rows read: 2. New: 0. Updated: 0. Unchanged: 2. Rejected: 0."


def test_the_two_spellings_of_a_domain_are_one_account(load):
    load("email\nmei@商店.中国\n")

    summary = load("email\nMei@xn--czrs0t.xn--fiqs8s\n")

    assert summary == "Rows read: 1. New: 0. Updated: 1. Unchanged: 0. Rejected: 0."
    assert CustomerAccount.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        "mei@acme.example.com",
        "  Mei.Tan+x@ACME.example.com ",
        "o'neil@acme.example.com",
        "Postmaster@Acme.example.com",
        '"mei tan"@acme.example.com',
        '"mei"@acme.example.com',
        "mei@商店.中国",
        "mei@shop。中国",
        "mei@xn--fiqs8s",
        "mei@пример.рф",
        "mei@شركة.السعودية",
        "mei@Straße.de",
        "mei@1.xn--4dbc.com",
        "mei@ﷺ.com",
        "mei",
        "mei@",
        "@acme.example.com",
        "mei@localhost",
        "mei@acme.invalid",
        "mei@[127.0.0.1]",
        "mei@@acme.example.com",
        "mei@a@acme.example.com",
        "mei..tan@acme.example.com",
        ".mei@acme.example.com",
        "mei@-acme.com",
        "mei@acme..com",
        "mei@ acme.com",
        "mei@acme.com>",
        "<mei@acme.com>",
        "Mei <mei@acme.com>",
        "mei@\u0338acme.com",
        "mei\u0338@acme.com",
        "Ａda@acme.com",
        "mei@ａcme.com",
        "mei\n@acme.com",
        "mei@ac\u200bme.com",
        "x" * 64 + "@acme.com",
        "x" * 65 + "@acme.com",
        "x" * 10 + "@" + ".".join(["d" * 60] * 3) + ".co",
        "x" * 64 + "@" + ".".join(["d" * 60] * 3) + ".co",
        "x" * 70 + "@" + ".".join(["d" * 60] * 3) + ".co",
        "x" * 10 + "@" + ".".join(["d" * 60] * 3) + ".at-length.co",
        "x" * 64 + "@" + ".".join(["d" * 60] * 3) + ".at-length.co",
        "x@" + ".".join(["d" * 60] * 4) + ".co",
        "x@" + "d" * 64 + ".com",
        "x@" + "一" * 50 + "." + "一" * 50 + ".中国",
        "x" * 300 + "@acme.com",
    ],
)
def test_the_quick_reading_of_an_address_says_what_the_careful_one_says(typed):
    def answer(parse):
        try:
            return parse(typed)
        except addresses.AddressNotValid as error:
            return str(error)

    assert answer(parse_address) == answer(parse_address) == answer(addresses.parse)


def test_an_association_made_here_is_not_moved_to_another_partner(load, rejects):
    row = make_in(Status.ASSOCIATED, email="a@acme.example")
    make_partner("globex")

    summary = load("email,name,associated_partner\nA@acme.example,New name,globex\n")

    assert (
        summary
        == "Rows read: 1. New: 0. Updated: 0. Unchanged: 0. Rejected: 1. The rejected rows are in rows.csv.rejects.csv."
    )
    assert rejects() == [
        "2,associated_partner,"
        '"This customer was associated through a pre-registration, which a file cannot change.",globex'
    ]
    account = CustomerAccount.objects.get()
    assert (account.associated_partner, account.association, account.name) == (row.partner, row, "Acme")


def test_rejects_come_in_the_order_of_the_file_whatever_rejected_them(load, rejects):
    make_in(Status.ASSOCIATED, email="a@acme.example")
    make_partner("globex")

    load("email,associated_partner\na@acme.example,globex\nnobody,globex\nb@acme.example,nobody\n")

    assert [line.split(",")[:2] for line in rejects()] == [
        ["2", "associated_partner"],
        ["3", "email"],
        ["4", "associated_partner"],
    ]


def test_an_association_made_here_lets_every_other_fact_through(load):
    row = make_in(Status.ASSOCIATED, email="a@acme.example")

    load(
        "email,name,associated_partner\n"
        f"a@acme.example,Renamed,{row.partner.code}\n"
        "a@acme.example,Renamed twice,\n"
    )

    account = CustomerAccount.objects.get()
    assert (account.associated_partner, account.association) == (row.partner, row)
    assert account.name == "Renamed twice"


def test_an_association_that_the_directory_brought_may_be_changed_by_it(load):
    globex = make_partner("globex")
    make_account("a@acme.example", associated_partner=make_partner())
    make_account("b@acme.example")

    load("email,associated_partner\na@acme.example,globex\nb@acme.example,globex\n")

    assert [account.associated_partner for account in CustomerAccount.objects.all()] == [globex, globex]


def test_a_dry_run_counts_and_writes_nothing(load, rejects):
    make_account("known@acme.example", name="Acme")

    summary = load("email,name\nnew@acme.example,\nknown@acme.example,Other\nnobody,\n", "--dry-run")

    assert summary == (
        "Dry run: nothing was written. Rows read: 3. New: 1. Updated: 1. Unchanged: 0. Rejected: 1."
        " The rejected rows are in rows.csv.rejects.csv."
    )
    assert rejects() == [f'4,email,"{ADDRESS}",nobody']
    assert [account.name for account in CustomerAccount.objects.all()] == ["Acme"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (KeyboardInterrupt(), "Stopped. Rows read: 2. New: 2. "),
        (OperationalError("connection lost"), "The database failed: connection lost. Rows read: 2. New: 2. "),
    ],
)
def test_an_import_that_is_stopped_keeps_what_it_finished_and_says_how_far(load, monkeypatch, fault, words):
    monkeypatch.setattr(loading, "CHUNK", 2)
    save = Kind.save

    def save_then_stop(self, rows, *, at):
        if CustomerAccount.objects.exists():
            raise fault
        return save(self, rows, at=at)

    monkeypatch.setattr(Kind, "save", save_then_stop)

    with pytest.raises(CommandError) as stopped:
        load("email\na@acme.example\nb@acme.example\nc@acme.example\n")

    assert str(stopped.value).startswith(words)
    assert str(stopped.value).endswith(" Run the same command again for the rest.")
    assert CustomerAccount.objects.count() == 2


def test_generated_rows_are_the_same_each_time_and_all_valid(load):
    make_partner("globex")
    script = [sys.executable, "bench/accounts_csv.py", "300", "globex"]
    first, second = (subprocess.run(script, capture_output=True, check=True).stdout for _ in range(2))

    assert first == second
    assert load(first.decode()) == "Rows read: 300. New: 300. Updated: 0. Unchanged: 0. Rejected: 0."
    ends = {key.rpartition(".")[2] for key in CustomerAccount.objects.values_list("email_key", flat=True)}
    assert ends >= {"com", "xn--fiqs8s", "xn--p1ai", "xn--mgberp4a5d4ar"}


def test_leads_are_opened_with_every_column(load_leads):
    summary = load_leads("owner,country,company_name,email\n王芳,sg,Acme,Mei@Acme.example\n")

    assert summary == "Rows read: 1. New: 1. Updated: 0. Unchanged: 0. Rejected: 0."
    lead = VendorLead.objects.get()
    assert (lead.email, lead.email_key, lead.open_key) == (
        "Mei@Acme.example",
        "mei@acme.example",
        "mei@acme.example",
    )
    assert (lead.company_name, lead.country.code, lead.owner) == ("Acme", "SG", "王芳")
    assert (lead.created_at, lead.released_at) == (MONDAY, None)


def test_open_leads_are_updated_and_keep_their_date(load_leads, set_clock):
    make_lead("a@acme.example", company_name="Acme", owner="Li")
    set_clock(MONDAY + VALIDITY)
    rows = "email,company_name,owner\na@acme.example,Acme Asia,\n"

    assert load_leads(rows) == "Rows read: 1. New: 0. Updated: 1. Unchanged: 0. Rejected: 0."
    assert load_leads(rows) == "Rows read: 1. New: 0. Updated: 0. Unchanged: 1. Rejected: 0."

    lead = VendorLead.objects.get()
    assert (lead.company_name, lead.owner, lead.created_at) == ("Acme Asia", "Li", MONDAY)


def test_a_released_lead_stays_history_and_a_new_one_is_opened(load_leads):
    old = make_lead("a@acme.example")
    VendorLead.objects.update(open_key=None, released_at=MONDAY)

    assert load_leads("email\na@acme.example\n").startswith("Rows read: 1. New: 1.")

    assert VendorLead.objects.filter(email_key="a@acme.example").count() == 2
    assert VendorLead.objects.get(open_key="a@acme.example").pk != old.pk


CONFLICT = "A partner holds this customer or is associated with it, so it cannot become a vendor lead."


def test_r16_a_held_customer_becomes_no_lead_until_the_hold_is_over(load_leads, rejects, set_clock):
    make_hold(email="a@acme.example")
    rows = "email\nfree@acme.example\nA@acme.example\n"

    set_clock(MONDAY + VALIDITY - SECOND)
    summary = load_leads(rows)
    assert (
        summary
        == "Rows read: 2. New: 1. Updated: 0. Unchanged: 0. Rejected: 1. The rejected rows are in rows.csv.rejects.csv."
    )
    assert rejects() == [f'3,email,"{CONFLICT}",A@acme.example']

    set_clock(MONDAY + VALIDITY)
    assert load_leads(rows) == "Rows read: 2. New: 1. Updated: 0. Unchanged: 1. Rejected: 0."
    assert VendorLead.objects.filter(open_key="a@acme.example").exists()


@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.ASSOCIATED])
def test_r16_a_pending_or_associated_customer_becomes_no_lead(load_leads, rejects, status):
    make_in(status, email="a@acme.example")

    load_leads("email\na@acme.example\n")

    assert rejects() == [f'2,email,"{CONFLICT}",a@acme.example']
    assert not VendorLead.objects.exists()


def test_r16_a_customer_associated_by_the_directory_becomes_no_lead(load_leads, rejects):
    make_account("a@acme.example", associated_partner=make_partner())

    load_leads("email\na@acme.example\n")

    assert rejects() == [f'2,email,"{CONFLICT}",a@acme.example']


def test_leads_of_a_dry_run_are_not_written(load_leads):
    assert load_leads("email\na@acme.example\n", "--dry-run").startswith(
        "Dry run: nothing was written. Rows read: 1."
    )

    assert not VendorLead.objects.exists()


def test_an_owner_or_company_too_long_for_its_column_is_rejected(load_leads, rejects):
    load_leads(f"email,owner,company_name\na@acme.example,{'o' * 255},\nb@acme.example,,{LONG}\n")

    assert [line[:46] for line in rejects()] == [
        "2,owner,This is longer than 254 characters.,oo",
        "3,company_name,This is longer than 200 charact",
    ]
