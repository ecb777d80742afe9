import pytest
from django.core.cache import cache
from django.db import IntegrityError

from customers import guide
from customers.eligibility import RULES
from partnercenter.models import Feedback, Policy
from tests.builders import MONDAY, make_member, make_reviewer, make_staff

pytestmark = pytest.mark.django_db

HELP = "/help/"
PAGE = "/help/pre-registering-customers/"
SAID = {"helpful": "no", "troubles": ["unclear", "missing"], "comment": "Where is it?"}


@pytest.fixture(autouse=True)
def _nothing_rendered():
    """Policies are never edited, so pages are kept by their version; each test has a first version of its own."""
    guide.rendered.cache_clear()


@pytest.fixture
def mine(client):
    client.force_login(make_member().user)
    return client


def html(response):
    return response.content.decode()


def change_policy(**changes):
    policy = Policy.objects.current(MONDAY)
    fields = {field.attname: getattr(policy, field.attname) for field in Policy._meta.concrete_fields}
    Policy.objects.create(
        **fields | {"id": None, "version": policy.version + 1, "starts_at": MONDAY} | changes
    )


@pytest.mark.parametrize("chapter", guide.CHAPTERS, ids=lambda chapter: chapter.slug)
def test_every_chapter_is_read_by_strangers_and_members(client, chapter):
    assert client.get(chapter.get_absolute_url()).status_code == 200
    client.force_login(make_member().user)

    page = html(client.get(chapter.get_absolute_url()))

    assert f"<h1>{chapter.title}</h1>" in page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_reason_has_its_paragraph(client, rule):
    assert f'id="rule-{rule.code}"' in html(client.get(PAGE))


def test_the_guide_says_the_numbers_of_the_policy_in_force(client):
    before = html(client.get(PAGE)), html(client.get("/help/manual-review/"))
    change_policy(validity_days=21, quota=7, review_days=3, pause_days=1)

    after = html(client.get(PAGE)), html(client.get("/help/manual-review/"))

    assert ("valid for 15 days" in before[0], "valid for 21 days" in after[0]) == (True, True)
    assert ("fewer than 100 customers" in before[0], "fewer than 7 customers" in after[0]) == (True, True)
    assert ("due 2 working days" in before[1], "due 3 working days" in after[1]) == (True, True)
    assert ("for 5 working days at most" in before[1], "for 1 working day at most" in after[1]) == (
        True,
        True,
    )


def test_the_guide_sorts_the_reasons_as_the_policy_switches_them(client):
    change_policy(verdicts={"cash_spending": "review", "vendor_lead": "off"})

    page = html(client.get(PAGE))

    assert 'id="rule-vendor_lead"' not in page
    assert page.index('id="reviewed"') < page.index('id="rule-cash_spending"')


def test_the_contents_lead_to_every_paragraph(client):
    page = html(client.get(PAGE))

    for section in guide.sections(guide.CHAPTERS[0], Policy.objects.current(MONDAY)):
        assert f'href="#{section.id}"' in page
        assert f'<section id="{section.id}">' in page


def test_the_search_finds_paragraphs_with_every_word(client):
    page = html(client.get(HELP, {"q": "FLYER fair"}))

    assert "1 paragraph found" in page
    assert "/help/inviting-customers/#open" in page


def test_what_the_search_finds_is_shown_as_it_reads(client):
    assert "Account Management &gt; Basic" in html(client.get(HELP, {"q": "reserved a mobile"}))


def test_the_search_says_so_where_it_finds_nothing(client):
    page = html(client.get(HELP, {"q": "<zebra>"}))

    assert "0 paragraphs found" in page
    assert "&lt;zebra&gt;" in page


def test_an_unknown_chapter_is_not_found(client):
    assert client.get("/help/nowhere/").status_code == 404
    assert client.post("/help/nowhere/", SAID).status_code == 404


def test_feedback_is_stored_and_thanked_for(mine):
    response = mine.post(PAGE, SAID)

    assert response.status_code == 302
    assert "Your feedback has been sent" in html(mine.get(response.url))
    kept = Feedback.objects.get()
    assert (kept.page, kept.helpful, kept.troubles) == ("pre-registering-customers", False, "unclear missing")
    assert (kept.comment, kept.language, kept.at) == ("Where is it?", "en", MONDAY)
    assert kept.by.member


def test_strangers_give_feedback_too(client):
    client.post(PAGE, {"helpful": "yes"})

    kept = Feedback.objects.get()
    assert (kept.helpful, kept.by) == (True, None)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({}, "Please complete at least one feedback item."),
        ({"comment": " \n "}, "Content is empty."),
        ({"comment": "x" * 201}, "at most 200 characters (it has 201)"),
        ({"helpful": "perhaps"}, "Select a valid choice"),
        ({"troubles": ["boredom"], "comment": "Kept"}, "Select a valid choice"),
    ],
)
def test_feedback_that_cannot_be_kept_says_why_and_loses_nothing(client, said, answer):
    response = client.post(PAGE, said)

    assert response.status_code == 200
    assert answer in html(response)
    assert said.get("comment", "").strip() in html(response)
    assert not Feedback.objects.exists()


def test_a_comment_of_200_characters_with_line_breaks_is_kept_whole(client):
    client.post(PAGE, {"comment": "x" * 198 + "\r\ny"})

    assert Feedback.objects.get().comment == "x" * 198 + "\ny"


def test_the_twenty_first_feedback_in_an_hour_is_refused_and_not_lost(client):
    cache.clear()
    for _ in range(20):
        assert client.post(PAGE, SAID).status_code == 302

    response = client.post(PAGE, SAID)

    assert response.status_code == 429
    assert "Please try again later." in html(response)
    assert "Where is it?" in html(response)
    assert Feedback.objects.count() == 20


def test_a_feedback_says_something():
    with pytest.raises(IntegrityError):
        Feedback.objects.create(page="x", language="en", at=MONDAY)


def test_administrators_read_feedback_and_reviewers_do_not(client):
    kept = Feedback.objects.create(page="manual-review", comment="Odd", language="en", at=MONDAY)
    address = f"/admin/partnercenter/feedback/{kept.pk}/change/"
    client.force_login(make_staff())

    assert "Odd" in html(client.get("/admin/partnercenter/feedback/"))
    assert client.get(address).status_code == 200
    assert client.post(address, {"comment": "Even"}).status_code == 403
    client.force_login(make_reviewer())
    assert client.get(address).status_code == 403


def test_a_reason_links_to_its_paragraph(mine):
    mine.post(
        "/partner-center/customers/preregister/",
        {"email": "ada@acme.example", "company_name": "A", "country": "DE"},
    )

    page = html(
        mine.post(
            "/partner-center/customers/preregister/",
            {"email": "bo@acme.example", "company_name": "A", "country": "DE"},
        )
    )

    assert f'href="{PAGE}#rule-country_differs"' in page


@pytest.mark.parametrize("address", [HELP, PAGE, HELP + "?q=review"])
def test_the_guide_costs_one_query_of_a_stranger(client, address, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(address)
