import pytest
from django.contrib.auth.models import Permission

from partnercenter.models import Message, User
from tests.builders import DAY, MONDAY, PASSWORD, make_staff
from tests.customers.admin.pages import address, listed, run, told
from tests.mail import deliver, make_message

pytestmark = pytest.mark.django_db

LINK = "https://partners.example/i/secret-token/"


@pytest.fixture
def staff(client):
    client.force_login(make_staff())
    return client


def test_the_outbox_is_listed_in_a_constant_number_of_queries(staff, django_assert_num_queries):
    make_message()
    with django_assert_num_queries(7):
        assert len(listed(staff, Message)) == 1
    for _ in range(4):
        make_message("nowhere")
    deliver()

    with django_assert_num_queries(7):
        assert len(listed(staff, Message)) == 5


def test_the_newest_message_comes_first(staff):
    older, newer = make_message(), make_message()

    assert listed(staff, Message) == [newer, older]


def test_a_message_is_found_by_the_beginning_of_its_address_in_any_case(staff):
    found = make_message("ada@acme.example")
    mixed = make_message("Ada.L@Acme.example")
    make_message("not-ada@acme.example")

    assert listed(staff, Message, q="ada@a") == [found]
    assert listed(staff, Message, q="ADA@ACME") == [found]
    assert listed(staff, Message, q="Ada.L") == [mixed]


def test_messages_are_filtered_by_state_and_kind(staff):
    failed = make_message("nowhere", kind="code")
    deliver()
    waiting = make_message(kind="invitation")

    assert listed(staff, Message, state__exact="failed") == [failed]
    assert listed(staff, Message, kind="invitation") == [waiting]


def test_nobody_reads_a_text_in_the_admin_with_its_link_or_code(staff):
    message = make_message(
        text=f"Open {LINK}", html=f"<a href='{LINK}'>", headers={"List-Unsubscribe": f"<{LINK}decline/>"}
    )

    page = staff.get(address(Message, "change", message.pk)).content.decode()

    assert "A subject" in page
    assert "The text is shown to nobody here" in page
    assert "secret-token" not in page
    assert "secret-token" not in staff.get(address(Message, "changelist")).content.decode()


def test_a_message_is_read_and_never_written(staff):
    message = make_message()

    assert staff.get(address(Message, "add")).status_code == 403
    assert staff.post(address(Message, "change", message.pk), {"to": "eve@evil.example"}).status_code == 403
    assert staff.post(address(Message, "delete", message.pk), {"post": "yes"}).status_code == 403
    assert Message.objects.get() == message


def test_the_servers_reason_is_shown(staff, smtp_server):
    message = make_message("ada@acme.example")
    smtp_server.refusals["ada@acme.example"] = "550 5.1.1 <b>No such user"
    deliver()

    for page in (address(Message, "changelist"), address(Message, "change", message.pk)):
        assert "550 5.1.1 &lt;b&gt;No such user" in staff.get(page).content.decode()


def test_failed_and_waiting_messages_are_sent_again_and_the_rest_is_named(staff, smtp_server, set_clock):
    sent = make_message()
    deliver()
    smtp_server.refusals["full@acme.example"] = "552 mailbox full"
    failed = make_message("full@acme.example")
    deliver()
    smtp_server.answers.append("451 busy")
    waiting = make_message()
    deliver()
    smtp_server.refusals.clear()
    set_clock(MONDAY + DAY / 2)

    answer = run(staff, Message, "send_again", sent, failed, waiting)

    assert told(answer) == [
        "2 messages leave within seconds.",
        "1 message was left as it is: it was sent already, is being sent, or its text is deleted.",
    ]
    assert deliver(MONDAY + DAY / 2) == 2
    assert len(smtp_server.received) == 3


def test_staff_that_may_only_look_cannot_send_again(client):
    message = make_message("nowhere")
    deliver()
    looker = User.objects.create_user("looker@vendor.example", PASSWORD, name="Lo", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_message"))
    client.force_login(looker)

    assert client.get(address(Message, "changelist")).status_code == 200
    run(client, Message, "send_again", message)

    message.refresh_from_db()
    assert message.state == "failed"


def test_a_code_is_not_read_off_its_subject(staff):
    make_message(kind="code", subject="123456 is your code")

    page = staff.get(address(Message, "changelist")).content.decode()

    assert "•••••• is your code" in page
    assert "123456" not in page
