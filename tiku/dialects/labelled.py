"""Entries whose parts are named: `**题目：** … **答案：** …`, `Q: … A: …`, `Question 1: …`.

A heading over one entry that asks or counts is its title; any other heading is a section.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from tiku import asking, numbering
from tiku.dialects import cutting, marks, option_lines
from tiku.dialects.cutting import Place
from tiku.dialects.label_marks import ASKS, LabelMark, heading_label, label_marks, label_of
from tiku.dialects.parts import found_ids, last_line, lead
from tiku.document import title_of
from tiku.label_words import SOLUTIONS
from tiku.labels import inline, label
from tiku.model import (
    Code,
    Draft,
    Fragment,
    Markdown,
    Problem,
    Reading,
    Role,
    Section,
    Span,
)
from tiku.outline import Outline
from tiku.patterns import lazy

_OPTION = lazy(r"\s*(?:[-*+]\s+)?(?:\[[ xX]\]\s|[(（]?[A-Ha-h][.)、）:：])")
_SEVERAL = 2
_REMARKS = frozenset(["说明", "說明"])
_TITLED = 2  # labels of questions in a section: its heading, and the one below it
_FEW_BARE = 0.5  # of the entries may be named by one letter and have no answer


class _Group:
    """The marks of an entry, gathered from section number `at` up to `until`."""

    def __init__(self, section: Section, mark: LabelMark, at: int) -> None:
        self.section, self.marks = section, [mark]
        self.at = self.until = at

    def is_titled_by(self, outline: Outline, before: int, *, alone: bool) -> bool:
        """Tell whether there is nothing yet but a heading such as `## Question 1: Loops`.

        One that says more must stand right above what asks, on the line `before`, and above that
        `alone`.
        """
        (first, *more) = self.marks
        heading = self.section.heading
        if more or not heading or heading.first != first.line:
            return False
        between = range(first.below, before)
        is_bare = alone and not any(marks.says(outline, n) for n in between)
        return is_bare or not first.rest

    def is_answered_by(self, mark: LabelMark) -> bool:
        """Tell whether an answer has the label that the one here has."""
        answers = [each.word for each in self.marks if each.role == "answer"]
        return mark.role == "answer" and mark.word in answers

    def answers_again(self, mark: LabelMark, outline: Outline, at: int) -> bool:
        """Take a second label of the answer: below one that says nothing, or below a solution."""
        if self._names_again(mark, outline):
            self.marks[-1] = self.marks[-1]._replace(rest=mark.rest, below=mark.below)
        elif self._is_worked_out(mark):
            self.marks[-1] = self.marks[-1]._replace(role="explanation")
            self.join(mark, outline, at)
        else:
            return False
        return True

    def _names_again(self, mark: LabelMark, outline: Outline) -> bool:
        """Tell whether an answer's label stands right below one that says nothing."""
        last = self.marks[-1]
        if not mark.role == last.role == "answer" or last.rest:
            return False
        return not any(marks.says(outline, n) for n in range(last.below, mark.line))

    def _is_worked_out(self, mark: LabelMark) -> bool:
        """Tell whether the answer here is a solution, whose result another label names."""
        last, word = self.marks[-1], mark.word.casefold()
        if not last.role == mark.role == "answer" or last.emphasised != mark.emphasised:
            return False
        return last.word.casefold() in SOLUTIONS and bool(word) and word not in SOLUTIONS

    def join(self, mark: LabelMark, outline: Outline, at: int) -> None:
        """Add a part. A remark above the answer, or above the options, belongs to the question."""
        if mark.role == "answer" and self.marks[-1].role == "explanation":
            last = self.marks[-1]
            has_options = option_lines.options_end(outline, last.below, mark.line - 1)
            if last.word in _REMARKS or has_options:
                self.marks.pop()
        self.marks.append(mark)
        self.until = at


class _Entry(NamedTuple):
    section: Section
    marks: tuple[LabelMark, ...]
    lead: int  # the first line, of an id comment above it too
    last: int
    titled: bool  # the section's heading is this entry's own

    def mark(self, role: Role) -> LabelMark | None:
        return next((mark for mark in self.marks if mark.role == role), None)

    @property
    def first(self) -> int:
        heading = self.section.heading
        if self.titled and heading:
            return heading.first
        return self.marks[0].above or self.marks[0].line

    @property
    def named(self) -> int:
        """The line that has its number, if any has."""
        return self.marks[0].line if self.marks[0].above and not self.titled else self.first


def read(outline: Outline) -> Reading:
    """Read every entry whose question or answer is labelled."""
    document = outline.document
    found = [e for e in _entries(document.sections, outline) if not _is_many(e, outline)]
    if found and not any(_is_answered(outline, entry) for entry in found):
        found = _answered_below(outline, found)
    if not _are_questions(outline, found):
        return Reading(why="no entry with labels such as 'Question:' and 'Answer:'")
    questions = [mark for entry in found if (mark := entry.mark("question"))]
    asked = bool(questions)
    if numbering.count_up(mark.rest for mark in questions):
        found = [_without_number(entry) for entry in found]
    drafts = tuple(_draft(outline, entry, asked=asked) for entry in found)
    words = Counter(mark.word for entry in found for mark in entry.marks if mark.word)
    why = "labels " + ", ".join(f"{word} ({count})" for word, count in words.most_common())
    return Reading(
        drafts, tuple(_unread(outline.path, document.sections, found)), confidence=1.0, why=why
    )


def _is_many(entry: _Entry, outline: Outline) -> bool:
    """Tell whether there are several answers below what would be one question."""
    if entry.mark("question"):
        return False
    (first, *_) = entry.marks
    if entry.titled and _names_type(entry.section, outline):
        return True
    texts = (
        outline[n].text for n in range(first.line, entry.last + 1) if outline[n].kind == "text"
    )
    same = (found for text in texts if (found := label(text)) and found.word == first.word)
    return sum(1 for _ in same) > _SEVERAL


def _names_type(section: Section, outline: Outline) -> bool:
    """Tell whether a heading names a type of the questions below it, which have numbers."""
    heading = section.heading
    if not heading or not asking.names_type(title_of(heading)):
        return False
    below = (n for n in range(heading.last + 1, section.last + 1) if outline.is_text(n))
    first = next(below, 0)
    return bool(first) and numbering.is_numbered(outline.raw(first))


def _without_number(entry: _Entry) -> _Entry:
    """Take the number off a question that has one after its label, as in `Q: 1. What?`."""
    marks = (
        mark._replace(rest=numbering.strip(mark.rest) or mark.rest)
        if mark.role == "question"
        else mark
        for mark in entry.marks
    )
    return entry._replace(marks=tuple(marks))


def _answered_below(outline: Outline, entries: Sequence[_Entry]) -> list[_Entry]:
    """Where no answer has a label, take what most have below what they ask, if that is text."""
    from tiku.dialects.entries import asked_ends

    alone = [entry for entry in entries if [mark.role for mark in entry.marks] == ["question"]]
    lines = [(_first(entry.marks[0]), entry.last) for entry in alone]
    ends = dict(zip([entry.first for entry in alone], asked_ends(outline, lines), strict=True))
    found = [(entry, ends.get(entry.first, 0)) for entry in entries]
    return [_with_answer(outline, entry, end) if end else entry for entry, end in found]


def _first(mark: LabelMark) -> int:
    return mark.line if mark.rest else mark.below


def _with_answer(outline: Outline, entry: _Entry, end: int) -> _Entry:
    emphasised = entry.marks[0].emphasised
    start = next(n for n in range(end + 1, entry.last + 1) if outline[n].kind != "blank")
    line = outline[start]
    text = outline.raw(start) if line.kind == "code" or not line.quotes else line.text
    answer = LabelMark("answer", "", start, text, emphasised, start + 1)
    return entry._replace(marks=(*entry.marks, answer))


def _is_answered(outline: Outline, entry: _Entry) -> bool:
    if entry.mark("answer"):
        return True
    question = entry.mark("question")
    return question is not None and (
        bool(inline(question.rest)[1])
        or option_lines.has_ticked(outline, question.line + 1, entry.last)
    )


def _are_questions(outline: Outline, entries: Sequence[_Entry]) -> bool:
    """Tell whether labels are no accident: two parts, two entries, or one that clearly asks."""
    if len(entries) != 1:
        letters = [e for e in entries if all(len(mark.word) == 1 for mark in e.marks if mark.word)]
        bare = sum(not _is_answered(outline, e) for e in letters)
        return bool(entries) and bare <= _FEW_BARE * len(entries)
    (entry,) = entries
    question = entry.mark("question")
    if question is None:
        return entry.titled and _asks(entry.section)
    below = outline.marked.lines[question.line : entry.last]
    is_choice = any(map(_OPTION.match, below))
    return len(entry.marks) > 1 or is_choice or question.rest.rstrip(" *_").endswith(("?", "？"))


# Finding the entries


def _groups(sections: Sequence[Section], outline: Outline) -> list[_Group]:
    """Group the marks of a document by entry; only a heading continues one across sections."""
    groups: list[_Group] = []
    for at, section in enumerate(sections):
        is_first = True
        found = list(label_marks(section, outline))
        titled = sum(mark.role == "question" for mark in found) == _TITLED
        for mark in found:
            is_heading = section.heading is not None and section.heading.first == mark.line
            may_join = bool(groups) and (
                is_heading or not is_first or _is_below(mark, section, groups)
            )
            if (
                mark.role == "question"
                and not is_first
                and groups[-1].is_titled_by(outline, mark.line, alone=titled)
            ):
                groups[-1].marks = [mark]  # `## Question 1` is the title of the labelled one
            elif mark.role == "question":
                groups.append(_Group(section, mark, at))
            elif groups and groups[-1].answers_again(mark, outline, at):
                pass
            elif may_join and _continues(groups[-1].marks, mark):
                groups[-1].join(mark, outline, at)
            elif is_first and mark.role == "answer" and mark.word and not is_heading:
                asked = _asked_above(outline, mark)
                counts = asked and _COUNTS.match(asked.rest)
                groups.append(_Group(section, asked if asked and counts else mark, at))
                if counts:
                    groups[-1].join(mark, outline, at)
            elif (
                groups
                and groups[-1].is_answered_by(mark)
                and (asked := _asked_above(outline, mark))
            ):
                groups.append(_Group(section, asked, at))
                groups[-1].join(mark, outline, at)
            else:
                continue
            is_first = False
    return groups


def _asked_above(outline: Outline, mark: LabelMark) -> LabelMark | None:
    """Find the paragraph right above a second answer that asks, though it has no label.

    One that counts, `1.2 What is it?`, may stand above a blank line.
    """
    last = outline.said_above(mark.line)
    if not last or not outline.is_prose(last) or not outline[last].text.endswith(ASKS):
        return None
    first = outline[last].leaf
    if last < mark.line - 1 and not _COUNTS.match(outline[first].text):
        return None
    if first in outline.folds or (first > 1 and outline[first - 1].kind != "blank"):
        return None
    lines = [outline[n].text for n in range(first, last + 1)]
    is_alone = len(lines) < 3 and not any(map(label, lines))
    return (
        LabelMark("question", "", first, lines[0], emphasised=False, below=first + 1)
        if is_alone
        else None
    )


_COUNTS = lazy(r"\d{1,3}(?:\.\d{1,3})?[.)]?\s")


def _is_below(mark: LabelMark, section: Section, groups: Sequence[_Group]) -> bool:
    """Tell whether what folds opens below a heading of the entry above it."""
    return not mark.word and section.level > groups[-1].section.level > 0


def _continues(group: Sequence[LabelMark], mark: LabelMark) -> bool:
    """Tell whether a label opens a part. Else it is text: a "Hint:" within an answer, say."""
    seen = {each.role for each in group}
    if mark.role == "hint" and seen & {"answer", "explanation"}:
        return mark.role not in seen and mark.emphasised == group[0].emphasised
    return mark.role not in seen


def _entries(sections: Sequence[Section], outline: Outline) -> tuple[_Entry, ...]:
    groups = _groups(sections, outline)
    held = Counter(at for group in groups for at in {group.at, group.until})
    entries, leads = [], list[int]()
    for group, after in zip_longest(groups, groups[1:]):
        alone, heading = held[group.at] == 1, group.section.heading
        titled = alone and _has_title(group.section, group.marks)
        is_own = titled or bool(heading and heading.first == group.marks[0].line)
        last = _last(sections, group, after, is_own=is_own)
        entry = _Entry(group.section, tuple(group.marks), 0, last, titled)
        leads.append(lead(outline.marked, entry.first, heading.last if heading else 0))
        entries.append(entry)
    lasts = [min(entry.last, first - 1) for entry, first in zip(entries, leads[1:], strict=False)]
    lasts += [entry.last for entry in entries[-1:]]
    return tuple(
        _Entry(entry.section, entry.marks, first, last, entry.titled)
        for entry, first, last in zip(entries, leads, lasts, strict=True)
    )


def _last(sections: Sequence[Section], group: _Group, after: _Group | None, *, is_own: bool) -> int:
    """Give the last line of an entry; one with a heading of its own has all that is below it."""
    last = sections[group.until].last
    for n in range(group.until + 1, after.at if after else len(sections)):
        if not is_own or sections[n].level <= group.section.level:
            break
        last = sections[n].last
    return last


def _has_title(section: Section, group: Sequence[LabelMark]) -> bool:
    """Tell whether the heading over a single entry belongs to it; if not, it is a section.

    It depends on this entry alone, so that an edit elsewhere changes nothing here.
    """
    if section.heading is None or section.heading.first == group[0].line:
        return False
    heading = section.heading.text
    unasked = all(mark.role != "question" for mark in group)
    names_it = not heading.strip() or heading_label(heading) is not None
    return unasked or names_it or numbering.is_numbered(heading) or _asks(section)


def _asks(section: Section) -> bool:
    return bool(section.heading and section.heading.text.rstrip(" *_#").endswith(("?", "？")))


# From entries to drafts


def _draft(outline: Outline, entry: _Entry, *, asked: bool) -> Draft:
    path, marked = outline.path, outline.marked
    last = outline.visible_to(entry.first, entry.last)
    parts = {mark.role: part for mark, part in _parts(outline, entry)}
    _answered(parts)
    is_answer = "answer" not in parts and "explanation" in parts and not outline.has_key
    if is_answer and not _has_options(outline, entry):
        parts["answer"] = parts.pop("explanation")
    section, heading = entry.section, None
    above = section.above
    if entry.titled and section.heading:
        heading = _heading(outline, entry)
    elif section.heading and not label_of(section.heading, outline):
        above = (*above, title_of(section.heading))
    question = parts.get("question")
    if not asked and heading and heading.markdown:
        question, heading = heading, None  # the document asks in its headings
    return Draft(
        span=Span(path, entry.first, last_line(marked.lines, entry.first, last)),
        section=tuple(filter(None, above)),
        heading=heading,
        question=question,
        answer=parts.get("answer"),
        explanation=parts.get("explanation"),
        hint=parts.get("hint"),
        ids=found_ids(marked, entry.lead, last),
        number=numbering.number_of(outline.raw(entry.named)),
    )


def _has_options(outline: Outline, entry: _Entry) -> bool:
    return bool(option_lines.options_end(outline, entry.first, entry.last))


def _heading(outline: Outline, entry: _Entry) -> Fragment | None:
    """Give an entry's title; without a labelled question, with all that stands below it too.

    A number alone, `### 4.` or `### Question 4`, is no title.
    """
    block = entry.section.heading
    assert block
    text = outline.marked.heading(block)
    named = heading_label(text)
    title = named.rest if named else numbering.strip(text).strip()
    if entry.mark("question"):
        return Fragment(Markdown(title), block.first) if title or not text.strip() else None
    above = entry.marks[0].line - 1
    underline = range(block.first + 1, block.last + 1)
    instead = {block.first: title, **dict.fromkeys(underline, "")}
    return cutting.cut(outline, range(block.first, above + 1), Place(), instead)


def _answered(parts: dict[Role, Fragment]) -> None:
    """Part an answer that is labelled on the line of its question, as in `Q: What? — A: That`."""
    question = parts.get("question")
    if not question or "answer" in parts or "\n" in question.markdown:
        return
    stem, answer = inline(question.markdown)
    if answer:
        parts["question"] = Fragment(Markdown(stem), question.line)
        parts["answer"] = Fragment(Markdown(answer), question.line)


def _parts(outline: Outline, entry: _Entry) -> Iterator[tuple[LabelMark, Fragment]]:
    ends = [mark.line - 1 for mark in entry.marks[1:]] + [entry.last]
    heading = entry.section.heading
    for mark, last in zip(entry.marks, ends, strict=True):
        first = mark.line
        if mark.role == "question" and entry.titled and heading:
            first = heading.last + 1  # what leads up to the question is asked too
        elif mark.above:
            first = mark.above
        instead = dict.fromkeys(range(mark.line, mark.below), "")
        instead[mark.below - 1 if mark.line in outline.folds else mark.line] = mark.rest
        column = 0
        if fold := outline.folds.get(mark.line):
            column = fold.column
            if fold.last <= last:
                cutting.close(outline, fold, instead)
        line = outline[mark.line]
        quotes = line.quotes
        if mark.role == "question" and line.kind == "heading":  # what is asked is quoted below it
            quotes = cutting.quotes_around(outline, range(mark.below, last + 1))
        place = Place(column or (line.offset if line.depth else 0), quotes)
        yield mark, cutting.cut(outline, range(first, last + 1), place, instead)


def _unread(path: str, sections: Sequence[Section], entries: Sequence[_Entry]) -> Iterator[Problem]:
    """Report headings where questions stand that have no label below them."""
    level = min(entry.section.level for entry in entries)
    word = entries[0].marks[0].word
    read = {line for entry in entries for line in range(entry.first, entry.last + 1)}
    read.update(entry.section.heading.first for entry in entries if entry.section.heading)
    above = {title for entry in entries for title in entry.section.above}
    for section in sections:
        heading = section.heading
        if heading is None or heading.first in read or section.level < level:
            continue
        if (title := title_of(heading)) not in above:
            what = f"'{title}' stands where questions stand, but has no label; it was not read"
            colon = ":" if word.isascii() else "："
            remedy = f"write '{word}{colon}' below it, or make it no heading of this level"
            yield Problem(Code.SECTION_UNREAD, path, heading.first, what, remedy)
