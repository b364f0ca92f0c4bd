"""Texts with gaps: `The capital is {{c1::Paris}}`, `C: [Paris] is …`, `==Paris==` in a deck.

In a deck, `{Paris}` and `{1:Paris}` are gaps as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tiku.dialects import topics
from tiku.dialects.card_blocks import card_blocks
from tiku.dialects.parts import found_ids, last_line, lead
from tiku.documents.outline import Outline, paragraphs
from tiku.items import gaps
from tiku.items.gaps import Ways
from tiku.model import Draft, Fragment, Markdown, Reading, Span
from tiku.system.patterns import lazy

_LABEL = lazy(r"C:(?:\s+|$)")
_OTHER = lazy(r"[QAC]:(?:\s|$)")
_ENDS = ("heading", "rule")


def read(outline: Outline) -> Reading:
    """Read the paragraphs with gaps, and what stands behind `C:`."""
    found = drafts(outline)
    if not found:
        return Reading(why="no text with gaps")
    return Reading(tuple(found), (), confidence=1.0, why=f"texts with gaps ({len(found)})")


def drafts(outline: Outline, taken: Collection[int] = ()) -> list[Draft]:
    """Make the drafts of all texts with gaps but for those on lines that are taken."""
    labelled = list(_labelled(outline))
    ways = _ways(outline)
    if not labelled and ways is gaps.ANKI and "{{c" not in "\n".join(outline.document.lines):
        return []
    taken = {n for lines in labelled for n in lines}.union(taken)
    taken |= {n for block in card_blocks(outline) for n in range(block.first, block.last + 1)}
    plain = [
        range(first, last + 1)
        for first, last in paragraphs(outline, 1, outline.last)
        if taken.isdisjoint(range(first, last + 1))
    ]
    found: list[tuple[range, Ways]] = [(lines, gaps.SQUARE) for lines in labelled]
    found += [(lines, ways) for lines in plain]
    made = [each for lines, way in found if (each := draft(outline, lines, way))]
    return sorted(made, key=lambda each: each.span)


def _ways(outline: Outline) -> Ways:
    if topics.is_deck(outline):
        return gaps.MARKED
    return gaps.HIGHLIGHTED if topics.is_note_with_cards(outline) else gaps.ANKI


def _labelled(outline: Outline) -> Iterator[range]:
    """Give the lines of each text behind `C:`, up to the next label, heading or rule."""
    number = 1
    while number <= outline.last:
        first = number
        number += 1
        if outline[first].kind != "text" or not _LABEL.match(outline[first].text):
            continue
        while number <= outline.last and not _is_end(outline, number):
            number += 1
        yield range(first, number)


def _is_end(outline: Outline, number: int) -> bool:
    line = outline[number]
    return line.kind in _ENDS or (line.kind == "text" and bool(_OTHER.match(line.text)))


def draft(outline: Outline, lines: range, ways: Ways) -> Draft | None:
    """Make the draft of a text, if it has gaps that are written in some ways."""
    lines = range(lines.start, last_line(outline.marked.lines, lines.start, lines.stop - 1) + 1)
    first, *rest = (outline.raw(n) for n in lines)
    text = "\n".join([_LABEL.sub("", outline[lines.start].text), *rest]).strip()
    found = gaps.cloze(text, ways)
    if not found or first.lstrip().startswith("|"):
        return None
    last = lines.stop - 1
    return Draft(
        span=Span(outline.path, lines.start, last),
        section=outline.above(lines.start),
        question=Fragment(Markdown(found.asked), lines.start),
        answer=Fragment(Markdown(found.whole), lines.start),
        gaps=found.gaps,
        hidden=Fragment(Markdown(found.hidden), lines.start),
        ids=found_ids(outline.marked, lead(outline.marked, lines.start), last),
    )
