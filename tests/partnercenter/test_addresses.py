"""Email keys: awkward but valid addresses, and those that are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercenter.addresses import AddressNotValid, parse

SAME = [
    ("Ada@Example.COM", "ada@example.com"),
    ("ada+sales@example.com", "ada+sales@example.com"),
    ("ada.lovelace@example.com", "ada.lovelace@example.com"),
    ("  ada@example.com  ", "ada@example.com"),
    ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
    ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
    ("ada@ｅｘａｍｐｌｅ.com", "ada@example.com"),
    ("ada@例子.中国", "ada@xn--fsqu00a.xn--fiqs8s"),
    ("ada@пример.рф", "ada@xn--e1afmkfd.xn--p1ai"),
    ("ada@faß.de", "ada@xn--fa-hia.de"),
    ('"ada"@example.com', "ada@example.com"),
    ('"Ada Lovelace"@example.com', '"ada lovelace"@example.com'),
    ('"a@b"@example.com', '"a@b"@example.com'),
    ("o'brien@example.com", "o'brien@example.com"),
    ("!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"),
    ("a@b.co", "a@b.co"),
    ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
]

REFUSED = [
    "", "ada", "@example.com", "ada@", "ada@localhost", "ada@example", "ada@example.com.", "ada..l@example.com",
    ".ada@example.com", "ada.@example.com", "ada l@example.com", "ada@exa mple.com", "ada@[127.0.0.1]",
    "ada@-example.com", "ada@example.test", "Ada <ada@example.com>", "ada@example.com,eve@example.com",
    "ada@example.com\neve@example.com", "ada@exam\x00ple.com", "a\x00da@example.com",
    "ada＠example.com", "Ａda@example.com", "ädä@example.com", "ада@пример.рф", "İ@example.com",
    "ada@" + "b" * 64 + ".com", "a" * 65 + "@example.com", "a@" + "b." * 130 + "com",
    "ada@example．．com", "ada@exam\u202eple.com", "ada\u200b@example.com", '"ada@example.com', "a" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize(("typed", "key"), SAME)
def test_awkward_but_valid_addresses_have_one_key(typed, key):
    address = parse(typed)

    assert address.key == key
    assert address.shown == typed.strip()
    assert parse(address.key).key == key


@pytest.mark.parametrize("typed", REFUSED, ids=[f"{n}" for n in range(len(REFUSED))])
def test_what_is_no_address_is_refused_with_a_sentence(typed):
    with pytest.raises(AddressNotValid) as refusal:
        parse(typed)

    assert str(refusal.value.message).endswith((".", "!"))


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(typed):
    for text in (typed, f"{typed}@example.com", f"ada@{typed}.com"):
        try:
            key = parse(text).key
        except AddressNotValid:
            continue
        assert key.isascii()
        assert key == parse(key).key == key.casefold()
