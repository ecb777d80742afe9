from celery import shared_task

from partnercenter import clock
from reviews import cases, messages, watch


@shared_task
def adopt_accepted():
    return cases.adopt_accepted(at=clock.now())


@shared_task
def watch_due():
    return watch.watch_due(at=clock.now())


@shared_task
def post_digests():
    return messages.post_digests(at=clock.now())
