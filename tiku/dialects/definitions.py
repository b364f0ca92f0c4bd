"""Definition lists whose terms ask: `What is TCP?` over `: A protocol.`; in a deck all terms do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from tiku.dialects import topics
from tiku.dialects.entries import Entry, draft
from tiku.documents.outline import Outline
from tiku.languages import asking, numbering
from tiku.model import Reading
from tiku.system.patterns import lazy

_DEFINITION = lazy(r":[ \t]+(?P<text>\S.*)")
_FEW = 2
_MOST = 0.5


def read(outline: Outline) -> Reading:
    """Read the terms of definitions, if most of them ask, or in a deck: a glossary is none."""
    found = list(_terms(outline))
    asked = sum(asking.asks(outline[term].text) for term, _ in found)
    if found and topics.is_deck(outline):
        asked = len(found)
    if asked < max(_FEW, _MOST * len(found)):
        return Reading(why="no definitions of terms that ask")
    drafts = []
    for (term, definition), after in zip_longest(found, found[1:]):
        drafts.append(
            draft(outline, _entry(outline, term, definition, _last(outline, definition, after)))
        )
    return Reading(
        tuple(drafts), (), confidence=0.9, why=f"definitions of terms that ask ({len(drafts)})"
    )


def _terms(outline: Outline) -> Iterator[tuple[int, int]]:
    """Give the line of each term, and of the first definition below it."""
    term = 0
    for number, line in enumerate(outline.lines, 1):
        if line.kind == "blank":
            continue
        if line.kind == "text" and _DEFINITION.fullmatch(line.text):
            if term:
                yield term, number
            term = 0
        else:
            term = number if line.kind == "text" and not line.marker else 0


def _match(outline: Outline, number: int) -> re.Match[str] | None:
    return _DEFINITION.fullmatch(outline[number].text) if outline[number].kind == "text" else None


def _last(outline: Outline, definition: int, after: tuple[int, int] | None) -> int:
    last = after[0] - 1 if after else outline.last
    ends = (n for n in range(definition + 1, last + 1) if outline[n].kind in ("heading", "rule"))
    return next(ends, last + 1) - 1


def _entry(outline: Outline, term: int, definition: int, last: int) -> Entry:
    first = _match(outline, definition)
    text = first["text"] if first else ""
    line = outline[term]
    return Entry(
        first=term,
        stem=definition,
        last=last,
        asked=numbering.strip(line.text).strip(),
        answered=text,
        instead={
            n: found["text"]
            for n in range(definition + 1, last + 1)
            if (found := _match(outline, n))
        },
        section=outline.above(term),
        column=line.offset + 4,
    )
