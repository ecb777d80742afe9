"""How often one visitor may try, counted as at the sign-in."""

import time

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache

APP = "customers"


def consume(request, action, **key):
    """Count one try; False where there were too many."""
    rates = settings.INVITEE_RATE_LIMITS
    return bool(ratelimit.consume(request, app=APP, action=action, config=rates, limit_get=True, **key))


def is_guessing(request):
    """Whether this visitor has tried too many addresses that lead nowhere; asked of every page, so it only reads."""
    (rate,) = ratelimit.get_rates(app=APP, action="guess", config=settings.INVITEE_RATE_LIMITS)
    tries = cache.get(ratelimit.get_cache_key(request, app=APP, action="guess", rate=rate), [])
    allowed, _tries = ratelimit.apply_rate(tries, time.time(), rate, dry_run=True)
    return not allowed


def refuse(request):
    return ratelimit.respond_429(request)
