"""Personal data is masked in every page until somebody asks for it, and whoever asks is written down."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from customers import corrections, disclosures, invitations, notices
from customers.errors import TooManyDisclosures
from customers.models import Decision, Disclosure, Kind, PreRegistration
from partnercenter import addresses
from tests.builders import (
    DAY,
    MONDAY,
    attempt,
    make_account,
    make_case,
    make_hold,
    make_member,
    make_opening,
    make_partner,
    make_staff,
)
from tests.customers.invitees import html

pytestmark = pytest.mark.django_db

LIST = "/partner-center/customers/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def member():
    return make_member(make_partner("globex"))


@pytest.fixture
def row(member):
    return make_hold(member, email="ada@acme.example", mobile="+6581234567")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def reveal(client, row, **more):
    return client.post(row.get_absolute_url() + "reveal/", **more)


@pytest.mark.parametrize(
    "address",
    [
        LIST,
        LIST + "{pk}/",
        LIST + "{pk}/invite/",
        LIST + "{pk}/invite/letter/",
        LIST + "{pk}/correct/",
        LIST + "delete/?ids={pk}",
        LIST + "invite/?ids={pk}",
    ],
)
def test_no_page_holds_the_address_or_the_number_before_it_is_asked_for(mine, row, address):
    invitations.issue(row, "link", by=row.created_by, at=MONDAY)

    shown = html(mine.get(address.format(pk=row.pk)))

    assert "a••@acme.example" in shown
    assert "ada@acme.example" not in shown
    assert "8123 4567" not in shown
    assert not Disclosure.objects.exists()


def test_no_page_about_a_review_holds_the_address(client):
    review = make_case(email="ada@acme.example")
    client.force_login(review.submitted_by)

    for address in ("/partner-center/reviews/", review.get_absolute_url()):
        shown = html(client.get(address))
        assert "a••@acme.example" in shown
        assert "ada@acme.example" not in shown


def test_a_notice_names_the_address_masked_also_where_the_mail_server_repeats_it(mine, row):
    error = "550 5.1.1 <ada@acme.example> or ADA@xn--acme-eva.example unknown"
    facts = {"email": row.email, "error": error}
    notices.tell(Kind.INVITATION_FAILED, row, key="one", at=MONDAY, **facts)

    shown = html(mine.get("/partner-center/notices/"))

    assert "The mail to a••@acme.example was given up" in shown
    assert "550 5.1.1 &lt;a••@acme.example&gt; or A••@xn--acme-eva.example unknown" in shown
    assert "ada@" not in shown.casefold()


def test_what_was_typed_is_masked_for_all_but_who_typed_it(mine, member):
    decision = attempt("ada@acme.example", member=member, mobile="+6581234567")
    colleague = Client()
    colleague.force_login(make_member(member.partner).user)
    again = f"/partner-center/customers/preregister/?from={decision.number}"

    assert "ada@acme.example" in html(mine.get(decision.get_absolute_url()))
    assert 'value="ada@acme.example"' in html(mine.get(again))
    shown = html(colleague.get(decision.get_absolute_url()))
    assert "a••@acme.example" in shown
    assert "+65 •••••67" in shown
    for page in (shown, html(colleague.get(again))):
        assert "ada@acme.example" not in page
        assert "8123 4567" not in page


def test_a_notice_about_a_customer_without_a_name_names_it_masked(mine, row):
    PreRegistration.objects.update(company_name="<=>")
    notices.tell(Kind.EXPIRED, row, key="one", at=MONDAY, until=MONDAY.isoformat())

    shown = html(mine.get("/partner-center/notices/"))

    assert "The pre-registration of a••@acme.example has expired" in shown
    assert "ada@acme.example" not in shown


def test_a_refused_correction_does_not_show_the_number_that_it_took_along(mine, member):
    row = make_hold(make_member(member.partner), mobile="+6581234567")
    make_account("eve@acme.example", contract_signed=True)
    decision = corrections.correct(row, addresses.parse("eve@acme.example"), member=member, at=MONDAY)

    shown = html(mine.get(decision.get_absolute_url()))
    again = html(mine.get(f"/partner-center/customers/preregister/?from={decision.number}"))

    assert "eve@acme.example" in shown
    assert "+65 •••••67" in shown
    assert "8123" not in shown + again


def test_what_an_open_invitations_customer_typed_is_not_its_makers_to_read(mine, member, row):
    decision = attempt("secret@acme.example", member=member)
    Decision.objects.update(open_invitation=make_opening(member))

    for address in (decision.get_absolute_url(), f"{row.get_absolute_url()}correct/?from={decision.number}"):
        assert "secret@acme.example" not in html(mine.get(address))


def test_an_address_that_the_customer_named_is_written_down_where_it_is_shown(mine, row):
    notices.tell(Kind.OTHER_ADDRESS, row, key="one", at=MONDAY, email="ada.lim@acme.example")
    correct = row.get_absolute_url() + "correct/"

    assert 'value="ada.lim@acme.example"' in html(mine.get(correct))
    assert Disclosure.objects.get().preregistration == row
    for _ in range(disclosures.REVEALS - 1):
        disclosures.reveal(row, by=row.created_by, at=MONDAY)
    assert "ada.lim@acme.example" not in html(mine.get(correct))


def test_what_a_colleague_has_typed_is_revealed_and_written_down(client, member):
    decision = attempt("ada@acme.example", member=member, mobile="+6581234567")
    colleague = make_member(member.partner)
    client.force_login(colleague.user)

    shown = html(client.post(decision.get_absolute_url() + "reveal/"))

    assert "ada@acme.example" in shown
    assert "+65 8123 4567" in shown
    told = Disclosure.objects.get()
    assert (told.kind, told.decision, told.preregistration, told.by) == (
        "reveal",
        decision,
        None,
        colleague.user,
    )
    for _ in range(disclosures.REVEALS):
        disclosures.reveal_entry(decision, by=member.user, at=MONDAY)
    client.force_login(member.user)
    refused = client.post(decision.get_absolute_url() + "reveal/")
    assert refused.status_code == 429
    assert "in 1 h" in html(refused)


def test_i6_nobody_reveals_what_another_partner_has_typed(client, member):
    decision = attempt("ada@acme.example", member=member)
    client.force_login(make_member().user)

    assert client.post(decision.get_absolute_url() + "reveal/").status_code == 404
    assert not Disclosure.objects.exists()


def test_revealing_shows_both_in_place_and_writes_down_who_when_and_which(mine, member, row):
    answer = reveal(mine, row, headers=HTMX)

    assert "ada@acme.example" in html(answer)
    assert "+65 8123 4567" in html(answer)
    assert "<html" not in html(answer)
    told = Disclosure.objects.get()
    assert (told.by, told.at, told.preregistration, told.partner) == (
        member.user,
        MONDAY,
        row,
        member.partner,
    )
    assert (told.kind, told.rows) == ("reveal", 1)


def test_revealing_works_without_scripts_on_the_customers_page(mine, row):
    shown = html(reveal(mine, row))

    assert "<html" in shown
    assert "ada@acme.example" in shown
    assert Disclosure.objects.count() == 1


def test_coming_back_by_get_leads_to_the_page_and_reveals_nothing(mine, member, row):
    decision = attempt("eve@acme.example", member=member)

    for address in (row.get_absolute_url(), decision.get_absolute_url()):
        answer = mine.get(f"{address}reveal/")
        assert (answer.status_code, answer.url) == (302, address)
        assert f'name="next" value="{address}"' in html(mine.post(f"{address}reveal/"))
    assert Disclosure.objects.count() == 2


def test_a_viewer_may_reveal_and_is_written_down(client, row):
    viewer = make_member(row.partner, role="viewer")
    client.force_login(viewer.user)

    assert "ada@acme.example" in html(reveal(client, row))
    assert Disclosure.objects.get().by == viewer.user


def test_i6_nobody_reveals_another_partners_customer(client, row):
    client.force_login(make_member().user)

    answer = reveal(client, row, headers=HTMX)

    assert answer.status_code == 404
    assert not Disclosure.objects.exists()


def test_revealing_by_the_hundred_ends_with_a_sentence_and_begins_again_after_an_hour(
    mine, member, row, set_clock
):
    for _ in range(disclosures.REVEALS):
        disclosures.reveal(row, by=member.user, at=MONDAY)

    in_place, whole = reveal(mine, row, headers=HTMX), reveal(mine, row)

    for answer in (in_place, whole):
        assert answer.status_code == 429
        assert "in 1 h" in html(answer)
        assert "ada@acme.example" not in html(answer)
    set_clock(MONDAY + disclosures.HOUR)
    assert reveal(mine, row).status_code == 200


def test_the_limit_is_each_members_own(member, row):
    other = make_member(member.partner)
    for _ in range(disclosures.REVEALS):
        disclosures.reveal(row, by=member.user, at=MONDAY)

    with pytest.raises(TooManyDisclosures):
        disclosures.reveal(row, by=member.user, at=MONDAY)
    disclosures.reveal(row, by=other.user, at=MONDAY)


def test_an_entry_about_a_reveal_always_names_its_customer(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.create(partner=member.partner, by=member.user, at=MONDAY, kind="reveal")


def test_the_vendor_reads_the_log_and_nobody_changes_it(client, member, row):
    told = disclosures.reveal(row, by=member.user, at=MONDAY + DAY)
    client.force_login(make_staff())

    listed = client.get("/admin/customers/disclosure/")
    one = client.get(f"/admin/customers/disclosure/{told.pk}/change/")

    assert str(member.user) in html(listed)
    assert "Revealed" in html(one)
    assert 'name="_save"' not in html(one)
    assert client.post(f"/admin/customers/disclosure/{told.pk}/delete/").status_code == 403
    assert client.get("/admin/customers/disclosure/add/").status_code == 403
