"""Hostile sources, and an arena in which a real browser shows whether anything of them runs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path

from playwright.sync_api import Browser, Route

from tests.browser import Watched, page

HERE = "http://127.0.0.1:9/"  # nothing listens there: every answer is that of the arena
FOLDER = Path(__file__).parent


def _vectors() -> dict[str, tuple[str, ...]]:
    """Read the vectors by category; a control character stands there as its picture."""
    found: dict[str, tuple[str, ...]] = {}
    parts = (FOLDER / "cases/attacks.txt").read_text(encoding="utf-8").split("\n== ")
    for part in parts[1:]:
        title, *lines = part.split("\n")
        found[title] = tuple(re.sub("[␀-␟]", _control, line) for line in lines if line)
    return found


def _control(found: re.Match[str]) -> str:
    return chr(ord(found[0]) - 0x2400)


VECTORS = _vectors()

# Documents in which a vector, `②`, stands in every place that a source has; `③` is the vector as a
# quoted string, and `①` a word of its own, which keeps questions apart.
DOCUMENTS = {
    "prose": "**Question:** ① ②\n\n**Answer:** a ② b\n\n- **②:** b\n- ②\n\n> ②\n\n②\n",
    "table": (
        "Q: What is ①?\nA: ②\n\n| a | b |\n|:--|--:|\n| ② | c |\n\n"
        "<b title=\"②\">t</b> <i title='②'>t</i> <b ②>t</b>\n"
    ),
    "links": (
        "Q: What is ①?\nA: [②](https://example.org) [a](②) <②>\n\n"
        '[c](https://example.org "②") [f]\n\n[f]: ②\n'
    ),
    "pictures": (
        "**Question:** ①\n\n**Answer:** ![②](a.png) ![a](②)\n\n"
        "![c](c.png \"②\")\n\n<img src='②' alt='②'>\n"
    ),
    "code": "Q: What is ①?\nA: `②`\n\n````````\n②\n````````\n\n````````②\nc\n````````\n\n    ②\n",
    "choice": (
        "# ②\n\n## 1. ②\n\n**Question:** ①\n\n- [x] ②\n- [ ] a\n\n"
        "**Hint:** ②\n\n**Explanation:** ②\n"
    ),
    "folds": (
        "**Question:** ①\n\n**Answer:** $②$ \\(②\\)[^1]\n\n$$\n②\n$$\n\n"
        "<details><summary>②</summary>\n\nx\n\n</details>\n\n[^1]: ②\n"
    ),
    "cloze": "① is {{c1::②::②}}, and {{c2::b}} is ②.\n",
    "card": "# ①\n\n①a ② :: ②\n\n①b is it :: b\n\n①c is that :: c\n",
    "head": (
        "---\ntitle: ③\ntags: [③, b]\ndeck: ③\nlanguage: ③\nname: ③\n③: ③\n---\n\n"
        "# ②\n\nQ: What is ①?\nA: b\n<!-- id: ② -->\n"
    ),
}


def documents(vectors: Sequence[str], kinds: Sequence[str] = ()) -> dict[str, str]:
    """Write documents for each vector: of the given kinds, else of half of all, by turns."""
    turns = [kind for kind in DOCUMENTS if kind != "prose"]
    found = {}
    for number, vector in enumerate(vectors):
        for kind in kinds or ("prose", *turns[number % 2 :: 2]):
            values = {"①": f"{kind}{number}", "②": vector, "③": json.dumps(vector)}
            folder = vector if kind == "head" else kind
            found[f"{folder}/{number}.md"] = _filled(DOCUMENTS[kind], values)
    return found


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub("[①②③]", lambda mark: values[mark[0]], text)


class Arena:
    """A page in which every marker is caught, every request answered, and every event fired.

    `ran` are the markers that were called, each by the name of its frame.
    """

    def __init__(self, watched: Watched) -> None:
        """Prepare a page; nothing that it asks for reaches a network."""
        self.page, self.watched = watched.page, watched
        self.ran: list[str] = []
        self._files: dict[str, bytes] = {}
        context = self.page.context
        context.expose_binding("tikuRan", lambda _, name: self.ran.append(name))
        context.add_init_script(path=FOLDER / "arena.js")
        context.route("**/*", self._answer)
        self.page.goto("about:blank")  # the script is there from the next document on

    @property
    def asked(self) -> list[str]:
        """Give what was asked of other hosts, frames and scripts included."""
        return self.watched.outside

    def show(self, document: str) -> None:
        """Show a document as a browser does that got it, and fire events at all that it holds."""
        self.open({f"{len(self._files)}.html": document.encode()})

    def open(self, files: Mapping[str, bytes]) -> None:
        """Show the first of some files, which may load the others."""
        self._files |= {HERE + name: content for name, content in files.items()}
        self.page.goto(HERE + next(iter(files)))
        self.page.evaluate("tikuArena.provoke()")

    def suspect(self, pieces: Sequence[str]) -> list[str]:
        """Name what no piece of HTML may hold, now or after an editor has read and written it."""
        return self._judged("suspect", pieces)

    def formulas(self, pieces: Sequence[str]) -> list[str]:
        """Name the formulas by which MathJax would make a link, a style or a name."""
        return self._judged("formulas", pieces)

    def _judged(self, how: str, pieces: Sequence[str]) -> list[str]:
        found: list[str] = self.page.evaluate(f"p => tikuArena.{how}(p)", list(pieces))
        return sorted(set(found))

    def _answer(self, route: Route) -> None:
        """Answer so that whatever waits for an answer goes on: a script runs, a picture loads."""
        request = route.request
        body = self._files.get(request.url)
        if body is not None:
            kind = guess_type(request.url)[0] or "application/octet-stream"
            route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")
        elif request.resource_type == "script":
            route.fulfill(body="alert(1)", content_type="text/javascript")
        else:
            route.fulfill(body=_PICTURE, content_type="image/svg+xml")


_PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"


@contextmanager
def arena(browser: Browser) -> Iterator[Arena]:
    """Open an arena."""
    with page(browser, offline=False) as watched:
        yield Arena(watched)


def framed(pieces: Sequence[str]) -> str:
    """Put each piece of HTML into a frame of its own, so that none hides another."""
    frames = (
        f'<iframe name="v{number}" srcdoc="{html.escape(piece)}"></iframe>'
        for number, piece in enumerate(pieces)
    )
    return f"<!DOCTYPE html><title>x</title>{''.join(frames)}"
