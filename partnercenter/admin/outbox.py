"""The outbox as the vendor's staff sees it: what became of each mail, never what stands in it."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnercenter import clock
from partnercenter.admin.base import LargeAdmin, ReadOnlyMixin
from partnercenter.models import Message
from partnercenter.outbox import try_now

NEWEST = 1_000  # messages whose kinds are offered: to ask all of them would be slow


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        newest = Message.objects.order_by("-pk").values_list("kind", flat=True)[:NEWEST]
        return [(kind, kind) for kind in sorted(set(newest))]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Message)
class MessageAdmin(ReadOnlyMixin, LargeAdmin):
    list_display = (
        "state",
        "kind",
        "to",
        "shown_subject",
        "created_at",
        "tries",
        "next_try_at",
        "sent_at",
        "error",
    )
    list_display_links = ("shown_subject",)
    list_filter = ("state", KindFilter, "created_at")
    search_fields = ("to",)
    search_help_text = _("The beginning of an email address.")
    actions = ("send_again",)
    fieldsets = (
        (
            None,
            {
                "fields": ("state", "kind", "to", "to_name", "sender", "shown_subject"),
                "description": _(
                    "The text is shown to nobody here: it may carry a link or a code that only its reader may have. "
                    "It is deleted 30 days after the message was sent or has failed."
                ),
            },
        ),
        (
            _("Delivery"),
            {
                "fields": (
                    "created_at",
                    "tries",
                    "next_try_at",
                    "give_up_at",
                    "sent_at",
                    "failed_at",
                    "error",
                )
            },
        ),
    )

    @admin.display(description=_("subject"))
    def shown_subject(self, message):
        return str(message)

    def has_send_permission(self, request):
        return request.user.has_perm("partnercenter.change_message")

    @admin.action(description=_("Send again"), permissions=["send"])
    def send_again(self, request, queryset):
        """Failed messages start anew, waiting ones are tried at once; what was sent stays sent."""
        chosen = queryset.count()
        again = try_now(queryset, at=clock.now())
        if again:
            words = ngettext("%d message leaves within seconds.", "%d messages leave within seconds.", again)
            self.message_user(request, words % again, messages.SUCCESS)
        if left := chosen - again:
            words = ngettext(
                "%d message was left as it is: it was sent already, is being sent, or its text is deleted.",
                "%d messages were left as they are: sent already, being sent, or their text is deleted.",
                left,
            )
            self.message_user(request, words % left, messages.WARNING)
