"""How a request is answered: with a file of the output folder, and with nothing beyond it."""

from __future__ import annotations

import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socket import socket
from socketserver import BaseServer
from urllib.parse import unquote

from tiku.serve import page
from tiku.serve.live import Live
from tiku.system.patterns import lazy

# A page of another site may lead its own name here, and would read all; none has these names.
_LOCAL = lazy(r"(localhost|127\.0\.0\.1)(:\d+)?", re.IGNORECASE)
# No hidden name, no step up, and nothing that leads to another disk or machine on Windows.
_NAME = lazy(r"[^.\\:\x00][^\\:\x00]*")
_RANGE = lazy(r"bytes=(\d{0,18})-(\d{0,18})")
_HTML, _SCRIPT = "text/html; charset=utf-8", "text/javascript; charset=utf-8"
_TYPES = {  # not those of the system, where anybody may say that scripts are plain text
    ".html": _HTML,
    ".js": _SCRIPT,
    ".mjs": _SCRIPT,
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".ico": "image/x-icon",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".woff2": "font/woff2",
}


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server_version, sys_version = "tiku", ""
    timeout = 60.0  # seconds for who says or takes nothing

    def __init__(
        self, live: Live, request: socket, client_address: object, server: BaseServer
    ) -> None:
        """Take what is served, and what the server hands over."""
        self._live = live
        super().__init__(request, client_address, server)

    def do_GET(self) -> None:
        """Answer with a file, the page or what happens."""
        hosts = self.headers.get_all("Host") or []
        path = re.split("[?#]", self.path)[0]
        if len(hosts) != 1 or not _LOCAL.fullmatch(hosts[0]):
            self.send_error(HTTPStatus.FORBIDDEN, "Only this machine may ask")
        elif path == page.EVENTS:
            self._tell_events()
        elif path == page.SCRIPT:
            self._send(page.script(), _SCRIPT)
        elif path in ("/", "/index.html"):
            version = self._live.state.version  # before the page, which may just become newer
            self._send(page.live(self._content("/index.html"), version), _HTML)
        else:
            self._send_file(path)

    def do_HEAD(self) -> None:
        """Answer as to GET, with the head only."""
        self.do_GET()

    def do_POST(self) -> None:
        """Refuse what would change something."""
        self.send_response(HTTPStatus.METHOD_NOT_ALLOWED)
        self.send_header("Allow", "GET, HEAD")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_POST  # noqa: N815 - names of HTTP

    def end_headers(self) -> None:
        """Add what holds for every answer."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for what builds say."""

    def _tell_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        if self.command == "HEAD":
            return
        for state in self._live.states():
            self.wfile.write(f"data: {state.as_json()}\n\n".encode() if state else b":\n\n")

    def _send_file(self, path: str) -> None:
        content = self._content(path)
        if content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self._send(content, _TYPES.get(Path(path).suffix.lower(), "application/octet-stream"))

    def _send(self, content: bytes, kind: str) -> None:
        """Send a content, or the part of it that is asked for, as players of sound do."""
        part = _part(self.headers.get("Range", ""), len(content))
        self.send_response(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK)
        if part:
            self.send_header("Content-Range", f"bytes {part[0]}-{part[-1]}/{len(content)}")
            content = content[part.start : part.stop]
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _content(self, path: str) -> bytes | None:
        """Read a file as a whole: one that is open could not be replaced on Windows."""
        names = [unquote(name, errors="surrogateescape") for name in path[1:].split("/")]
        if not all("/" not in name and _NAME.fullmatch(name) for name in names):
            return None
        try:
            root = self._live.folder.resolve()
            found = root.joinpath(*names).resolve()
            is_seen = all(name[0] != "." for name in found.relative_to(root).parts)
            return found.read_bytes() if is_seen and found.is_file() else None
        except (OSError, ValueError, RuntimeError):  # unreadable, outside, or a link to itself
            return None


def _part(asked: str, size: int) -> range | None:
    """Give the bytes that are asked for; None is all of them, also where the wish is odd."""
    found = _RANGE.fullmatch(asked)
    if not found or found[1] == found[2] == "":
        return None
    if not found[1]:
        return range(max(size - int(found[2]), 0), size) or None
    last = int(found[2]) if found[2] else size
    return range(int(found[1]), min(last + 1, size)) or None
