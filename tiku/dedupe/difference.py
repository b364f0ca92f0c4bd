"""In which words two texts differ, to mark them for a person."""

import re
from collections.abc import Iterable, Iterator

from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# Compiled when it is first needed: its table of characters takes 10 ms to make.
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORDS = rf"[{_CJK}]|[^\W{_CJK}]+|\s+|."
_LONGEST = 2_000  # characters that are compared; what follows counts as one


class Piece(NamedTuple):
    """A stretch of a text, and whether the other text has it too."""

    text: str
    differs: bool


def pieces(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Cut two texts where they differ. Joined again, the pieces are the texts."""
    if one == other:
        whole = [Piece(one, differs=False)] if one else []
        return whole, [*whole]
    ours, theirs = _tokens(one), _tokens(other)
    left, right = list[Piece](), list[Piece]()
    a = c = 0
    for start, there, size in _blocks(*_folded(ours, theirs)):
        spans = ((a, start, c, there, True), (start, start + size, there, there + size, False))
        for first, last, first_there, last_there, differs in spans:
            if first < last:
                left.append(Piece("".join(ours[first:last]), differs))
            if first_there < last_there:
                right.append(Piece("".join(theirs[first_there:last_there]), differs))
        a, c = start + size, there + size
    return left, right


def _folded(ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, str]:
    """Write a character for each token, the same for those that differ in case only."""
    signs: dict[str, str] = {}
    one, other = (
        "".join([signs.setdefault(token.casefold(), chr(len(signs))) for token in each])
        for each in (ours, theirs)
    )
    return one, other


class _Block(NamedTuple):
    """A stretch that two texts have in common: where it is in each, and how long it is."""

    start: int
    there: int
    size: int


def _blocks(one: str, other: str) -> list[_Block]:
    """Give what two texts share as `difflib.SequenceMatcher` does, and an empty block at the end.

    The longest stretch comes first, and then what is left and right of it in the same way.
    """
    found: list[_Block] = []
    queue = [(0, len(one), 0, len(other))]
    while queue:
        a, b, c, d = queue.pop()
        block = _longest(one[a:b], other[c:d])
        start, there, size = a + block.start, c + block.there, block.size
        if size:
            found.append(_Block(start, there, size))
            queue += ((a, start, c, there), (start + size, b, there + size, d))
    return [*_joined(sorted(found)), _Block(len(one), len(other), 0)]


def _longest(one: str, other: str) -> _Block:
    """Find the longest stretch of one text in another, of equal ones the first."""
    start = size = 0
    for n in range(len(one)):
        while n + size < len(one) and one[n : n + size + 1] in other:
            start, size = n, size + 1
    return _Block(start, other.find(one[start : start + size]), size)


def _joined(found: Iterable[_Block]) -> Iterator[_Block]:
    """Join the blocks that follow each other in both texts."""
    last = _Block(0, 0, 0)
    for each in found:
        if (last.start + last.size, last.there + last.size) == each[:2]:
            last = last._replace(size=last.size + each.size)
        else:
            yield last
            last = each
    yield last


def words(one: str, other: str) -> str:
    """Say in a few words in what two short texts differ: `修复 / 超分辨率`; empty if in none."""
    sides = [" ".join(_differing(side)) for side in pieces(one, other)]
    return " / ".join(_cut(side) for side in sides) if any(sides) else ""


def _differing(side: list[Piece]) -> Iterator[str]:
    return (text for piece in side if piece.differs and (text := _PUNCTUATION.sub("", piece.text)))


_PUNCTUATION = lazy(r"^[\s?？؟!！.。,，、:：]+|[\s?？؟!！.。,，、:：]+$")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:39]}…" if len(text) > 40 else text or "–"


def _tokens(text: str) -> list[str]:
    head, rest = text[:_LONGEST], text[_LONGEST:]
    return [*re.findall(_WORDS, head), *([rest] if rest else [])]
