"""The gaps of a cloze text, in the ways that card tools write them, and the text with them."""

from __future__ import annotations

import re
from typing import NamedTuple

_ANKI = re.compile(
    r"\{\{c(?P<number>\d+)::(?P<text>.{1,2000}?)(?:::(?P<hint>[^{}]{0,200}?))?\}\}", re.DOTALL
)
_HIGHLIGHT = re.compile(r"==(?P<text>[^=\s](?:[^=]*[^=\s])?)==(?P<hint>)(?P<number>)")
_CURLY = re.compile(r"(?<![{$\\])\{(?:(?P<number>\d+):)?(?P<text>[^{}\s][^{}]*)\}(?P<hint>)(?!\})")
_SQUARE = re.compile(
    r"(?<![!\\\]])\[(?P<text>[^\[\]^\s][^\[\]]*)\](?P<hint>)(?P<number>)(?![(\[:])"
)
_HIDDEN = re.compile(
    r"(?P<ticks>`+)(?:(?!(?P=ticks)).)+(?P=ticks)|\$\$[^$]+\$\$|\$[^$\n]+\$", re.DOTALL
)

ANKI, MARKED, SQUARE = (_ANKI,), (_ANKI, _HIGHLIGHT, _CURLY), (_ANKI, _SQUARE)
_LONGEST = 20_000  # characters
Ways = tuple[re.Pattern[str], ...]


# What `hidden` holds around a gap: no source has these characters, and no markup reads them.
START, TEXT, HINT, END = "\ue000\ue001\ue002\ue003"
_MARKS = dict.fromkeys(map(ord, (START, TEXT, HINT, END)), " ")
_MOST = 500  # cards of one note, to Anki


class Cloze(NamedTuple):
    """A text with gaps: what is asked, the whole text with each in bold, and what fills them.

    `hidden` is the text with each gap marked, as `START` number `TEXT` text `HINT` hint `END`.
    """

    asked: str
    whole: str
    gaps: tuple[str, ...]
    hidden: str


def cloze(text: str, ways: Ways) -> Cloze | None:
    """Find the gaps of a text that are written in some ways; none in code or mathematics."""
    if len(text) > _LONGEST:
        return None
    text = text.translate(_MARKS)
    hidden = _HIDDEN.sub(lambda found: "\0" * len(found[0]), text) if ways is not SQUARE else text
    found = sorted(
        {(m.start(), m.end(), way) for way in ways for m in way.finditer(hidden)},
        key=lambda each: each[:2],
    )
    asked, whole, hidden, gaps, at = "", "", "", list[str](), 0
    for start, end, way in found:
        gap = way.fullmatch(text[start:end])
        if start < at or not gap:
            continue
        asked += f"{text[at:start]}[{gap['hint'] or '…'}]"
        whole += f"{text[at:start]}**{gap['text']}**"
        gaps.append(gap["text"])
        hidden += f"{text[at:start]}{_marked(gap, len(gaps))}"
        at = end
    rest = text[at:]
    return Cloze(asked + rest, whole + rest, tuple(gaps), hidden + rest) if gaps else None


def _marked(gap: re.Match[str], place: int) -> str:
    """Mark a gap; those of one number are asked for together."""
    given = int((gap["number"] or "0")[:4])
    number = given if 0 < given <= _MOST else place
    hint = f"{HINT}{gap['hint']}" if gap["hint"] else ""
    return f"{START}{number}{TEXT}{gap['text']}{hint}{END}"
