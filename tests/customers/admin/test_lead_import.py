import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from customers.errors import LeadConflict
from customers.imports import uploads
from customers.models import VendorLead
from partnercenter.models import User
from tests.builders import MONDAY, PASSWORD, make_hold, make_lead
from tests.customers.admin.pages import address, told

pytestmark = pytest.mark.django_db

HEADER = b"email,company_name,country,owner\n"
TWO = HEADER + b"One@acme.example,Acme,SG,ada@vendor.example\ntwo@acme.example,,,\n"


def page():
    return reverse("admin:customers_vendorlead_import")


def choose(client, content, name="leads.csv"):
    return client.post(page(), {"file": SimpleUploadedFile(name, content, "text/csv")})


def confirm(client, preview):
    return client.post(page(), {"content": preview.context["confirm"]["content"].value()}, follow=True)


def figures(answer):
    return tuple(
        answer.context["figures"][name] for name in ("read", "new", "updated", "unchanged", "rejected")
    )


def error(answer):
    return answer.context["form"].errors["file"][0]


def test_choosing_a_file_shows_what_it_would_do_and_imports_nothing(client):
    preview = choose(client, TWO)

    html = preview.content.decode()
    assert figures(preview) == (2, 2, 0, 0, 0)
    assert "Nothing is imported yet." in html
    assert "One@acme.example" in html
    assert not VendorLead.objects.exists()


def test_confirming_imports_what_was_shown_and_says_so(client, administrator):
    answer = confirm(client, choose(client, TWO))

    one = VendorLead.objects.get(email_key="one@acme.example")
    assert (one.email, one.company_name, one.owner, one.created_at) == (
        "One@acme.example",
        "Acme",
        "ada@vendor.example",
        MONDAY,
    )
    assert VendorLead.objects.count() == 2
    assert told(answer) == ["Added: 2. Updated: 0. Known already: 0."]
    assert LogEntry.objects.get().user == administrator


def test_confirming_twice_adds_nothing_twice(client):
    preview = choose(client, TWO)
    confirm(client, preview)

    assert told(confirm(client, preview))[-1] == "Added: 0. Updated: 0. Known already: 2."
    assert VendorLead.objects.count() == 2


def test_r16_customer_of_a_partner_is_refused_with_the_reason_before_and_after_confirming(client):
    make_hold(email="two@acme.example")

    preview = choose(client, TWO)
    done = confirm(client, preview)

    for answer in (preview, done):
        assert figures(answer) == (2, 1, 0, 0, 1)
        assert answer.context["refused"] == [
            {"line": 3, "column": "email", "value": "two@acme.example", "why": LeadConflict().message}
        ]
        assert str(LeadConflict().message) in answer.content.decode()
    assert "Added: 1." in done.content.decode()
    assert [lead.email_key for lead in VendorLead.objects.all()] == ["one@acme.example"]


def test_r16_customer_held_since_the_preview_is_refused_when_confirmed(client):
    preview = choose(client, TWO)
    make_hold(email="two@acme.example")

    assert figures(confirm(client, preview)) == (2, 1, 0, 0, 1)


def test_broken_rows_are_told_with_line_and_column_and_spoil_no_other(client):
    rows = b"nonsense,Acme,SG,\ngood@acme.example,Acme,Singapore,\nbad\xff@acme.example,,,\nfine@acme.example,,,\n"

    preview = choose(client, HEADER + rows)

    refused = preview.context["refused"]
    assert [(row["line"], row["column"]) for row in refused] == [(2, "email"), (3, "country"), (4, "email")]
    assert refused[2]["value"] == "bad\\xff@acme.example"
    assert figures(preview) == (4, 1, 0, 0, 3)
    assert [row["email"] for row in preview.context["taken"]] == ["fine@acme.example"]


def test_file_with_nothing_new_offers_nothing_to_confirm(client):
    make_lead("one@acme.example")

    preview = choose(client, b"email\none@acme.example\n")

    assert preview.context["confirm"] is None
    assert "nothing to import" in preview.content.decode()


def test_columns_that_are_not_known_are_named(client):
    preview = choose(client, b"email,shoe size\none@acme.example,44\n")

    assert "shoe_size" in preview.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n", "empty"),
        (b"name;country\n", "commas"),
        (b"name,country\nAcme,SG\n", "names no column email"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "not UTF-8"),
        (b"\xff\xfee\x00m\x00", "UTF-8"),
    ],
)
def test_what_is_no_file_of_leads_is_refused_next_to_the_field(client, content, words):
    answer = choose(client, content)

    assert answer.status_code == 400
    assert words in error(answer)


def test_no_file_at_all_is_asked_for(client):
    assert error(client.post(page())) == "This field is required."


def test_as_many_rows_as_the_limit_are_taken_and_not_one_more(client, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_ROWS", 2)

    assert figures(choose(client, TWO))[0] == 2
    assert "more than 2 rows" in error(choose(client, TWO + b"three@acme.example,,,\n"))


def test_as_many_bytes_as_the_limit_are_taken_and_not_one_more(client, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", len(TWO))

    assert figures(choose(client, TWO))[0] == 2
    assert "larger than" in error(choose(client, TWO + b"\n"))


def test_file_as_large_as_a_page_takes_survives_the_way_to_its_confirmation(client):
    rows = b"".join(b"lead-%d@acme.example,%s,SG,\n" % (number, b"Acme " * 30) for number in range(5_000))
    content = HEADER + rows
    preview = choose(client, content)

    assert len(content) > 700_000
    assert told(confirm(client, preview)) == ["Added: 5000. Updated: 0. Known already: 0."]


@pytest.mark.parametrize("letters", ["", "abc", "%%%", "eJw=", "ü"])
def test_file_that_got_lost_on_the_way_is_asked_for_again(client, letters):
    answer = client.post(page(), {"content": letters}, follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[0][0] == page()
    assert len(told(answer)) == 1
    assert not VendorLead.objects.exists()


def test_packed_file_that_swells_beyond_the_limit_is_refused(client):
    bomb = uploads.pack(b"email\n" + b"a" * (20 * uploads.MOST_BYTES))

    answer = client.post(page(), {"content": bomb}, follow=True)

    assert "larger than" in told(answer)[0]
    assert len(uploads.unpack(bomb)) == uploads.MOST_BYTES + 1  # and no more of it was ever in the memory


@pytest.mark.parametrize("missing", ["add_vendorlead", "change_vendorlead"])
def test_importing_needs_the_rights_to_add_and_to_change(client, missing):
    clerk = User.objects.create_user("bo@vendor.example", PASSWORD, name="Bo", is_staff=True)
    rights = Permission.objects.filter(codename__endswith="_vendorlead").exclude(codename=missing)
    clerk.user_permissions.set(rights)
    client.force_login(clerk)

    assert client.get(page()).status_code == 403
    assert choose(client, TWO).status_code == 403
    assert page() not in client.get(address(VendorLead, "changelist")).content.decode()


def test_list_of_leads_leads_to_the_import(client):
    assert f'href="{page()}"' in client.get(address(VendorLead, "changelist")).content.decode()
