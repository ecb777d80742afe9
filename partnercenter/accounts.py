import time
import uuid
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partnercenter import access, addresses, clock, letters, outbox
from partnercenter.middleware import ENDS_AT

# What the sign-in library sends, and our mail for it. Who is unknown gets none, see send_mail.
LETTERS = {
    "account/email/password_reset_key": "accounts/password_reset",
    "account/email/unknown_account": "accounts/password_reset",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The email address or the password is not right. Check both and try again."
        ),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        """Members are made by the vendor's administrators; customers come by invitation."""
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Signing in counts as giving the password: it is asked again only once that is long ago."""
        records = get_authentication_records(context.request, context.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def authenticate(self, request, **credentials):
        if "email" in credentials:
            credentials["email"] = addresses.key_of(credentials["email"])
        return super().authenticate(request, **credentials)

    def clean_email(self, email):
        return addresses.key_of(super().clean_email(email))

    def login(self, request, user):
        super().login(request, user)
        # An instant, not an age: using the session does not prolong it.
        request.session[ENDS_AT] = clock.now().timestamp() + settings.SESSION_COOKIE_AGE

    def get_reset_password_from_key_url(self, key):
        """At the address of this installation, whatever the visitor's request called it."""
        return settings.SITE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_mail(self, template_prefix, email, context):
        """Post it. For an unknown address the same work is done and then undone: the time taken tells nothing."""
        user = context.get("user")
        address = context.get("password_reset_url") or self.get_reset_password_from_key_url("0-none")
        facts = {"address": address, "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
        letter = letters.write(LETTERS[template_prefix], facts, language=language_of(user))
        with transaction.atomic():
            outbox.post(
                letter,
                to=user.email if user else email,
                to_name=user.name if user else "",
                key=f"account:{uuid.uuid4()}",
                kind="password_reset",
                at=clock.now(),
            )
            if not user:
                transaction.set_rollback(True)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right, or it is too old. Enter the one that the app shows now."
        ),
    }


def language_of(user):
    """The reader's own, the partner's, or the one of the page that asked."""
    member = access.member_of(user)
    return (user and user.language) or (member and member.partner.language) or get_language()
