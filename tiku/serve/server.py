"""A server for this machine only: the files of the output folder, and what happens to them."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from weakref import WeakSet

from tiku.serve.handler import Handler
from tiku.serve.live import Live

_HOST = "127.0.0.1"
_Request = socket.socket | tuple[bytes, socket.socket]


class ServeError(Exception):
    """The page cannot be served; the text says why and what to do."""


@contextmanager
def serving(folder: Path, ports: range) -> Iterator[Server]:
    """Serve a folder on the first of these ports that is free."""
    server = _bound(folder, ports)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="serve")
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _bound(folder: Path, ports: range) -> Server:
    why = ""
    for port in ports:
        try:
            return Server(folder, port)
        except OSError as error:
            why = f"port {port} cannot be used: {error.strerror}"
    message = f"{why}; name another with --serve PORT"
    raise ServeError(message)


class Server(ThreadingHTTPServer):
    """Serves one folder, each request in a thread, none of which outlives it."""

    daemon_threads = False
    # Elsewhere it only spares a wait after a restart; Windows would share the port with others.
    allow_reuse_address = os.name != "nt"
    allow_reuse_port = False

    def __init__(self, folder: Path, port: int) -> None:
        """Take the port, or raise an OSError."""
        self.live = Live(folder)
        self._taken: WeakSet[socket.socket] = WeakSet()
        super().__init__((_HOST, port), partial(Handler, self.live))

    @property
    def address(self) -> str:
        """Give the address of the page."""
        return f"http://{_HOST}:{self.server_port}/"

    def server_bind(self) -> None:
        """Take the port without asking the network for the name of this machine."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = _HOST, self.socket.getsockname()[1]

    def get_request(self) -> tuple[socket.socket, Any]:
        """Take a request, which can be cut off."""
        request, address = super().get_request()
        self._taken.add(request)
        return request, address

    def server_close(self) -> None:
        """Cut off all that is still open, and wait for the threads."""
        self.live.close()
        for request in self._taken:
            with suppress(OSError):  # it is closed already
                request.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: _Request, client_address: object) -> None:
        """Take it that browsers leave; all else is a bug."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)
