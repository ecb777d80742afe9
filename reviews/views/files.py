from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views import View

from partnercenter.access import PartnerMixin
from reviews.evidence import TYPES
from reviews.models import Evidence

SANDBOX = "sandbox; default-src 'none'"


class EvidenceView(PartnerMixin, View):
    """One file, for its partner's members and for reviewers; never shown by the browser, only saved."""

    def dispatch(self, request, *args, **kwargs):
        if self.reads_all:
            return View.dispatch(self, request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    @property
    def reads_all(self):
        """As the admin asks: who has left the staff may keep a group, and reads nothing by it."""
        user = self.request.user
        return user.is_staff and user.has_perm("reviews.view_review")

    def send_away(self, request):
        raise Http404

    def get(self, request, number, pk):
        file = get_object_or_404(self.readable().select_related("review"), pk=pk)
        if file.review.number != number:
            raise Http404
        try:
            content = file.file.open("rb")
        except FileNotFoundError as error:  # a restored database may name files of another day
            raise Http404 from error
        response = FileResponse(
            content, as_attachment=True, filename=file.name, content_type=TYPES[file.kind][0]
        )
        response["Content-Security-Policy"] = SANDBOX
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def readable(self):
        if self.reads_all:
            return Evidence.objects.all()
        return Evidence.objects.filter(review__partner=self.partner)
