import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnercenter.settings")
# Celery would let these override our settings; REDIS_URL is the one way to name a broker.
os.environ.pop("CELERY_BROKER_URL", None)

app = Celery("partnercenter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
