import logging
import smtplib
import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.conf import settings

from partnercenter import addresses, clock
from partnercenter.middleware import ENDS_AT

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
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
            credentials["email"] = key_of(credentials["email"])
        return super().authenticate(request, **credentials)

    def clean_email(self, email):
        return key_of(super().clean_email(email))

    def login(self, request, user):
        super().login(request, user)
        # An instant, not an age: using the session does not prolong it.
        request.session[ENDS_AT] = clock.now().timestamp() + settings.SESSION_COOKIE_AGE

    def send_mail(self, template_prefix, email, context):
        """A mail server out of reach is noted, not shown: the answer must not tell who has an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException):
            logger.exception("mail not sent: %s", template_prefix)


def key_of(typed):
    """The key by which a user is known; what is no address stays as it is, and is found nowhere."""
    try:
        return addresses.parse(typed).key
    except addresses.AddressNotValid:
        return typed
