"""The imported file itself: encodings, quotes, broken lines, headers, and the rejects it leaves."""

import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from customers.models import CustomerAccount
from tests.builders import make_partner

pytestmark = pytest.mark.django_db

NOT_CSV = '"This line is not well-formed CSV: a quote is not closed, or a quote or line break stands where none may."'


@pytest.fixture
def load(tmp_path):
    """Import these bytes; returns the names by address, in the order of the file."""

    def load(content):
        file = tmp_path / "rows.csv"
        file.write_bytes(content)
        call_command("import_accounts", str(file), stdout=StringIO())
        return dict(CustomerAccount.objects.values_list("email", "name"))

    return load


@pytest.fixture
def rejects(tmp_path):
    return lambda: (tmp_path / "rows.csv.rejects.csv").read_text(encoding="utf-8").splitlines()[1:]


@pytest.fixture
def no_rejects(tmp_path):
    return lambda: not (tmp_path / "rows.csv.rejects.csv").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfemail,name\na@acme.example,Acme\n",
        b'\xef\xbb\xbf"email","name"\r\n"a@acme.example","Acme"\r\n',
        b"email,name\r\na@acme.example,Acme\r\n",
        b"email,name\na@acme.example,Acme",
        b"\n\nemail,name\n\n  \na@acme.example,Acme\n\n",
        b" E-Mail ,EMAIL , Name\n,a@acme.example,  Acme \n",
    ],
)
def test_the_same_rows_in_many_shapes(load, no_rejects, content):
    assert load(content) == {"a@acme.example": "Acme"}
    assert no_rejects()


def test_column_names_may_be_spelled_with_spaces_and_capitals(load):
    load(b"Email,Contract Signed\na@acme.example,yes\n")

    assert CustomerAccount.objects.get().contract_signed is True


def test_a_quoted_cell_may_hold_commas_quotes_and_line_breaks(load, no_rejects):
    rows = b'email,name\na@acme.example,"Acme, ""the\r\n first\n\n one"""\nb@acme.example,Bee\n'

    assert load(rows) == {"a@acme.example": 'Acme, "the first one"', "b@acme.example": "Bee"}
    assert no_rejects()


def test_a_line_number_is_where_the_record_starts(load, rejects):
    load(b'email,name\n"a@acme.example","two\nlines"\n\nnobody,"two\nlines"\nnobody,\n')

    assert [line.split(",")[0] for line in rejects()] == ["5", "7"]


def test_a_quote_in_the_middle_of_a_cell_is_a_letter_like_others(load, no_rejects):
    assert load(b'email,name\na@acme.example,Acme 5" disks\n') == {"a@acme.example": 'Acme 5" disks'}
    assert no_rejects()


def test_an_unclosed_quote_spoils_only_its_line(load, rejects):
    rows = [b"email,name", b'bad@acme.example,"Acme', *(b"c%d@acme.example,C" % n for n in range(30))]

    assert load(b"\n".join(rows)) == {f"c{n}@acme.example": "C" for n in range(30)}
    assert rejects() == [f'2,,{NOT_CSV},"bad@acme.example,""Acme', '"']


@pytest.mark.parametrize(("lines", "accepted"), [(10, True), (11, False)])
def test_a_record_spans_ten_lines_at_most(load, lines, accepted):
    name = b"\n".join(b"%d" % n for n in range(lines))

    names = load(b'email,name\na@acme.example,"' + name + b'"\nb@acme.example,B\n')

    assert ("a@acme.example" in names) is accepted
    assert names["b@acme.example"] == "B"


def test_a_record_spans_64_kilobytes_at_most(load, rejects):
    blanks = (b" " * 20_000 + b"\n") * 4

    names = load(b'email,name\nbad@acme.example,"' + blanks + b'A"\nb@acme.example,B\n')

    assert names == {"b@acme.example": "B"}
    assert [line.split(",")[0] for line in rejects()] == ["2", "6"]


def test_lines_that_were_read_ahead_keep_their_numbers(load, rejects):
    load(b'email,name\nbad@acme.example,"A\nb@acme.example,B\nnobody,C\n')

    assert [line.split(",")[0] for line in rejects() if "," in line] == ["2", "4"]


def test_an_unclosed_quote_on_the_last_line_is_rejected(load, rejects):
    assert load(b'email,name\na@acme.example,A\nb@acme.example,"B') == {"a@acme.example": "A"}
    assert rejects() == [f'3,,{NOT_CSV},"b@acme.example,""B"']


def test_text_behind_a_closing_quote_is_rejected(load, rejects):
    assert load(b'email,name\na@acme.example,"A" Ltd\nb@acme.example,B\n') == {"b@acme.example": "B"}
    assert rejects()[0].startswith(f"2,,{NOT_CSV}")


def test_a_line_of_a_megabyte_spoils_only_itself(load, rejects):
    giant = b"big@acme.example," + b"x" * 1_000_000

    names = load(b"email,name\n" + giant + b"\na@acme.example,A\n" + giant)

    assert names == {"a@acme.example": "A"}
    shown = giant[:200].decode()
    assert rejects() == [
        f'2,,This line is longer than 64 KB.,"{shown}"',
        f'4,,This line is longer than 64 KB.,"{shown}"',
    ]


def test_an_unclosed_quote_does_not_swallow_a_giant_line(load):
    rows = b'email,name\nbad@acme.example,"A\n' + b"x" * 200_000 + b"\na@acme.example,A\n"

    assert load(rows) == {"a@acme.example": "A"}


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (b"bad@acme.example,A\x00B", "2,name,This contains a control character: remove it.,A\\x00B"),
        (b"bad@acme.example,A\x1b[31m", "2,name,This contains a control character: remove it.,A\\x1b[31m"),
        (b"bad@acme.example,A\x7fB", "2,name,This contains a control character: remove it.,A\\x7fB"),
        (b"bad@acme.example,A\xc2\x85B", "2,name,This contains a control character: remove it.,A\\x85B"),
        (
            b"b\x07d@acme.example,A",
            "2,email,This contains a control character: remove it.,b\\x07d@acme.example",
        ),
        ("bad@acme.example,Müller".encode("latin-1"), "2,name,This is not UTF-8 text.,M\\xfcller"),
        (b"bad@acme.example,\xed\xa0\x80", "2,name,This is not UTF-8 text.,\\xed\\xa0\\x80"),
        (b"bad@acme.example", "2,,The header has 2 cells and this row 1.,bad@acme.example"),
        (b"bad@acme.example,A,", '2,,The header has 2 cells and this row 3.,"bad@acme.example,A,"'),
        (b"bad@acme.example,A\x00,", "2,,This contains a control character: remove it.,A\\x00"),
    ],
)
def test_an_unreadable_row_is_rejected_and_the_next_one_is_not(load, rejects, row, line):
    assert load(b"email,name\n" + row + b"\na@acme.example,A\n") == {"a@acme.example": "A"}
    assert rejects() == [line]


def test_the_rejects_file_is_exact_in_order_and_no_formula(load, tmp_path):
    make_partner("globex")
    load(
        b"email,name,country,associated_partner\n"
        b"=1+1,,,\n"
        b"@a,,,\n"
        b'a@acme.example,"A, B",=SG,\n'
        b"b@acme.example,B,,+globex\n"
        b"c@acme.example,C,SG,globex\n"
        b"-d\n"
    )

    address = '"Enter a full email address, such as name@company.com."'
    assert (tmp_path / "rows.csv.rejects.csv").read_text(encoding="utf-8") == (
        "line,column,reason,value\n"
        f"2,email,{address},'=1+1\n"
        f"3,email,{address},'@a\n"
        '4,country,"Write the country as its two-letter code, such as SG.",\'=SG\n'
        "5,associated_partner,There is no partner with this code.,'+globex\n"
        "7,,The header has 4 cells and this row 1.,'-d\n"
    )


def test_a_rejects_file_of_an_earlier_run_is_removed(load, tmp_path, no_rejects):
    (tmp_path / "rows.csv.rejects.csv").write_text("old")

    load(b"email\na@acme.example\n")

    assert no_rejects()


def run(*arguments):
    err = StringIO()
    call_command("import_accounts", *map(str, arguments), stdout=StringIO(), stderr=err)
    return err.getvalue()


def test_rejects_go_where_they_are_told_to(tmp_path):
    file, rejects = tmp_path / "rows.csv", tmp_path / "bad.csv"
    file.write_bytes(b"email\nnobody\n")

    run(file, "--rejects", rejects)

    assert rejects.read_text().startswith("line,column,reason,value\n2,email,")
    assert sorted(os.listdir(tmp_path)) == ["bad.csv", "rows.csv"]


def test_what_is_no_file_of_ours_is_never_removed(tmp_path):
    file, target, link = tmp_path / "rows.csv", tmp_path / "target", tmp_path / "link"
    file.write_bytes(b"email\na@acme.example\n")
    link.symlink_to(target)

    run(file, "--rejects", link)

    assert link.is_symlink()


def test_the_rejects_never_overwrite_the_file_itself(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_bytes(b"email\nnobody\n")

    with pytest.raises(CommandError, match="would overwrite the file"):
        run(file, "--rejects", file)

    assert file.read_bytes() == b"email\nnobody\n"


def test_rejects_that_cannot_be_written_stop_the_import_before_it_begins(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_bytes(b"email\na@acme.example\n")

    with pytest.raises(CommandError, match=r"missing/bad\.csv: No such file or directory\."):
        run(file, "--rejects", tmp_path / "missing" / "bad.csv")

    assert not CustomerAccount.objects.exists()


def test_unknown_columns_are_named_and_ignored(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_bytes("Region,email,,电话\nAsia,a@acme.example,x,1\n".encode())

    assert run(file) == "Unknown columns, ignored: region, 电话\n"
    assert CustomerAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty: its first line has to name the columns, email among them."),
        (b"\xef\xbb\xbf\n\n", "The file is empty: its first line has to name the columns, email among them."),
        (
            b"name,country\nAcme,SG\n",
            "The first line names no column email. The columns are: email, name, country, site, contract_signed, "
            "cash_spent, registered_at, associated_partner.",
        ),
        (b"email,name,E MAIL, Name \n", "The column name is there twice: remove one of them."),
        (b"email,email\n", "The column email is there twice: remove one of them."),
        (
            b"email;name\na@acme.example;Acme\n",
            "The cells are not separated by commas: save the file as CSV with commas.",
        ),
        ("email,name\n".encode("utf-16"), "The file is not UTF-8 text: save it as “CSV UTF-8”."),
        ("email,prénom\n".encode("latin-1"), "The file is not UTF-8 text: save it as “CSV UTF-8”."),
        (
            b'email,"name\n',
            "The first line cannot be read. Save the file as CSV with commas, the column names first.",
        ),
        (
            b"PK\x03\x04" + b"\xff" * 100_000,
            "The first line cannot be read. Save the file as CSV with commas, the column names first.",
        ),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path, content, sentence):
    file = tmp_path / "rows.csv"
    file.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        run(file)

    assert str(refusal.value) == f"{file}: {sentence}"
    assert os.listdir(tmp_path) == ["rows.csv"]


def test_a_missing_file_and_a_directory_are_refused_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.csv: No such file or directory\."):
        run(tmp_path / "gone.csv")
    with pytest.raises(CommandError, match=r": Is a directory\."):
        run(tmp_path)


def test_a_header_alone_is_no_rows(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_bytes(b"email,name\n")
    out = StringIO()

    call_command("import_accounts", str(file), stdout=out)

    assert out.getvalue() == "Rows read: 0. New: 0. Updated: 0. Unchanged: 0. Rejected: 0.\n"
