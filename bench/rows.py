"""Rows by the million, made inside the database by one statement a table."""

from dataclasses import dataclass

from django.db import connection

# What the two databases write differently.
DIALECTS = {
    "postgresql": {
        "uuid": "lpad(to_hex(i), 32, '0')::uuid",
        "days": "now() + ({}) * interval '1 day'",
        "false": "false",
        "json": "'[]'::jsonb",
    },
    "sqlite": {
        "uuid": "printf('%032x', i)",
        "days": "strftime('%Y-%m-%d %H:%M:%f', 'now', ({}) || ' days')",
        "false": "0",
        "json": "'[]'",
    },
}

PREREGISTRATIONS = """
INSERT INTO customers_preregistration (
    id, partner_id, created_by_id, created_at, email, email_key, company_name, contact_name, country, mobile,
    industry, notes, search_text, status, status_since, expires_at, hold_key, due_at, reviewed_country
)
WITH RECURSIVE numbers (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM numbers WHERE i < {last}),
rows AS (SELECT i, 'customer-' || i || '@company-' || (i / 6) || '.example' AS email, {status} AS status, {age} AS age FROM numbers),
dated AS (SELECT rows.*, {created_at} AS created_at, {expires_at} AS expires_at FROM rows)
SELECT {uuid}, {partner} + i % {partners}, {user} + i % {partners}, created_at, email, email, 'Company ' || (i / 6),
    'Li Wei', 'SG', '+65812' || (10000 + i % 90000), 'Retail', '', 'company ' || (i / 6) || ' ' || email, status,
    CASE status WHEN 'expired' THEN expires_at ELSE created_at END, expires_at,
    CASE WHEN status IN ('preregistered', 'associated') THEN email END,
    CASE status WHEN 'preregistered' THEN expires_at END, ''
FROM dated
"""
EVENTS = """
INSERT INTO customers_event (preregistration_id, at, by_id, came_from, went_to, why)
SELECT id, created_at, created_by_id, '', 'preregistered', '' FROM customers_preregistration
"""
DECISIONS = """
INSERT INTO customers_decision (
    partner_id, by_id, at, outcome, reasons, shown, typed, policy_version, preregistration_id
)
SELECT partner_id, created_by_id, created_at, 'granted', {json}, {json}, {json}, 1, id
FROM customers_preregistration
"""
ACCOUNTS = """
INSERT INTO customers_customeraccount (
    email, email_key, name, country, site, contract_signed, cash_spent, registered_at
)
WITH RECURSIVE numbers (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM numbers WHERE i < {last})
SELECT email, email, 'Account ' || i, 'SG', 'international', {false}, {false}, {registered_at}
FROM (SELECT i, 'account-' || i || '@company-' || (i / 6) || '.example' AS email FROM numbers) AS accounts
"""


@dataclass(frozen=True)
class Mix:
    """The status of row `i` and its age in days, as SQL."""

    status: str
    age: str


HISTORY = Mix(
    status="CASE i % 10 WHEN 0 THEN 'preregistered' WHEN 1 THEN 'associated' WHEN 2 THEN 'deleted' ELSE 'expired' END",
    age="CASE i % 10 WHEN 0 THEN i % 14 ELSE 20 + i % 300 END",
)
RUNNING = Mix(status="'preregistered'", age="i % 14")
DUE = Mix(
    status="'preregistered'", age="40.0 - i / 1000000.0"
)  # ends in the order it was written, as in life


def fill_preregistrations(first, count, mix, members):
    days = DIALECTS[connection.vendor]["days"]
    run(
        PREREGISTRATIONS,
        first=first,
        last=first + count - 1,
        status=mix.status,
        age=mix.age,
        created_at=days.format("-age"),
        expires_at=days.format("15 - age"),
        partner=members[0].partner_id,
        user=members[0].user_id,
        partners=len(members),
    )


def fill_history(count, members):
    """So many pre-registrations of these members with events and decisions, and as many accounts."""
    fill_preregistrations(1, count, HISTORY, members)
    run(EVENTS)
    run(DECISIONS)
    run(ACCOUNTS, first=1, last=count, registered_at=DIALECTS[connection.vendor]["days"].format("-i % 900"))
    settle()


def run(statement, **values):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")  # the settings allow a page eight seconds
        cursor.execute(statement.format(**DIALECTS[connection.vendor], **values))


def settle():
    """What autovacuum does in the hours that a bench does not have."""
    if connection.vendor == "postgresql":
        run("VACUUM ANALYZE")
        run("CHECKPOINT")
