"""Labels gathered to entries: each from the label of its question to that of the next one."""

from collections import Counter
from collections.abc import Collection, Sequence

from tiku.dialects import marks, option_lines, topics
from tiku.dialects.label_marks import ASKS, LabelMark, heading_label, label_marks
from tiku.dialects.parts import lead
from tiku.documents.outline import Outline
from tiku.languages import asking, labels, numbering
from tiku.languages.label_words import SIGNS, SOLUTIONS
from tiku.languages.labels import label
from tiku.model import Role, Section
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_REMARKS = frozenset(["说明", "說明"])
_ADVICE = frozenset(["tip", "tipp", "hinweis"])  # below an answer, to one who knows it
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
        `alone`; a quote may remark on it.
        """
        (first, *more) = self.marks
        heading = self.section.heading
        if more or not heading or heading.first != first.line:
            return False
        between = (n for n in range(first.below, before) if not outline[n].quotes)
        is_bare = alone and not any(marks.says(outline, n) for n in between)
        return is_bare or not first.rest

    def is_answered_by(self, mark: LabelMark) -> bool:
        """Tell whether an answer has the label that the one here has."""
        answers = [each.word for each in self.marks if each.role == "answer"]
        return mark.role == "answer" and mark.word in answers

    def is_answered_around(self, section: Section) -> bool:
        """Tell whether a section stands in the answer here."""
        is_answered = any(mark.role == "answer" for mark in self.marks)
        return is_answered and section.level > self.section.level > 0

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
        first = self.marks[0]
        return first.title or first.above or first.line

    @property
    def named(self) -> int:
        """The line that has its number, if any has."""
        first = self.marks[0]
        return first.title or first.line if first.above and not self.titled else self.first


class _Gathering:
    """The marks of a document by entry, gathered from section to section."""

    def __init__(self, outline: Outline, sections: Sequence[Section]) -> None:
        self.outline, self.groups = outline, list[_Group]()
        self.silent = 0  # a line above which nothing asks, below the heading around it
        for self.at, self.section in enumerate(sections):
            self._gather(list(label_marks(self.section, outline)))

    def _gather(self, found: Sequence[LabelMark]) -> None:
        """Add the marks of a section; only a heading continues an entry across sections."""
        is_first, told = True, None
        titled = sum(mark.role == "question" for mark in found) == _TITLED
        for mark in found:
            is_new = is_first and not self._is_heading(mark)
            last = self.groups[-1] if self.groups else None
            if mark.role == "question" and self._is_titled(mark, is_first=is_first, alone=titled):
                self.groups[-1].marks = [mark]  # `## Question 1` is the title of the labelled one
            elif mark.role == "question":
                self.groups.append(_Group(self.section, mark, self.at))
            elif last and last.answers_again(mark, self.outline, self.at):
                pass
            elif (
                last
                and (not is_new or _is_below(mark, self.section, last))
                and _continues(last.marks, mark)
            ):
                last.join(mark, self.outline, self.at)
            elif begun := self._begun(mark, is_new=is_new):
                self.groups.append(begun)
                if is_first and told and begun.marks[0] is mark:
                    begun.marks.insert(0, told)
            else:
                told = told or (mark if is_first and self._explains(mark) else None)
                continue
            is_first = False

    def _explains(self, mark: LabelMark) -> bool:
        """Tell whether a label explains the answer to what the heading of a section asks."""
        heading = self.section.heading
        if mark.role != "explanation" or not mark.word or not heading:
            return False
        return title_asks(self.section) or numbering.is_numbered(heading.text)

    def _asks_above(self, mark: LabelMark) -> bool:
        """Tell whether anything asks, or may be chosen, between a heading and a line below it."""
        heading = self.section.heading
        first = max(heading.last + 1 if heading else 1, self.silent)
        if heading and (asking.asks(heading.text) or numbering.is_numbered(heading.text)):
            return True
        if topics.is_about_questions(self.outline):
            return True
        lines = [n for n in range(first, mark.line) if self.outline.is_text(n)]
        self.silent = mark.line  # if so: then no line is looked at twice
        return any(
            asking.requests(self.outline[n].text) or option_lines.is_option_line(self.outline, n)
            for n in lines
        )

    def _is_heading(self, mark: LabelMark) -> bool:
        return self.section.heading is not None and self.section.heading.first == mark.line

    def _is_titled(self, mark: LabelMark, *, is_first: bool, alone: bool) -> bool:
        """Tell whether the question above is nothing but the title of another one."""
        last = self.groups[-1] if self.groups else None
        if not last or (is_first and not self._is_heading(mark)):
            return False
        is_inner = is_first and self.section.level > last.section.level
        if is_first and not is_inner:
            return False
        return last.is_titled_by(self.outline, mark.line, alone=alone or is_inner)

    def _begun(self, mark: LabelMark, *, is_new: bool) -> _Group | None:
        """Begin an entry at an answer whose question has no label; none if it is of that above."""
        last = self.groups[-1] if self.groups else None
        if mark.word in SIGNS and last and last.is_answered_around(self.section):
            return None  # `✅ **Why it matters:** …`
        if mark.word in SIGNS and is_new and not self._asks_above(mark):
            return None  # `💡 Butter keeps longer in the dark.`
        asked = _quoted_above(self.outline, mark) if mark.role == "answer" and mark.word else None
        if asked:
            pass
        elif is_new and mark.role == "answer" and mark.word:
            asked = _asked_above(self.outline, mark)
            if not asked or not _COUNTS.match(asked.rest):
                return _Group(self.section, mark, self.at)
        elif last and last.is_answered_by(mark):
            asked = _asked_above(self.outline, mark)
        if not asked:
            return None
        group = _Group(self.section, asked, self.at)
        group.join(mark, self.outline, self.at)
        return group


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


def _quoted_above(outline: Outline, mark: LabelMark) -> LabelMark | None:
    """Find the quote right above an answer that asks, without a label, or ends with options."""
    last = outline.said_above(mark.line)
    if not last or not outline[last].quotes or outline[mark.line].quotes:
        return None
    first = last
    while first > 1 and outline.raw(first - 1).startswith(">"):
        first -= 1
    text = outline[first].text
    asks = outline[last].text.endswith(ASKS) and outline[last].leaf == first
    if label(text) or not (asks or option_lines.options_end(outline, first + 1, last) == last):
        return None
    return LabelMark("question", "", first, text, emphasised=False, below=first + 1)


def _is_below(mark: LabelMark, section: Section, group: _Group) -> bool:
    """Tell whether what folds opens below a heading of the entry above it."""
    return not mark.word and section.level > group.section.level > 0


def _continues(group: Sequence[LabelMark], mark: LabelMark) -> bool:
    """Tell whether a label opens a part. Else it is text: a "Hint:" within an answer, say."""
    seen = {each.role for each in group}
    if mark.role == "hint" and seen & {"answer", "explanation"}:
        is_remark = mark.word.casefold() in _ADVICE
        return mark.role not in seen and mark.emphasised == group[0].emphasised and not is_remark
    return mark.role not in seen


def entries_of(sections: Sequence[Section], outline: Outline) -> tuple[Entry, ...]:
    """Find the entries of a document; none if nothing in it is labelled."""
    sections = _unfolded(sections, outline)
    groups = _Gathering(outline, sections).groups
    held = Counter(at for group in groups for at in {group.at, group.until})
    entries, leads, nest = [], list[int](), _Nest(sections)
    for before, group, after in zip([None, *groups], groups, [*groups[1:], None], strict=False):
        alone, heading = held[group.at] == 1, group.section.heading
        is_first = not before or before.until < group.at
        titled = (alone and _has_title(group.section, group.marks)) or (
            is_first and _is_asked_by_title(group.section, group.marks)
        )
        is_own = titled or bool(heading and heading.first == group.marks[0].line)
        level = nest.level(before, group, after) if is_own else _WITHIN
        last = _last(sections, group, after, level)
        entry = Entry(group.section, tuple(group.marks), 0, last, titled)
        leads.append(lead(outline.marked, entry.first, heading.last if heading else 0))
        entries.append(entry)
    lasts = [min(entry.last, first - 1) for entry, first in zip(entries, leads[1:], strict=False)]
    lasts += [entry.last for entry in entries[-1:]]
    return tuple(
        Entry(entry.section, entry.marks, first, last, entry.titled)
        for entry, first, last in zip(entries, leads, lasts, strict=True)
    )


def _unfolded(sections: Sequence[Section], outline: Outline) -> Sequence[Section]:
    """Join each section that begins within an answer that folds, without a number, to the last."""
    inside = marks.within_answers(outline)
    if not inside:
        return sections
    joined: list[Section] = []
    for section in sections:
        if joined and _goes_on(section, inside) and not _asks_in(section, outline):
            above = joined.pop()
            blocks = (*above.blocks, *section.blocks)
            joined.append(above._replace(blocks=blocks, last=section.last))
        else:
            joined.append(section)
    return joined


def _goes_on(section: Section, inside: Collection[int]) -> bool:
    """Tell whether the heading of a section stands within an answer, without number and label."""
    heading = section.heading
    if not heading or heading.first not in inside:
        return False
    return not (numbering.number_of(heading.text) or heading_label(heading.text))


def _asks_in(section: Section, outline: Outline) -> bool:
    """Tell whether a label in a section asks: what folds around it is a key, or all there is."""
    first = section.heading.first if section.heading else 1
    found = (label(outline[n].text) for n in range(first, section.last + 1))
    return any(each is not None and each.role == "question" for each in found)


_WITHIN = 7  # a level below that of all headings


def _last(sections: Sequence[Section], group: _Group, after: _Group | None, level: int) -> int:
    """Give the last line of an entry, which has all headings below a level."""
    last = sections[group.until].last
    for n in range(group.until + 1, after.at if after else len(sections)):
        if sections[n].level <= level:
            break
        last = sections[n].last
    return last


class _Nest:
    """The heading around each section, by the numbers of sections; -1 where there is none."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self.levels = {each.heading.first: each.level for each in sections if each.heading}
        self.around: list[int] = []
        path: list[int] = []
        for at, section in enumerate(sections):
            while path and sections[path[-1]].level >= section.level:
                path.pop()
            self.around.append(path[-1] if path else -1)
            path.append(at)

    def level(self, before: _Group | None, group: _Group, after: _Group | None) -> int:
        """Give the level down to which headings belong to none but an entry.

        Where `### Question` and `### Answer` stand alone below `## 3. Caches`, `### Pitfalls`
        belongs to them, too.
        """
        first, own = self.around[group.at], group.section.level
        levels = [self.levels.get(mark.line) for mark in group.marks[:2]]
        if (
            len(levels) < 2
            or levels[0] != levels[1]
            or first < 0
            or (before and before.at >= first)
        ):
            return own
        around = self.sections[first].level
        below = self.sections[group.at : after.at] if after else ()
        is_alone = not after or any(each.level <= around for each in below)
        return around if around and is_alone else own


def _has_title(section: Section, group: Sequence[LabelMark]) -> bool:
    """Tell whether the heading over a single entry belongs to it; if not, it is a section.

    It depends on this entry alone, so that an edit elsewhere changes nothing here.
    """
    if section.heading is None or section.heading.first == group[0].line:
        return False
    heading = section.heading.text
    unasked = all(mark.role != "question" for mark in group)
    names_it = not heading.strip() or heading_label(heading) is not None
    names_it = names_it or labels.names_case(heading)  # which the question is about
    return unasked or names_it or numbering.is_numbered(heading) or title_asks(section)


def _is_asked_by_title(section: Section, group: Sequence[LabelMark]) -> bool:
    """Tell whether the heading asks for the first answer below it; more questions may follow."""
    if section.heading is None or any(mark.role == "question" for mark in group):
        return False
    heading = section.heading.text
    is_label = section.heading.first == group[0].line
    return not is_label and (title_asks(section) or numbering.is_numbered(heading))


def title_asks(section: Section) -> bool:
    """Tell whether the heading of a section ends with a question mark."""
    return bool(section.heading and asking.ends_asking(section.heading.text))
