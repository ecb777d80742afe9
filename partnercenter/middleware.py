import re
import uuid
import zoneinfo

from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone, translation

from partnercenter import access, logs

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")


class RequestIdMiddleware:
    """Gives each request an id, in the logs and in the answer; a sane one from the proxy is kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if REQUEST_ID.match(given) else uuid.uuid4().hex
        with logs.request(request) as line:
            response = self.get_response(request)
            line.answered(request, response)
        response["X-Request-ID"] = request.id
        return response


class PolicyHeadersMiddleware:
    """Headers that neither Django nor its libraries set; private pages are never stored."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ReaderMiddleware:
    """Speaks the reader's language and shows times in its zone: the user's own, else the partner's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        request.member = access.member_of(user)
        partner = request.member.partner if request.member else None
        language = user.language or (partner.language if partner else "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        zone = user.time_zone or (partner.time_zone if partner else settings.TIME_ZONE)
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)


class StaffSecondFactorMiddleware:
    """The vendor's staff sets up a second factor before anything else (STAFF_SECOND_FACTOR)."""

    OPEN = ("/accounts/", "/static/", "/healthz", "/readyz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.STAFF_SECOND_FACTOR and self.is_missing(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_missing(self, request):
        if request.path.startswith(self.OPEN) or not request.user.is_authenticated:
            return False
        return request.user.is_staff and not request.user.authenticator_set.exists()
