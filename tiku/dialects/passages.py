"""What several questions are about, below a title of its own: each of them needs it.

So `## 材料一`, `（4～5 题共用题干）` or `### Passage A` stands over a text, and that over
questions: on a card these could not be answered without it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tiku.dialects.cutting import Place, cut
from tiku.documents.outline import Outline
from tiku.items import options
from tiku.languages import asking, passages
from tiku.languages.passages import Range
from tiku.markup import markdown
from tiku.model import Draft, Fragment, Markdown
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_FEWEST = 2  # questions about a passage: a lone one has it as a part
_MOST = 300_000  # characters of a passage, in all questions about it
_SHORTEST = 20  # characters of a passage that no title names


class _Passage(NamedTuple):
    """A passage below a heading, and the lines on which questions about it begin."""

    first: int
    last: int
    end: int
    of: Range


def attach(outline: Outline, drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], frozenset[int]]:
    """Give each question the passage that it is about; and the lines of all such passages."""
    found, starts, read = list(drafts), [draft.span.first for draft in drafts], set[int]()
    for passage in _found(outline, drafts, starts):
        near = range(bisect_right(starts, passage.last), bisect_right(starts, passage.end))
        about = [n for n in near if _is_about(found[n], passage.of)]
        if len(about) < _FEWEST:
            continue
        lines = range(passage.first, passage.last + 1)
        text = cut(outline, lines, Place(), {}).markdown.strip()
        if len(text) * len(about) > _MOST:
            continue
        are_options = bool(options.split(f"-\n\n{text}").options)
        for n in about:
            found[n] = _with_options(found[n], text) if are_options else _with(found[n], text)
        read.update(lines)
    return tuple(found), frozenset(read)


def _is_about(draft: Draft, of: Range) -> bool:
    is_free = not (of.last and draft.number)
    return draft.question is not None and (is_free or of.first <= draft.number <= of.last)


def _with(draft: Draft, text: str) -> Draft:
    assert draft.question
    question = Fragment(Markdown(f"{text}\n\n{draft.question.markdown}"), draft.question.line)
    return draft._replace(question=question)


def _with_options(draft: Draft, text: str) -> Draft:
    """Give a question the options that it shares with others, if it has none of its own."""
    question = draft.question
    if not question or options.split(question.markdown).options:
        return draft
    whole = Markdown(f"{question.markdown}\n\n{text}")
    return draft._replace(question=question._replace(markdown=whole))


def _found(outline: Outline, drafts: Sequence[Draft], starts: Sequence[int]) -> Iterator[_Passage]:
    """Find the headings that name a passage, with a text between each and the first question."""
    taken = {n for d in drafts for n in range(d.span.first, d.span.last + 1)}
    headings = [n for n in outline.headings if not outline[n].depth]
    for at, line in enumerate(headings):
        of = _range(outline, line)
        first = bisect_right(starts, line)
        if of is None or line in taken or first == len(starts):
            continue
        start, end = starts[first], _end(outline, headings, at)
        until = headings[at + 1] if at + 1 < len(headings) else end
        if until == end < start and _TASKS.search(outline[end].text):
            end = _end(outline, headings, at + 1)  # `## Questions` stands beside the passage
            if at + 2 < len(headings) and headings[at + 2] < start:
                continue
        elif until < start:
            continue  # another heading stands above the first question
        said = [n for n in range(line + 1, min(start, until)) if outline.is_text(n)]
        if start >= end or not said or not taken.isdisjoint(said):
            continue
        passage = _Passage(said[0], said[-1], end - 1, of)
        if _is_told(outline, passage, line):
            yield passage


def _range(outline: Outline, line: int) -> Range | None:
    title = _title(outline, line)
    is_named = passages.names_passage(title) or any(
        map(passages.names_reading, (*outline.above(line), title))
    )
    return passages.range_of(title) or (Range() if is_named else None)


def _title(outline: Outline, line: int) -> str:
    return markdown.plain(outline[line].text)


def _end(outline: Outline, headings: Sequence[int], at: int) -> int:
    """Give the line of the heading that ends what stands below another one."""
    level = outline[headings[at]].level
    for n in range(at + 1, len(headings)):
        if outline[headings[n]].level <= level:
            return headings[n]
    return outline.last + 1


def _is_told(outline: Outline, passage: _Passage, line: int) -> bool:
    """Tell a passage from a line that only says what to do."""
    if passages.names_passage(_title(outline, line)):
        return True
    texts = [outline[n].text for n in range(passage.first, passage.last + 1)]
    is_range = bool(passages.range_of(_title(outline, line)))
    if asking.requests(texts[0]) and (len(texts) == 1 or not is_range):
        return False
    return is_range or sum(map(len, texts)) >= _SHORTEST


_TASKS = lazy(
    r"要求|(?<!常[见見])[问問][题題]|[题題]目|^\W*questions?\W*$|設問|문제|câu\shỏi|preguntas",
    re.IGNORECASE,
)
