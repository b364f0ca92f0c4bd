"""Labels gathered to entries: each from the label of its question to that of the next one."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from tiku import numbering
from tiku.dialects import marks, option_lines
from tiku.dialects.label_marks import ASKS, LabelMark, heading_label, label_marks
from tiku.dialects.parts import lead
from tiku.label_words import SOLUTIONS
from tiku.labels import label
from tiku.model import Role, Section
from tiku.outline import Outline
from tiku.patterns import lazy

_REMARKS = frozenset(["说明", "說明"])
_TITLED = 2  # labels of questions in a section: its heading, and the one below it
_COUNTS = lazy(r"\d{1,3}(?:\.\d{1,3})?[.)]?\s")


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


class Entry(NamedTuple):
    """The labels of one question, and the lines that it takes."""

    section: Section
    marks: tuple[LabelMark, ...]
    lead: int  # the first line, of an id comment above it too
    last: int
    titled: bool  # the section's heading is this entry's own

    def mark(self, role: Role) -> LabelMark | None:
        """Find the label of a part."""
        return next((mark for mark in self.marks if mark.role == role), None)

    @property
    def first(self) -> int:
        """The first line, of its own title too."""
        heading = self.section.heading
        if self.titled and heading:
            return heading.first
        return self.marks[0].above or self.marks[0].line

    @property
    def named(self) -> int:
        """The line that has its number, if any has."""
        return self.marks[0].line if self.marks[0].above and not self.titled else self.first


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


def _is_below(mark: LabelMark, section: Section, groups: Sequence[_Group]) -> bool:
    """Tell whether what folds opens below a heading of the entry above it."""
    return not mark.word and section.level > groups[-1].section.level > 0


def _continues(group: Sequence[LabelMark], mark: LabelMark) -> bool:
    """Tell whether a label opens a part. Else it is text: a "Hint:" within an answer, say."""
    seen = {each.role for each in group}
    if mark.role == "hint" and seen & {"answer", "explanation"}:
        return mark.role not in seen and mark.emphasised == group[0].emphasised
    return mark.role not in seen


def entries_of(sections: Sequence[Section], outline: Outline) -> tuple[Entry, ...]:
    """Find the entries of a document; none if nothing in it is labelled."""
    groups = _groups(sections, outline)
    held = Counter(at for group in groups for at in {group.at, group.until})
    entries, leads = [], list[int]()
    for group, after in zip_longest(groups, groups[1:]):
        alone, heading = held[group.at] == 1, group.section.heading
        titled = alone and _has_title(group.section, group.marks)
        is_own = titled or bool(heading and heading.first == group.marks[0].line)
        last = _last(sections, group, after, is_own=is_own)
        entry = Entry(group.section, tuple(group.marks), 0, last, titled)
        leads.append(lead(outline.marked, entry.first, heading.last if heading else 0))
        entries.append(entry)
    lasts = [min(entry.last, first - 1) for entry, first in zip(entries, leads[1:], strict=False)]
    lasts += [entry.last for entry in entries[-1:]]
    return tuple(
        Entry(entry.section, entry.marks, first, last, entry.titled)
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
    return unasked or names_it or numbering.is_numbered(heading) or title_asks(section)


def title_asks(section: Section) -> bool:
    """Tell whether the heading of a section ends with a question mark."""
    return bool(section.heading and section.heading.text.rstrip(" *_#").endswith(("?", "？")))
