"""Paragraphs that ask, each with what follows as the answer, where a document has many of them.

They may stand in quotes, between rules (`---`), or behind a mark such as ❓.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from tiku import asking, numbering
from tiku.dialects import marks, topics
from tiku.dialects.entries import Entry, draft
from tiku.labels import label
from tiku.model import Reading
from tiku.outline import Outline, paragraphs

_FEW = 3
_MOST = 0.5
_SOME = 0.25
_NEARLY_ALL = 0.7
_LONGEST = 3  # lines


class _Paragraph(NamedTuple):
    first: int
    last: int
    asks: bool
    is_parted: bool  # a rule or a heading stands above it
    quotes: int


def read(outline: Outline) -> Reading:
    """Read the paragraphs that do nothing but ask."""
    found = [
        _paragraph(outline, first, last) for first, last in paragraphs(outline, 1, outline.last)
    ]
    found = [each for each in found if not outline[each.first].depth]
    chosen = _chosen(outline, found)
    if len(chosen) < _FEW:
        return Reading(why="no paragraphs that ask")
    spans = list(_spans(outline, chosen))
    marked = asking.share(marks.answers(outline, one.last + 1, last) == 1 for one, last in spans)
    drafts = tuple(
        draft(outline, _entry(outline, one, last), by_marks=marked >= _MOST) for one, last in spans
    )
    return Reading(drafts, (), confidence=0.5, why=f"paragraphs that ask ({len(drafts)})")


def _chosen(outline: Outline, found: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Take those between rules, those in quotes, or all that ask if many do."""
    parted = [each for each in found if each.is_parted and not each.quotes]
    if sum(each.asks for each in parted) >= max(_FEW, _MOST * len(parted)):
        nearly_all = asking.share(each.asks for each in parted) >= _NEARLY_ALL
        return parted if nearly_all or topics.is_deck(outline) else [p for p in parted if p.asks]
    quoted = [each for each in found if each.quotes]
    if sum(each.asks for each in quoted) >= max(_FEW, _MOST * len(quoted)):
        return [each for each in quoted if each.asks]
    asked = [each for each in found if each.asks and not each.quotes]
    is_enough = _SOME if topics.is_about_questions(outline) else _MOST
    return asked if len(asked) >= is_enough * sum(not each.quotes for each in found) else []


def _paragraph(outline: Outline, first: int, last: int) -> _Paragraph:
    text = outline[last].text.rstrip(" *_)）\"'”’")
    is_short = last - first < _LONGEST and not label(outline[first].text)
    asks = is_short and text.endswith(("?", "？", "؟"))
    above = first - 1
    while above and outline[above].kind == "blank":
        above -= 1
    parted = not above or outline[above].kind == "rule"
    return _Paragraph(first, last, asks, parted, outline[first].quotes)


def _spans(outline: Outline, chosen: Sequence[_Paragraph]) -> Iterator[tuple[_Paragraph, int]]:
    for one, after in zip_longest(chosen, chosen[1:]):
        last = after.first - 1 if after else outline.last
        ends = (
            n
            for n in range(one.last + 1, last + 1)
            if outline[n].kind == "heading" or (one.is_parted and outline[n].kind == "rule")
        )
        yield one, next(ends, last + 1) - 1


def _entry(outline: Outline, one: _Paragraph, last: int) -> Entry:
    line = outline[one.first]
    text = "\n".join(outline[n].text for n in range(one.first, one.last + 1))
    return Entry(
        first=one.first,
        stem=one.last,
        last=last,
        asked=numbering.strip(text).strip() or text,
        section=outline.above(one.first),
        quotes=0
        if line.quotes and not outline[min(one.last + 1, outline.last)].quotes
        else line.quotes,
    )
