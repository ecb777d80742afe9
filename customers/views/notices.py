from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from customers import notices
from customers.models import Notice
from customers.notice_words import WORDS, Entry
from partnercenter import times
from partnercenter.access import PartnerMixin
from partnercenter.models import Member

PAGE_SIZE = 25


class NoticesView(PartnerMixin, View):
    """What the partner was told, newest first."""

    def get(self, request):
        mine = Notice.objects.of(self.partner).select_related("preregistration")
        paging = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
        seen, viewer = self.member.seen_notice, not self.member.may_register
        context = {
            "section": "notices",
            "paging": paging,
            "entries": [
                {
                    "words": Entry(notice, for_viewer=viewer, masked=True),
                    "time": times.instant(notice.at, self.at),
                    "new": notice.pk > seen,
                }
                for notice in paging
            ],
            "place": times.place(self.at),
        }
        self.mark_seen(paging)
        return render(request, "customers/notices.html", context)

    def mark_seen(self, paging):
        """Having been on the screen is all that this changes, so looking is enough and no POST is asked for.

        Never back: another tab may have shown newer ones.
        """
        newest = max((notice.pk for notice in paging), default=0)
        if newest > self.member.seen_notice:
            Member.objects.filter(pk=self.member.pk, seen_notice__lt=newest).update(seen_notice=newest)
            self.member.seen_notice = newest


class MailView(PartnerMixin, View):
    """Which kinds the member has by mail: a section of Personal Information."""

    def get(self, request):
        return redirect(f"{reverse('personal_information')}#mail")

    def post(self, request):
        notices.choose(self.member, wanted=request.POST.getlist("kinds"))
        messages.success(request, _("Saved."))
        return self.get(request)


@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class StopView(View):
    """No more mails of one kind, for whoever has such a mail: asks first, and obeys a mail client's one click (RFC 8058).

    The signature is the permission, so nobody need sign in, and a token of this site would only stop mail clients.
    """

    def dispatch(self, request, signed):
        try:
            self.member_pk, self.kind = notices.read_stop(signed)
            self.label = WORDS[self.kind].label
        except (signing.BadSignature, KeyError) as error:
            raise Http404 from error
        return super().dispatch(request)

    def get(self, request):
        return self.show(stopped=False)

    def post(self, request):
        notices.mute(self.member_pk, self.kind)
        return self.show(stopped=True)  # a mail client's one click follows no redirect

    def show(self, *, stopped):
        return render(self.request, "customers/notices_stop.html", {"label": self.label, "stopped": stopped})
