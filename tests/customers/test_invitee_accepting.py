"""The consent and what comes of it, by request; and who is signed in by the proof of a mailbox."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from customers import invitations
from customers.models import CustomerAccount, Kind, Notice
from customers.views.invitee import arrivals
from customers.views.invitee.visits import PROOF_LASTS
from partnercenter.middleware import ENDS_AT
from partnercenter.models import User
from tests.builders import MONDAY, PASSWORD, make_account, make_member, make_partner, make_staff
from tests.customers.invitees import CONSENT, ENTRY, accept, address, answer, html, invite, prove, register

pytestmark = pytest.mark.django_db


def outcome(response):
    return re.search(r'data-outcome="(\w+)"', html(response))[1]


def signed_in(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def complete(client, invitation, **changes):
    if not invitation.proves_mailbox:
        prove(client, invitation)
    return register(client, invitation, **changes)


def ask(client, invitation, question, value):
    return client.post(address(invitation, f"accept/{question}/"), {question: value})


def test_r21_nothing_happens_without_the_consent_and_nothing_typed_is_lost_but_the_password(client):
    invitation = invite("email")
    answer(client, invitation, company="<b>Acme</b>", country="MY")

    page = html(client.post(address(invitation, "accept/"), {}))

    assert "Tick this to accept" in page
    for said in ("Ada Lim", "&lt;b&gt;Acme&lt;/b&gt;", "Malaysia", "Chosen"):
        assert f"<dd><bdi>{said}</bdi></dd>" in page.replace("<dd>Chosen</dd>", "<dd><bdi>Chosen</bdi></dd>")
    assert ENTRY["password"] not in page
    assert not CustomerAccount.objects.exists()


def test_one_question_a_page_and_then_all_answers_with_the_way_to_change_each(client):
    invitation = invite("email", company_name="Acme", country="MY")
    asked, page = [], client.get(address(invitation, "accept/"), follow=True)

    while "question" in page.context:
        asked.append((page.context["question"], page.context["form"].field.value(), page.context["step"]))
        page = client.post(page.request["PATH_INFO"], {asked[-1][0]: ENTRY[asked[-1][0]]}, follow=True)

    assert asked == [("name", None, 1), ("company", "Acme", 2), ("country", "MY", 3), ("password", None, 4)]
    assert "Step 5 of 5" in html(page)
    for question in ENTRY:
        assert f'href="{address(invitation, f"accept/{question}/")}"' in html(page)
    ask(client, invitation, "company", "Acme Holding")
    assert "Acme Holding" in html(client.get(address(invitation, "accept/")))
    assert 'value="Acme Holding"' in html(client.get(address(invitation, "accept/company/")))


def test_of_a_password_only_the_hash_is_kept_and_no_page_repeats_it(client):
    invitation = invite("email")

    ask(client, invitation, "password", ENTRY["password"])

    assert ENTRY["password"] not in str(dict(client.session))
    assert "pbkdf2" not in html(client.get(address(invitation, "accept/password/")))


def test_the_consent_waits_for_every_answer(client):
    invitation = invite("email")
    ask(client, invitation, "name", "Ada")

    assert client.post(address(invitation, "accept/"), ENTRY | CONSENT).url == address(
        invitation, "accept/company/"
    )
    assert not CustomerAccount.objects.exists()


@pytest.mark.parametrize("question", ["nonsense", "consent", "email"])
def test_what_is_no_question_leads_to_those_that_are(client, question):
    invitation = invite("email")

    for response in (
        client.get(address(invitation, f"accept/{question}/")),
        ask(client, invitation, question, "x"),
    ):
        assert response.url == address(invitation, "accept/")


def test_r19_answers_are_forgotten_with_the_proof(client, set_clock):
    invitation = invite("email")
    answer(client, invitation)

    set_clock(MONDAY + PROOF_LASTS)

    assert client.get(address(invitation, "accept/")).url == address(invitation, "accept/name/")


def test_r19_answers_are_kept_in_a_session_of_their_own(client):
    planted = SessionStore()
    planted["known"] = "to whoever planted it"
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    invitation = invite("email")

    ask(client, invitation, "name", "Ada")

    assert client.session.session_key != planted.session_key
    assert not any("invitee" in name for name in SessionStore(planted.session_key).load())


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\x00b"),
        ("company", "x" * 201),
        ("country", "XX"),
        ("country", ""),
        ("password", "short words"),
        ("password", "password1234"),
        ("password", "x" * 2000),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field(client, question, value):
    invitation = invite("email")

    response = ask(client, invitation, question, value)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [question]
    assert f'id="id_{question}_error"' in html(response)


@pytest.mark.parametrize("password", ["adalovelace@acme", "grace hopper"])
def test_a_password_like_the_address_or_the_name_is_refused(client, password):
    invitation = invite("email", email="adalovelace@acme.example")
    ask(client, invitation, "name", "Grace Hopper")

    response = ask(client, invitation, "password", password)

    assert list(response.context["form"].errors) == ["password"]


def test_only_what_is_asked_is_taken(client):
    invitation = invite("email")
    answer(client, invitation)
    more = {"email": "eve@evil.example", "is_staff": "on", "contract_signed": "on", "name": "Eve"}
    client.post(address(invitation, "accept/"), CONSENT | more)

    account, user = CustomerAccount.objects.get(), User.objects.get(name="Ada Lim")
    assert "evil" not in account.email + user.email
    assert [account.contract_signed, user.is_staff, user.is_superuser] == [False] * 3


def test_a_new_customer_is_signed_in_with_a_new_session_that_ends(client):
    invitation = invite("email", email="ada@acme.example")
    client.get(address(invitation))

    response = complete(client, invitation)

    assert outcome(response) == "associated"
    assert response.redirect_chain == [(address(invitation, "result/"), 302)]
    assert signed_in(client).email == "ada@acme.example"
    assert client.session[ENDS_AT] == MONDAY.timestamp() + 12 * 60 * 60
    assert User.objects.get(email="ada@acme.example").check_password(ENTRY["password"])


def test_the_session_of_the_proof_is_not_the_one_of_the_signed_in(client):
    invitation = invite()
    prove(client, invitation)
    before = client.session.session_key

    complete(client, invitation)

    assert client.session.session_key != before


def test_an_existing_account_is_asked_for_its_consent_only(client):
    invitation = invite("email", email="ada@acme.example")
    make_account("ada@acme.example", name="Acme Holding")

    asked = client.get(address(invitation, "accept/"))
    response = client.post(address(invitation, "accept/"), CONSENT, follow=True)

    assert asked.status_code == 200
    assert "Step" not in html(asked)
    assert "Acme Holding" in html(asked)
    assert outcome(response) == "associated"
    assert signed_in(client).email == "ada@acme.example"


def test_r19_someone_with_a_password_signs_in_by_the_same_proof(client):
    invitation = invite(email="ada@acme.example")
    ada = User.objects.create_user("ada@acme.example", PASSWORD, name="Ada")

    prove(client, invitation)
    asked = answer(client, invitation).context["questions"].names
    complete(client, invitation)

    assert asked == ("company", "country")
    assert signed_in(client) == ada


def privileged():
    yield make_member(email="ada@acme.example").user
    yield make_staff()
    user = User.objects.create_user("two@acme.example", PASSWORD, name="Two")
    TOTP.activate(user, generate_totp_secret())
    yield user
    yield User.objects.create_user("off@acme.example", PASSWORD, name="Off", is_active=False)


def test_a_proof_signs_in_nobody_who_is_more_than_a_customer():
    for user in privileged():
        browser, invitation = Client(), invite("email", email=user.email)

        response = complete(browser, invitation)

        assert outcome(response) == "associated"
        assert signed_in(browser) is None
        assert "Sign in with it whenever you like" in html(response)


def test_whoever_is_signed_in_already_stays_so(client):
    member = make_member(name="Mei Tan")
    client.force_login(member.user)

    response = complete(client, invite("email"))

    assert signed_in(client) == member.user
    assert "You are signed in here as Mei Tan" in html(response)


def test_a_refused_acceptance_says_why_in_general_words_and_stays_on_reload(client):
    invitation = invite("email", email="ada@acme.example")
    other = make_partner("initech", name="Initech")
    make_account("ada@acme.example", associated_partner=other, contract_signed=True)

    response = complete(client, invitation)
    again = client.get(address(invitation, "result/"))

    assert outcome(response) == outcome(again) == "refused"
    assert re.findall(r'data-code="(\w+)"', html(again)) == [
        "associated_with_another_partner",
        "contract_with_vendor",
    ]
    assert "Initech" not in html(response)
    assert signed_in(client) is None


def test_r20_an_acceptance_from_another_country_says_that_it_is_reviewed(client):
    invitation = invite("email")

    response = complete(client, invitation, country="MY")

    assert outcome(response) == outcome(client.get(address(invitation))) == "in_review"
    assert "Your country is another one" in html(response)
    assert "looks at it before it counts" in html(response)


def test_the_result_stays_for_the_customer_and_is_neutral_for_everyone_else(client):
    invitation = invite("email", email="ada@acme.example")
    complete(client, invitation)
    by_password = Client()
    by_password.force_login(User.objects.get(email="ada@acme.example"))

    for browser in (client, by_password):
        for page in ("", "result/", "accept/"):
            assert outcome(browser.get(address(invitation, page))) == "associated"
    stranger = Client().get(address(invitation))
    assert stranger.status_code == 410
    assert invitation.preregistration.partner.name not in html(stranger)


def test_sending_the_consent_twice_is_harmless(client):
    invitation = invite()
    prove(client, invitation)
    answer(client, invitation)

    answers = [client.post(address(invitation, "accept/"), CONSENT, follow=True) for _ in range(2)]

    assert [outcome(answer) for answer in answers] == ["associated"] * 2
    assert Notice.objects.filter(kind=Kind.ASSOCIATED).count() == 1


def test_who_loses_to_a_revocation_is_told_so(client, monkeypatch):
    invitation = invite("email")
    answer(client, invitation)
    monkeypatch.setattr(arrivals.Invited, "standing", "live")  # as it was when the page looked
    invitations.revoke(invitation, at=MONDAY)

    response = client.post(address(invitation, "accept/"), CONSENT)

    assert response.status_code == 410
    assert 'data-standing="revoked"' in html(response)


def test_accepted_by_another_browser_meanwhile_is_neutral(client):
    invitation = invite()
    prove(client, invitation)
    accept(invitation)

    assert outcome(client.get(address(invitation))) == "associated"  # proven: it is the same mailbox
