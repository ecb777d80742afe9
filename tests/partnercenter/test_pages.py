"""The frame: signing in, personal information, preferences, headers, failures, health, logs."""

import json
import logging
import re
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from customers import listing
from partnercenter import health, logs
from partnercenter.forms import ContactForm
from partnercenter.models import Member, Message, Partner, User
from tests.builders import MONDAY, PASSWORD, SECOND, make_member, make_partner, make_staff, sign_in
from tests.mail import deliver

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
LIST = "/partner-center/customers/"
PERSONAL = "/partner-center/account/personal-information/"


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"))


@pytest.fixture
def mine(client, member):
    sign_in(client, member)
    return client


def try_login(client, login, password=PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def test_a_session_ends_twelve_hours_after_signing_in_however_much_it_is_used(client, member, set_clock):
    try_login(client, member.user.email)
    twelve_hours = timedelta(hours=12)

    set_clock(MONDAY + twelve_hours - SECOND)
    client.post("/preferences/", {"language": "en"})
    assert client.get(LIST).status_code == 200
    set_clock(MONDAY + twelve_hours)
    assert client.get(LIST).status_code == 302


def test_an_address_in_another_script_signs_in_as_typed_and_in_ascii(client):
    make_member(email="li@例子.example")

    assert try_login(client, "Li@例子.example").status_code == 302
    client.logout()
    assert try_login(client, "li@xn--fsqu00a.example").status_code == 302


def test_a_throttle_is_not_forgotten_for_other_names(client, member):
    for _ in range(10):
        try_login(client, member.user.email, "wrong wrong wrong")
    for number in range(1000):
        cache.set(f"another-{number}", 1)

    assert try_login(client, member.user.email).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    staff = make_staff()
    client.force_login(staff)
    RecoveryCodes.activate(staff)

    assert client.get("/admin/").headers["Location"] == reverse("mfa_activate_totp")

    TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "target", ["foo", "account_logout", "javascript:alert(1)", "//evil.example", "https:///evil"]
)
def test_a_next_that_is_no_address_of_ours_is_ignored(mine, target):
    saved = mine.post(PERSONAL, {"name": "Mei", "language": "", "time_zone": "", "next": target})

    assert saved.headers["Location"] == PERSONAL


def test_saving_the_contact_leaves_what_an_administrator_changed_meanwhile(mine, monkeypatch):
    clean = ContactForm.full_clean

    def while_suspending(form):
        Partner.objects.update(status=Partner.Status.SUSPENDED, quota=7)
        clean(form)

    monkeypatch.setattr(ContactForm, "full_clean", while_suspending)
    mine.post(PERSONAL, {"reserved_mobile": "8123 4567", "reserved_email": ""})

    partner = Partner.objects.get()
    assert (partner.status, partner.quota) == (Partner.Status.SUSPENDED, 7)
    assert partner.reserved_mobile


def test_signing_in_leads_home_and_signing_out_ends_the_session(client, member):
    response = try_login(client, member.user.email.upper())
    assert response.headers["Location"] == "/partner-center/"

    assert client.get("/accounts/logout/").status_code == 200
    assert client.get(LIST).status_code == 200  # asking changed nothing
    client.post("/accounts/logout/")
    assert client.get(LIST).status_code == 302


def test_next_leads_only_to_our_own_host(client, member):
    ours = client.post(LOGIN, {"login": member.user.email, "password": PASSWORD, "next": LIST})
    assert ours.headers["Location"] == LIST
    client.logout()

    theirs = client.post(
        LOGIN, {"login": member.user.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert theirs.headers["Location"] == "/partner-center/"


def test_known_and_unknown_names_answer_alike(client, member):
    known = try_login(client, member.user.email, "wrong wrong wrong").content.decode()
    unknown = try_login(client, "nobody@globex.example", "wrong wrong wrong").content.decode()

    def plain(html):
        return re.sub(r'value="[^"]*"|[\w.-]+@globex\.example', "", html)

    assert plain(known) == plain(unknown)


def test_guessing_ends_at_ten_tries_and_shuts_out_nobody_else(client, member):
    other = make_member(member.partner)
    for _ in range(10):
        try_login(client, member.user.email, "wrong wrong wrong")

    assert try_login(client, member.user.email).status_code == 200
    assert try_login(client, other.user.email).status_code == 302


def test_a_disabled_user_is_out_at_the_next_click(mine, member):
    User.objects.filter(pk=member.user_id).update(is_active=False)

    assert mine.get(LIST).status_code == 302


def test_a_password_is_reset_by_email_once(client, member, settings):
    client.post("/accounts/password/reset/", {"email": member.user.email})
    deliver()
    link = re.search(rf"{settings.SITE_URL}(/accounts/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    new = {"password1": "a new long secret", "password2": "a new long secret"}

    client.post(page.redirect_chain[-1][0], new)

    assert try_login(client, member.user.email, "a new long secret").status_code == 302
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_a_reset_for_an_unknown_address_answers_alike_and_sends_nothing(client, member):
    answers = []
    for email in (member.user.email, "nobody@globex.example"):
        response = client.post("/accounts/password/reset/", {"email": email})
        answers.append((response.status_code, response.headers["Location"]))

    assert answers[0] == answers[1]
    assert Message.objects.get().to == member.user.email


def test_a_reset_mail_speaks_the_readers_language_and_names_this_installation(client, settings):
    settings.SITE_URL = "https://partners.vendor.example"
    member = make_member(make_partner(language="zh-hans"))
    client.post("/accounts/password/reset/", {"email": member.user.email}, headers={"host": "localhost"})

    message = Message.objects.get()

    assert 'lang="zh-hans"' in message.html
    assert "https://partners.vendor.example/accounts/password/reset/key/" in message.text
    assert "localhost" not in message.text + message.html


def test_a_reset_mail_goes_to_the_address_on_record_not_to_what_was_typed(client):
    make_member(email="ada@straße.example")

    client.post("/accounts/password/reset/", {"email": "ADA@Straße.example"})

    assert Message.objects.get().to == "ada@xn--strae-oqa.example"


def test_a_password_is_changed_and_weak_ones_are_refused(mine, member):
    address = "/accounts/password/change/"
    weak = mine.post(address, {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    strong = mine.post(
        address,
        {"oldpassword": PASSWORD, "password1": "a new long secret", "password2": "a new long secret"},
    )

    assert "at least 12 characters" in weak.content.decode()
    assert strong.status_code == 302
    assert User.objects.get(pk=member.user_id).check_password("a new long secret")


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/email/"])
def test_nobody_makes_an_account_or_changes_its_address_alone(mine, address):
    assert mine.get(address).status_code == 404


def test_staff_must_have_a_second_factor_where_the_profile_asks_for_it(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    staff = make_staff()
    client.force_login(staff)

    assert client.get("/admin/").headers["Location"] == reverse("mfa_activate_totp")

    settings.STAFF_SECOND_FACTOR = False
    assert client.get("/admin/").status_code == 200


def test_a_reset_mail_that_anyone_asked_for_does_not_lock_staff_out_of_its_second_factor(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    staff = make_staff()
    client.post("/accounts/password/reset/", {"email": staff.email})
    client.post(LOGIN, {"login": staff.email, "password": PASSWORD})

    page = client.get(reverse("mfa_activate_totp"))

    assert page.status_code == 200
    assert 'name="code"' in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("8123 4567", "+6581234567"), ("+65 8123 4567", "+6581234567"), ("+86 138 0013 8000", "+8613800138000")],
)
def test_the_reserved_number_is_read_in_the_partners_country(mine, typed, stored):
    mine.post(PERSONAL, {"reserved_mobile": typed, "reserved_email": ""})

    assert Partner.objects.get().reserved_mobile.as_e164 == stored


def test_a_number_that_may_be_either_passes_and_a_landline_does_not(mine):
    answer = mine.post(PERSONAL, {"reserved_mobile": "+65 6521 8000", "reserved_email": ""})
    assert "This is the number of a landline." in answer.content.decode()

    mine.post(PERSONAL, {"reserved_mobile": "+1 201 555 0123", "reserved_email": ""})
    assert Partner.objects.get().reserved_mobile.as_e164 == "+12015550123"


@pytest.mark.parametrize(
    ("country", "example"), [("SG", "such as 8123 4567, or"), ("AQ", "dialled in Antarctica, or")]
)
def test_the_example_is_a_mobile_number_of_the_partners_country(mine, country, example):
    Partner.objects.update(country=country)

    assert example in mine.get(PERSONAL).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"reserved_mobile": "12", "reserved_email": "keep@globex.example"},
        {"reserved_mobile": "6521 8000", "reserved_email": "keep@globex.example"},
        {"reserved_mobile": "8123 4567", "reserved_email": "nonsense"},
        {"reserved_mobile": "", "reserved_email": ""},
    ],
)
def test_a_wrong_contact_is_refused_in_words_and_changes_nothing(mine, typed):
    before = Partner.objects.get()

    response = mine.post(PERSONAL, typed)

    after = Partner.objects.get()
    assert response.status_code == 200
    assert "invalid" in response.content.decode() or "Reserve" in response.content.decode()
    assert (after.reserved_mobile, after.reserved_email) == (before.reserved_mobile, before.reserved_email)
    assert f'value="{typed["reserved_mobile"]}"' in response.content.decode() or not typed["reserved_mobile"]


def test_the_password_is_asked_again_before_the_contact_changes_and_nothing_typed_is_lost(client, member):
    client.force_login(member.user)  # a session whose password was given long ago
    asked = client.post(PERSONAL, {"reserved_mobile": "8123 4567", "reserved_email": "", "next": ""})
    assert "reauthenticate" in asked.headers["Location"]
    assert not Partner.objects.get().reserved_mobile

    client.post(asked.headers["Location"], {"password": PASSWORD, "next": PERSONAL})

    assert Partner.objects.get().reserved_mobile.as_e164 == "+6581234567"


def test_a_viewer_reads_the_contact_and_cannot_change_it(client, member):
    sign_in(client, make_member(member.partner, role=Member.Role.VIEWER))

    assert "Owners and agents can change it" in client.get(PERSONAL).content.decode()
    assert client.post(PERSONAL, {"reserved_mobile": "", "reserved_email": "x@y.example"}).status_code == 403


def test_the_reader_has_its_own_language_and_zone(mine, member):
    mine.post(PERSONAL, {"name": "Mei", "language": "zh-hans", "time_zone": "Africa/Johannesburg"})

    html = mine.get(LIST).content.decode()
    assert '<html lang="zh-hans"' in html
    mine.post(PERSONAL, {"name": "Mei", "language": "zh-hans", "time_zone": "buenos  aires"})
    assert User.objects.get(pk=member.user_id).time_zone == "America/Buenos_Aires"
    mine.post(PERSONAL, {"name": "Mei", "language": "zh-hans", "time_zone": "africa/johannesburg"})
    refused = mine.post(PERSONAL, {"name": "Mei", "language": "zh-hans", "time_zone": "Mars/Olympus"})
    assert refused.status_code == 200
    assert User.objects.get(pk=member.user_id).time_zone == "Africa/Johannesburg"


def test_without_an_own_language_the_partners_is_spoken(mine):
    Partner.objects.update(language="zh-hans")

    assert '<html lang="zh-hans"' in mine.get(LIST).content.decode()


def test_preferences_work_before_and_after_signing_in(client, member):
    client.post("/preferences/", {"language": "zh-hans", "next": LOGIN})
    assert '<html lang="zh-hans"' in client.get(LOGIN).content.decode()
    client.post("/preferences/", {"theme": "dark", "next": LOGIN})
    assert 'data-bs-theme="dark"' in client.get(LOGIN).content.decode()

    sign_in(client, member)
    client.post("/preferences/", {"language": "en"})
    assert '<html lang="en"' in client.get(LIST).content.decode()
    assert User.objects.get(pk=member.user_id).language == "en"


@pytest.mark.parametrize("data", [{}, {"theme": "evil"}, {"language": "xx"}, {"next": "//evil.example"}])
def test_odd_preferences_change_nothing_and_lead_to_our_own_pages(client, data):
    response = client.post("/preferences/", data)

    assert response.headers["Location"] == "/"
    assert not response.cookies


ADDRESSES = [
    LOGIN,
    LIST,
    PERSONAL,
    "/accounts/password/reset/",
    "/nowhere/",
    "/admin/",
    "/healthz",
    "/accounts/2fa/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_security_headers(mine, address):
    headers = mine.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"] or "no-cache" in headers["Cache-Control"]
    assert re.fullmatch(r"[0-9a-f]{32}", headers["X-Request-ID"])


def test_failures_are_plain_pages_in_the_readers_language(client):
    response = client.get("/nowhere/", headers={"Accept-Language": "zh-hans"})

    assert response.status_code == 404
    assert '<html lang="zh-hans"' in response.content.decode()


def test_a_post_without_its_token_is_refused_with_advice(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)

    response = client.post(LIST + "preregister/", {"email": "ada@acme.example"})

    assert response.status_code == 403
    assert "once more" in response.content.decode()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("charset", ["utf-7", "rot13", "hex", "undefined", "unicode_escape", "nonsense"])
def test_a_body_in_an_odd_charset_is_a_plain_400(kind, charset):
    client = Client(enforce_csrf_checks=True)

    response = client.generic("POST", LOGIN, b"login=+AGEAYg-", content_type=f"{kind}; charset={charset}")

    assert response.status_code == 400
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_usual_charset_is_read(client, member):
    body = f"login={member.user.email}&password={PASSWORD}"

    response = client.post(LOGIN, body, content_type="application/x-www-form-urlencoded; charset=UTF-8")

    assert response.status_code == 302


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "theme", "django_language"])
def test_a_cookie_with_a_nul_is_a_plain_400(client, name):
    assert client.get(LOGIN, headers={"Cookie": f'{name}="\\000abcdefghijk"'}).status_code == 400


def test_a_huge_post_is_refused(mine):
    assert mine.post(LIST + "preregister/", {"notes": "x" * 3_000_000}).status_code in (400, 413)
    assert mine.post(LIST + "delete/", {f"f{n}": "" for n in range(1001)}).status_code == 400


def test_a_failure_of_ours_shows_nothing_inside(mine, monkeypatch):
    mine.raise_request_exception = False
    monkeypatch.setattr(listing, "page", lambda *_args, **_kwargs: 1 / 0)

    response = mine.get(LIST)

    assert response.status_code == 500
    assert "division" not in response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_database_out_of_reach_is_a_503_that_says_when_to_come_back(mine, monkeypatch):
    mine.raise_request_exception = False

    def away(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(listing, "page", away)

    response = mine.get(LIST)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"


def test_health_is_told_without_a_database_and_readiness_with_it(client, monkeypatch):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ready\n"

    class Away:
        def cursor(self):
            raise OperationalError("connection refused")

    monkeypatch.setattr(health, "connection", Away())
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_readiness_waits_for_migrations_and_remembers_a_yes(client, monkeypatch, django_assert_num_queries):
    class Waiting(health.MigrationExecutor):
        def migration_plan(self, *_args, **_kwargs):
            return ["customers.0001"]

    client.get("/readyz")
    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200

    monkeypatch.setattr(health, "MigrationExecutor", Waiting)
    monkeypatch.setattr(health.is_migrated, "known", False)
    assert client.get("/readyz").status_code == 503


def test_health_is_told_under_any_name(client, settings):
    settings.ALLOWED_HOSTS = ["partners.example.com"]

    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert client.get("/readyz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert client.post("/healthz").status_code == 405


def test_health_asks_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_logs_carry_the_request_id_and_no_personal_data(mine, caplog):
    caplog.set_level(logging.INFO)

    response = mine.get(LIST + "?q=ada@acme.example", headers={"X-Request-ID": "proxy-id-12345"})

    record = next(record for record in caplog.records if record.name == "partnercenter.request")
    line = logs.LineFormatter().format(with_id(record))
    assert response.headers["X-Request-ID"] == "proxy-id-12345"
    assert json.loads(line)["route"] == "partner-center/customers/"
    assert "ada@" not in line
    assert "globex" not in line


def test_a_log_line_cannot_fake_a_second_one():
    record = logging.LogRecord("x", logging.INFO, "", 0, "one\ntwo %s", ("\r\nthree",), None)

    assert len(logs.LineFormatter().format(with_id(record)).splitlines()) == 1


def with_id(record):
    logs.RequestIdFilter().filter(record)
    return record


@pytest.mark.parametrize("given", ["short", "x" * 65, "id with spaces", "id\nid-id-id"])
def test_an_odd_request_id_is_replaced(client, given):
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


def test_the_host_must_be_ours(client):
    assert client.get(LOGIN, headers={"Host": "evil.example"}).status_code == 400
