"""Headings that ask, each with its section as the answer: `## What is TCP?`, `### 3. 什么是…？`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tiku import numbering
from tiku.dialects.parts import (
    Marked,
    cut,
    found_ids,
    last_line,
    lead,
    titled,
    without_ids,
)
from tiku.document import title_of
from tiku.model import Code, Document, Draft, Problem, Reading, Section, Span

_ASKS = re.compile(
    r"[?？][\s\"'”’)）]*$"
    r"|什么|什麼|如何|为什么|為什麼|怎么|怎麼|怎样|哪些|哪个|区别|[吗嗎]$|^(?:请|简述|谈谈|说说|解释)"
    r"|^(?:what|why|how|when|where|which|who|explain|describe|define|list|compare)\b",
    re.IGNORECASE,
)
_MOST = 0.5  # of the headings of one level must ask for that level to be the questions'
_TICK = re.compile(r"\s*[-*+]\s+\[[ xX]\]\s")


def read(document: Document) -> Reading:
    """Read the sections of the one heading level at which most headings ask."""
    level = _level(document.sections)
    if not level:
        return Reading(why="no level at which most headings ask")
    marked = without_ids(document)
    drafts = tuple(
        _draft(document, marked, n)
        for n, section in enumerate(document.sections)
        if section.level == level and _asks(section)
    )
    problems = tuple(_unread(document, drafts, level))
    return Reading(drafts, problems, confidence=0.8, why=f"headings of level {level} that ask")


def _level(sections: Sequence[Section]) -> int:
    all_, asking = Counter[int](), Counter[int]()
    for section in sections:
        if section.heading:
            all_[section.level] += 1
            asking[section.level] += _asks(section)
    regular = [level for level, count in asking.items() if count and count >= _MOST * all_[level]]
    return max(regular, key=lambda level: (asking[level], -level), default=0)


def _asks(section: Section) -> bool:
    return bool(section.heading and _ASKS.search(title_of(section.heading)))


def _draft(document: Document, marked: Marked, n: int) -> Draft:
    section = document.sections[n]
    heading = section.heading
    assert heading  # a section with a level has one
    last = _last(document, marked, n)
    options = _options(section, marked)
    title = numbering.strip(marked.heading(heading)).strip()
    answer = cut(marked.lines, options + 1, last)
    return Draft(
        span=Span(document.path, heading.first, last_line(marked.lines, heading.first, last)),
        section=tuple(filter(None, section.above)),
        question=cut(marked.lines, heading.first, options, titled(heading, title)),
        answer=answer if answer.markdown else None,
        ids=found_ids(marked, lead(marked, heading.first), last),
    )


def _last(document: Document, marked: Marked, n: int) -> int:
    """Give the last line of a section with all that is below it."""
    last = document.sections[n].last
    for below in document.sections[n + 1 :]:
        if below.level <= document.sections[n].level:
            assert below.heading
            return min(last, lead(marked, below.heading.first) - 1)
        last = below.last
    return last


def _options(section: Section, marked: Marked) -> int:
    """Give the last line of the options with boxes right below a heading, else the heading's."""
    assert section.heading
    for block in section.blocks[:1]:
        bullets = [marked.lines[bullet.first - 1] for bullet in block.children]
        if block.kind == "bullets" and len(bullets) > 1 and all(map(_TICK.match, bullets)):
            return block.last
    return section.heading.last


def _unread(document: Document, drafts: Sequence[Draft], level: int) -> Iterator[Problem]:
    """Report headings beside those that ask, and those that ask at another level."""
    read = {line for draft in drafts for line in range(draft.span.first, draft.span.last + 1)}
    above = {title for draft in drafts for title in draft.section}
    for section in document.sections:
        heading = section.heading
        if heading is None or heading.first in read or title_of(heading) in above:
            continue
        if section.level == level or _asks(section):
            does = "asks at another level" if _asks(section) else "does not ask"
            what = f"'{title_of(heading)}' stands beside questions and {does}; it was not read"
            remedy = "end it with '?' at the level of the others, if it is one"
            yield Problem(Code.SECTION_UNREAD, document.path, heading.first, what, remedy)
