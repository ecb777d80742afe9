"""Who is asking: puts the member, its partner and the partner's terms on a view."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from partnercenter import clock
from partnercenter.models import Member, Policy


class PartnerMixin:
    """A page of one partner's members. Staff is sent to the admin, other strangers get 403."""

    open_to_suspended = ()  # methods that answer a suspended partner themselves

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.ask_to_sign_in(request)
        self.at = clock.now()
        self.member = getattr(request, "member", None)
        if self.member is None:
            return self.send_away(request)
        self.partner = self.member.partner
        if not (self.partner.is_active or request.method in self.open_to_suspended):
            return render(request, "partnercenter/suspended.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def send_away(self, request):
        if request.user.is_staff:
            return redirect("admin:index")
        raise PermissionDenied

    def ask_to_sign_in(self, request):
        return redirect_to_login(request.get_full_path())

    @cached_property
    def policy(self):
        return Policy.objects.current(self.at)

    @property
    def terms(self):
        return self.policy.terms_for(self.partner)


def member_of(user):
    """The member with its partner in one query, or None for someone who acts for no partner."""
    member = Member.objects.select_related("partner").filter(user=user).first()
    if member:
        member.user = user  # read already
    return member
