"""Entries whose parts are named: `**题目：** … **答案：** …`, `Q: … A: …`, `Question 1: …`.

A heading over one entry each is a title; a heading over several is a section.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tiku import numbering
from tiku.dialects.parts import Marked, cut, found_ids, without_ids
from tiku.document import title_of
from tiku.labels import Role, label
from tiku.model import Code, Document, Draft, Fragment, Markdown, Problem, Reading, Section, Span

_MOST = 0.9  # of the sections must hold one entry each for their headings to be titles


@dataclass(frozen=True, slots=True)
class _Mark:
    role: Role
    word: str
    line: int
    rest: str


@dataclass(frozen=True, slots=True)
class _Entry:
    section: Section
    marks: tuple[_Mark, ...]
    last: int
    titled: bool  # the section's heading is this entry's own

    def mark(self, role: Role) -> _Mark | None:
        return next((mark for mark in self.marks if mark.role == role), None)

    @property
    def first(self) -> int:
        heading = self.section.heading
        return heading.first if self.titled and heading else self.marks[0].line


def read(document: Document) -> Reading:
    """Read every entry whose question or answer is labelled."""
    marked = without_ids(document)
    found = [(section, _groups(_marks(section, marked))) for section in document.sections]
    if not _is_labelled([group for _, groups in found for group in groups]):
        return Reading(why="no labels such as 'Question:' and 'Answer:'")
    entries = list(_entries(found))
    asked = any(entry.mark("question") for entry in entries)
    drafts = tuple(_draft(document.path, marked, entry, asked=asked) for entry in entries)
    words = Counter(mark.word for entry in entries for mark in entry.marks)
    why = "labels " + ", ".join(f"{word} ({count})" for word, count in words.most_common())
    return Reading(drafts, tuple(_unread(document, entries)), confidence=1.0, why=why)


# Finding the entries


def _marks(section: Section, marked: Marked) -> Iterator[_Mark]:
    heading = section.heading
    if heading and (found := label(numbering.strip(marked.heading(heading)))):
        yield _Mark(found.role, found.word, heading.first, found.rest)
    for block in section.blocks:
        if block.kind == "paragraph":
            for line in range(block.first, block.last + 1):
                if found := label(marked.lines[line - 1].strip()):
                    yield _Mark(found.role, found.word, line, found.rest)


def _groups(marks: Iterable[_Mark]) -> list[list[_Mark]]:
    """Group the marks of a section by entry."""
    groups: list[list[_Mark]] = []
    for mark in marks:
        if mark.role == "question" or (mark.role == "answer" and not groups):
            groups.append([mark])
        elif groups and _continues(groups[-1], mark):
            groups[-1].append(mark)
    return groups


def _continues(group: Sequence[_Mark], mark: _Mark) -> bool:
    """Tell whether a label opens a part. Else it is text: a "Hint:" within an answer, say."""
    seen = {each.role for each in group}
    before_answer = mark.role in ("answer", "hint")
    return mark.role not in seen and before_answer == ("answer" not in seen)


def _is_labelled(groups: Sequence[Sequence[_Mark]]) -> bool:
    roles = Counter(mark.role for group in groups for mark in group)
    return bool(roles["question"] and roles["answer"]) or max(roles.values(), default=0) > 1


def _entries(found: Sequence[tuple[Section, list[list[_Mark]]]]) -> Iterator[_Entry]:
    titles = _are_titles([(section, groups) for section, groups in found if groups])
    for n, (section, groups) in enumerate(found):
        titled = titles and len(groups) == 1 and _is_apart(section, groups[0])
        starts = [group[0].line for group in groups[1:]]
        ends = [line - 1 for line in starts] + [section.last]
        if titled:
            ends[-1] = _end_of_subsections(found[n:])
        for group, last in zip(groups, ends, strict=False):
            yield _Entry(section, tuple(group), last, titled)


def _is_apart(section: Section, group: Sequence[_Mark]) -> bool:
    """Tell whether a section has a heading that is not itself the labelled question."""
    return section.heading is not None and section.heading.first != group[0].line


def _are_titles(found: Sequence[tuple[Section, list[list[_Mark]]]]) -> bool:
    """Tell whether headings stand over one entry each: nearly always, and not by chance."""
    single = [s for s, groups in found if len(groups) == 1 and _is_apart(s, groups[0])]
    if len(single) < _MOST * len(found):
        return False
    return len(single) > 1 or any(s.heading and _looks_asked(s.heading.text) for s in single)


def _looks_asked(heading: str) -> bool:
    return numbering.is_numbered(heading) or heading.rstrip(" *_#").endswith(("?", "？"))


def _end_of_subsections(found: Sequence[tuple[Section, list[list[_Mark]]]]) -> int:
    """Give the last line of an answer that has headings of its own."""
    section, _ = found[0]
    last = section.last
    for below, groups in found[1:]:
        if groups or below.level <= section.level:
            break
        last = below.last
    return last


# From entries to drafts


def _draft(path: str, marked: Marked, entry: _Entry, *, asked: bool) -> Draft:
    parts = dict(_parts(marked, entry))
    section, heading = entry.section, None
    above = section.above
    if entry.titled and section.heading:
        text = Markdown(numbering.strip(marked.heading(section.heading)).strip())
        heading = Fragment(text, section.heading.first)
    elif section.heading and section.heading.first != entry.marks[0].line:
        above = (*above, title_of(section.heading))
    question = parts.get("question")
    if not asked and heading and heading.markdown:
        question, heading = heading, None  # the document asks in its headings
    return Draft(
        span=_span(path, marked, entry),
        section=tuple(filter(None, above)),
        heading=heading,
        question=question,
        answer=parts.get("answer"),
        explanation=parts.get("explanation"),
        hint=parts.get("hint"),
        ids=found_ids(marked, entry.first, entry.last),
    )


def _parts(marked: Marked, entry: _Entry) -> Iterator[tuple[Role, Fragment]]:
    ends = [mark.line - 1 for mark in entry.marks[1:]] + [entry.last]
    for mark, last in zip(entry.marks, ends, strict=True):
        yield mark.role, cut(marked.lines, mark.line, last, head=mark.rest)


def _span(path: str, marked: Marked, entry: _Entry) -> Span:
    last = entry.last
    while last > entry.first and not marked.lines[last - 1].strip():
        last -= 1
    return Span(path, entry.first, last)


def _unread(document: Document, entries: Sequence[_Entry]) -> Iterator[Problem]:
    """Report headings like those of the entries that have no label below them."""
    titled = [entry for entry in entries if entry.titled]
    if len(titled) < 2:
        return
    level = Counter(entry.section.level for entry in titled).most_common(1)[0][0]
    word = Counter(entry.marks[0].word for entry in titled).most_common(1)[0][0]
    read = {line for entry in entries for line in range(entry.first, entry.last + 1)}
    for section in document.sections:
        if section.heading and section.level == level and section.heading.first not in read:
            line, title = section.heading.first, title_of(section.heading)
            what = f"'{title}' stands where questions stand, but has no label; it was not read"
            colon = ":" if word.isascii() else "："
            remedy = f"write '{word}{colon}' below it, or make it no heading of this level"
            yield Problem(Code.SECTION_UNREAD, document.path, line, what, remedy)
