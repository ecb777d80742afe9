"""Realistic account rows for the import: `python bench/accounts_csv.py N [PARTNER_CODE ...] > file.csv`.

The same arguments give the same file. Half of the addresses are at public providers, the others at companies in four
scripts with some six accounts each.
"""

import csv
import random
import sys
from datetime import datetime, timedelta

PROVIDERS = (
    "gmail.com",
    "outlook.com",
    "qq.com",
    "163.com",
    "mail.ru",
    "yandex.ru",
    "yahoo.com",
    "naver.com",
)
GIVEN = ("mei", "wei", "ivan", "olga", "omar", "layla", "john", "ana", "kofi", "thandi", "hiro", "priya")
FAMILY = (
    "tan",
    "wang",
    "petrov",
    "haddad",
    "smith",
    "silva",
    "mensah",
    "nkosi",
    "sato",
    "rao",
    "müller",
    "o'neil",
)
# By script: how a company is called, the pieces of its domain, the end of its domain.
SCRIPTS = (
    (
        "{word}, {kind} Ltd.",
        ("acme", "globex", "initech", "umbra", "vertex"),
        ("trade", "cloud", "foods"),
        "com",
    ),
    ("{word}{kind}有限公司", ("华星", "东海", "金石", "长风", "明德"), ("贸易", "科技", "物流"), "中国"),
    (
        "ООО «{word} {kind}»",
        ("восток", "север", "альфа", "звезда", "невский"),
        ("торг", "строй", "связь"),
        "рф",
    ),
    (
        "شركة {word} {kind}",
        ("النور", "الأمل", "الخليج", "الرياض", "السلام"),
        ("للتجارة", "للتقنية", "للنقل"),
        "السعودية",
    ),
)
COUNTRIES = ("SG", "CN", "RU", "SA", "ZA", "BR", "US", "DE", "AE", "KZ", "MX", "TH", "HK", "NG", "EG")
FLAGS = ("true", "false", "false", "false", "no", "0", "")
SPENT = (*FLAGS, "0.00", "19.90", "125000.50")
OFFSETS = ("", "Z", "+08:00", "-03:00")
HEADER = (
    "email",
    "name",
    "country",
    "site",
    "contract_signed",
    "cash_spent",
    "registered_at",
    "associated_partner",
)


def company(number):
    pattern, words, kinds, end = SCRIPTS[number % len(SCRIPTS)]
    word, kind = words[number // 4 % 5], kinds[number // 20 % 3]
    return pattern.format(word=word.capitalize(), kind=kind), f"{word}{kind}{number}.{end}"


def account(number, companies, partners, dice):
    name, domain = company(dice.randrange(companies))
    if dice.random() < 0.5:
        domain = dice.choice(PROVIDERS)
    local_part = f"{dice.choice(GIVEN)}.{dice.choice(FAMILY).replace('ü', 'ue')}{number}"
    registered = datetime(2018, 1, 1) + timedelta(minutes=dice.randrange(4_000_000))  # noqa: DTZ001
    return (
        f"{local_part}@{domain}",
        name,
        dice.choice(COUNTRIES),
        "china" if dice.random() < 0.15 else "international",
        dice.choice(FLAGS),
        dice.choice(SPENT),
        registered.isoformat() + dice.choice(OFFSETS),
        dice.choice(partners) if partners and dice.random() < 0.05 else "",
    )


def main(rows, *partners):
    dice = random.Random(2026)
    companies = max(1, int(rows) // 12)
    file = csv.writer(sys.stdout, lineterminator="\n")
    file.writerow(HEADER)
    file.writerows(account(number, companies, partners, dice) for number in range(int(rows)))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main(*sys.argv[1:])
