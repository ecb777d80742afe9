"""The pages around signing in: our words, one way on, and what a browser may fill in."""

import pytest

from tests.builders import PASSWORD, make_member

pytestmark = pytest.mark.django_db

LOGIN, CHANGE = "/accounts/login/", "/accounts/password/change/"
LOGOUT = "/accounts/logout/"
NEW = {"password1": "a new long secret", "password2": "a new long secret"}


@pytest.fixture
def member():
    return make_member()


def test_signing_in_says_nothing_and_signing_out_and_changing_say_what_happened(client, member):
    signed_in = client.post(LOGIN, {"login": member.user.email, "password": PASSWORD}, follow=True)
    assert list(signed_in.context["messages"]) == []

    changed = client.post(CHANGE, {"oldpassword": PASSWORD, **NEW}, follow=True)
    assert [str(one) for one in changed.context["messages"]] == ["Your password is changed."]

    signed_out = client.post(LOGOUT, follow=True)
    assert [str(one) for one in signed_out.context["messages"]] == ["You are signed out."]
