"""Every address of the admin, tried by a stranger, a partner and a reviewer."""

from uuid import UUID

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, URLPattern, reverse

from customers import invitations
from customers.models import Invitation
from partnercenter.models import User
from reviews.admin.acts import ACTS
from reviews.models import CommentTemplate, Review
from tests.builders import PASSWORD, attempt, make_account, make_case, make_hold, make_member, make_staff

pytestmark = pytest.mark.django_db

ZERO = UUID(int=0)
CASE = {f"reviews_review_{name}" for name in ("changelist", "change", "history")}
TEMPLATES = {f"reviews_commenttemplate_{name}" for name in ("changelist", "change", "history")}
OWN = {"index", "password_change", "password_change_done", "logout", "login", "jsi18n"}
OPEN_TO_REVIEWERS = CASE | TEMPLATES | OWN | {f"reviews_review_{name}" for name in ACTS}


def patterns(found, prefix=""):
    for pattern in found:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern.url_patterns)


def addresses():
    """Name and address of each admin page; those of a row name row 1, or one that cannot be."""
    for pattern in patterns(admin.site.get_urls()):
        if pattern.name is None:
            continue
        for values in ((), ("1",), ("reviews",), ("1", "1"), (ZERO,)):
            try:
                yield pattern.name, reverse(f"admin:{pattern.name}", args=values)
            except NoReverseMatch:
                continue
            break
        else:
            raise AssertionError(f"no address for {pattern.name}: teach this test its arguments")


ADDRESSES = sorted(set(addresses()))


@pytest.fixture
def rows(_data_of_migrations):
    """Something at every kind of address, with every secret that must not show."""
    member = make_member()
    make_account("account@acme.example")
    attempt("granted@acme.example", member=member)
    make_case(member)
    CommentTemplate.objects.create(title="Another team", words="No.", outcome="rejected")
    invitations.issue(
        make_hold(member), Invitation.Channel.LINK, by=member.user, at=make_hold(member).created_at
    )


def here(address):
    """The same page of the case that is there: a database need not begin to count anew."""
    return address.replace("/review/1/", f"/review/{Review.objects.get().pk}/")


def answers(client, address):
    address = here(address)
    return client.get(address), client.post(address, {"post": "yes", "comment": "Hm."})


def test_the_walk_finds_every_registered_model():
    names = {name for name, _address in ADDRESSES}

    for model in admin.site._registry:
        assert f"{model._meta.app_label}_{model._meta.model_name}_changelist" in names
    assert names >= OPEN_TO_REVIEWERS


@pytest.mark.parametrize(("name", "address"), ADDRESSES)
def test_a_stranger_and_a_partner_see_no_admin_page(client, rows, name, address):
    for response in answers(client, address):
        assert response.status_code == 302, (name, response.status_code)
        assert response.url.startswith(("/accounts/login/", "/admin/login/")) or name == "logout", (
            name,
            response.url,
        )

    client.force_login(make_member(role="owner").user)
    if name not in ("logout", "jsi18n"):
        address = here(address)
        for response in (client.get(address, follow=True), client.post(address, follow=True)):
            assert response.status_code == 403, (name, response.status_code)


@pytest.mark.parametrize(("name", "address"), ADDRESSES)
def test_a_reviewer_sees_the_reviews_and_nothing_else(client, rows, reviewer, name, address):
    secrets = [user.password for user in User.objects.all()]
    secrets += [client.session.session_key, Invitation.objects.get().token]

    seen, sent = answers(client, address)

    if name in OPEN_TO_REVIEWERS or address == "/admin/reviews/":
        assert seen.status_code in (200, 302, 405)
    else:
        # Where nothing is at that key, the admin says so on its first page.
        assert seen.status_code in (403, 404) or seen.url == "/admin/"
        assert sent.status_code in (403, 404, 405) or sent.url == "/admin/"
    for response in (seen, sent):
        body = response.content.decode()
        assert not [secret for secret in secrets if secret in body]


def test_the_first_page_names_the_reviews_only(client, rows, reviewer):
    apps = client.get("/admin/").context["app_list"]

    assert [(app["app_label"], [model["object_name"] for model in app["models"]]) for app in apps] == [
        ("reviews", ["CommentTemplate", "Review"])
    ]


def test_the_groups_have_exactly_their_rights():
    rights = {
        group.name: sorted(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }

    assert rights == {
        "Reviewers": ["decide_review", "view_commenttemplate", "view_evidence", "view_review"],
        "Review escalation": ["escalate_review"],
    }
    assert Permission.objects.filter(codename="decide_review").count() == 1


def test_templates_are_read_by_reviewers_and_edited_by_administrators(client, rows, reviewer):
    template = CommentTemplate.objects.get()
    address = reverse("admin:reviews_commenttemplate_change", args=[template.pk])
    edit = {"title": "Another team", "outcome": "rejected", "words": "Sorry."}

    assert client.get(address).status_code == 200
    assert client.post(address, edit).status_code == 403
    client.force_login(make_staff())
    assert client.post(address, edit).status_code == 302
    template.refresh_from_db()
    assert template.words == "Sorry."


def test_a_reviewer_who_is_no_longer_active_is_out_at_the_next_click(client, rows, reviewer):
    User.objects.filter(pk=reviewer.pk).update(is_active=False)

    response = client.get(reverse("admin:reviews_review_changelist"))

    assert response.url.startswith("/accounts/login/")
    assert not client.login(username=reviewer.email, password=PASSWORD)
    assert Review.objects.filter(outcome="").count() == 1
