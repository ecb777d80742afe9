"""Words of others within a sentence of ours: what they typed must not turn the sentence around, nor be turned by it."""

import unicodedata

from django.utils.functional import lazy
from django.utils.translation import get_language_bidi

ISOLATE, END = "\u2068", "\u2069"  # what <bdi> is in HTML; the mails' subjects and texts have no tags
LEFT_TO_RIGHT, RIGHT_TO_LEFT = {"L"}, {"R", "AL"}


def isolated(words):
    """These words kept apart, line by line, where letters of theirs run against those of the active language."""
    against = LEFT_TO_RIGHT if get_language_bidi() else RIGHT_TO_LEFT
    return "\n".join(
        f"{ISOLATE}{line}{END}" if against & set(map(unicodedata.bidirectional, line)) else line
        for line in str(words).splitlines()
    )


# Asked only while a letter is written, in its reader's language.
apart = lazy(isolated, str)
