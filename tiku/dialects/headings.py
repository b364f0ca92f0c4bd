"""Headings that ask, each with its section as the answer: `## What is TCP?`, `### 3. 什么是…？`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tiku import numbering
from tiku.dialects.parts import Marked, cut, found_ids, without_ids
from tiku.document import title_of
from tiku.model import Document, Draft, Fragment, Markdown, Reading, Section, Span

_ASKS = re.compile(
    r"[?？][\s\"'”’)）]*$"
    r"|什么|什麼|如何|为什么|為什麼|怎么|怎麼|怎样|哪些|哪个|区别|[吗嗎]$|^(?:请|简述|谈谈|说说|解释)"
    r"|^(?:what|why|how|when|where|which|who|explain|describe|define|list|compare)\b",
    re.IGNORECASE,
)
_MOST = 0.5  # of the headings of one level must ask for that level to be the questions'


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
    return Reading(drafts, confidence=0.8, why=f"headings of level {level} that ask")


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
    last = section.last
    for below in document.sections[n + 1 :]:
        if below.level <= section.level:
            break
        last = below.last
    question = Markdown(numbering.strip(marked.heading(heading)).strip())
    answer = cut(marked.lines, heading.last + 1, last)
    end = answer.line + answer.markdown.count("\n") if answer.markdown else heading.last
    return Draft(
        span=Span(document.path, heading.first, end),
        section=tuple(filter(None, section.above)),
        question=Fragment(question, heading.first),
        answer=answer if answer.markdown else None,
        ids=found_ids(marked, heading.first, last),
    )
