"""The download of a piece of evidence: for whom, and how."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse

from reviews import cases
from reviews.evidence import Checked
from reviews.models import Evidence
from tests.builders import MONDAY, attempt, make_case, make_member, make_partner, make_request, make_reviewer
from tests.reviews.files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(make_partner("globex"))


@pytest.fixture
def mine(client, member):
    client.force_login(member.user)
    return client


def ask_for(member, *files):
    decision = attempt(member=member, country="MY")
    return cases.open_case(decision, make_request(*files), member=member, at=MONDAY)


def a_file(name="letter.pdf"):
    return Checked(name, "pdf", len(PDF), BytesIO(PDF))


def test_a_file_is_only_ever_saved(mine, member):
    review = ask_for(member, a_file('报价 "neu".pdf'))

    response = mine.get(review.evidence.get().get_absolute_url())

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%8A%A5")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"


def test_i6_reviewers_read_files_and_other_staff_and_strangers_do_not(client, member):
    url = ask_for(member, a_file()).evidence.get().get_absolute_url()
    plain_staff = make_reviewer(is_active=True)
    plain_staff.user_permissions.clear()

    client.force_login(make_reviewer())
    assert client.get(url).status_code == 200
    client.force_login(plain_staff)
    assert client.get(url).status_code == 404


def test_who_has_left_the_staff_reads_no_file_by_a_right_that_was_left_behind(client, member):
    url = ask_for(member, a_file()).evidence.get().get_absolute_url()
    former = make_reviewer()
    client.force_login(former)
    assert client.get(url).status_code == 200

    former.is_staff = False
    former.save()

    assert client.get(url).status_code == 404


def test_a_file_under_another_cases_number_is_none(mine, member):
    file = ask_for(member, a_file()).evidence.get()
    other = make_case(member)

    assert mine.get(reverse("reviews:evidence", args=[other.number, file.pk])).status_code == 404
    assert mine.get(reverse("reviews:evidence", args=[other.number, uuid4()])).status_code == 404


def test_a_file_that_the_disk_has_lost_is_none(mine, member):
    file = ask_for(member, a_file()).evidence.get()
    Evidence._meta.get_field("file").storage.delete(file.file.name)

    assert mine.get(file.get_absolute_url()).status_code == 404
