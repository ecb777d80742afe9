"""Addresses and numbers as they may stand in a page that anyone passing can read."""

import re

DOT = "•"
ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,320}@[^\s<>()\[\]\"',;:@]+")


def masked_email(email):
    local, at, domain = email.rpartition("@")
    return local[:1] + DOT * min(max(len(local) - 1, 2), 5) + at + domain


def masked_in(text):
    """Words of others, such as a mail server's answer: it repeats whom it refuses, in a spelling of its own."""
    return ADDRESS.sub(lambda found: masked_email(found[0]), text)


def masked_number(number):
    """The country's code and the last two digits of an international number."""
    first, _space, rest = str(number).partition(" ")
    return f"{first} {DOT * 5}{rest[-2:]}"
