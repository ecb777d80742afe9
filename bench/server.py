"""Real servers: `manage.py serve` in the production profile, under the product's settings or the bare ones."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

PROFILE = {
    "PRODUCTION": "true",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "REDIS_URL": "memory://",  # no figure waits for a worker
    "WEB_CONCURRENCY": "2",
    "LOG_LEVEL": "INFO",
}
PATIENCE = 30  # seconds for a server to answer for the first time
ROOT = Path(__file__).parent.parent


@contextlib.contextmanager
def running(*arguments, settings="partnercenter.settings"):
    """A server's first process and its port. Exits the bench with the server's own words where it does not start."""
    port = free_port()
    command = [sys.executable, "manage.py", "serve", f"--port={port}", *arguments]
    environment = os.environ | PROFILE | {"DJANGO_SETTINGS_MODULE": settings}
    log = Path(os.environ["DATA_DIR"]) / f"server-{port}.log"
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
    try:
        wait_for(process, port, log)
        yield process, port
    finally:
        process.terminate()
        process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def wait_for(process, port, log):
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"The server did not start: {log.read_text()}")
        time.sleep(0.01)


def answers(port):
    visit = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        visit.request("GET", "/healthz")
        return visit.getresponse().status == 200
    except OSError:
        return False
    finally:
        visit.close()
