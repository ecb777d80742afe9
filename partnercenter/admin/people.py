"""The people who sign in, their groups and their second factors."""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from partnercenter.admin.base import VendorAdmin
from partnercenter.forms import AddressMixin
from partnercenter.models import User

# A user has one sign-in address, and it is on the user's own page.
admin.site.unregister([EmailAddress, Authenticator, Group])

# The library has names for them in English only.
Authenticator._meta.verbose_name = _("second factor")
Authenticator._meta.verbose_name_plural = _("second factors")
for name, words in (
    ("user", _("user")),
    ("type", _("kind")),
    ("created_at", _("created at")),
    ("last_used_at", _("last used at")),
):
    Authenticator._meta.get_field(name).verbose_name = words


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
