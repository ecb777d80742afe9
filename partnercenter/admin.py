"""The vendor's side: what every admin page of ours shares, and the people who sign in."""

from contextlib import suppress

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.models import Group
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError, IntegrityError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from partnercenter.errors import RuleViolation
from partnercenter.forms import AddressMixin
from partnercenter.models import User

# Staff who act for no partner have no page outside the admin to go to.
admin.site.site_url = None
# A user has one sign-in address, and it is on the user's own page.
admin.site.unregister([EmailAddress, Authenticator, Group])


class LostRace(RuleViolation):
    code = "lost_race"

    def __init__(self):
        super().__init__(
            _("Someone saved the same at this moment, so yours was not saved. Please try again.")
        )


class VendorAdmin(admin.ModelAdmin):
    """An admin page that answers a lost race or a garbled request with words instead of an error."""

    view_on_site = False  # the partner's pages are not the vendor's

    def changeform_view(self, request, *args, **kwargs):
        with suppress(RuleViolation):
            return super().changeform_view(request, *args, **kwargs)
        try:
            # The second look sees who was faster, and says so beside the field with all that was typed.
            return super().changeform_view(request, *args, **kwargs)
        except RuleViolation as violation:
            self.message_user(request, violation.message, messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        try:
            # Only what was edited: someone else may have changed the rest since the page was opened.
            obj.save(update_fields=edited(form) if change else None)
        except IntegrityError as error:
            raise LostRace from error

    def changelist_view(self, request, *args, **kwargs):
        try:
            return super().changelist_view(request, *args, **kwargs)
        except DataError as error:  # PostgreSQL reads no NUL in a filter
            raise BadRequest from error

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def response_action(self, request, queryset):
        try:
            queryset.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))
        except (ValueError, ValidationError) as error:
            raise BadRequest from error
        return super().response_action(request, queryset)


def edited(form):
    """The columns that a form has changed; the key belongs to its address."""
    columns = {field.name for field in form.instance._meta.concrete_fields}
    changed = columns & set(form.changed_data)
    return changed | ({"email_key"} & columns if "email" in changed else set())


class SignInMixin(AddressMixin):
    """A user is known by the address's key, so that one mailbox signs in once."""

    def clean_email(self):
        super().clean_email()
        return self.address.key


class NewUserForm(SignInMixin, auth_forms.BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class UserForm(SignInMixin, auth_forms.UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(VendorAdmin, auth_admin.UserAdmin):
    """Users are switched off, never deleted: the history names them."""

    POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")

    add_form_template = None
    add_form = NewUserForm
    form = UserForm
    list_display = ("name", "email", "is_staff", "is_active", "last_login")
    list_display_links = ("name", "email")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Preferences"), {"fields": ("language", "time_zone")}),
        (_("Rights"), {"fields": ("is_active", *POWERS)}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            # The sign-in library remembers addresses; the old one must neither sign in nor reset the password.
            EmailAddress.objects.filter(user=obj).delete()

    def get_readonly_fields(self, request, obj=None):
        powers = () if request.user.is_superuser else self.POWERS
        return (*self.readonly_fields, *powers)

    def has_change_permission(self, request, obj=None):
        """Staff who may edit users cannot take over an administrator by a new password or address."""
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Group)
class GroupAdmin(VendorAdmin, auth_admin.GroupAdmin):
    pass


@admin.register(Authenticator)
class SecondFactorAdmin(VendorAdmin):
    """Removing one lets a user who lost a device set up another. The secrets in it are shown to nobody."""

    list_display = fields = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    ordering = ("-pk",)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def delete_model(self, request, obj):
        self.delete_queryset(request, Authenticator.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        """Recovery codes alone are no second factor, so they go with it."""
        Authenticator.objects.filter(user__in=queryset.values("user")).delete()
