"""What one machine runs, each as a function that stays until it is told to end."""

import os

from celery.apps.beat import Beat
from celery.apps.worker import Worker
from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from partnercenter.celery import app


class Web(BaseApplication):
    """Gunicorn with the settings of the profile; FORWARDED_ALLOW_IPS is read by gunicorn itself."""

    def __init__(self, host, port):
        self.bind = f"{host}:{port}"
        super().__init__()

    def load_config(self):
        options = {
            "bind": self.bind,
            "proc_name": "partnercenter",
            "preload_app": True,
            "worker_class": "gthread",
            "workers": os.environ.get("WEB_CONCURRENCY", 2 if settings.PRODUCTION else 1),
            "threads": 4 if settings.PRODUCTION else 8,
            "keepalive": 30,
            "graceful_timeout": 8,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self):
        # Only now: it lists the static files, which have been collected by then.
        return import_app("partnercenter.wsgi:application")


def web(host, port):
    Web(host, port).run()


def beat():
    Beat(app=app, loglevel="WARNING", quiet=True).run()


def worker():
    # Threads: the jobs wait for mail and database, and one process is all it takes.
    Worker(app=app, loglevel="WARNING", quiet=True, pool_cls="threads", concurrency=4).start()
