"""The site's own addresses, and beside them every failure at one of its own."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.urls import include, path

from partnercenter import failures
from partnercenter.urls import handler400, handler403, handler404, handler429, handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]


@login_not_required
def malformed(request):
    raise SuspiciousOperation


@login_not_required
def broken(request):
    raise RuntimeError


urlpatterns = [
    path("failing/400/", malformed),
    path("failing/413/", login_not_required(lambda request: failures.too_large(request, most=2**20))),
    path("failing/429/", login_not_required(lambda request: ratelimit.respond_429(request))),
    path("failing/500/", broken),
    path("failing/503/", login_not_required(lambda request: failures.maintenance())),
    path("failing/form/", login_not_required(lambda request: failures.csrf_failure(request))),
    path("", include("partnercenter.urls")),
]
