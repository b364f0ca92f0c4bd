"""Rows of an output that give way to others, and the rest of it as it is."""

import os
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_LARGE, _MOST = 1 << 16, 1 << 30  # bytes
Edit = tuple[int, int, bytes]  # from and to where, and what is to stand there


class SpliceError(Exception):
    """A row is not to be found as it was written."""


class Rows(NamedTuple):
    """Rows side by side, by their ids, that give way to others; `before` is the one above them.

    They, and that one, are to be looked for `within` a stretch of the output.
    """

    before: str
    old: Sequence[str]
    new: Sequence[bytes]
    within: range


class Old:
    """An output as it was written, mapped into memory: most of it is only ever copied."""

    def __init__(self, path: Path) -> None:
        """Open it as `content`. Raises SpliceError if it cannot be read, or holds nothing."""
        try:
            self._file = path.open("rb")
        except OSError:
            raise SpliceError from None
        try:
            self.content = mmap(self._file.fileno(), 0, access=ACCESS_READ)
        except (OSError, ValueError):
            self._file.close()
            raise SpliceError from None
        self.view = memoryview(self.content)

    def find(self, sign: bytes, start: int = 0) -> int:
        """Find where some bytes stand. Raises SpliceError if they do not."""
        at = self.content.find(sign, start)
        if at < 0:
            raise SpliceError
        return at

    def only(self, signs: Sequence[bytes], within: range) -> int:
        """Find what stands only once. Raises SpliceError if it does not."""
        start, end = max(within.start - 1, 0), within.stop  # a row begins with the end of another
        places = [at for sign in signs if (at := self.content.find(sign, start, end)) >= 0]
        rest = places[0] + 1 if places else end
        if len(places) != 1 or any(self.content.find(sign, rest, end) >= 0 for sign in signs):
            raise SpliceError
        return places[0]

    def starts(
        self, row: re.Pattern[bytes], ids: Collection[str], within: Iterable[range]
    ) -> dict[str, int]:
        """Find where some rows stand; `row` matches the start of each, with its id.

        They are looked for in some stretches first. Raises SpliceError if one is missing.
        """
        wanted = {id_.encode(): id_ for id_ in ids}
        found: dict[str, int] = {}
        for stretch in (*within, range(len(self.view))):
            if len(found) < len(wanted):
                for each in row.finditer(self.content, max(stretch.start - 1, 0), stretch.stop):
                    if id_ := wanted.get(each["id"]):
                        found.setdefault(id_, each.start())
        if len(found) < len(wanted):
            raise SpliceError
        return found

    def close(self) -> None:
        """Let go of the file."""
        self.view.release()
        self.content.close()
        self._file.close()

    def copy(self, start: int, end: int, file: BinaryIO) -> None:
        """Copy a stretch to where another file is at, by the system itself if it can do that."""
        if hasattr(os, "copy_file_range") and end - start > _LARGE:
            file.flush()
            with suppress(OSError):  # another disk, or a file system that cannot
                while start < end:
                    count = min(end - start, _MOST)
                    source, target = self._file.fileno(), file.fileno()
                    done = os.copy_file_range(source, target, count, start)
                    if not done:
                        break
                    start += done
        with self.view[start:end] as rest:
            file.write(rest)

    def spliced(self, edits: Iterable[Edit]) -> "Spliced":
        """Put each edit in its place; what comes to one place comes in the order given."""
        return Spliced(self, sorted(edits, key=itemgetter(0, 1)))


class Spliced:
    """What is to stand in the place of an output: texts, and stretches of what stood there."""

    def __init__(self, old: Old, edits: Sequence[Edit]) -> None:
        """Take edits in their order. Raises SpliceError if one goes into another."""
        if any(later[0] < earlier[1] for earlier, later in pairwise(edits)):
            raise SpliceError
        self.is_same = all(old.view[start:end] == new for start, end, new in edits)
        self.changes = [(start, end, len(new)) for start, end, new in edits]
        self._old, self._edits = old, edits

    def write(self, file: BinaryIO) -> None:
        """Write it, and let go of the old one, which no system replaces while it is in use."""
        at = 0
        for start, end, new in self._edits:
            self._old.copy(at, start, file)
            file.write(new)
            at = end
        self._old.copy(at, len(self._old.view), file)
        self._old.close()


def lines_edited(
    old: Old, rows: Iterable[Rows], separator: bytes, within: Iterable[Edit] = ()
) -> Spliced:
    """Put other rows of separated values into some, the first cell of each being its id.

    The edits `within` are of other rows.
    """

    def found(id_: str, within: range) -> tuple[int, int]:
        if not _PLAIN.fullmatch(id_):
            raise SpliceError
        start = old.only([b"\n" + cell + separator for cell in _cells(id_)], within) + 1
        row = _ROW.match(old.view, start)
        if row is None:
            raise SpliceError
        return start, row.end()

    places = ((_stretch(found, each), b"".join(each.new)) for each in rows)
    return old.spliced([*within, *((start, end, new) for (start, end), new in places)])


_PLAIN = lazy(r"[\w-]+")
# A row, and the line ends within its quotes.
_ROW = lazy(rb'(?:[^"\n]|"(?:[^"]|"")*+")*+\n')


def _cells(id_: str) -> tuple[bytes, bytes]:
    """Give the ways to write a cell: a row may be quoted as a whole."""
    return id_.encode(), f'"{id_}"'.encode()


def _stretch(found: Callable[[str, range], tuple[int, int]], rows: Rows) -> tuple[int, int]:
    """Give where rows stand, or where there is room for them."""
    if not rows.old:
        return (found(rows.before, rows.within)[1],) * 2
    places = [found(each, rows.within) for each in rows.old]
    for (_, end), (start, _) in pairwise(places):
        if end != start:
            raise SpliceError
    return places[0][0], places[-1][1]
