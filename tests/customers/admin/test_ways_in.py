import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from customers import corrections, invitations, openings
from customers.invitations import Standing
from customers.models import Acceptance, Correction, Invitation, Notice, OpenInvitation, PreRegistration
from partnercenter import addresses
from partnercenter.models import User
from tests.builders import DAY, MONDAY, PASSWORD, make_hold, make_member, make_opening
from tests.customers.admin.pages import address, listed, run, told
from tests.customers.invitees import PARTICULARS, accept, invite

pytestmark = pytest.mark.django_db

LISTS = [Invitation, OpenInvitation, Acceptance, Correction, Notice]
every_list = pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)


def send(row):
    return invitations.send(row, greeting="", language="en", by=row.created_by, at=MONDAY, token="1")


def fill():
    """One more row in each of the lists."""
    member = make_member()
    invitation = invite(row=make_hold(member))
    send(invitation.preregistration)
    accept(invitation)
    openings.enter(make_opening(member), addresses.parse(f"x@{member.pk}.example"), PARTICULARS, at=MONDAY)
    corrections.correct(
        make_hold(member), addresses.parse(f"y@{member.pk}.example"), member=member, at=MONDAY
    )


@every_list
def test_lists_ask_a_constant_number_of_queries(client, model, django_assert_max_num_queries):
    fill()
    with django_assert_max_num_queries(9) as first:
        before = len(listed(client, model))
    for _ in range(3):
        fill()

    with django_assert_max_num_queries(len(first.captured_queries)):
        assert len(listed(client, model)) == 4 * before > 0


@every_list
def test_rows_are_read_and_never_written(client, model):
    fill()
    row = model.objects.first()

    page = client.get(address(model, "change", row.pk))

    assert page.status_code == 200
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", row.pk), {}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_no_page_shows_a_token_or_a_link_of_a_way_in(client):
    fill()
    tokens = [*Invitation.objects.values_list("token", flat=True), OpenInvitation.objects.get().token]
    digests = [*Invitation.objects.values_list("token_digest", flat=True)]
    pages = [address(model, "changelist") for model in LISTS]
    pages += [address(model, "change", row.pk) for model in LISTS for row in model.objects.all()]
    pages += [address(PreRegistration, "change", row.pk) for row in PreRegistration.objects.all()]

    for page in pages:
        html = client.get(page).content.decode()

        assert not [secret for secret in tokens + digests if secret in html], page
        assert "/i/" not in html


def test_preregistration_page_shows_invitations_corrections_and_the_acceptance(client):
    member = make_member(name="Mei Tan")
    row = make_hold(member, email="old@acme.example")
    corrections.correct(row, addresses.parse("new@acme.example"), member=member, at=MONDAY)
    row.refresh_from_db()
    accept(send(row))

    html = client.get(address(PreRegistration, "change", row.pk)).content.decode()

    assert "old@acme.example" in html
    assert "Associated" in html
    for cell in ("field-channel", "field-went_to", "field-consent_version"):
        assert cell in html


def test_preregistration_page_asks_a_constant_number_of_queries(client, django_assert_max_num_queries):
    row = invite().preregistration
    with django_assert_max_num_queries(20) as first:
        client.get(address(PreRegistration, "change", row.pk))
    for _ in range(3):
        invitations.revoke(Invitation.objects.get(revoked_at=None), at=MONDAY)
        invitations.issue(row, Invitation.Channel.LINK, by=row.created_by, at=MONDAY)

    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(address(PreRegistration, "change", row.pk))


def test_invitation_is_revoked_by_its_action_and_a_second_time_says_so(client, administrator):
    invitation, other = invite(), invite()

    assert told(run(client, Invitation, "revoke_selected", invitation)) == [
        "1 invitation revoked: its link opens to nobody any more."
    ]
    assert told(run(client, Invitation, "revoke_selected", invitation)) == [
        "Nothing to revoke: all of these were revoked before."
    ]

    invitation.refresh_from_db()
    assert invitations.standing(invitation, at=MONDAY) == Standing.REVOKED
    assert invitations.standing(other, at=MONDAY) == Standing.LIVE
    assert LogEntry.objects.get().user == administrator


def test_open_invitation_is_revoked_by_its_action(client):
    opening = make_opening()

    run(client, OpenInvitation, "revoke_selected", opening)

    opening.refresh_from_db()
    assert openings.standing(opening, at=MONDAY) == Standing.REVOKED


@pytest.mark.parametrize("model", [Invitation, OpenInvitation])
def test_revoking_needs_the_right_to_change(client, model):
    fill()
    reader = User.objects.create_user("bo@vendor.example", PASSWORD, name="Bo", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)

    run(client, model, "revoke_selected", model.objects.first())

    assert not model.objects.exclude(revoked_at=None).exists()


def test_invitations_are_found_and_narrowed(client):
    globex = make_member()
    mine = invite(row=make_hold(globex, email="ada@acme.example", company_name="Köln GmbH"))
    gone = invite("qr")
    invitations.revoke(gone, at=MONDAY)

    assert listed(client, Invitation, q="ADA@") == listed(client, Invitation, q="köln") == [mine]
    assert listed(client, Invitation, channel__exact="qr") == [gone]
    assert listed(client, Invitation, revoked="no") == [mine]
    assert listed(client, Invitation, revoked="yes") == [gone]
    assert listed(client, Invitation, preregistration__partner__id__exact=globex.partner_id) == [mine]


def test_open_invitations_are_listed_with_what_is_used_and_how_they_stand(client, set_clock):
    opening = make_opening(label="Autumn fair", limit=1)
    openings.enter(opening, addresses.parse("ada@acme.example"), PARTICULARS, at=MONDAY)
    make_opening(label="Spring fair")

    html = client.get(address(OpenInvitation, "changelist")).content.decode()
    set_clock(MONDAY + 10 * DAY)
    later = client.get(address(OpenInvitation, "changelist")).content.decode()

    assert "Used up" in html
    assert "1 / 1" in html
    assert "0 / 50" in html
    assert later.count("Ended") == 2
    assert [row.label for row in listed(client, OpenInvitation, q="Autumn")] == ["Autumn fair"]


def test_notices_are_listed_in_the_words_that_the_partner_reads(client):
    accept(invite(company_name="Acme"))

    html = client.get(address(Notice, "changelist")).content.decode()

    assert "Acme is associated with you" in html
    assert [n.kind for n in listed(client, Notice, kind="associated")] == ["associated"]
    assert listed(client, Notice, kind="declined") == []
