"""Words of others within a sentence of ours: what they typed must not turn the sentence around, nor be turned by it."""

import unicodedata

from django.utils.functional import lazy
from django.utils.translation import get_language_bidi

ISOLATE, END = "\u2068", "\u2069"  # what <bdi> is in HTML; the mails' subjects and texts have no tags
# Signs that turn what follows them, or end an isolate before its time.
CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WITHOUT_CONTROLS = dict.fromkeys(map(ord, CONTROLS))
LEFT_TO_RIGHT, RIGHT_TO_LEFT = {"L"}, {"R", "AL"}


def one_line(name):
    """What is typed as a name must not read as a paragraph of ours."""
    return " ".join(name.split())


def isolated(words):
    """These words kept apart, line by line, where letters of theirs run against those of the active language."""
    against = LEFT_TO_RIGHT if get_language_bidi() else RIGHT_TO_LEFT
    return "\n".join(
        f"{ISOLATE}{line}{END}" if against & set(map(unicodedata.bidirectional, line)) else line
        for line in str(words).translate(WITHOUT_CONTROLS).splitlines()
    )


# Asked only while a letter is written, in its reader's language.
apart = lazy(isolated, str)
