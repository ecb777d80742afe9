from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.functional import cached_property

from customers.registration import searchable
from partnercenter.admin import VendorAdmin
from partnercenter.forms import AddressMixin

COUNTED_AT_MOST = 10_000


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

    def get_search_results(self, request, queryset, search_term):
        beginning = searchable(search_term.strip())
        found = Q()
        for name in self.get_search_fields(request) if beginning else ():
            found |= Q(**{f"{name}__startswith": beginning})
        return queryset.filter(found), False


class ReadOnlyMixin:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class CustomerForm(AddressMixin, forms.ModelForm):
    """Keeps the address as typed, and beside it the key that the customer is known by."""

    def clean_email(self):
        shown = super().clean_email()
        self.instance.email_key = self.address.key
        return shown
