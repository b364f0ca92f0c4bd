"""The gaps of a cloze text, in the ways that card tools write them, and the text with them."""

from __future__ import annotations

import re
from typing import NamedTuple

_ANKI = re.compile(r"\{\{c\d+::(?P<text>.{1,2000}?)(?:::(?P<hint>[^{}]{0,200}?))?\}\}", re.DOTALL)
_HIGHLIGHT = re.compile(r"==(?P<text>[^=\s](?:[^=]*[^=\s])?)==(?P<hint>)")
_CURLY = re.compile(r"(?<![{$\\])\{(?:\d+:)?(?P<text>[^{}\s][^{}]*)\}(?P<hint>)(?!\})")
_SQUARE = re.compile(r"(?<![!\\\]])\[(?P<text>[^\[\]^\s][^\[\]]*)\](?P<hint>)(?![(\[:])")
_HIDDEN = re.compile(
    r"(?P<ticks>`+)(?:(?!(?P=ticks)).)+(?P=ticks)|\$\$[^$]+\$\$|\$[^$\n]+\$", re.DOTALL
)

ANKI, MARKED, SQUARE = (_ANKI,), (_ANKI, _HIGHLIGHT, _CURLY), (_ANKI, _SQUARE)
_LONGEST = 20_000  # characters
Ways = tuple[re.Pattern[str], ...]


class Cloze(NamedTuple):
    """A text with gaps: what is asked, the whole text with each in bold, and what fills them."""

    asked: str
    whole: str
    gaps: tuple[str, ...]


def cloze(text: str, ways: Ways) -> Cloze | None:
    """Find the gaps of a text that are written in some ways; none in code or mathematics."""
    if len(text) > _LONGEST:
        return None
    hidden = _HIDDEN.sub(lambda found: "\0" * len(found[0]), text) if ways is not SQUARE else text
    found = sorted(
        {(m.start(), m.end(), way) for way in ways for m in way.finditer(hidden)},
        key=lambda each: each[:2],
    )
    asked, whole, gaps, at = "", "", [], 0
    for start, end, way in found:
        gap = way.fullmatch(text[start:end])
        if start < at or not gap:
            continue
        asked += f"{text[at:start]}[{gap['hint'] or '…'}]"
        whole += f"{text[at:start]}**{gap['text']}**"
        gaps.append(gap["text"])
        at = end
    return Cloze(asked + text[at:], whole + text[at:], tuple(gaps)) if gaps else None
