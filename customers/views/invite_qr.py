"""The QR code of an invitation: for the screen, to download, and on a sheet to print."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views import View

from customers import invitations, invite_presentation, qr
from customers.models import Invitation
from customers.views.inviting import InvitingMixin
from partnercenter import letters

LANGUAGES = dict(settings.LANGUAGES)


class QrView(InvitingMixin, View):
    kind = qr.SVG

    def get(self, request, pk):
        row = self.find(pk)
        return image(request, self.live(row, Invitation.Channel.QR), self.kind, name=row.company_name)


def image(request, way_in, kind, *, name):
    """One image. The browser may keep it, but asks each time whether it may still show it."""
    etag = f'"{qr.name(way_in, kind)}"'
    response = get_conditional_response(request, etag=etag) or draw(request, way_in, kind, name)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def draw(request, way_in, kind, name):
    response = HttpResponse(qr.image(way_in, kind), content_type=qr.CONTENT_TYPES[kind])
    if kind == qr.PNG or "download" in request.GET:
        # Letters that every file system takes; a name in another script leaves none.
        name = slugify(name)[:60] or "customer"
        response["Content-Disposition"] = f'attachment; filename="invitation-{name}.{kind}"'
    return response


class PrintView(InvitingMixin, View):
    """A sheet for a meeting or a letter, in the customer's language and with the partner's zone."""

    def get(self, request, pk):
        row = self.find(pk)
        invitation = self.live(row, Invitation.Channel.QR)
        language = request.GET.get("language")
        if language not in LANGUAGES:
            language = invitations.last_words(row)["language"]
        reader = get_language()
        with letters.reading(language, self.partner.time_zone):
            context = {
                "customer": row,
                "address": invitation.address,
                "until": invite_presentation.until(row),
                "theme": "light",  # paper is white
                "language": language,
                "reader": reader,
            }
            return render(request, "customers/invite_sheet.html", context)
