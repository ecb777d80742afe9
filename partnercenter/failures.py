"""Plain pages for what went wrong. They need no database, no session and no template context."""

import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

RETRY_AFTER = 10  # seconds; the pool and the health checks need less


def page(status, title, words, *, retry_after=None):
    response = render(None, "failure.html", {"status": status, "title": title, "words": words}, status=status)
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
    )


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
