import math
import re
import uuid
import zoneinfo

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils import timezone, translation

from partnercenter import access, clock, failures, logs
from partnercenter.models import Policy

ENDS_AT = "ends_at"  # of a session: seconds since 1970, set when signing in
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only replace one
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


class WellFormedMiddleware:
    """Answers 400 to what no browser sends and no later layer survives: NUL in a cookie, a body in odd letters."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        translation.activate(settings.LANGUAGE_CODE)  # not the one of the thread's last visitor
        charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        if charset.lower() not in ("utf-8", "utf8") or any(
            "\0" in value for value in request.COOKIES.values()
        ):
            return failures.bad_request(request)
        return self.get_response(request)


class BodySizeMiddleware:
    """Refuses a body larger than its page takes before any of it is read, files included.

    A view that takes files says how much by `largest_body`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        page = getattr(view, "view_class", None)
        most = getattr(page, "largest_body", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) <= most:
            return None
        return failures.too_large(request, most)


class MaintenanceMiddleware:
    """While MAINTENANCE is set, everything but health, static files and the brand answers 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.MAINTENANCE and not request.path.startswith("/brand/"):
            return failures.maintenance()
        return self.get_response(request)


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
    """Speaks the reader's language and shows times in its zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if request.session.get(ENDS_AT, math.inf) <= clock.now().timestamp():
            logout(request)
            return self.get_response(request)
        request.member = access.member_of(user)
        partner = request.member.partner if request.member else None
        language = user.language or (partner.language if partner else "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        with timezone.override(zoneinfo.ZoneInfo(zone_of(user, partner))):
            return self.get_response(request)


def zone_of(user, partner):
    """The user's own, else the partner's, else for the vendor's staff that of its review office."""
    if user.time_zone or partner:
        return user.time_zone or partner.time_zone
    if user.is_staff:
        return Policy.objects.current(clock.now()).office_time_zone
    return settings.TIME_ZONE


class StaffSecondFactorMiddleware:
    """The vendor's staff sets up a second factor before anything else (STAFF_SECOND_FACTOR)."""

    OPEN = ("/accounts/", "/brand/", "/static/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.STAFF_SECOND_FACTOR and self.is_missing(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_missing(self, request):
        if request.path.startswith(self.OPEN) or not request.user.is_authenticated:
            return False
        return request.user.is_staff and not is_mfa_enabled(request.user, types=SECOND_FACTORS)
