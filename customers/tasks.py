from celery import shared_task

from customers import lifecycle, notices, proofs
from partnercenter import clock


@shared_task
def expire_due():
    return lifecycle.expire_due(at=clock.now())


@shared_task
def remind_due():
    return notices.remind_due(at=clock.now())


@shared_task
def tell_failed_invitations():
    return notices.tell_failed_invitations(at=clock.now())


@shared_task
def forget_codes():
    return proofs.forget(at=clock.now())
