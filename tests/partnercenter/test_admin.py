"""Who may open which admin page, garbage on all of them, and the users."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.urls import reverse

from partnercenter.models import User
from tests.builders import MONDAY, PASSWORD, make_member, make_staff

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
GARBAGE = [
    "q=%00",
    "q=%27%22%3Cscript%3E",
    "q=" + "x" * 3000,
    "status__exact=xyz",
    "status__exact=%00",
    "status=%00",
    "country=%00",
    "partner__id__exact=abc",
    "partner__id__exact=99999999999999999999999",
    "site__exact=%00",
    "outcome__exact=%00",
    "went_to__exact=%00",
    "is_staff__exact=maybe",
    "name=%00",
    "password__startswith=a",
    "id__in=a,b",
    "no_such_field=1",
    "p=xyz",
    "p=99999999999",
    "o=99.zz",
    "all=",
    "_facets=x",
    "_to_field=password",
    "_popup=%00",
]


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def pages(model):
    return [address(model, "changelist"), address(model, "add"), address(model, "change", 1)]


@pytest.fixture
def administrator(client):
    user = make_staff()
    client.force_login(user)
    return user


@pytest.fixture
def limited(client):
    """Signs in staff with the named permissions on users only."""

    def sign_in(*verbs):
        user = User.objects.create_user("helper@vendor.example", PASSWORD, name="Bo", is_staff=True)
        codenames = [f"{verb}_user" for verb in verbs]
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return user

    return sign_in


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_admin_sends_a_stranger_to_the_one_sign_in_page(client, model):
    for page in pages(model):
        response = client.get(page)

        assert (response.status_code, response.url.split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_admin_is_closed_to_members_and_to_staff_without_permissions(client, limited, model):
    client.force_login(make_member(role="owner").user)
    assert [client.get(page, follow=True).status_code for page in pages(model)] == [403, 403, 403]

    limited()
    assert [client.get(page).status_code for page in pages(model)] == [403, 403, 403]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_admin_opens_every_list_and_add_page_to_an_administrator(client, rf, administrator, model):
    request = rf.get("/")
    request.user = administrator
    may_add = admin.site._registry[model].has_add_permission(request)

    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "add")).status_code == (200 if may_add else 403)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_admin_lists_survive_garbage(client, administrator, model):
    for query in GARBAGE:
        response = client.get(f"{address(model, 'changelist')}?{query}")

        assert response.status_code in (200, 302, 400), query


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    "key", ["abc", "0", "-1", "9" * 40, "%00", "\0", "00000000-0000-0000-0000-000000000000"]
)
def test_admin_has_nothing_at_a_garbage_key(client, administrator, model, key):
    for page in ("change", "history", "delete"):
        assert client.get(address(model, page, key)).status_code in (302, 403, 404)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_admin_actions_survive_a_garbage_selection(client, administrator, model):
    response = client.post(
        address(model, "changelist"), {"action": "release", "_selected_action": ["abc", "\0"], "index": "0"}
    )

    assert response.status_code in (200, 302, 400, 403)


def test_admin_pages_carry_the_vendor_and_no_inline_style_or_script(client, administrator, settings):
    settings.VENDOR_NAME = "Nimbus"

    for page in (reverse("admin:index"), address(User, "changelist"), address(User, "add")):
        html = client.get(page).content.decode()

        assert "Nimbus Partner Center" in html
        assert "Django" not in html.split("</head>")[0]
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
        assert "<script>" not in html


def test_autocomplete_survives_garbage(client, administrator):
    fields = {"app_label": "partnercenter", "model_name": "member", "field_name": "user"}

    answer = client.get(reverse("admin:autocomplete"), fields | {"term": "Ad\0a"})

    assert [row["text"] for row in answer.json()["results"]] == ["Ada"]


def test_user_list_shows_people_in_a_constant_number_of_queries(
    client, administrator, django_assert_num_queries
):
    make_member()
    with django_assert_num_queries(8):
        client.get(address(User, "changelist"))
    for _ in range(5):
        make_member()

    with django_assert_num_queries(8):
        html = client.get(address(User, "changelist")).content.decode()

    assert html.count("Mei Tan") == 6


def test_user_search_finds_by_address_and_name(client, administrator):
    make_member(email="mei@globex.example")
    make_member(email="lin@globex.example", name="Lin Wu")

    for term, found in [("MEI@glob", "mei@globex.example"), ("wu", "lin@globex.example")]:
        rows = client.get(address(User, "changelist"), {"q": term}).context["cl"].result_list
        assert [user.email for user in rows] == [found]


def create(client, email, password=PASSWORD, again=None):
    answers = {"email": email, "name": "New", "password1": password, "password2": again or password}
    return client.post(address(User, "add"), answers)


def test_user_is_created_with_a_password_and_signs_in(client, administrator):
    create(client, "New.Person@Vendor.Example")

    user = User.objects.get(email="new.person@vendor.example")
    assert user.check_password(PASSWORD)
    assert not user.is_staff
    client.logout()
    client.post(reverse("account_login"), {"login": "new.person@vendor.example", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("spelling", ["MEI@globex.example", "mei@GLOBEX.example", " mei@globex.example "])
def test_user_is_refused_next_to_the_field_for_another_spelling_of_a_mailbox(client, administrator, spelling):
    make_member(email="mei@globex.example")

    form = create(client, spelling).context["adminform"].form

    assert form.errors == {"email": ["User with this Email address already exists."]}


def test_user_is_refused_for_two_names_of_one_international_domain(client, administrator):
    make_member(email="mei@bücher.example")

    assert list(create(client, "mei@xn--bcher-kva.example").context["adminform"].form.errors) == ["email"]


@pytest.mark.parametrize("email", ["", "nonsense", "müller@acme.example", "a@b", "x" * 250 + "@acme.example"])
def test_user_with_an_address_that_is_none_is_refused_next_to_the_field(client, administrator, email):
    form = create(client, email).context["adminform"].form

    assert list(form.errors) == ["email"]


@pytest.mark.parametrize(("password", "again"), [("short", None), ("passwordpassword1", "other"), ("1", "2")])
def test_user_with_a_weak_or_mistyped_password_is_refused(client, administrator, password, again):
    form = create(client, "new@vendor.example", password, again).context["adminform"].form

    assert list(form.errors) == ["password2"]
    assert not User.objects.filter(email="new@vendor.example").exists()


def test_user_change_moves_the_sign_in_address_and_the_old_one_ends(client, administrator):
    user = make_member(email="old@globex.example").user
    client.logout()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.force_login(administrator)

    answer = client.post(
        address(User, "change", user.pk), {"email": "New@globex.example", "name": "Mei", "is_active": "on"}
    )

    assert answer.status_code == 302
    client.logout()
    client.post(reverse("account_login"), {"login": "old@globex.example", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), {"login": "new@globex.example", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_user_change_refuses_a_taken_or_broken_address(client, administrator):
    user, other = make_member().user, make_member().user

    for email in (other.email.upper(), "nonsense"):
        answer = client.post(address(User, "change", user.pk), {"email": email, "name": "Mei"})
        assert list(answer.context["adminform"].form.errors) == ["email"]


def test_user_password_is_changed_by_an_administrator(client, administrator):
    user = make_member().user

    client.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {"password1": "another long secret", "password2": "another long secret", "usable_password": "true"},
    )

    user.refresh_from_db()
    assert user.check_password("another long secret")


def test_user_is_never_deleted(client, administrator):
    user = make_member().user

    assert client.post(address(User, "delete", user.pk), {"post": "yes"}).status_code == 403
    client.post(
        address(User, "changelist"),
        {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"},
    )
    assert User.objects.filter(pk=user.pk).exists()


def test_staff_who_edit_users_cannot_raise_themselves(client, limited):
    me = limited("view", "change", "add")
    Group.objects.create(name="reviewers")

    answers = {"email": me.email, "name": "Bo", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert client.post(address(User, "change", me.pk), answers).status_code == 302

    me.refresh_from_db()
    assert not me.is_superuser


def test_staff_who_edit_users_cannot_take_over_an_administrator(client, limited):
    administrator = make_staff(last_login=MONDAY)
    limited("view", "change", "add")
    stolen = {
        "password1": "another long secret",
        "password2": "another long secret",
        "usable_password": "true",
    }

    assert (
        client.post(address(User, "change", administrator.pk), {"email": "me@x.example"}).status_code == 403
    )
    password_page = reverse("admin:auth_user_password_change", args=[administrator.pk])
    assert client.post(password_page, stolen).status_code == 403


def test_second_factor_is_removed_for_who_lost_the_device_and_its_secret_is_shown_to_nobody(
    client, administrator
):
    factor = TOTP.activate(make_member().user, "JBSWY3DPEHPK3PXP").instance

    page = client.get(address(Authenticator, "change", factor.pk)).content.decode()
    assert "Mei Tan" in page
    assert "JBSWY3DPEHPK3PXP" not in page
    client.post(address(Authenticator, "delete", factor.pk), {"post": "yes"})
    assert not Authenticator.objects.exists()


def test_the_second_factors_are_called_so_and_their_section_is_no_ministry(client, administrator):
    english = client.get(reverse("admin:index")).content.decode()
    User.objects.filter(pk=administrator.pk).update(language="ar")

    arabic = client.get(reverse("admin:index")).content.decode()

    assert ">Second factors</a>" in english
    assert "Authenticators" not in english
    assert "المصادقة الثنائية" in arabic
    assert "وزارة الخارجية" not in arabic


def test_recovery_codes_go_with_the_second_factor(client, administrator):
    owner = make_staff()
    TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(owner)
    factor = Authenticator.objects.get(user=owner, type=Authenticator.Type.TOTP)

    client.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})

    assert not Authenticator.objects.filter(user=owner).exists()


def test_an_old_address_neither_signs_in_nor_resets_after_an_administrator_changed_it(client, administrator):
    user = make_member(email="old@globex.example").user
    client.post("/accounts/password/reset/", {"email": "old@globex.example"})
    page = reverse("admin:partnercenter_user_change", args=[user.pk])
    mail.outbox.clear()

    client.post(page, {"email": "new@globex.example", "name": "Mei Tan", "is_active": "on"})
    client.logout()
    client.post("/accounts/password/reset/", {"email": "old@globex.example"})

    assert mail.outbox == []
    old = client.post("/accounts/login/", {"login": "old@globex.example", "password": PASSWORD})
    new = client.post("/accounts/login/", {"login": "new@globex.example", "password": PASSWORD})
    assert (old.status_code, new.status_code) == (200, 302)


def test_groups_stay_registered(client, administrator):
    client.post(address(Group, "add"), {"name": "helpers"})

    assert Group.objects.filter(name="helpers").exists()
