"""Two texts beside each other on a terminal, what differs marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tiku.dedupe.difference import Piece, pieces

_GAP = " │ "
_MARK, _PLAIN = "\x1b[1;33m", "\x1b[0m"
_BRACKETS = ("⟦", "⟧")
_LEAST = 6  # columns of a side


def columns(one: str, other: str, width: int, *, colour: bool) -> Iterator[str]:
    """Lay two texts out in `width` columns; without colour what differs stands in brackets."""
    side = max((width - len(_GAP)) // 2, _LEAST)
    left, right = (list(_wrapped(each, side, colour=colour)) for each in pieces(one, other))
    for a, b in zip_longest(left, right, fillvalue=("", 0)):
        yield f"{a[0]}{' ' * (side - a[1])}{_GAP}{b[0]}".rstrip()


def _wrapped(found: Sequence[Piece], width: int, *, colour: bool) -> Iterator[tuple[str, int]]:
    """Cut pieces into lines; give each with the columns that it takes."""
    line, taken, marked = "", 0, False
    start, end = (_MARK, _PLAIN) if colour else _BRACKETS
    extra = 0 if colour else 1
    for piece in found:
        for char in piece.text:
            is_marked = piece.differs and not char.isspace()
            needed = _columns(char) + (is_marked != marked) * extra + is_marked * extra
            if char == "\n" or taken + needed > width:
                yield line + end * marked, taken + extra * marked
                line, taken, marked = "", 0, False
                if char.isspace():
                    continue
            if is_marked != marked:
                line += start if is_marked else end
                taken += extra
                marked = is_marked
            line += char
            taken += _columns(char)
    yield line + end * marked, taken + extra * marked


def _columns(char: str) -> int:
    """Give the columns that a character takes (Unicode Standard Annex 11)."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
