"""R19: the code to a mailbox, its time, its tries and its number."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from customers import proofs
from customers.errors import CodeOver, TooManyCodes, WrongCode
from customers.models import Code
from partnercenter import addresses
from partnercenter.models import Message
from tests.builders import MONDAY, SECOND
from tests.customers.invitees import another, codes_sent, invite

pytestmark = pytest.mark.django_db

ADA = addresses.parse("Ada@Acme.example")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def invitation():
    return invite(email=ADA.shown)


def send(way_in, at=MONDAY, address=ADA, token=None, language="en"):
    proofs.send_code(way_in, address, language=language, zone="UTC", at=at, token=token or uuid4())
    return codes_sent()[-1]


def check(way_in, typed, at=MONDAY, key=ADA.key):
    return proofs.check(way_in, key, typed, at=at)


def test_r19_the_code_goes_to_the_address_as_typed_and_says_how_long_it_is_valid(invitation):
    code = send(invitation)

    message = Message.objects.get()
    assert re.fullmatch(r"\d{6}", code)
    assert message.to == "Ada@Acme.example"
    assert code in message.text
    assert code in message.html
    assert "10 minutes" in message.text
    assert "10 minutes" in message.html


def test_the_code_is_not_stored_where_it_is_checked(invitation):
    code = send(invitation)

    assert code not in str(Code.objects.values())


def test_r19_the_right_code_proves_as_copied_with_spaces_dashes_and_digits_of_other_keyboards(invitation):
    code = send(invitation)
    full_width = "".join(chr(ord("０") + int(digit)) for digit in code)
    arabic = "".join(chr(ord("٠") + int(digit)) for digit in code)

    for typed in (code, f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}", full_width, arabic):
        assert check(invitation, typed) is None


def test_r19_a_code_ends_at_ten_minutes_and_not_a_second_before(invitation):
    code = send(invitation)

    with pytest.raises(CodeOver):
        check(invitation, code, at=MONDAY + 10 * MINUTE)
    check(invitation, code, at=MONDAY + 10 * MINUTE - SECOND)


def test_r19_the_fifth_try_may_be_right_and_after_five_wrong_ones_none_is(invitation):
    code = send(invitation)
    left = []
    for _ in range(4):
        with pytest.raises(WrongCode) as wrong:
            check(invitation, another(code))
        left.append(re.search(r"\d", str(wrong.value.message))[0])
    check(invitation, code)
    fresh = send(invitation)
    for _ in range(4):
        with pytest.raises(WrongCode):
            check(invitation, another(fresh))

    with pytest.raises(CodeOver):
        check(invitation, another(fresh))
    with pytest.raises(CodeOver):
        check(invitation, fresh)
    assert left == ["4", "3", "2", "1"]


def test_r19_five_codes_an_hour_go_to_one_mailbox_by_all_ways_in_together(invitation):
    for way_in in (invitation, invitation, invite(), invite(), invite()):
        send(way_in)

    with pytest.raises(TooManyCodes):
        send(invitation, at=MONDAY + 60 * MINUTE - SECOND)
    send(invitation, at=MONDAY + 60 * MINUTE)
    send(invite(), address=addresses.parse("eve@acme.example"))
    assert Message.objects.count() == 7


def test_r19_ten_codes_a_day_go_to_one_mailbox_so_that_nobody_guesses_for_days(invitation):
    for hour in range(10):
        send(invitation, at=MONDAY + hour * 60 * MINUTE)

    with pytest.raises(TooManyCodes, match="in 1 h\\."):
        send(invite(), at=MONDAY + 23 * 60 * MINUTE)
    send(invitation, at=MONDAY + 24 * 60 * MINUTE)


def test_the_number_of_codes_is_scaled_like_every_other_limit(invitation, settings):
    settings.RATE_LIMIT_SCALE = 0.4

    send(invitation)
    send(invitation)
    with pytest.raises(TooManyCodes):
        send(invitation)


def test_a_new_code_replaces_the_earlier_one_and_has_tries_of_its_own(invitation):
    first = send(invitation)
    for _ in range(3):
        with pytest.raises(WrongCode):
            check(invitation, another(first))
    second = send(invitation)

    if first != second:
        with pytest.raises(WrongCode):
            check(invitation, first)
    check(invitation, second)


def test_a_form_sent_twice_sends_one_code_and_another_address_is_another(invitation):
    token = uuid4()

    assert send(invitation, token=token) == send(invitation, token=token)
    send(invitation, token=token, address=addresses.parse("eve@acme.example"))

    assert Message.objects.count() == Code.objects.count() == 2


def test_a_code_is_good_once_and_a_second_press_of_the_button_is_the_same_once(invitation):
    code = send(invitation)
    check(invitation, code)

    check(invitation, code, at=MONDAY + 30 * SECOND - SECOND)
    with pytest.raises(CodeOver):
        check(invitation, code, at=MONDAY + 30 * SECOND)


def test_a_code_is_of_no_use_for_another_way_in_or_another_address(invitation):
    code, other = send(invitation), invite(email=ADA.shown.replace("A", "B"))

    with pytest.raises(CodeOver):
        check(other, code)
    with pytest.raises(CodeOver):
        check(invitation, code, key="eve@acme.example")


def test_without_a_code_there_is_nothing_to_check(invitation):
    with pytest.raises(CodeOver):
        check(invitation, "123456")


def test_the_code_is_written_in_the_language_of_the_page(invitation):
    send(invitation, language="zh-hans")

    assert 'lang="zh-hans"' in Message.objects.get().html


def test_codes_that_ended_a_day_ago_are_forgotten_and_younger_ones_stay(invitation):
    send(invitation)
    ended = MONDAY + proofs.LIFE + timedelta(days=1)

    assert proofs.forget(at=ended - SECOND) == 0
    assert proofs.forget(at=ended) == 1
    assert not Code.objects.exists()
