"""What an email address is, and the key by which two spellings are the same customer."""

import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

# RFC 5321 lets a path be 254 octets; anything longer is refused before a parser reads it.
MAX_LENGTH = 254
NAME_LENGTH = 60
# What could end the quotes around a name, or look like an address, encoded or not.
ADDRESS_SIGNS = frozenset('"\\<>@=')
JOINERS = "\u200c\u200d"  # part of how some scripts are written


class AddressNotValid(ValueError):
    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Address:
    """`shown` is the address as typed, without outer spaces; `key` is what makes it one customer."""

    shown: str
    key: str


def parse(typed: str) -> Address:
    """Read one address. Raises AddressNotValid with a sentence for the person who typed it."""
    shown = typed.strip()
    if len(shown) > MAX_LENGTH:
        raise AddressNotValid(_("This address is longer than an email address can be."))
    local_part = shown.rpartition("@")[0]
    if not local_part.isascii():
        raise AddressNotValid(
            _("Use plain Latin letters before the @: mail to other letters is not delivered everywhere.")
        )
    try:
        valid = validate_email(
            shown, strict=True, allow_smtputf8=False, allow_quoted_local=True, check_deliverability=False
        )
    except EmailNotValidError as error:
        raise AddressNotValid(_("Enter a full email address, such as name@company.com.")) from error
    return Address(shown=shown, key=f"{valid.local_part}@{valid.ascii_domain}".casefold())


def key_of(typed: str) -> str:
    """The key where it is an address; what is none stays as it is, and is found nowhere."""
    try:
        return parse(typed).key
    except AddressNotValid:
        return typed


def plain_name(name: str) -> str:
    """A name to stand before an address in a mail's head: on one line, not endless, and no address itself."""
    return " ".join("".join(map(plain_letter, name)).split())[:NAME_LENGTH].strip()


def plain_letter(letter: str) -> str:
    """The letter itself; a space for controls, line ends, and all that a reader could take for a sign of an address."""
    if letter in JOINERS:
        return letter
    odd = unicodedata.category(letter)[0] in "CZ"
    return letter if not odd and ADDRESS_SIGNS.isdisjoint(unicodedata.normalize("NFKC", letter)) else " "
