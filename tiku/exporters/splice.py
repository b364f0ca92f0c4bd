"""Rows of an output that give way to others, and the rest of it as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

Edit = tuple[int, int, bytes]  # from and to where, and what is to stand there


class SpliceError(Exception):
    """A row is not to be found as it was written."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows side by side, by their ids, that give way to others; `before` is the one above them."""

    before: str
    old: Sequence[str]
    new: Sequence[bytes]


class Old:
    """An output as it was written, mapped into memory: most of it is only ever copied."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises SpliceError if it cannot be read, or holds nothing."""
        try:
            with path.open("rb") as file:
                self._map = mmap(file.fileno(), 0, access=ACCESS_READ)
        except (OSError, ValueError):
            raise SpliceError from None
        self.view = memoryview(self._map)

    def find(self, sign: bytes, start: int = 0) -> int:
        """Find where some bytes stand. Raises SpliceError if they do not."""
        at = self._map.find(sign, start)
        if at < 0:
            raise SpliceError
        return at

    def only(self, *signs: bytes) -> int:
        """Find what stands only once. Raises SpliceError if it does not."""
        places = [at for sign in signs if (at := self._map.find(sign)) >= 0]
        if len(places) != 1 or any(self._map.find(sign, places[0] + 1) >= 0 for sign in signs):
            raise SpliceError
        return places[0]

    def last(self, sign: bytes) -> int:
        """Find where some bytes stand last. Raises SpliceError if they do not."""
        at = self._map.rfind(sign)
        if at < 0:
            raise SpliceError
        return at

    def close(self) -> None:
        """Let go of the file."""
        self.view.release()
        self._map.close()

    def spliced(self, edits: Iterable[Edit]) -> Spliced:
        """Put each edit in its place."""
        parts: list[bytes | memoryview] = []
        at, is_same = 0, True
        for start, end, new in sorted(edits):
            if start < at:
                raise SpliceError
            is_same = is_same and self.view[start:end] == new
            parts += (self.view[at:start], new)
            at = end
        return Spliced(self, (*parts, self.view[at:]), is_same=is_same)


class Spliced:
    """What is to stand in the place of an output."""

    def __init__(self, old: Old, parts: Sequence[bytes | memoryview], *, is_same: bool) -> None:
        """Take its parts, most of which are of the old one."""
        self.is_same, self._old, self._parts = is_same, old, parts

    def write(self, file: BinaryIO) -> None:
        """Write it, and let go of the old one, which no system replaces while it is in use."""
        file.writelines(self._parts)
        self.close()

    def close(self) -> None:
        """Let go of the old one."""
        for part in self._parts:
            if isinstance(part, memoryview):
                part.release()
        self._parts = ()
        self._old.close()


def lines_edited(old: Old, rows: Iterable[Rows], separator: bytes) -> Spliced:
    """Put other rows of separated values into some, the first cell of each being its id."""

    def found(id_: str) -> tuple[int, int]:
        if not _PLAIN.fullmatch(id_):
            raise SpliceError
        start = old.only(*(b"\n" + cell + separator for cell in _cells(id_))) + 1
        row = _ROW.match(old.view, start)
        if row is None:
            raise SpliceError
        return start, row.end()

    places = ((_stretch(found, each), b"".join(each.new)) for each in rows)
    return old.spliced((start, end, new) for (start, end), new in places)


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
