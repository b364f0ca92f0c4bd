"""Whether a reading explains a document so wholly that no other dialect could add to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tiku.dialects import within
from tiku.dialects.parts import is_nothing
from tiku.documents.document import title_of
from tiku.documents.outline import Outline
from tiku.languages import asking, numbering
from tiku.markup import markdown
from tiku.model import Block, Draft, Reading


def is_whole(outline: Outline, reading: Reading) -> bool:
    """Tell whether all text is part of the drafts of a sure reading, but for headings above them.

    Any other dialect starts a draft at a line of text, at what folds, or at a heading, or takes it
    from the front matter. So each of its drafts then holds lines of the drafts here: one that
    starts at a heading above them, which asks nothing, goes on to the question right below it. In
    an answer only signs of their own make questions: options, gaps, a column, a line that parts.
    """
    if reading.confidence < 1 or not reading.drafts:
        return False
    if outline.hidden or outline.document.records or any(map(within.may_stand, reading.drafts)):
        return False
    gaps = list(_gaps(reading.drafts, outline.last))
    heads = _heads(outline, reading.drafts)
    return not _folds_in(outline, gaps) and all(_is_free(outline, heads, *gap) for gap in gaps)


def _gaps(drafts: Sequence[Draft], end: int) -> Iterator[tuple[int, int]]:
    """Give the first and last line of each stretch between drafts."""
    before = 0
    for first, last in sorted((draft.span.first, draft.span.last) for draft in drafts):
        if first > before + 1:
            yield before + 1, first - 1
        before = max(before, last)
    if before < end:
        yield before + 1, end


def _heads(outline: Outline, drafts: Sequence[Draft]) -> Mapping[int, Block]:
    """Give the headings above drafts by line: those on one line that ask nothing themselves."""
    above = {title for draft in drafts for title in draft.section}
    text = "\n".join(outline.document.lines)
    if not above or "#card" in text or "#flashcard" in text:
        return {}
    found = (section.heading for section in outline.document.sections)
    single = (block for block in found if block and block.first == block.last)
    return {
        block.first: block
        for block in single
        if title_of(block) in above and not _asks(outline[block.first].text)
    }


def _asks(heading: str) -> bool:
    return asking.asks(numbering.strip(markdown.plain(heading.replace("\u200b", ""))))


def _folds_in(outline: Outline, gaps: Sequence[tuple[int, int]]) -> bool:
    """Tell whether anything folds between drafts."""
    return any(first <= n <= last for n in outline.folds for first, last in gaps)


def _is_free(outline: Outline, heads: Mapping[int, Block], first: int, last: int) -> bool:
    """Tell whether lines say nothing, or are headings, each within the last, over a question."""
    level = 0
    for number in range(first, last + 1):
        raw = outline.document.lines[number - 1]
        if not raw.strip():
            continue
        block = heads.get(number)
        if block and block.level > level:
            level = block.level
        elif level or not is_nothing(raw):
            return False
    if not level:
        return True
    if last == outline.last:
        return False
    below = outline[last + 1]
    is_within = below.kind != "heading" or below.level > level
    return is_within and not asking.leads_back(below.text)
