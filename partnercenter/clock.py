"""The one door to the time of day: edges read it, everything below is told `at=`."""

from django.utils import timezone


def now():
    return timezone.now()
