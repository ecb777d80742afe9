from celery import shared_task

from customers import lifecycle
from partnercenter import clock


@shared_task
def expire_due():
    return lifecycle.expire_due(at=clock.now())
