"""In which words two texts differ, to mark them for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

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
    ours, theirs = _tokens(one), _tokens(other)
    folded = [[token.casefold() for token in each] for each in (ours, theirs)]
    found = SequenceMatcher(None, folded[0], folded[1], autojunk=False)
    left, right = list[Piece](), list[Piece]()
    for kind, a, b, c, d in found.get_opcodes():
        for side, part in ((left, ours[a:b]), (right, theirs[c:d])):
            if part:
                side.append(Piece("".join(part), kind != "equal"))
    return left, right


def words(one: str, other: str) -> str:
    """Say in a few words in what two short texts differ: `修复 / 超分辨率`; empty if in none."""
    sides = [" ".join(_differing(side)) for side in pieces(one, other)]
    return " / ".join(_cut(side) for side in sides) if any(sides) else ""


def _differing(side: list[Piece]) -> Iterator[str]:
    return (text for piece in side if piece.differs and (text := _PUNCTUATION.sub("", piece.text)))


_PUNCTUATION = re.compile(r"^[\s?？!！.。,，、:：]+|[\s?？!！.。,，、:：]+$")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:39]}…" if len(text) > 40 else text or "–"


def _tokens(text: str) -> list[str]:
    head, rest = text[:_LONGEST], text[_LONGEST:]
    return [*re.findall(_WORDS, head), *([rest] if rest else [])]
