"""The demo mailbox: every mail on a page, where none leaves the machine (settings.DEMO_MAILBOX). Elsewhere 404."""

from email.utils import parseaddr

from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import DetailView, ListView

from partnercenter import brand, clock, times
from partnercenter.boxed import BOXED_IN
from partnercenter.models import Message

# A click on a link of the mail leads the whole window there.
LINKS_LEAD_ON = {"sandbox": ["allow-top-navigation-by-user-activation"]}


@method_decorator(login_not_required, name="dispatch")
class DemoMixin:
    """Open to all: an invitee has no account to sign in to."""

    model = Message
    http_method_names = ["get", "head"]

    def dispatch(self, request, *args, **kwargs):
        if not settings.DEMO_MAILBOX:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class MailboxView(DemoMixin, ListView):
    template_name = "partnercenter/mailbox.html"
    ordering = "-pk"
    paginate_by = 50

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [{"message": message, "time": moment(message)} for message in context["object_list"]]
        return context | {"rows": rows}


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class MessageView(DemoMixin, DetailView):
    template_name = "partnercenter/mailbox_message.html"

    def get_context_data(self, **kwargs):
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        sender = {"name": self.object.sender or name, "address": address}
        return super().get_context_data(**kwargs) | {"sender": sender, "time": moment(self.object)}


@method_decorator(xframe_options_sameorigin, name="dispatch")
@method_decorator(csp(BOXED_IN | LINKS_LEAD_ON), name="dispatch")
class MessageHtmlView(DemoMixin, DetailView):
    """The HTML part alone, for the frame in the page."""

    def render_to_response(self, context, **kwargs):
        return HttpResponse(
            brand.with_logo(self.object.html).replace("<head>", '<head><base target="_top">', 1)
        )


def moment(message):
    return times.instant(message.created_at, clock.now())
