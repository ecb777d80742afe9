from django.contrib import admin

from partnercenter.admin import VendorAdmin
from reviews.models import CommentTemplate


@admin.register(CommentTemplate)
class CommentTemplateAdmin(VendorAdmin):
    list_display = ("title", "outcome")
    list_filter = ("outcome",)
    search_fields = ("title",)
