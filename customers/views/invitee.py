"""The invitee's pages, behind the token of a way in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View


@method_decorator(login_not_required, name="dispatch")
class WelcomeView(View):
    def get(self, request, token):
        return HttpResponse(status=404)
