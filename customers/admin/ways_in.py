"""Invitations: looked at, and revoked where they must be. Nobody sees a link or its token."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers import invitations, invite_presentation, opening_presentation, openings
from customers.admin.base import EMAIL_OR_COMPANY, LargeAdmin
from customers.models import Acceptance, Invitation, OpenInvitation
from partnercenter import clock
from partnercenter.admin import base
from partnercenter.admin.base import ReadOnlyMixin


class RevokedFilter(admin.SimpleListFilter):
    title = _("revoked")
    parameter_name = "revoked"

    def lookups(self, request, model_admin):
        return [("no", _("No")), ("yes", _("Yes"))]

    def queryset(self, request, queryset):
        if self.value() in ("no", "yes"):
            return queryset.filter(revoked_at__isnull=self.value() == "no")
        return queryset


class InvitationMixin:
    """An invitation's row, wherever it stands. What its mail says is no business of a list."""

    def get_queryset(self, request):
        rows = (
            super().get_queryset(request).select_related("preregistration__partner", "created_by", "message")
        )
        return rows.defer("message__text", "message__html").prefetch_related("acceptances")

    @admin.display(description=_("state"))
    def state(self, invitation):
        return invite_presentation.state(invitation, clock.now())[1]


class InvitationInline(InvitationMixin, ReadOnlyMixin, admin.TabularInline):
    model = Invitation
    fields = readonly_fields = (
        "channel",
        "state",
        "created_at",
        "created_by",
        "message",
        "opened_at",
        "opens",
        "revoked_at",
    )
    extra = 0


class RevokeMixin:
    """Revoking ends the link for whoever has it; the row stays as history."""

    actions = ("revoke_selected",)

    def has_revoke_permission(self, request):
        return request.user.has_perm(f"customers.change_{self.opts.model_name}")

    def revoke(self, way_in, *, at):
        raise NotImplementedError

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke_selected(self, request, queryset):
        live = list(queryset.filter(revoked_at=None))
        for way_in in live:
            self.revoke(way_in, at=clock.now())
        if not live:
            self.message_user(
                request, _("Nothing to revoke: all of these were revoked before."), messages.WARNING
            )
            return
        LogEntry.objects.log_actions(request.user.pk, live, CHANGE, str(_("Revoked")))
        told = ngettext(
            "%d invitation revoked: its link opens to nobody any more.",
            "%d invitations revoked: their links open to nobody any more.",
            len(live),
        )
        self.message_user(request, told % len(live), messages.SUCCESS)


@admin.register(Invitation)
class InvitationAdmin(InvitationMixin, RevokeMixin, ReadOnlyMixin, LargeAdmin):
    list_display = (
        "preregistration",
        "email",
        "partner",
        "channel",
        "state",
        "created_at",
        "created_by",
        "opens",
    )
    list_filter = ("channel", RevokedFilter, ("preregistration__partner", admin.RelatedFieldListFilter))
    search_fields = ("preregistration__email_key", "preregistration__search_text")
    search_help_text = EMAIL_OR_COMPANY
    fields = (
        "preregistration",
        "partner",
        "channel",
        "state",
        "created_at",
        "created_by",
        "greeting",
        "language",
        "message",
        "opened_at",
        "opens",
        "revoked_at",
    )

    def revoke(self, way_in, *, at):
        invitations.revoke(way_in, at=at)

    @admin.display(description=_("email address"))
    def email(self, invitation):
        return invitation.preregistration.email

    @admin.display(description=_("partner"))
    def partner(self, invitation):
        return invitation.preregistration.partner


@admin.register(OpenInvitation)
class OpenInvitationAdmin(RevokeMixin, ReadOnlyMixin, base.LargeAdmin):
    list_display = (
        "label",
        "partner",
        "state",
        "used_of_limit",
        "ends_at",
        "opens",
        "created_at",
        "created_by",
    )
    list_filter = (RevokedFilter, "partner")
    list_select_related = ("partner", "created_by")
    ordering = ("-created_at",)  # their keys do not follow the calendar
    search_fields = ("label",)
    search_help_text = _("The beginning of a label.")
    fields = (
        "label",
        "partner",
        "state",
        "used_of_limit",
        "ends_at",
        "created_at",
        "created_by",
        "opened_at",
        "opens",
        "revoked_at",
    )

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(used=opening_presentation.counted(Acceptance.objects.all()))
        )

    def revoke(self, way_in, *, at):
        openings.revoke(way_in, at=at)

    @admin.display(description=_("state"))
    def state(self, open_invitation):
        standing = openings.standing_with(open_invitation, open_invitation.used, at=clock.now())
        return opening_presentation.BADGES[standing][2]

    @admin.display(description=_("used / limit"))
    def used_of_limit(self, open_invitation):
        return f"{open_invitation.used} / {open_invitation.limit}"
