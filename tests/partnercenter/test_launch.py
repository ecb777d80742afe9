"""`manage.py launch` and `serve` as a person meets them: real processes, a port and a data directory of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

IN_TIME = 30  # seconds for a start, on a machine that does much else
ORPHANS_GONE = 8  # seconds after the launcher was killed
OURS = ("DATABASE_URL", "REDIS_URL", "DEBUG", "DEMO_PASSWORD", "HOST", "WEB_CONCURRENCY")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """One for all tests: only the first start makes the database."""
    return tmp_path_factory.mktemp("launch")


def begin(command, data_dir, port):
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.Popen(
        [sys.executable, "manage.py", command],
        env=environment | {"DATA_DIR": str(data_dir), "PORT": str(port), "PYTHONUNBUFFERED": "1"},
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def launched(data_dir):
    """A running copy that has told its address: its process, its address and what it printed so far."""
    port = free_port()
    process = begin("launch", data_dir, port)
    too_late = threading.Timer(IN_TIME, process.kill)
    too_late.start()
    try:
        yield process, f"http://127.0.0.1:{port}", read_until(process, "admin@vendor.example")
    finally:
        too_late.cancel()
        process.kill()
        process.communicate()


def read_until(process, words):
    printed = ""
    for line in process.stdout:
        printed += line
        if words in line:
            return printed
    pytest.fail(f"It ended without saying {words!r}:\n{printed}")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def get(address):
    with urlopen(address, timeout=IN_TIME) as answer:  # noqa: S310 - our own address
        return answer.read().decode()


def descendants(pid):
    """The living processes below this one, each with what it is called."""
    everything = list(processes())
    family, grown = {}, {pid}
    while grown:
        grown = {child: title for child, parent, title in everything if parent in grown}
        family |= grown
    return family


def processes():
    """Pid, parent and title of everything that runs; what has ended and only waits to be counted does not."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            title = (folder / "cmdline").read_text()
        except OSError:
            continue
        if state != "Z":
            yield int(folder.name), int(parent), title


def parts(pid, *names):
    """The descendants, once each part has given itself its name; on a busy machine that is after the first answer."""
    deadline = time.monotonic() + IN_TIME
    while time.monotonic() < deadline:
        family = descendants(pid)
        if all(any(name in title for title in family.values()) for name in names):
            return family
        time.sleep(0.05)
    raise AssertionError(f"of {names} only {list(family.values())} run")


def wait_until_gone(pids):
    deadline = time.monotonic() + ORPHANS_GONE
    while left := pids & {pid for pid, _, _ in processes()}:
        if time.monotonic() > deadline:
            return left
        time.sleep(0.05)
    return set()


def test_it_answers_with_the_products_own_pages_and_ctrl_c_ends_it_in_order(data_dir):
    with launched(data_dir) as (process, address, printed):
        assert f"Partner Center is at {address}/" in printed
        assert "password partner-center-demo" in printed
        assert get(f"{address}/healthz") == "ok\n"
        sheet = re.search(r"/static/css/base\.[0-9a-f]{12}\.css", get(f"{address}/accounts/login/"))
        assert get(address + sheet[0])
        family = set(descendants(process.pid))

        process.send_signal(signal.SIGINT)

        assert process.wait(IN_TIME) == 0
        assert wait_until_gone(family) == set()


def test_after_kill_9_of_the_launcher_nothing_is_left(data_dir):
    with launched(data_dir) as (process, _, _):
        family = parts(process.pid, "worker", "beat")

        process.kill()

        assert wait_until_gone(set(family)) == set()


def test_when_one_part_dies_all_stop_and_it_is_named(data_dir):
    with launched(data_dir) as (process, _, _):
        family = parts(process.pid, "beat")
        beat = next(pid for pid, title in family.items() if "beat" in title)

        os.kill(beat, signal.SIGKILL)

        assert process.wait(IN_TIME) == 1
        assert "beat ended by itself, status -9; the rest was stopped." in process.stdout.read()
        assert wait_until_gone(set(family)) == set()


def test_a_taken_port_is_named_with_the_way_to_another(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        process = begin("launch", tmp_path, port)
        printed, _ = process.communicate(timeout=IN_TIME)

    assert process.returncode == 1
    assert printed == (
        f"CommandError: Port {port} of 127.0.0.1 cannot be used: Address already in use. "
        f"Choose another with PORT, such as PORT={port + 1} bin/run\n"
    )
    assert not (tmp_path / "db.sqlite3").exists()


def test_serve_refuses_a_database_older_than_the_code(tmp_path):
    process = begin("serve", tmp_path, free_port())
    printed, _ = process.communicate(timeout=IN_TIME)

    assert process.returncode == 1
    assert printed == (
        "CommandError: The database is older than this code. Run: .venv/bin/python manage.py migrate\n"
    )


def test_serve_has_no_worker_without_a_broker(settings):
    settings.REDIS_URL = ""

    with pytest.raises(CommandError, match="There is no worker without REDIS_URL"):
        call_command("serve", only=["worker"])


@pytest.mark.parametrize("port", ["none", "0", "65536"])
def test_a_port_that_is_none_is_refused_in_words(tmp_path, port):
    process = begin("launch", tmp_path, port)
    printed, _ = process.communicate(timeout=IN_TIME)

    assert process.returncode == 2
    assert f"{port} is not a port: choose a number from 1 to 65535" in printed
    assert "Traceback" not in printed
