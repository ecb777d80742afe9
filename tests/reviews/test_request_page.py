"""The request for a review: in the dialog and as a page, what it takes, and what it never loses."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from customers.models import Decision, PreRegistration
from partnercenter.models import Member
from reviews import evidence
from reviews.forms import RequestForm
from reviews.models import Review
from tests.builders import attempt, make_hold, make_lead, make_member, make_partner
from tests.reviews.files import PDF, document, picture

pytestmark = pytest.mark.django_db

PREREGISTER = "/partner-center/customers/preregister/"
NEW = "/partner-center/reviews/new/"
HTMX = {"HX-Request": "true"}
TYPED = {
    "justification": "We run their <b>warehouse</b>.\r\n我们已合作三年。",
    "expected_spend": "48,000",
    "currency": "SGD",
    "contact_history": "Met in March.",
    "customer_contact": "Omar Haddad, +60 3 2161 0000",
}


@pytest.fixture
def member():
    return make_member(make_partner("globex", time_zone="Asia/Singapore"), name="Mei Tan")


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def decision(member):
    return attempt("omar@kestrel.example", member=member, country="MY", contact_name="Omar Haddad")


@pytest.fixture
def form(decision):
    return f"{NEW}?decision={decision.number}"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def invalid(response):
    """The names of the fields that have an error beside them."""
    html = response.content.decode()
    return re.findall(r'id="id_(\w+)_error"', html)


def expect_kept(response, typed=TYPED):
    kept = response.context["form"]
    assert {name: kept[name].value() for name in typed} == typed


def upload(content=PDF, name="letter.pdf"):
    return SimpleUploadedFile(name, content)


def test_r10_the_answer_that_needs_a_review_offers_the_request(mine):
    answered = mine.post(PREREGISTER, {"email": "a@b.example", "company_name": "A", "country": "MY"})

    link = f"{NEW}?decision={Decision.objects.get().number}"
    html = answered.content.decode()
    assert f'href="{link}" hx-get="{link}" hx-target="#dialog">Preregister Customer</a>' in html


def test_r11_a_lead_of_the_vendor_leads_to_the_request_as_well(mine, member):
    make_lead("omar@kestrel.example")
    decision = attempt("omar@kestrel.example", member=member)

    response = mine.get(f"{NEW}?decision={decision.number}")

    assert 'data-code="vendor_lead"' in response.content.decode()
    assert 'name="justification"' in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "dialog"])
def test_the_form_shows_what_was_typed_and_why(mine, form, headers):
    response = mine.get(form, headers=headers)

    html = response.content.decode()
    assert ("<html" in html) == (headers == {})
    assert "omar@kestrel.example" in html
    assert 'data-code="country_differs"' in html
    assert 'data-used="0" data-quota="100"' in html
    assert response.context["form"]["customer_contact"].value() == "Omar Haddad"
    assert response.context["form"]["currency"].value() == "SGD"
    assert 'enctype="multipart/form-data"' in html


def test_r14_submitting_opens_the_case_and_leads_to_it_with_the_message(mine, form):
    response = mine.post(
        form, TYPED | {"evidence": [upload(), upload(picture("PNG"), "报价.png")]}, follow=True
    )

    review = Review.objects.get()
    assert response.redirect_chain == [(review.get_absolute_url(), 302)]
    assert "is held for you while a reviewer decides." in text_of(response)
    assert review.justification == "We run their <b>warehouse</b>.\n我们已合作三年。"
    assert (review.expected_spend, review.currency) == (48_000, "SGD")
    assert [file.name for file in review.evidence.all()] == ["letter.pdf", "报价.png"]
    assert review.preregistration.status == "pending_review"


def test_from_the_dialog_the_whole_window_is_led_to_the_case(mine, form):
    response = mine.post(form, TYPED, headers=HTMX)

    assert response["HX-Redirect"] == Review.objects.get().get_absolute_url()
    assert "held for you while a reviewer decides" in text_of(mine.get(response["HX-Redirect"]))


def test_sent_twice_it_is_one_case_and_a_success_both_times(mine, form):
    answers = [mine.post(form, TYPED) for _ in range(2)]

    assert [answer.url for answer in answers] == [Review.objects.get().get_absolute_url()] * 2
    assert mine.get(form).url == answers[0].url


WRONG = [
    ({"justification": ""}, "justification"),
    ({"justification": " \r\n "}, "justification"),
    ({"justification": "a\x00b"}, "justification"),
    ({"justification": "x" * 4001}, "justification"),
    ({"expected_spend": ""}, "expected_spend"),
    ({"expected_spend": "-1"}, "expected_spend"),
    ({"expected_spend": "much"}, "expected_spend"),
    ({"expected_spend": "NaN"}, "expected_spend"),
    ({"expected_spend": "Infinity"}, "expected_spend"),
    ({"expected_spend": "1e999999"}, "expected_spend"),
    ({"expected_spend": "9" * 100_000}, "expected_spend"),
    ({"expected_spend": "4,8,0"}, "expected_spend"),
    ({"expected_spend": "1.2345"}, "expected_spend"),
    ({"expected_spend": "1,000,000,000,000"}, "expected_spend"),
    ({"currency": ""}, "currency"),
    ({"currency": "DEM"}, "currency"),
    ({"contact_history": ""}, "contact_history"),
    ({"contact_history": "x" * 4001}, "contact_history"),
    ({"customer_contact": ""}, "customer_contact"),
    ({"customer_contact": "x" * 301}, "customer_contact"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_a_wrong_field_is_answered_beside_it_and_nothing_is_lost(mine, form, changes, field):
    response = mine.post(form, TYPED | changes)

    assert response.status_code == 200
    assert invalid(response) == [field]
    expect_kept(response, TYPED | changes)
    assert not Review.objects.exists()


def test_a_line_break_counts_as_the_browser_counts_it(member):
    form = RequestForm(TYPED | {"justification": "x\r\n" * 2000}, member=member)

    assert form.is_valid()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([upload(b"<svg/>", "logo.svg")], "logo.svg: It is none of"),
        ([upload(document({"word/vbaProject.bin": b""}), "order.docm")], "order.docm: It contains macros."),
        ([upload(b"", "empty.pdf")], "empty.pdf: It is empty."),
        ([upload(PDF + b" " * evidence.LARGEST, "big.pdf")], "big.pdf: It is larger than 10.0 MB."),
        ([upload(), upload(b"<html>", "page.html")], "page.html: It is none of"),
        ([upload()] * 6, "at most 5 files"),
    ],
)
def test_a_refused_file_is_told_beside_its_field_and_all_else_is_kept(mine, form, files, words):
    response = mine.post(form, TYPED | {"evidence": files})

    assert invalid(response) == ["evidence"]
    assert words in text_of(response)
    assert "choose them again" in text_of(response)
    expect_kept(response)
    assert not PreRegistration.objects.exists()


def test_in_the_dialog_good_files_stay_chosen_beside_a_wrong_field(mine, form):
    def send(**changes):
        return mine.post(form, TYPED | changes, headers=HTMX).content.decode()

    wrong_field = send(justification="", evidence=[upload()])
    wrong_file = send(evidence=[upload(b"<svg/>")])

    assert 'hx-preserve="true"' in wrong_field
    assert "choose them again" not in wrong_field
    assert "hx-preserve" not in wrong_file
    assert "choose them again" in wrong_file


def test_what_refuses_by_now_is_answered_with_its_receipt_and_nothing_is_lost(mine, form):
    make_hold(email="omar@kestrel.example")

    response = mine.post(form, TYPED)

    assert 'data-outcome="refused"' in response.content.decode()
    assert 'data-code="held_by_another_partner"' in response.content.decode()
    expect_kept(response)
    assert not Review.objects.exists()


def test_what_needs_no_review_any_more_is_told_in_plain_words(mine, member):
    decision = attempt(member=member)

    response = mine.get(f"{NEW}?decision={decision.number}")

    assert "There is nothing to review about this attempt." in text_of(response)
    assert 'name="justification"' not in response.content.decode()
    assert mine.post(f"{NEW}?decision={decision.number}", TYPED).status_code == 200
    assert not Review.objects.exists()


@pytest.mark.parametrize("number", ["", "D-2026-000099", "D-1999-{pk:06d}", "{pk}", "x", "%00"])
def test_only_the_very_number_of_a_decision_opens_the_form(mine, decision, number):
    assert mine.get(f"{NEW}?decision={number.format(pk=decision.pk)}").status_code == 404


def test_r1_a_viewer_is_told_who_may_ask(client, member, form):
    client.force_login(make_member(member.partner, Member.Role.VIEWER).user)

    assert "Owners and agents send them." in text_of(client.get(form))
    assert 'data-code="not_permitted"' in client.post(form, TYPED).content.decode()


def whose(response):
    return re.search(r'name="whose" value="([^"]+)"', response.content.decode())[1]


def test_i7_what_was_typed_survives_the_end_of_the_session_but_for_the_files(mine, member, form):
    owner = whose(mine.get(form))
    mine.logout()
    answer = mine.post(form, TYPED | {"whose": owner, "evidence": [upload()]})
    assert answer.url.startswith("/accounts/login/?next=/partner-center/reviews/new/")
    mine.force_login(member.user)

    back = mine.get(form)

    expect_kept(back)
    assert "choose them again" in text_of(back)
    mine.post(form, TYPED)
    assert "review_typed_while_signed_out" not in mine.session


def test_i6_what_was_typed_is_for_nobody_else_who_signs_in_there(mine, member, form):
    owner = whose(mine.get(form))
    mine.logout()
    mine.post(form, TYPED | {"whose": owner})
    mine.force_login(make_member(member.partner).user)

    assert mine.get(form).context["form"]["justification"].value() is None


def test_i7_what_was_typed_for_one_customer_is_not_shown_for_another(mine, member, form):
    owner = whose(mine.get(form))
    mine.logout()
    mine.post(form, TYPED | {"whose": owner})
    mine.force_login(member.user)
    other = attempt(member=member, country="MY")

    page = mine.get(f"{NEW}?decision={other.number}")

    assert page.context["form"]["justification"].value() is None


def test_a_body_of_more_than_five_files_is_refused_before_it_is_read(mine, form):
    def send(size, url=form):
        return mine.generic("POST", url, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(size))

    refused = send(evidence.LARGEST_BODY + 1)

    assert refused.status_code == 413
    assert "takes at most 52.0 MB at once" in text_of(refused)
    assert send(evidence.LARGEST_BODY).status_code != 413


@pytest.mark.parametrize(
    "path", [PREREGISTER, "/accounts/login/", "/admin/login/", "/partner-center/reviews/"]
)
def test_no_other_page_takes_more_than_two_and_a_half_megabytes(mine, settings, path):
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def send(size):
        return mine.generic("POST", path, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(size))

    assert send(most + 1).status_code == 413
    assert send("1e9").status_code == 413
    assert send(most).status_code != 413
