import uuid

import pytest

from tests.builders import MONDAY, SECOND, make_member, sign_in
from tests.mail import deliver, make_message

pytestmark = pytest.mark.django_db

MAILBOX = "/mailbox/"
LINK = "http://127.0.0.1:8000/i/a-token/"
HTML = "<html><head><title>x</title></head><body><script>alert(1)</script><a href='#'>Go</a></body></html>"


@pytest.fixture
def demo(settings):
    settings.DEMO_MAILBOX = True


def page(client, *parts):
    return client.get("/".join([MAILBOX.rstrip("/"), *map(str, parts), ""]))


def test_outside_the_demo_there_is_no_mailbox(client, settings):
    settings.DEMO_MAILBOX = False
    message = make_message(html=HTML)

    for parts in [(), (message.pk,), (message.pk, "html")]:
        assert page(client, *parts).status_code == 404
    assert "/mailbox/" not in client.get("/accounts/login/").content.decode()


def test_every_mail_is_listed_newest_first_without_signing_in(client, demo, django_assert_num_queries):
    make_message(subject="The older", at=MONDAY)
    make_message(subject="The newer <b>", at=MONDAY + SECOND)
    deliver(MONDAY + SECOND)

    with django_assert_num_queries(2):
        html = page(client).content.decode()

    assert html.index("The newer &lt;b&gt;") < html.index("The older")


def test_the_mailbox_turns_its_pages(client, demo):
    for number in range(51):
        make_message(subject=f"Subject {number}")

    assert 'href="?page=2"' in page(client).content.decode()
    assert "Subject 0<" in client.get(MAILBOX + "?page=2").content.decode()
    assert client.get(MAILBOX + "?page=x").status_code == 404


def test_an_empty_mailbox_says_what_to_do(client, demo):
    assert "No mail yet" in page(client).content.decode()


def test_a_mail_is_shown_with_its_head_and_links_to_follow(client, demo):
    message = make_message(
        "ada@acme.example",
        to_name="Ada <i>",
        sender="Globex",
        text=f"Open\n{LINK}\n<script>",
        headers={"Reply-To": "office@globex.example"},
    )

    html = page(client, message.pk).content.decode()

    assert '<bdi>Ada &lt;i&gt;</bdi> <bdi dir="ltr">&lt;ada@acme.example&gt;</bdi>' in html
    assert '<bdi>Globex</bdi> <bdi dir="ltr">&lt;partners@localhost&gt;</bdi>' in html
    assert '<bdi dir="ltr">office@globex.example</bdi>' in html
    assert f'<a href="{LINK}"' in html
    assert "\n&lt;script&gt;" in html
    assert "<iframe" not in html


def test_the_html_of_a_mail_is_boxed_in(client, demo):
    message = make_message(html=HTML)

    frame = page(client, message.pk)
    answer = page(client, message.pk, "html")

    assert f'src="/mailbox/{message.pk}/html/"' in frame.content.decode()
    assert "frame-src 'self'" in frame.headers["Content-Security-Policy"]
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert not any(part.startswith("script-src") for part in policy)
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in answer.content.decode()


def test_an_unknown_mail_is_not_found(client, demo):
    assert page(client, uuid.uuid4()).status_code == 404
    assert page(client, uuid.uuid4(), "html").status_code == 404
    assert client.get(MAILBOX + "nonsense/").status_code == 404


def test_the_demos_pages_lead_to_its_mailbox(client, demo):
    assert 'href="/mailbox/"' in client.get("/accounts/login/").content.decode()

    sign_in(client, make_member())

    assert 'href="/mailbox/"' in client.get("/partner-center/").content.decode()
