"""Static files, hashed and compressed for the web process."""

import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect():
    """Collect into STATIC_ROOT, unless what is there was made of these very files."""
    stamp = settings.STATIC_ROOT / "sources.sha256"
    sources = fingerprint()
    if stamp.exists() and stamp.read_text() == sources:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources)


def fingerprint():
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = os.stat(storage.path(path))
            digest.update(f"{storage.location}/{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
