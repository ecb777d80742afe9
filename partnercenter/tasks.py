from celery import shared_task
from django.core.management import call_command

from partnercenter import clock, outbox


@shared_task
def deliver_mail():
    return outbox.deliver_due(at=clock.now())


@shared_task
def forget_mail():
    return outbox.forget(at=clock.now())


@shared_task
def clear_sessions():
    call_command("clearsessions")
