from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from partnercenter.access import PartnerMixin
from partnercenter.forms import ContactForm, PreferenceForm, ReaderForm
from partnercenter.models import TIME_ZONES, Partner

YEAR = 365 * 24 * 60 * 60


def own_address(request, fallback):
    """Where to go on: the `next` that came along, if it is ours."""
    target = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if ours and target.startswith("/") else fallback


class PersonalInformationView(PartnerMixin, View):
    """Account Management > Basic Information > Personal Information."""

    def get(self, request):
        return self.show()

    def post(self, request):
        if "name" in request.POST:
            return self.save(ReaderForm(request.POST, instance=request.user), "reader")
        if not self.member.may_register:
            raise PermissionDenied
        return self.save_contact(request)

    @method_decorator(reauthentication_required)
    def save_contact(self, request):
        """Asks for the password again: an unlocked screen must not redirect the partner's contact."""
        return self.save(ContactForm(request.POST, instance=self.partner), "contact")

    def save(self, form, name):
        if not form.is_valid():
            return self.show(**{name: form})
        # Only the form's own fields: an administrator may have changed others meanwhile.
        form.instance.save(update_fields=form.Meta.fields)
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(own_address(self.request, reverse("personal_information")))

    def show(self, contact=None, reader=None):
        context = {
            "section": "personal_information",
            # A refused form has left its values on self.partner; the other form starts from what is stored.
            "contact": contact or ContactForm(instance=Partner.objects.get(pk=self.partner.pk)),
            "reader": reader or ReaderForm(instance=self.request.user),
            "time_zones": sorted(TIME_ZONES),
            "next": own_address(self.request, ""),
        }
        return render(self.request, "partnercenter/personal_information.html", context)


@method_decorator(login_not_required, name="dispatch")
class PreferenceView(View):
    """The frame's language and appearance: kept with the user, or in a cookie before signing in."""

    http_method_names = ["post"]

    def post(self, request):
        response = HttpResponseRedirect(own_address(request, "/"))
        form = PreferenceForm(request.POST)
        chosen = form.cleaned_data if form.is_valid() else {}
        if language := chosen.get("language"):
            self.keep_language(response, language)
        if theme := chosen.get("theme"):
            self.set_cookie(response, settings.THEME_COOKIE_NAME, theme)
        return response

    def keep_language(self, response, language):
        if self.request.user.is_authenticated:
            self.request.user.language = language
            self.request.user.save(update_fields=["language"])
        self.set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)

    def set_cookie(self, response, name, value):
        response.set_cookie(
            name, value, max_age=YEAR, secure=settings.PRODUCTION, httponly=True, samesite="Lax"
        )
