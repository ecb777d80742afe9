"""What `launch` and `serve` have in common: where to listen, and a "no" in one sentence."""

import os
import socket
from argparse import ArgumentTypeError

from django.core.management import BaseCommand, CommandError


class ServingCommand(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="HOST or 127.0.0.1")
        parser.add_argument(
            "--port", type=port_number, default=os.environ.get("PORT", "8000"), help="PORT or 8000"
        )


def port_number(text):
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ArgumentTypeError(f"{text} is not a port: choose a number from 1 to 65535")
    return int(text)


def require_free_port(host, port):
    """Raises CommandError where nobody could listen there."""
    try:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will
            trial.bind((host, port))
    except OSError as error:
        raise CommandError(
            f"Port {port} of {host} cannot be used: {error.strerror}. Choose another with PORT, "
            f"such as PORT={port % 65535 + 1} bin/run"
        ) from error
