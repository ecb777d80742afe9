"""A door to a service that a test can shut: a TCP relay that drops every connection when it is cut."""

import contextlib
import socket
import threading


class Relay:
    def __init__(self, host, port):
        self.target = (host, port)
        self.pairs = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.open_door()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cut()

    def open_door(self):
        threading.Thread(target=self.let_in, args=(self.door,), daemon=True).start()

    def cut(self):
        """From now on connections are refused, and those that were open are gone."""
        for end in [self.door, *self.pairs]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.pairs.clear()

    def restore(self):
        self.door = socket.create_server(("127.0.0.1", self.port))
        self.open_door()

    def let_in(self, door):
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = door.accept()
                service = socket.create_connection(self.target)
                self.pairs += [visitor, service]
                for ends in ((visitor, service), (service, visitor)):
                    threading.Thread(target=pass_on, args=ends, daemon=True).start()


def pass_on(source, sink):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
