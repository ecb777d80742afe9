from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views import View

from customers import disclosures, exports
from customers.errors import TooManyDisclosures
from customers.forms import ListForm
from customers.models import Disclosure
from customers.views.customer_list import query_of
from partnercenter.access import PartnerMixin
from partnercenter.models import Member

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportView(PartnerMixin, View):
    """The view of the list as a file, for owners: once it is written down who took it."""

    def post(self, request, kind):
        if self.member.role != Member.Role.OWNER:
            raise PermissionDenied
        asked = ListForm.read(request.POST)
        rows = exports.chosen(self.partner, asked, at=self.at)
        if (count := rows[: exports.LIMIT + 1].count()) > exports.LIMIT:
            return self.refuse(asked, too_many_words())
        told = {name: value for name, value in asked.items() if value}
        try:
            disclosures.export(
                Disclosure.Kind(kind), told, count, partner=self.partner, by=request.user, at=self.at
            )
        except TooManyDisclosures as violation:
            return self.refuse(asked, violation.message)
        return self.file(kind, rows)

    def refuse(self, asked, words):
        messages.error(self.request, words)
        return redirect(f"{reverse('customers:list')}?{query_of(asked)}")

    def file(self, kind, rows):
        zone = timezone.get_current_timezone_name()
        table = exports.lines(rows, at=self.at, language=get_language(), zone=zone)
        name = f"customers-{timezone.localtime(self.at):%Y-%m-%d}.{kind}"
        if kind == Disclosure.Kind.XLSX:
            file = exports.as_xlsx(table)
            return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(
            exports.as_csv(table), content_type="text/csv; charset=utf-8", headers=headers
        )


def too_many_words():
    return ngettext(
        "A file holds at most %(limit)s customer. Narrow the list by a search or a status and export again.",
        "A file holds at most %(limit)s customers. Narrow the list by a search or a status and export again.",
        exports.LIMIT,
    ) % {"limit": exports.LIMIT}
