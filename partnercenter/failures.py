"""Plain pages for what went wrong. They need no database, no session and no template context."""

import sys

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from partnercenter import brand, logs

RETRY_AFTER = 10  # seconds; the pool and the health checks need less
BACK_AFTER = 10 * 60  # seconds, during maintenance


def page(status, title, words, *, way=None, retry_after=None):
    """`way` is where the reader goes on: address and label; the home page unless told."""
    context = {
        "status": status,
        "title": title,
        "words": words,
        "way": way or ("/", _("Home page")),
        "reference": logs.reference(),
        "vendor": settings.VENDOR_NAME,
        "brand": brand.frame(),
    }
    response = render(None, "failure.html", context, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def bad_request(request, exception=None):
    return page(
        400,
        _("That request could not be read"),
        _("Something in it was malformed. Go back, reload the page and try again."),
    )


def permission_denied(request, exception=None):
    return page(
        403,
        _("This page is not yours to open"),
        _("Your account has no right to it. If it should, ask the owner of your partner account."),
    )


def csrf_failure(request, reason=""):
    return page(
        403,
        _("Please send that once more"),
        _(
            "This page was open for long, or cookies are blocked, so we could not be sure the request came "
            "from you. Go back, what you typed is still there; reload the page if it fails again."
        ),
        way=invitation_of(request),
    )


def invitation_of(request):
    """An invitee has no home page here, only its invitation."""
    found = logs.TOKEN.match(request.path)
    return (f"{found[0]}/", _("Back to the invitation")) if found else None


def not_found(request, exception=None):
    return page(
        404,
        _("There is nothing at this address"),
        _("It may have been mistyped, or it is not yours. Start again from the home page."),
    )


def too_large(request, most):
    return page(
        413,
        _("That was too large to send"),
        _("This page takes at most %(most)s at once. Go back and send less, or smaller or fewer files.")
        % {"most": filesizeformat(most)},
    )


def too_many_requests(request):
    return page(
        429,
        _("Too many tries"),
        _("You have tried this too often in a short time. Wait a few minutes, then try again."),
        way=invitation_of(request),
    )


def maintenance():
    return page(
        503,
        _("We are working on Partner Center"),
        _("It is back in a short while. Nothing is lost: customers stay held, and links keep working."),
        retry_after=BACK_AFTER,
    )


def server_error(request):
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError, InternalError)):
        return page(
            503,
            _("One moment, please"),
            _(
                "We cannot reach our records right now. Try again in a few seconds; if you were saving, look first whether it was done."
            ),
            retry_after=RETRY_AFTER,
        )
    return page(
        500,
        _("Something went wrong on our side"),
        _("It has been noted. Go back and try again; if you were saving, look first whether it was done."),
    )
