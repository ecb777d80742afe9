from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views import View

from customers.forms import owner_of
from partnercenter.access import PartnerMixin
from reviews import evidence
from reviews.forms import NOT_TYPED

TYPED_KEY = "review_typed_while_signed_out"


@method_decorator(login_not_required, name="dispatch")
class TypingView(PartnerMixin, View):
    """A page whose words outlive the end of the session, for the one whose form it was and for nobody else."""

    form_class = None
    largest_body = evidence.LARGEST_BODY

    def ask_to_sign_in(self, request):
        if request.method == "POST" and (whose := owner_of(request.POST)):
            fields = self.form_class.base_fields.keys() - NOT_TYPED
            request.session[TYPED_KEY] = {
                "whose": whose,
                "where": request.get_full_path(),
                "typed": {name: request.POST.get(name, "") for name in fields},
                "had_files": bool(request.FILES),
            }
        return super().ask_to_sign_in(request)

    def stash(self):
        """What was typed on this very page before the session ended."""
        stash = self.request.session.get(TYPED_KEY, {})
        here = (self.request.user.pk, self.request.get_full_path())
        return stash if (stash.get("whose"), stash.get("where")) == here else {}

    def forget(self):
        self.request.session.pop(TYPED_KEY, None)

    def files_lost(self):
        """A browser does not keep the files of a form that comes back."""
        return bool(self.request.FILES) or self.stash().get("had_files", False)
