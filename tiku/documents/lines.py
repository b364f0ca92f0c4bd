"""The lines of a document: what each one is, and how deep it is nested in lists and quotes."""

import re
from collections.abc import Sequence
from typing import Literal

from tiku.model import Block, Document
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

Kind = Literal["blank", "text", "heading", "code", "html", "table", "rule"]

_QUOTE = lazy(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_MARKER = lazy(r"(?P<marker>[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_ELEMENT = lazy(
    r"<(?P<name>h[1-6]|p|dt|dd|div|center)\b[^<>]*>(?P<inner>(?:(?!<(?:p|div|h[1-6]|dt|dd)\b).)*?)(?:</(?P=name)>|$)(?:<br\s*/?>)?",
    re.IGNORECASE,
)
_LEAVES: dict[str, Kind] = {
    "heading": "heading",
    "paragraph": "text",
    "code": "code",
    "html": "html",
    "table": "table",
    "rule": "rule",
}


class Line(NamedTuple):
    """A line: its text without indentation, quote and list marks, and what it is part of.

    `depth` counts the lists around it; `marker` is that of the item that starts here, if one does;
    `offset` is the column of the text; `leaf` is the first line of its paragraph, code or table.
    """

    kind: Kind
    text: str = ""
    depth: int = 0
    marker: str = ""
    offset: int = 0
    level: int = 0
    quotes: int = 0
    leaf: int = 0

    @property
    def is_ordered(self) -> bool:
        """Tell whether an item with a number starts here."""
        return len(self.marker) > 1


BLANK = Line("blank")


def lines_of(document: Document, raw: Sequence[str]) -> list[Line]:
    """Tell what each line of a document is; `raw` is its text."""
    placing = _Placing(raw, is_html=_is_html(raw))
    for section in document.sections:
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            placing.place(block, 0, 0)
    return placing.found


class _Placing:
    """Walks the blocks of a document, and says what the lines of each are."""

    def __init__(self, raw: Sequence[str], *, is_html: bool) -> None:
        self.raw, self.is_html = raw, is_html
        self.found = [BLANK] * len(raw)

    def place(self, block: Block, depth: int, quotes: int) -> None:
        if kind := _LEAVES.get(block.kind):
            for number in range(block.first, block.last + 1):
                self.found[number - 1] = self._leaf(block, kind, number, (depth, quotes))
            return
        if block.kind == "bullet":
            depth += 1
            self.found[block.first - 1] = self._item(block.first, depth)
        quotes += block.kind == "quote"
        for child in block.children:
            self.place(child, depth, quotes)

    def _item(self, number: int, depth: int) -> Line:
        """Start an item; one that starts on the line of another, as in `- 1. text`, is nested."""
        before, raw = self.found[number - 1], self.raw[number - 1]
        start = before.offset or _indent(raw)
        marker = _MARKER.match(raw, start)
        end = marker.end() if marker else start
        name = before.marker or (marker["marker"] if marker else "")
        return Line("text", raw[end:].strip(), depth, name, end)

    def _leaf(self, block: Block, kind: Kind, number: int, nest: tuple[int, int]) -> Line:
        depth, quotes = nest
        before, text = self.found[number - 1], self.raw[number - 1]
        marker = before.marker
        offset = before.offset if marker else _indent(text)
        if quotes and not marker:
            quotes = min(quotes, text[:offset].count(">"))  # a lazy line stands outside
        first = block.first
        if kind == "heading" and number == first:
            title = _title(text[offset:])
            return Line(kind, title, depth, marker, offset, block.level, quotes, first)
        if kind in ("rule", "heading"):  # a rule, or what underlines a heading
            return Line("rule", "", depth, marker, offset, 0, quotes, first)
        if kind == "html" and self.is_html and (element := _ELEMENT.fullmatch(text.strip())):
            return _element(element, Line(kind, "", depth, marker, offset, 0, quotes, number))
        if kind != "code" and not text.strip(" \t>"):
            return BLANK
        return Line(kind, text[offset:].strip(), depth, marker, offset, 0, quotes, first)


def _is_html(raw: Sequence[str]) -> bool:
    """Tell whether a document is written in HTML, in which elements are no subject matter."""
    if "<" not in "\n".join(raw):
        return False
    lines = [line for line in map(str.strip, raw) if line]
    return sum(bool(_ELEMENT.fullmatch(line)) for line in lines if line[0] == "<") > _SOME * len(
        lines
    )


_SOME = 0.15


_INDENTS = frozenset("\t >")


def _indent(raw: str) -> int:
    """Give the column behind indentation and quote marks."""
    if raw[:1] not in _INDENTS:
        return 0
    found = _QUOTE.match(raw)
    return found.end() if found else 0


def _element(found: re.Match[str], line: Line) -> Line:
    """Read an element that stands on a line of its own as what it shows: a heading, or text."""
    name, inner = found["name"].lower(), found["inner"].strip()
    inner = re.sub(r"</?(?:b|strong)>", "**", inner, flags=re.IGNORECASE)
    if name[0] == "h" and inner:
        return line._replace(kind="heading", text=inner, level=int(name[1]))
    if name == "dd":
        inner = f": {inner}"
    return line._replace(kind="text", text=inner) if inner else line


def _title(text: str) -> str:
    return _HASHES.sub("", text).strip()


_HASHES = lazy(r"^#{1,6}[ \t]*|[ \t]+#+[ \t]*$")
