"""The page as it is served on this machine, and to nobody else."""

from __future__ import annotations

import http.client
import json
import os
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests import browser as browsers
from tests.browser import Theme
from tests.conftest import write
from tiku.serve import ServeError, page, serving
from tiku.serve.server import Server

FREE = range(1)
ERROR = "source/q.md:3: error: <b>no</b> question was found; write one [N4]"
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'"
)
PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>题库</title>
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<link rel="icon" href="data:,"><link rel="stylesheet" href="page/style.css">
</head><body><main><h1>题库</h1><p>Text</p><p id="end">End</p></main>
<script src="page/script.js"></script></body></html>
"""
STYLE = "main { height: 5000px; position: relative } #end { position: absolute; bottom: 0 }"
SCRIPT = "document.documentElement.dataset.ran = '{}'\n"
GROWING = """
const main = document.querySelector("main");
main.style.height = "100px";
addEventListener("load", () => setTimeout(() => { main.style.height = "5000px" }, 200));
"""
LINKS = {
    "out": "..", "out.txt": "../outside.txt", "key": ".tiku/lock", "self": "self", "lost": "gone"
}  # fmt: skip


def filled(folder: Path) -> Path:
    """Give an output folder with a page, and with links that lead where nobody may read."""
    write(folder / "index.html", PAGE)
    write(folder / "page/style.css", STYLE)
    write(folder / "page/script.js", SCRIPT.format("yes"))
    write(folder / "page/流程 图.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    write(folder / "q.apkg", b"PK\x03\x04")
    write(folder / ".tiku/lock", "secret")
    write(folder / "page/.hidden", "secret")
    write(folder / "../outside.txt", "secret")
    for name, target in LINKS.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe")
    return folder


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    """An output folder that a test may change."""
    return filled(tmp_path / "decks")


@pytest.fixture
def changing(decks: Path) -> Iterator[Server]:
    """Serve a folder that a test changes."""
    with serving(decks, FREE) as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a folder that no test changes."""
    with serving(filled(tmp_path_factory.mktemp("served") / "decks"), FREE) as found:
        yield found


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.content = response.status, response.read()
        self.headers = response.headers


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    try:
        connection.request(
            method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        return Answer(connection.getresponse())
    finally:
        connection.close()


def raw(server: Server, request: bytes) -> bytes:
    """Send bytes as they are, and give all that comes back."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=60) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(4096), b""))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?x=1", "text/html; charset=utf-8"),
        ("/page/script.js", "text/javascript; charset=utf-8"),
        ("/page/style.css?v=2", "text/css; charset=utf-8"),
        ("/page/%E6%B5%81%E7%A8%8B%20%E5%9B%BE.svg", "image/svg+xml"),
        ("/q.apkg", "application/octet-stream"),
        (page.SCRIPT, "text/javascript; charset=utf-8"),
    ],
)
def test_files_are_served_with_their_type(server: Server, path: str, kind: str) -> None:
    found, head = ask(server, path), ask(server, path, "HEAD")
    assert (found.status, found.headers["Content-Type"]) == (200, kind)
    assert found.headers["Cache-Control"] == "no-store"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert int(found.headers["Content-Length"]) == len(found.content) > 0
    assert (head.status, head.content) == (200, b"")
    assert head.headers["Content-Length"] == found.headers["Content-Length"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing.js", "/page", "/page/", "/page/.hidden", "/.tiku/lock", "/.tiku/",
        "/%2etiku/lock",
        "/../outside.txt", "/page/../../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt",
        "/page/..%5c..%5coutside.txt", "//outside.txt", "/./q.apkg", "/q.apkg%00", "/C:/q.apkg",
        "/out/outside.txt", "/out.txt", "/self", "/key", "/lost", "/pipe", "/%ff", "*",
        f"/{'x' * 5000}", "/q.apkg/more",
    ],
)  # fmt: skip
def test_nothing_else_is(server: Server, path: str) -> None:
    found = ask(server, path)
    assert found.status == 404
    assert b"secret" not in found.content
    assert found.headers["Cache-Control"] == "no-store"


def test_the_folder_may_be_a_link_and_come_late(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("decks")
    with serving(tmp_path / "link", FREE) as server:
        assert ask(server, "/a.js").status == 404
        write(tmp_path / "decks/a.js", "1")
        write(tmp_path / "decks/b.js", "1")
        (tmp_path / "decks/c.js").symlink_to("b.js")
        assert {ask(server, f"/{name}.js").status for name in "abc"} == {200}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8642", "127.0.0.1:1"])
def test_names_of_this_machine_are_answered(server: Server, host: str) -> None:
    assert ask(server, "/q.apkg", Host=host).status == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8642", "0.0.0.0"]
)
@pytest.mark.parametrize("path", ["/q.apkg", "/", page.EVENTS, page.SCRIPT])
def test_other_names_are_not(server: Server, path: str, host: str) -> None:
    """A page elsewhere may have its name lead to this machine."""
    assert ask(server, path, Host=host).status == 403


@pytest.mark.parametrize("hosts", [b"", b"Host: localhost\r\nHost: evil.example\r\n"])
def test_nor_none_or_two(server: Server, hosts: bytes) -> None:
    assert raw(server, b"GET /q.apkg HTTP/1.0\r\n" + hosts + b"\r\n").startswith(b"HTTP/1.0 403 ")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(server: Server, method: str) -> None:
    found = ask(server, "/q.apkg", method)
    assert (found.status, found.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "request_",
    [
        b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://[/ HTTP/1.0\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\r\n",
    ],
)
def test_what_is_no_request_is_refused(
    server: Server, request_: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    assert raw(server, request_)
    assert ask(server, "/").status == 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=1-2", 206, b"K\x03"), ("bytes=2-", 206, b"\x03\x04"), ("bytes=-1", 206, b"\x04"),
        ("bytes=0-99", 206, b"PK\x03\x04"), ("bytes=-99", 206, b"PK\x03\x04"),
        ("bytes=9-", 200, b"PK\x03\x04"), ("bytes=-", 200, b"PK\x03\x04"),
        ("bytes=2-1", 200, b"PK\x03\x04"), ("lines=1-2", 200, b"PK\x03\x04"),
    ],
)  # fmt: skip
def test_players_may_ask_for_a_part(
    server: Server, asked: str, status: int, content: bytes
) -> None:
    found = ask(server, "/q.apkg", Range=asked)
    assert (found.status, found.content) == (status, content)
    start = b"PK\x03\x04".index(content)
    told = f"bytes {start}-{start + len(content) - 1}/4" if status == 206 else None
    assert found.headers["Content-Range"] == told


# The port


def test_only_this_machine_can_ask(server: Server) -> None:
    assert server.address == f"http://127.0.0.1:{server.server_port}/"
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_the_next_port_is_taken_where_one_may_choose(decks: Path, server: Server) -> None:
    taken = server.server_port
    with serving(decks, range(taken, min(taken + 100, 65536))) as other:
        assert other.server_port > taken
        assert {ask(each, "/").status for each in (server, other)} == {200}
    with pytest.raises(ServeError, match=f"port {taken} cannot be used: Address already in use; "):
        serving(decks, range(taken, taken + 1)).__enter__()


def test_no_thread_is_left_whatever_is_still_open(
    decks: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = set(threading.enumerate())
    with serving(decks, FREE) as server:
        idle = socket.create_connection(("127.0.0.1", server.server_port))
        listener = Events(server)
        assert listener.next()["errors"] == []
    assert set(threading.enumerate()) == before
    assert capfd.readouterr() == ("", "")
    idle.close()
    listener.close()


# Events


class Events:
    """A browser that listens."""

    def __init__(self, server: Server) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
        self.connection.request("GET", page.EVENTS)
        self.response = self.connection.getresponse()

    def line(self) -> str:
        line = self.response.readline().decode()
        assert self.response.readline() == b"\n"
        return line

    def next(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.line().removeprefix("data: "))
        return found

    def leave(self) -> None:
        """Go without a word."""
        assert self.connection.sock is None, "the response has it"
        self.response.fp.raw._sock.setsockopt(  # type: ignore[attr-defined]
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.close()

    def close(self) -> None:
        self.response.close()
        self.connection.close()


def test_who_listens_is_told_of_builds(decks: Path, changing: Server) -> None:
    listeners = [Events(changing), Events(changing)]
    (first,) = {json.dumps(each.next()) for each in listeners}
    version = json.loads(first)["version"]
    changing.live.publish((ERROR,))
    for each in listeners:
        assert each.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert each.next() == {"version": version, "errors": [ERROR]}, "no output is new"
    changing.live.publish((ERROR,))
    write(decks / "page/new.svg", "x")
    assert listeners[0].line() == ":\n", "nothing is new, and who has left would be seen"
    changing.live.publish(())
    found = listeners[0].next()
    assert found["errors"] == []
    assert found["version"] != version
    late = Events(changing)
    assert late.next() == found
    for each in (*listeners, late):
        each.close()


def test_a_head_of_events_ends(server: Server) -> None:
    assert ask(server, page.EVENTS, "HEAD").status == 200


def test_a_browser_that_leaves_is_no_error(decks: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with serving(decks, FREE) as server:
        listener = Events(server)
        listener.next()
        listener.leave()
        for n in range(3):
            server.live.publish((str(n),))
    assert capfd.readouterr() == ("", "")


def test_a_bug_of_ours_is_not_hidden(
    server: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(page, "live", None)
    assert raw(server, b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n") == b""
    assert "TypeError" in capfd.readouterr().err


# The page is adapted


@pytest.mark.parametrize(
    ("policy", "permitting"),
    [
        ("", ""),
        ("img-src 'none'", "img-src 'none'"),
        ("default-src 'self'", "default-src 'self'"),
        (
            "default-src 'none'",
            "default-src 'none'; connect-src 'self'; script-src-elem 'self'",
        ),
        (
            POLICY,
            f"{POLICY}; connect-src 'self'",
        ),
        (
            " Default-Src *;; SCRIPT-SRC 'none' ;script-src 'self'",
            "default-src *; script-src 'none'; connect-src * 'self'; script-src-elem 'self'",
        ),
        ("connect-src 'none'; script-src-elem", "connect-src 'self'; script-src-elem 'self'"),
    ],
)
def test_a_policy_is_widened_by_what_listening_needs(policy: str, permitting: str) -> None:
    assert page.permitting(policy) == permitting


def adapted(text: str) -> str:
    found = page.live(text.encode(), "v1").decode()
    script = f'\n<script src="{page.SCRIPT}" data-version="v1"></script>\n'
    assert found.endswith(script)
    return found.removesuffix(script)


NONE = "default-src 'none'"
MORE = (
    "default-src &#x27;none&#x27;; connect-src &#x27;self&#x27;; script-src-elem &#x27;self&#x27;"
)


@pytest.mark.parametrize(
    ("tag", "served"),
    [
        (
            f'<meta http-equiv="Content-Security-Policy" content="{NONE}">',
            f'<meta http-equiv="Content-Security-Policy" content="{MORE}">',
        ),
        (
            f"<META\n CONTENT=\"{NONE}\"\n HTTP-EQUIV='content-security-POLICY' hidden/>",
            f'<meta content="{MORE}" http-equiv="content-security-POLICY" hidden="">',
        ),
        (
            "<meta http-equiv=Content-Security-Policy content=&quot;x>y&quot; content='z'>",
            '<meta http-equiv="Content-Security-Policy" content="&quot;x">y&quot; content=\'z\'>',
        ),
        (
            f'<meta content="{NONE}" content="a" http-equiv="content-security-policy" name=">">',
            f'<meta content="{MORE}" http-equiv="content-security-policy" name="&gt;">',
        ),
    ],
)
def test_the_policy_of_a_page_is_found_however_it_is_written(tag: str, served: str) -> None:
    text = "<!doctype html>\n<title>\u2028题\r\n</title>\r\n{} {}\n<style>a{{}}</style></head>"
    assert adapted(text.format(tag, tag)) == text.format(served, served)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        f'<meta http-equiv=" Content-Security-Policy " content="{NONE}">',
        '<meta http-equiv="refresh" content="5">',
        '<meta http-equiv="Content-Security-Policy">',
        f'<!-- <meta http-equiv="Content-Security-Policy" content="{NONE}"> -->',
        f"<script>x = '<meta http-equiv=Content-Security-Policy content=\"{NONE}\">'</script>",
        f'</head><p><meta http-equiv="Content-Security-Policy" content="{NONE}">',
        f'<body><p><meta http-equiv="Content-Security-Policy" content="{NONE}">',
        "<p>&lt;meta http-equiv=Content-Security-Policy content=x&gt;",
        "<!doctype html><p>\r\n<unclosed attribute='",
    ],
)
def test_all_else_of_a_page_is_served_as_it_is(text: str) -> None:
    assert adapted(text or " ").strip() == text


def test_a_page_that_is_not_utf_8_keeps_its_bytes() -> None:
    assert page.live(b"<p>\xff\xfe", "v").startswith(b"<p>\xff\xfe\n<script")


def test_until_there_is_a_page_another_waits(tmp_path: Path) -> None:
    with serving(tmp_path / "decks", FREE) as server:
        found = ask(server, "/")
        assert found.status == 200
        assert b"There is no page yet" in found.content
        assert f'src="{page.SCRIPT}"'.encode() in found.content


# In a browser


def test_the_page_shows_errors_and_follows_builds(
    decks: Path, changing: Server, browser: Browser
) -> None:
    """Under the policy of the page, which forbids all that it does not need itself."""
    with browsers.page(browser, offline=False) as shown:
        seen, alert = shown.page, shown.page.get_by_role("alert")
        seen.goto(f"{changing.address}#end")
        assert seen.evaluate("document.documentElement.dataset.ran") == "yes"
        seen.evaluate("scrollTo(0, 1234); window.isOld = true")
        changing.live.publish((ERROR, "tiku.yaml:1: error: two"))
        alert.wait_for()
        assert alert.inner_text().split("\n") == [
            "2 errors in the last build",
            ERROR,
            "tiku.yaml:1: error: two",
        ]
        changing.live.publish((ERROR,))
        alert.get_by_text("1 error in").wait_for()
        changing.live.publish(())
        alert.wait_for(state="detached")
        assert seen.evaluate("window.isOld"), "no output is new"
        write(decks / "page/script.js", SCRIPT.format("again") + GROWING)
        changing.live.publish(())
        seen.locator("html[data-ran=again]").wait_for()
        while seen.evaluate("scrollY") != 1234:
            seen.wait_for_timeout(20)  # until the page has grown
        assert seen.url.endswith("/#end")
        assert shown.complaints == []
        assert shown.outside == []


def test_a_page_that_nobody_looks_at_does_not_listen(
    decks: Path, changing: Server, browser: Browser
) -> None:
    """Browsers open only six connections to one place."""
    with browsers.page(browser, offline=False) as shown:
        seen = shown.page
        seen.goto(changing.address)
        seen.evaluate(HIDE, "hidden")
        write(decks / "new.js", "1")
        changing.live.publish((ERROR,))
        assert changing.live.state.errors == (ERROR,)
        with seen.expect_event("load"):
            seen.evaluate(HIDE, "visible")
        seen.get_by_role("alert").wait_for()


HIDE = """state => {
    Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [browsers.PHONE, browsers.DESKTOP])
def test_errors_are_readable_for_all(
    server: Server, browser: Browser, theme: Theme, width: int
) -> None:
    with browsers.page(browser, offline=False, theme=theme, width=width) as shown:
        shown.page.goto(server.address)
        server.live.publish((ERROR, f"x.md: error: {'long' * 100}", *(["y.md: error: no"] * 50)))
        alert = shown.page.get_by_role("alert")
        alert.wait_for()
        box = alert.bounding_box()
        assert box
        assert (box["x"], box["y"], box["width"]) == (0, 0, width)
        assert box["height"] < 600, "the page can be seen below"
        found = Axe().run(shown.page)
        assert found.response["violations"] == [], found.generate_report()
        shown.page.keyboard.press("Tab")
        shown.page.keyboard.press("Enter")
        alert.locator("details:not([open])").wait_for()
