"""A customer's yes against everything that can happen to its pre-registration at the same moment: one of them wins."""

import threading
from functools import partial

import pytest
from django.test import Client

from customers import acceptance, invariants, lifecycle, removal
from customers.errors import InvitationOver
from customers.models import Acceptance, CustomerAccount, Notice
from partnercenter.models import User
from tests.builders import (
    MONDAY,
    SECOND,
    VALIDITY,
    make_account,
    make_hold,
    make_member,
    make_partner,
    make_staff,
)
from tests.customers.admin.pages import address
from tests.customers.invitees import accept, invite
from tests.customers.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

LAPS = 100
LAST_MOMENT = MONDAY + VALIDITY - SECOND


@pytest.fixture
def member():
    return make_member(make_partner(quota=1_000))


def outcome_of(act):
    """What a verb answered, or how its invitation had ended."""
    try:
        answer = act()
    except InvitationOver as over:
        return str(over.standing)
    return getattr(answer, "outcome", "done")


def say_yes(invitation, at=MONDAY, **changes):
    return partial(outcome_of, partial(accept, invitation, at=at, **changes))


def state_of(row):
    """Status and history of the row, and whether an account rests on it; they have to agree."""
    row.refresh_from_db()
    moves = [event.went_to for event in row.events.all()]
    rests = CustomerAccount.objects.filter(association=row, associated_partner=row.partner).exists()
    assert moves[-1] == row.status
    assert rests == (row.status == "associated")
    assert Acceptance.objects.filter(preregistration=row).exists() == (
        row.status in ("associated", "pending_review")
    )
    return moves


def sound(at=MONDAY):
    return [list(broken(at)) for _number, _promise, broken, _model in invariants.INVARIANTS] == [[]] * 4


def test_i4_acceptance_against_the_sweep_of_a_clock_that_is_ahead(member):
    for _lap in range(LAPS):
        invitation = invite(row=make_hold(member))
        yes = say_yes(invitation, at=LAST_MOMENT)

        said, *_swept = at_once([yes, *[partial(lifecycle.expire_due, at=MONDAY + VALIDITY)] * 2])

        assert (said, state_of(invitation.preregistration)) in [
            ("associated", ["preregistered", "associated"]),
            ("expired", ["preregistered", "expired"]),
        ]
    assert sound()


def test_the_sweep_passes_by_what_is_just_being_accepted(member, monkeypatch):
    """Neither waits for the other: the acceptance has the row before it refers to it."""
    invitation = invite(row=make_hold(member))
    accepting, swept, associate = threading.Event(), threading.Event(), lifecycle.associate

    def associate_late(*args, **kwargs):
        accepting.set()
        swept.wait(0.5)
        return associate(*args, **kwargs)

    def sweep():
        accepting.wait(5)
        number = lifecycle.expire_due(at=MONDAY + VALIDITY)
        swept.set()
        return number

    monkeypatch.setattr(lifecycle, "associate", associate_late)
    assert at_once([say_yes(invitation, at=LAST_MOMENT), sweep]) == ["associated", 0]


def test_i4_acceptance_against_delete(member):
    for _lap in range(LAPS):
        invitation = invite(row=make_hold(member))
        delete = partial(removal.delete, [invitation.preregistration_id], member=member, at=MONDAY)

        said, report = at_once([say_yes(invitation), delete])

        assert (said, len(report.deleted), state_of(invitation.preregistration)) in [
            ("associated", 0, ["preregistered", "associated"]),
            ("ended", 1, ["preregistered", "deleted"]),
        ]
    assert sound()


def test_i3_acceptance_against_acceptance_by_other_channels_and_browsers(member):
    for _lap in range(LAPS):
        row = make_hold(member)
        invitations = [invite(channel, row=row) for channel in ("email", "link", "qr", "link")]

        said = at_once([say_yes(invitation) for invitation in invitations])

        assert said == ["associated"] * 4
        assert state_of(row) == ["preregistered", "associated"]
        assert User.objects.filter(email=row.email_key).count() == 1
        assert Notice.objects.filter(preregistration=row).count() == 1
    assert sound()


def test_i4_acceptance_against_decline(member):
    for lap in range(LAPS):
        invitation = invite(row=make_hold(member))
        country = "SG" if lap % 2 else "MY"
        no = partial(outcome_of, partial(acceptance.decline, invitation, at=MONDAY))

        answers = at_once([say_yes(invitation, country=country), no])

        accepted = "associated" if lap % 2 else "in_review"
        status = "associated" if lap % 2 else "pending_review"
        assert (answers, state_of(invitation.preregistration)) in [
            ([accepted, accepted], ["preregistered", status]),
            (["ended", "done"], ["preregistered", "declined"]),
        ]
        assert Notice.objects.filter(preregistration=invitation.preregistration).count() == 1
    assert sound()


@pytest.fixture
def administrator():
    client = Client()
    client.force_login(make_staff())
    return client


def save(administrator, account, **changes):
    entry = {"email": account.email, "name": "Acme", "country": "SG", "site": "international"} | changes
    return administrator.post(address(CustomerAccount, "change", account.pk), entry).status_code


def test_i3_acceptance_against_an_administrator_who_gives_the_account_to_another_partner(
    member, administrator
):
    other = make_partner()

    for _lap in range(LAPS):
        row = make_hold(member)
        account, invitation = make_account(row.email), invite(row=row)

        said, saved = at_once(
            [say_yes(invitation), partial(save, administrator, account, associated_partner=other.pk)]
        )

        account.refresh_from_db()
        assert saved in (200, 302)
        assert (said, state_of(row), account.associated_partner) in [
            ("associated", ["preregistered", "associated"], row.partner),
            ("refused", ["preregistered"], other),
        ]
    assert sound()


def test_i3_acceptance_against_an_administrator_who_changes_the_accounts_address(member, administrator):
    for lap in range(LAPS):
        row = make_hold(member)
        account, invitation = make_account(row.email, cash_spent=lap % 2), invite(row=row)

        _said, saved = at_once(
            [say_yes(invitation), partial(save, administrator, account, email=f"moved-{lap}@acme.example")]
        )

        assert saved in (200, 302)
        # Whichever account the association rests on, it is that of the row's own customer.
        assert state_of(row)[-1] in ("associated", "preregistered")
        resting = CustomerAccount.objects.filter(association=row)
        assert [one.email_key for one in resting] in ([], [row.email_key])
    assert sound()
