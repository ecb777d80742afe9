"""What others typed neither turns a sentence of ours around nor is turned by it."""

import pytest
from django.utils import translation

from partnercenter.directions import apart, isolated


@pytest.mark.parametrize(
    ("language", "words", "shown"),
    [
        ("en", "Kestrel Pte. Ltd.", "Kestrel Pte. Ltd."),
        ("zh-hans", "启明软件", "启明软件"),
        ("en", "نخلة", "\u2068نخلة\u2069"),
        ("ar", "نخلة", "نخلة"),
        ("ar", "Kestrel Pte. Ltd.", "\u2068Kestrel Pte. Ltd.\u2069"),
        ("ar", "12345@qq.example", "\u206812345@qq.example\u2069"),
        ("ar", "550 no such user", "\u2068550 no such user\u2069"),
        ("ar", "نعم\nYes.", "نعم\n\u2068Yes.\u2069"),
        ("ar", "", ""),
        ("en", "Acme \u202eevil", "Acme evil"),
        ("en", "نخلة\u2069 x", "\u2068نخلة x\u2069"),
    ],
)
def test_words_that_run_against_the_sentence_are_kept_apart(language, words, shown):
    with translation.override(language):
        assert isolated(words) == shown


def test_words_are_kept_apart_by_the_language_they_are_read_in():
    name = apart("نخلة")

    with translation.override("ar"):
        assert str(name) == "نخلة"
    with translation.override("en"):
        assert str(name) == "\u2068نخلة\u2069"
