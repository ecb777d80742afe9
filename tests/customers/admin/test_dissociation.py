import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from customers import lifecycle
from customers.admin import dissociation as page
from customers.models import CustomerAccount, Notice, PreRegistration
from customers.notice_words import Entry
from customers.statuses import Status
from partnercenter.models import Message, User
from tests.builders import MONDAY, PASSWORD, attempt, make_hold, make_in, make_member
from tests.customers.admin.pages import address, told

pytestmark = pytest.mark.django_db

WHY = {"why": "The contract with the partner has ended."}


def dissociate_page(row):
    return reverse("admin:customers_preregistration_dissociate", args=[row.pk])


@pytest.fixture
def associated():
    return make_in(Status.ASSOCIATED, email="ada@acme.example", company_name="Acme")


def staff_with(*codenames):
    user = User.objects.create_user("bo@vendor.example", PASSWORD, name="Bo", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def test_association_ends_with_a_reason_and_a_name_in_the_history(client, administrator, associated):
    answer = client.post(dissociate_page(associated), WHY, follow=True)

    associated.refresh_from_db()
    event = associated.events.last()
    assert associated.status == Status.DISSOCIATED
    assert (event.by, event.why, event.at) == (administrator, WHY["why"], MONDAY)
    assert told(answer) == [f"Acme is free again. {associated.partner} is told, with your reason."]
    assert answer.redirect_chain[0][0] == address(PreRegistration, "change", associated.pk)
    assert WHY["why"] in answer.content.decode()
    assert LogEntry.objects.get().user == administrator


def test_customer_is_free_for_another_partner_at_once(client, associated):
    client.post(dissociate_page(associated), WHY)

    account = CustomerAccount.objects.get()
    assert (account.associated_partner, account.association) == (None, None)
    assert attempt("ada@acme.example", member=make_member()).outcome == "granted"


def test_partner_is_told_once_with_the_reason(client, associated):
    client.post(dissociate_page(associated), WHY)
    client.post(dissociate_page(associated), WHY)

    notice, message = Notice.objects.get(), Message.objects.get()
    assert (notice.partner, notice.preregistration, notice.at) == (associated.partner, associated, MONDAY)
    assert Entry(notice).title == "Acme is no longer associated with you"
    assert Entry(notice).because == "The reason given: The contract with the partner has ended."
    assert message.to == associated.created_by.email
    assert WHY["why"] in message.text


@pytest.mark.parametrize("why", ["", "   ", "x" * 1001])
def test_reason_is_required_and_bounded_and_nothing_typed_is_lost(client, associated, why):
    answer = client.post(dissociate_page(associated), {"why": why})

    associated.refresh_from_db()
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["why"]
    assert answer.context["form"]["why"].value() == why
    assert associated.status == Status.ASSOCIATED
    assert not Notice.objects.exists()


def test_looking_at_the_page_ends_nothing(client, associated):
    html = client.get(dissociate_page(associated)).content.decode()

    associated.refresh_from_db()
    assert associated.status == Status.ASSOCIATED
    assert "since 2 Mar 2026, 17:00 (GMT+8)" in html


def test_second_click_is_answered_in_words_and_changes_nothing(client, associated):
    client.post(dissociate_page(associated), WHY)

    answer = client.post(dissociate_page(associated), WHY, follow=True)

    assert told(answer)[-1] == "This is not possible any more: the customer's status has changed."
    assert associated.events.filter(went_to=Status.DISSOCIATED).count() == 1


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ASSOCIATED}))
def test_row_that_is_not_associated_is_offered_nothing_and_answered_in_words(client, status):
    row = make_in(status)

    html = client.get(address(PreRegistration, "change", row.pk)).content.decode()
    answer = client.get(dissociate_page(row), follow=True)

    assert dissociate_page(row) not in html
    assert "This is not possible any more" in told(answer)[0]


def test_colleague_who_was_faster_is_told_of_in_words(client, associated, monkeypatch):
    end = page.dissociation.end

    def late(row, **who):
        lifecycle.dissociate(PreRegistration.objects.get(pk=row.pk), by=who["by"], at=MONDAY, why="first")
        return end(row, **who)

    monkeypatch.setattr(page.dissociation, "end", late)
    answer = client.post(dissociate_page(associated), WHY, follow=True)

    assert told(answer) == ["Someone was faster: the customer's status has just changed."]
    assert not Notice.objects.exists()


def test_link_is_on_the_page_of_an_associated_row(client, associated):
    html = client.get(address(PreRegistration, "change", associated.pk)).content.decode()

    assert f'<a href="{dissociate_page(associated)}">Dissociate…</a>' in html


def test_right_of_its_own_is_needed(client, associated):
    client.force_login(staff_with("view_preregistration"))

    html = client.get(address(PreRegistration, "change", associated.pk)).content.decode()
    assert dissociate_page(associated) not in html
    assert client.get(dissociate_page(associated)).status_code == 403
    assert client.post(dissociate_page(associated), WHY).status_code == 403
    associated.refresh_from_db()
    assert associated.status == Status.ASSOCIATED


def test_right_of_its_own_is_enough_with_that_to_look(client, associated):
    client.force_login(staff_with("view_preregistration", "dissociate_preregistration"))

    client.post(dissociate_page(associated), WHY)

    associated.refresh_from_db()
    assert associated.status == Status.DISSOCIATED


@pytest.mark.parametrize("key", ["abc", "0", "00000000-0000-0000-0000-000000000000", "%00"])
def test_garbage_key_is_not_found(client, key):
    page = reverse("admin:customers_preregistration_dissociate", args=[key])

    assert client.get(page).status_code == 404


def test_account_page_leads_to_the_preregistration_that_the_association_rests_on(client, associated):
    html = client.get(address(CustomerAccount, "change", associated.account.pk)).content.decode()

    assert f'<a href="{address(PreRegistration, "change", associated.pk)}">Acme</a>' in html
    assert "Made here by a pre-registration, since 2 Mar 2026, 17:00 (GMT+8). To end it, open that." in html


def test_account_that_the_directory_brought_tells_of_no_preregistration(client):
    row = make_hold()
    account = CustomerAccount.objects.create(
        email="a@b.example", email_key="a@b.example", associated_partner=row.partner
    )

    html = client.get(address(CustomerAccount, "change", account.pk)).content.decode()

    assert "Made here by" not in html
