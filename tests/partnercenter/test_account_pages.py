"""The pages around signing in: our words, one way on, and what a browser may fill in."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from partnercenter.models import Message, User
from tests.builders import PASSWORD, make_member, make_staff, sign_in

pytestmark = pytest.mark.django_db

LOGIN, RESET, CHANGE = "/accounts/login/", "/accounts/password/reset/", "/accounts/password/change/"
FACTORS, ACTIVATE, OFF = "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/totp/deactivate/"
CODES, NEW_CODES = "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/"
LOGOUT = "/accounts/logout/"
FRAMED = [CHANGE, LOGOUT, FACTORS, ACTIVATE]
SECRET = "JBSWY3DPEHPK3PXP"
NEW = {"password1": "a new long secret", "password2": "a new long secret"}


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def mine(client, member):
    sign_in(client, member)
    return client


@pytest.fixture
def codes(member):
    """The recovery codes of the member, whose second factor is on."""
    TOTP.activate(member.user, SECRET)
    return RecoveryCodes.activate(member.user).generate_codes()


@pytest.fixture
def passed(client, member, codes):
    """Signed in with the second factor, by the first of its recovery codes."""
    sign_in(client, member)
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    return client


def html(response):
    return response.content.decode()


def main(response):
    return re.search(r"<main.*</main>", html(response), re.DOTALL)[0]


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", main(response)).split())


def inputs(response):
    tags = re.findall(r'<input type="(?:text|email|password)"[^>]*>', main(response))
    return {re.search(r'name="(\w+)"', tag)[1]: tag for tag in tags}


def reset_link(email):
    Client().post(RESET, {"email": email})
    return re.search(r"/accounts/password/reset/key/\S+", Message.objects.latest("pk").text)[0]


@pytest.mark.parametrize("address", FRAMED)
def test_an_account_page_has_its_place_and_a_card_of_readable_width(mine, address):
    page = main(mine.get(address))

    assert ("<li>Account Management</li>" in page) == (address != LOGOUT)
    assert page.count("<h1>") == 1
    assert "card-pad stack pc-narrow" in page


@pytest.mark.parametrize("address", [*FRAMED, LOGIN, RESET])
def test_an_account_page_has_one_filled_button(client, mine, address):
    visitor = Client() if address in (LOGIN, RESET) else mine

    assert main(visitor.get(address)).count("btn-primary") == 1


def test_the_pages_behind_the_second_factor_have_one_filled_button_at_most(passed):
    filled = {address: main(passed.get(address)).count("btn-primary") for address in (FACTORS, OFF, CODES)}

    assert filled == {FACTORS: 0, OFF: 0, CODES: 1}


@pytest.mark.parametrize("address", [*FRAMED, LOGIN, RESET])
def test_no_placeholder_repeats_the_label(mine, address):
    visitor = Client() if address in (LOGIN, RESET) else mine

    assert "placeholder" not in main(visitor.get(address))


def test_staff_and_customers_find_the_way_back(client):
    client.force_login(make_staff())
    assert 'href="/admin/">Administration</a>' in main(client.get(CHANGE))

    customer = User.objects.create_user("ada@acme.example", PASSWORD, name="Ada")
    client.force_login(customer)
    assert 'href="/account/">Your account</a>' in main(client.get(CHANGE))


def test_the_browser_is_told_which_password_belongs_where(mine):
    found = inputs(mine.get(CHANGE))

    filled = {name: re.search(r'autocomplete="([\w-]+)"', tag)[1] for name, tag in found.items()}
    assert filled == {
        "oldpassword": "current-password",
        "password1": "new-password",
        "password2": "new-password",
    }
    assert 'autocomplete="username"' in inputs(Client().get(LOGIN))["login"]


def test_a_code_is_typed_on_a_keyboard_of_digits(client, member, codes):
    sign_in(client, member)

    asked = inputs(client.get("/accounts/2fa/authenticate/"))["code"]

    assert 'inputmode="numeric"' in asked
    assert 'autocomplete="one-time-code"' in asked


def test_a_refused_password_is_told_in_plain_words(client, mine):
    changed = mine.post(CHANGE, {"oldpassword": "wrong wrong wrong", **NEW})
    refused = Client().post(LOGIN, {"login": "nobody@acme.example", "password": "wrong wrong wrong"})

    assert "This is not your current password." in words(changed)
    assert "The email address or the password is not right." in words(refused)


def test_signing_in_says_nothing_and_signing_out_and_changing_say_what_happened(client, member):
    signed_in = client.post(LOGIN, {"login": member.user.email, "password": PASSWORD}, follow=True)
    assert list(signed_in.context["messages"]) == []

    changed = client.post(CHANGE, {"oldpassword": PASSWORD, **NEW}, follow=True)
    assert [str(one) for one in changed.context["messages"]] == ["Your password is changed."]

    signed_out = client.post(LOGOUT, follow=True)
    assert [str(one) for one in signed_out.context["messages"]] == ["You are signed out."]


def test_a_reset_ends_at_the_sign_in_page_which_says_so(client, member):
    form = client.get(reset_link(member.user.email), follow=True)

    done = client.post(form.redirect_chain[-1][0], NEW, follow=True)

    assert done.redirect_chain[-1][0] == LOGIN
    assert "Your password is changed." in words(done)


@pytest.mark.parametrize("link", ["/accounts/password/reset/key/1-none/", "used"])
def test_a_link_that_is_over_says_so_and_leads_to_a_new_one(client, member, link):
    if link == "used":
        link = reset_link(member.user.email)
        form = client.get(link, follow=True)
        client.post(form.redirect_chain[-1][0], NEW)

    page = Client().get(link, follow=True)

    assert "It has been used already, or it is too old." in words(page)
    assert f'<a class="btn btn-primary" href="{RESET}">Ask for a new link</a>' in main(page)


def test_a_user_who_is_switched_off_reads_whom_to_ask(client, member, settings):
    User.objects.filter(pk=member.user_id).update(is_active=False)

    page = client.post(LOGIN, {"login": member.user.email, "password": PASSWORD}, follow=True)

    assert "Your account is switched off" in words(page)
    assert f"ask {settings.VENDOR_NAME}." in words(page)


@pytest.mark.parametrize("address", ["/accounts/confirm-email/", "/accounts/confirm-email/abc/"])
def test_no_page_confirms_an_address_as_nobody_is_asked_to(mine, address):
    assert mine.get(address).status_code == 404


def test_the_key_of_the_app_is_whole_and_copied_by_one_press(mine):
    page = mine.get(ACTIVATE)

    secret = page.context["form"].secret
    assert re.search(r'<textarea[^>]* id="link" readonly[^>]*>(\w+)</textarea>', main(page))[1] == secret
    assert 'data-copy="link" data-copied="The key is copied."' in main(page)
    assert "js/copy.js" in html(page)


def test_a_wrong_code_is_told_in_plain_words_and_leaves_the_second_factor_off(mine):
    mine.get(ACTIVATE)

    page = mine.post(ACTIVATE, {"code": "12"})

    assert "This code is not right, or it is too old." in words(page)
    assert "It is off." in words(mine.get(FACTORS))


def test_the_second_factor_is_turned_off_with_its_codes(passed):
    assert "It is on." in words(passed.get(FACTORS))

    page = passed.post(OFF, follow=True)

    assert [str(one) for one in page.context["messages"]] == ["The authenticator app is off."]
    assert "It is off." in words(page)
    assert passed.get(CODES).status_code == 404


def test_the_recovery_codes_not_used_yet_are_shown_one_a_line(passed, codes):
    page = passed.get(CODES)

    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", main(page), re.DOTALL)[1]
    assert shown.split("&#10;") == codes[1:]
    assert "9 of 10 codes are left." in words(page)


def test_new_recovery_codes_replace_the_old_ones_after_a_warning(passed, codes):
    assert "The codes that you have now stop working." in words(passed.get(NEW_CODES))

    page = passed.post(NEW_CODES, follow=True)

    assert page.redirect_chain[-1][0] == CODES
    assert list(page.context["messages"]) == []
    assert not any(code in main(page) for code in codes)


def test_it_is_asked_for_the_password_or_the_code_once_more(client, member, codes):
    client.force_login(member.user)  # a session whose password was given long ago

    page = client.get(OFF, follow=True)

    assert page.redirect_chain[-1][0] == f"/accounts/reauthenticate/?next={OFF.replace('/', '%2F')}"
    assert "Enter your password once more" in words(page)
    other = re.search(r'<a class="btn" href="(/accounts/2fa/reauthenticate/[^"]+)"', main(page))[1]
    assert client.post(other, {"code": codes[1]}).headers["Location"] == OFF
    assert client.get(OFF).status_code == 200
