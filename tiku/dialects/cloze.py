"""Texts with gaps: `The capital is {{c1::Paris}}`, `C: [Paris] is …`, `==Paris==` in a deck.

In a deck, `{Paris}` and `{1:Paris}` are gaps as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from tiku import gaps
from tiku.dialects import topics
from tiku.dialects.card_blocks import card_blocks
from tiku.dialects.parts import found_ids, lead
from tiku.gaps import Ways
from tiku.model import Draft, Fragment, Markdown, Reading, Span
from tiku.outline import Outline, paragraphs
from tiku.patterns import lazy

_LABEL = lazy(r"C:(?:\s+|$)")
_OTHER = lazy(r"[QAC]:(?:\s|$)")
_ENDS = ("heading", "rule")
_NONE = "no text with gaps"


def read(outline: Outline) -> Reading:
    """Read the paragraphs with gaps, and what stands behind `C:`."""
    labelled = list(_labelled(outline))
    taken = {n for lines in labelled for n in lines}
    taken |= {n for block in card_blocks(outline) for n in range(block.first, block.last + 1)}
    ways = gaps.MARKED if topics.is_deck(outline) else gaps.ANKI
    if not labelled and ways is gaps.ANKI and "{{c" not in "\n".join(outline.document.lines):
        return Reading(why=_NONE)
    plain = [
        range(first, last + 1)
        for first, last in paragraphs(outline, 1, outline.last)
        if taken.isdisjoint(range(first, last + 1))
    ]
    found: list[tuple[range, Ways]] = [(lines, gaps.SQUARE) for lines in labelled]
    found += [(lines, ways) for lines in plain]
    drafts = [each for lines, way in found if (each := draft(outline, lines, way))]
    drafts.sort(key=lambda each: each.span)
    if not drafts:
        return Reading(why=_NONE)
    return Reading(tuple(drafts), (), confidence=1.0, why=f"texts with gaps ({len(drafts)})")


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
    first, *rest = (outline.raw(n) for n in lines)
    text = "\n".join([_LABEL.sub("", outline[lines.start].text), *rest]).strip()
    found = gaps.cloze(text, ways)
    if not found or first.lstrip().startswith("|"):
        return None
    last = max(n for n in lines if outline[n].kind != "blank")
    return Draft(
        span=Span(outline.path, lines.start, last),
        section=outline.above(lines.start),
        question=Fragment(Markdown(found.asked), lines.start),
        answer=Fragment(Markdown(found.whole), lines.start),
        gaps=found.gaps,
        hidden=Fragment(Markdown(found.hidden), lines.start),
        ids=found_ids(outline.marked, lead(outline.marked, lines.start), last),
    )
