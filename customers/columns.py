"""Which columns of the list are shown. The customer and what can be done with it always are."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "country": _("Country"),
    "status": _("Status"),
    "until": _("Valid until"),
    "invitation": _("Invitation"),
    "by": _("Registered by"),
    "created": _("Registered on"),
}
DEFAULT = ("country", "status", "until", "invitation")
# A cookie of the browser: a phone and a wide screen want different columns, and no query is spent on them.
# It names the user, because a browser may be shared; it holds nothing else.
AGE = 365 * 24 * 3600


def cookie_of(user):
    return f"columns-{user.pk}"


def read(cookies, user):
    """The chosen columns in their fixed order, and whether they were chosen at all."""
    if (chosen := cookies.get(cookie_of(user))) is None:
        return DEFAULT, False
    return only_known(chosen.split(".")), True


def only_known(names):
    return tuple(name for name in LABELS if name in names)


def written(names):
    return ".".join(only_known(names))
