"""Headings that count on at a level below that of the others: `### 6.` between `## 5.` and `## 7.`.

They are written at the level of the others; lines keep their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from tiku.documents.flavours import are_code
from tiku.languages import numbering
from tiku.values import NamedTuple

SIGN = "\n###"  # of a heading below another one
_FEWEST = 3  # headings above that count one by one
_FAR = 100  # headings, beyond which none is looked for


class _Heading(NamedTuple):
    """A heading: its line, its level, and its number."""

    line: int
    level: int
    number: int  # with which it starts, 0 if there is none


def raised(lines: Sequence[str]) -> Sequence[str]:
    """Raise the headings that stand alone one level below those that they count on from."""
    found = list(_headings(lines))
    slipped = [n for n in range(_FEWEST, len(found)) if _is_slipped(found, n)]
    if not slipped:
        return lines
    code = [*are_code(lines)]
    told = [*lines]
    for heading in (found[n] for n in slipped):
        if not code[heading.line]:
            told[heading.line] = lines[heading.line][1:]
    return told


def _headings(lines: Sequence[str]) -> Iterator[_Heading]:
    for n, line in enumerate(lines):
        if line[:1] == "#":
            bare = line.lstrip("#")
            if bare[:1] == " ":
                yield _Heading(n, len(line) - len(bare), numbering.number_of(bare))


def _is_slipped(found: Sequence[_Heading], at: int) -> bool:
    """Tell whether a heading counts on from the last one of a level above, and the next from it.

    No other below that has a number, and three above it count one by one.
    """
    level = found[at].level - 1
    if found[at - 1].level not in (level, level + 1) or not found[at].number:
        return False
    number = found[at].number
    above = [
        *islice(
            (n for n in range(at - 1, max(-1, at - _FAR), -1) if found[n].level <= level), _FEWEST
        )
    ]
    runs = [found[n] for n in reversed(above)]
    if [x.level for x in runs] != [level] * _FEWEST:
        return False
    if [x.number for x in runs] != [number - n for n in range(_FEWEST, 0, -1)]:
        return False
    near = range(at + 1, min(len(found), at + _FAR))
    below = next((n for n in near if found[n].level <= level), len(found))
    if below < len(found) and (found[below].level, found[below].number) != (level, number + 1):
        return False
    return not any(found[n].number for n in range(above[0] + 1, min(below, near.stop)) if n != at)
