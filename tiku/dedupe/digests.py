"""Digests of keys by which questions are compared: a few bytes for each of millions."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import pairwise
from marshal import dumps
from zlib import adler32, crc32

from tiku.items.keys import Flat


def digest(key: Flat) -> int:
    """Digest a key, alike in every process, in 52 bits.

    There are a dozen keys for each question, so that it has to be cheap. Where two keys have one
    digest by chance, questions seem to be tied, and their edit is a full build; or a finding that
    only shows something is missed, or one too many. Nothing is merged by a digest alone. Of two
    points it may seem that a third question has one, and a finding that a full build gives is
    missed until the next one: of 100,000 questions, once in some 2**33 edits.
    """
    content = dumps(key, _PLAINLY)
    return crc32(content) << 20 | (adler32(content) * _SPREAD & 0xFFFFFFFF) >> 12


_SPREAD = 0x9E3779B1  # an odd number, so that all bits of a sum come into the highest ones


def digests(keys: Iterable[Flat]) -> set[int]:
    """Digest keys."""
    return set(map(digest, keys))


def as_point(digest: int) -> int:
    """Mark a digest as that of a point, which many questions may share."""
    return digest | _POINT


def is_point(digest: int) -> bool:
    """Tell whether a digest is that of a point."""
    return digest >= _POINT


_POINT = 1 << 52


_PLAINLY = 1  # the version of marshal that does not look at which strings are one object


class Sorter:
    """Sorts digests, a part at a time: as numbers of Python they take five times the memory."""

    def __init__(self) -> None:
        """Begin without any."""
        self._parts = [array("Q") for _ in range(1 << 8)]

    def add(self, found: Iterable[int]) -> None:
        """Take digests."""
        for each in found:
            self._parts[each >> 45].append(each)

    def ordered(self) -> array[int]:
        """Give all of them in order, and keep none."""
        whole = array("Q")
        for n, part in enumerate(self._parts):
            whole.extend(sorted(part, key=float))  # as exact for 53 bits, and faster
            self._parts[n] = array("Q")
        return whole


def repeated(found: Iterable[int]) -> set[int]:
    """Give the digests that stand more than once, but for 0, which stands for none."""
    sorter = Sorter()
    sorter.add(found)
    return {one for one, other in pairwise(sorter.ordered()) if one == other} - {0}
