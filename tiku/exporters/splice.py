"""Rows of an output that give way to others, and the rest of it as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edit = tuple[int, int, bytes]  # from and to where, and what is to stand there


class SpliceError(Exception):
    """A row is not to be found as it was written."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows side by side, by their ids, that give way to others; `before` is the one above them."""

    before: str
    old: Sequence[str]
    new: Sequence[bytes]


def spliced(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Put each edit in its place."""
    parts: list[bytes | memoryview] = []
    view, at = memoryview(content), 0
    for start, end, new in sorted(edits):
        if start < at:
            raise SpliceError
        parts += (view[at:start], new)
        at = end
    return b"".join((*parts, view[at:]))


def lines_edited(content: bytes, rows: Iterable[Rows], separator: bytes) -> bytes:
    """Put other rows of separated values into some, the first cell of each being its id."""

    def found(id_: str) -> tuple[int, int]:
        if not _PLAIN.fullmatch(id_):
            raise SpliceError
        start = only(content, *(b"\n" + cell + separator for cell in _cells(id_))) + 1
        row = _ROW.match(content, start)
        if row is None:
            raise SpliceError
        return start, row.end()

    places = ((_stretch(found, each), b"".join(each.new)) for each in rows)
    return spliced(content, ((start, end, new) for (start, end), new in places))


_PLAIN = re.compile(r"[\w-]+")
# A row, and the line ends within its quotes.
_ROW = re.compile(rb'(?:[^"\n]|"(?:[^"]|"")*+")*+\n')


def _cells(id_: str) -> tuple[bytes, bytes]:
    """Give the ways to write a cell: a row may be quoted as a whole."""
    return id_.encode(), f'"{id_}"'.encode()


def _stretch(found: Callable[[str], tuple[int, int]], rows: Rows) -> tuple[int, int]:
    """Give where rows stand, or where there is room for them."""
    if not rows.old:
        return (found(rows.before)[1],) * 2
    places = [found(each) for each in rows.old]
    for (_, end), (start, _) in pairwise(places):
        if end != start:
            raise SpliceError
    return places[0][0], places[-1][1]


def only(content: bytes, *signs: bytes) -> int:
    """Find what stands only once. Raises SpliceError if it does not."""
    places = [at for sign in signs if (at := content.find(sign)) >= 0]
    if len(places) != 1 or any(content.find(sign, places[0] + 1) >= 0 for sign in signs):
        raise SpliceError
    return places[0]
