"""The page as it is served: with a script that listens, and a policy that lets it."""

from contextlib import suppress
from html import escape
from html.parser import HTMLParser

from tiku.system import assets
from tiku.values import NamedTuple

SCRIPT = "/.tiku/reload.js"
EVENTS = "/.tiku/events"

# What the script needs, and the directives that decide on it: the first that is there does.
_NEEDS = {
    "connect-src": ("connect-src", "default-src"),
    "script-src-elem": ("script-src-elem", "script-src", "default-src"),
}


def script() -> bytes:
    """Give the script that listens."""
    return _asset("reload.js")


def live(page: bytes | None, version: str) -> bytes:
    """Let a page listen for other versions than its own; without one, let a small page wait."""
    text = (page or _asset("waiting.html")).decode("utf-8", "surrogateescape")
    added = f'\n<script src="{SCRIPT}" data-version="{escape(version)}"></script>\n'
    # At the very end it runs whatever stands before, even without </body>.
    return (_permitting(text) + added).encode("utf-8", "surrogateescape")


def permitting(policy: str) -> str:
    """Let a content security policy allow a script of the same origin that listens to it."""
    directives: dict[str, list[str]] = {}
    for name, *values in filter(None, map(str.split, policy.split(";"))):
        directives.setdefault(name.lower(), values)
    for name, deciding in _NEEDS.items():
        given = next((directives[each] for each in deciding if each in directives), None)
        if given is not None and "'self'" not in given:
            directives[name] = [*(each for each in given if each != "'none'"), "'self'"]
    return "; ".join(" ".join((name, *values)) for name, values in directives.items())


def _asset(name: str) -> bytes:
    return assets.text(f"serve/{name}").encode()


def _permitting(text: str) -> str:
    for policy in reversed(_policies(text)):
        attributes = policy.attributes | {"content": permitting(policy.attributes["content"])}
        written = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
        text = f"{text[: policy.start]}<meta {written}>{text[policy.end :]}"
    return text


class _Policy(NamedTuple):
    """Where a policy stands, and the attributes of its tag."""

    start: int
    end: int
    attributes: dict[str, str]


def _policies(text: str) -> list[_Policy]:
    head = _Head()
    with suppress(_HeadEndsError):  # what follows may be long, and says nothing
        head.feed(text)
    return head.found


class _HeadEndsError(Exception):
    """The rest need not be read."""


class _Head(HTMLParser):
    """Finds the policies in the head of a page, wherever browsers see one."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Policy] = []
        self._line, self._line_start = 1, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            raise _HeadEndsError
        given: dict[str, str] = {}
        for key, value in attrs:
            given.setdefault(key, value or "")  # of two with one name, the first one holds
        is_policy = given.get("http-equiv", "").lower() == "content-security-policy"
        if tag == "meta" and is_policy and "content" in given:
            start = self._start()
            self.found.append(_Policy(start, start + len(self.get_starttag_text() or ""), given))

    def handle_endtag(self, tag: str) -> None:
        if tag == "head":
            raise _HeadEndsError

    def _start(self) -> int:
        line, column = self.getpos()
        while self._line < line:
            self._line, self._line_start = self._line + 1, self._next_line()
        return self._line_start + column

    def _next_line(self) -> int:
        return self.rawdata.index("\n", self._line_start) + 1
