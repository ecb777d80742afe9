"""What every admin page of ours shares."""

from contextlib import suppress

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.db import DataError, IntegrityError
from django.db.models import DateTimeField, Q
from django.forms import SplitDateTimeField
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partnercenter.errors import RuleViolation

COUNTED_AT_MOST = 10_000


class LostRace(RuleViolation):
    code = "lost_race"

    def __init__(self):
        super().__init__(
            _("Someone saved the same at this moment, so yours was not saved. Please try again.")
        )


class NamedDateTime(AdminSplitDateTime):
    """Django names the two fields beside them only, where a screen reader does not look."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for part, name in zip(self.widgets, (_("Date"), _("Time")), strict=True):
            part.attrs["aria-label"] = name


class VendorAdmin(admin.ModelAdmin):
    """An admin page that answers a lost race or a garbled request with words instead of an error."""

    formfield_overrides = {DateTimeField: {"form_class": SplitDateTimeField, "widget": NamedDateTime}}
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


class BoundedPaginator(Paginator):
    """Counts no further than anyone leafs: counting millions would cost more than showing a page of them."""

    @cached_property
    def count(self):
        return self.object_list[:COUNTED_AT_MOST].count()


class LargeAdmin(VendorAdmin):
    """A list that may hold millions: in key order only, found by how a search field begins."""

    paginator = BoundedPaginator
    show_full_result_count = False
    list_max_show_all = 0
    ordering = ("-pk",)
    sortable_by = ()

    def beginnings(self, typed):
        """How a field may begin that is sought by these letters."""
        return {typed, typed.casefold()}

    def get_search_results(self, request, queryset, search_term):
        typed = search_term.strip()
        found = Q()
        for name in self.get_search_fields(request) if typed else ():
            for beginning in self.beginnings(typed):
                found |= Q(**{f"{name}__startswith": beginning})
        return queryset.filter(found), False


class ReadOnlyMixin:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
