"""The partner's pages of manual review: one case."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse

from customers import acceptance, invitations
from customers.acceptance import Particulars
from customers.models import Invitation
from partnercenter.models import Member, Partner
from reviews import cases, decisions
from reviews.evidence import Checked
from reviews.models import Entry, Review
from tests.builders import (
    MONDAY,
    attempt,
    make_case,
    make_hold,
    make_member,
    make_partner,
    make_request,
    make_reviewer,
    make_staff,
)
from tests.reviews.files import PDF

pytestmark = pytest.mark.django_db

LIST = "/partner-center/reviews/"
HOUR = timedelta(hours=1)


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def ask_for(member, *files, email="omar@kestrel.example", at=MONDAY, **fields):
    decision = attempt(email, member=member, at=at, country="MY", company_name="Kestrel 物流")
    return cases.open_case(decision, make_request(*files, **fields), member=member, at=at)


def a_file(name="letter.pdf"):
    return Checked(name, "pdf", len(PDF), BytesIO(PDF))


def states(response):
    return re.findall(r'data-review="([\w-]+)" data-state="(\w+)"', response.content.decode())


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def asked(review, by=None):
    decisions.ask(review, "Who signs?", by=by or make_reviewer(), at=MONDAY + HOUR)
    return review


def test_the_case_shows_its_clock_its_thread_and_what_was_sent(mine, member):
    colleague = make_member(member.partner, name="Arjun Pillai")
    review = ask_for(member, a_file("报价.pdf"))
    cases.answer(review, "One thing\nmore.", by=colleague.user, at=MONDAY + HOUR)
    asked(review, by=make_staff())
    decisions.note(review, "Do they know Ada?", by=make_staff(), at=MONDAY + HOUR)

    response = mine.get(review.get_absolute_url())

    html, words = response.content.decode(), text_of(response)
    assert "You sent the request 2 Mar 2026, 17:00 (GMT+8) just now" in words
    assert "Arjun Pillai answered" in words
    assert f"Request {review.number}, held for you meanwhile" in words
    assert "Reviewer asked" in words
    assert "One thing<br>more." in html
    assert "报价.pdf" in html
    assert "48,000.00 SGD" in html
    assert "Do they know Ada?" not in html
    assert "Ada" not in words.replace("Ada Lim", "")  # who among the vendor's staff it was
    assert 'data-code="country_differs"' in html
    assert html.count("<li><svg") == 3  # Monday to Wednesday


def test_the_case_asks_the_same_number_of_questions_whatever_its_length(
    mine, member, django_assert_num_queries
):
    first = ask_for(member)
    mine.get(first.get_absolute_url())
    with django_assert_num_queries(11):
        mine.get(first.get_absolute_url())
    decisions.reject(first, "No.", by=make_staff(), at=MONDAY)
    decisions.reject(ask_for(member), "No.", by=make_staff(), at=MONDAY)
    third = ask_for(member, a_file())
    for _ in range(4):
        colleague = make_member(member.partner)
        cases.answer(third, "More.", (a_file(),), by=colleague.user, at=MONDAY)

    with django_assert_num_queries(11):
        mine.get(third.get_absolute_url())


def test_r13_a_paused_case_says_how_much_time_its_clock_has_left(mine, member, set_clock):
    review = ask_for(member)
    decisions.ask(review, "Who signs?", by=make_reviewer(), at=MONDAY + HOUR)
    set_clock(MONDAY + 20 * HOUR)

    assert "with the 1 d 23 h that it had left" in text_of(mine.get(review.get_absolute_url()))


def test_a_case_that_went_to_another_office_says_from_where_to_where_in_words(mine, member):
    review = ask_for(member)
    decisions.move_to_office(review, "DE", "Europe/Berlin", by=make_reviewer(), at=MONDAY)

    page = text_of(mine.get(review.get_absolute_url()))

    assert "From Singapore (Singapore) to Germany (Berlin)." in page
    assert "Asia/Singapore" not in page


def test_a_rejection_shows_the_comment_and_the_way_to_a_new_request(mine, member):
    former = ask_for(member)
    decisions.reject(former, "Works with <b>Bangkok</b>.", by=make_staff(), at=MONDAY)
    page = mine.get(former.get_absolute_url()).content.decode()
    assert "Works with &lt;b&gt;Bangkok&lt;/b&gt;." in page
    assert f"/partner-center/customers/preregister/?from={former.decision.number}" in page
    assert 'name="words"' not in page

    again = ask_for(member)

    assert former.get_absolute_url() in mine.get(again.get_absolute_url()).content.decode()
    assert again.get_absolute_url() in mine.get(former.get_absolute_url()).content.decode()


def test_an_approval_says_so(mine, member):
    review = ask_for(member)
    decisions.approve(review, "Agreed.", by=make_staff(), at=MONDAY)

    response = mine.get(review.get_absolute_url())

    assert states(response) == [(review.number, "approved")]
    assert "Agreed." in text_of(response)
    assert "Ask again" not in text_of(response)


def test_r20_a_case_of_the_customers_acceptance_shows_what_the_customer_entered(mine, member):
    row = make_hold(member)
    invitation = invitations.issue(row, Invitation.Channel.LINK, by=member.user, at=MONDAY)
    particulars = Particulars(language="en", name="Omar Haddad", company_name="Kestrel KL", country="MY")
    acceptance.accept(invitation, particulars, at=MONDAY)
    cases.adopt_accepted(at=MONDAY)
    review = Review.objects.get()

    page = mine.get(review.get_absolute_url())
    assert "The customer has accepted" in text_of(page)
    assert "Omar Haddad" in text_of(page)
    assert "The customer registers in Malaysia, you are in Singapore." in text_of(page)
    mine.post(review.get_absolute_url(), {"words": "We have known them for years."})

    assert review.entries.last().words == "We have known them for years."


def test_an_answer_is_said_once_and_lets_the_clock_run(mine, member, set_clock):
    review = asked(ask_for(member))
    set_clock(MONDAY + 2 * HOUR)
    page = mine.get(review.get_absolute_url()).content.decode()
    typed = {"words": "The branch.", "attempt": re.search(r'name="attempt" value="([^"]+)"', page)[1]}

    for _ in range(2):
        response = mine.post(review.get_absolute_url(), typed | {"evidence": [BytesIO(PDF)]}, follow=True)
        assert "Sent to the reviewer." in text_of(response)

    assert states(response) == [(review.number, "open")]
    assert review.entries.filter(kind=Entry.Kind.ANSWERED).count() == 1
    assert review.evidence.count() == 1


def test_p8_an_answer_that_comes_after_the_decision_is_kept_on_the_page_and_not_in_the_case(mine, member):
    review = ask_for(member)
    decisions.reject(review, "No.", by=make_staff(), at=MONDAY)

    response = mine.post(review.get_absolute_url(), {"words": "But we were first!"})

    assert "But we were first!" in text_of(response)
    assert "This request has been decided" in text_of(response)
    assert review.entries.count() == 2


def test_a_viewer_reads_and_does_not_answer(client, member):
    review = ask_for(member, a_file())
    client.force_login(make_member(member.partner, Member.Role.VIEWER).user)

    page = client.get(review.get_absolute_url())
    assert page.status_code == 200
    assert 'name="words"' not in page.content.decode()

    assert client.post(review.get_absolute_url(), {"words": "Hello"}).status_code == 403
    assert client.get(review.evidence.get().get_absolute_url()).status_code == 200
    assert review.entries.count() == 1


def test_i6_a_rivals_case_answers_like_none_at_every_address(client, member):
    review = ask_for(member, a_file())
    file = review.evidence.get()
    addresses = [
        review.get_absolute_url(),
        file.get_absolute_url(),
        reverse("reviews:of_customer", args=[review.preregistration_id]),
        reverse("reviews:open_case") + f"?decision={review.decision.number}",
    ]
    client.force_login(make_member().user)

    assert [client.get(url).status_code for url in addresses] == [404] * 4
    assert [client.post(url, {"words": "x"}).status_code for url in addresses[:1] + addresses[3:]] == [
        404
    ] * 2
    assert states(client.get(LIST)) == []


@pytest.mark.parametrize(
    "number",
    ["R-2026-000099", "R-1999-{pk:06d}", "{pk}", "R-2026-{pk}", "R-2026-9999999999999999999999", "x"],
)
def test_only_the_very_number_leads_to_a_case(mine, member, number):
    review = make_case(member)

    assert mine.get(f"{LIST}{number.format(pk=review.pk)}/").status_code == 404


def test_of_customer_leads_to_the_newest_case(mine, member):
    review = ask_for(member)
    without = make_hold(member)

    found = mine.get(reverse("reviews:of_customer", args=[review.preregistration_id]))

    assert found.url == review.get_absolute_url()
    assert mine.get(reverse("reviews:of_customer", args=[without.pk])).status_code == 404
    assert mine.get(reverse("reviews:of_customer", args=[uuid4()])).status_code == 404


def test_the_customers_page_leads_to_its_case(mine, member):
    review = ask_for(member)
    held = make_hold(member)
    link = reverse("reviews:of_customer", args=[review.preregistration_id])

    assert link in mine.get(review.preregistration.get_absolute_url()).content.decode()
    assert "reviews/of/" not in mine.get(held.get_absolute_url()).content.decode()


def test_signed_out_every_page_asks_to_sign_in(client, member):
    review = ask_for(member, a_file())
    for url in (LIST, review.get_absolute_url(), review.evidence.get().get_absolute_url()):
        assert client.get(url).url == f"/accounts/login/?next={url}"


def test_a_suspended_partner_reads_nothing(mine, member):
    review = ask_for(member, a_file())
    Partner.objects.update(status=Partner.Status.SUSPENDED)

    for url in (LIST, review.get_absolute_url(), review.evidence.get().get_absolute_url()):
        assert mine.get(url).status_code == 403
