import os

from celery import Celery
from celery.signals import task_prerun
from django.conf import settings
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnercenter.settings")
# Celery would let these override our settings; REDIS_URL is the one way to name a broker.
os.environ.pop("CELERY_BROKER_URL", None)

app = Celery("partnercenter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def begin_with_a_sound_connection(**_):
    """A worker does this by itself; the beat that runs jobs on its own would keep a connection that has died."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        close_old_connections()
