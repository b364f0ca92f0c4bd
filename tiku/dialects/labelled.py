"""Entries whose parts are named: `**题目：** … **答案：** …`, `Q: … A: …`, `Question 1: …`.

A heading over one entry that asks or counts is its title; any other heading is a section.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tiku.dialects import cutting, option_lines
from tiku.dialects.cutting import Place
from tiku.dialects.item_titles import title_on
from tiku.dialects.label_marks import LabelMark, heading_label, label_of
from tiku.dialects.labelled_entries import Entry, entries_of, title_asks
from tiku.dialects.marks import says
from tiku.dialects.parts import found_ids, last_line
from tiku.documents.document import title_of
from tiku.documents.outline import Outline
from tiku.languages import asking, numbering
from tiku.languages.label_words import SIGNS
from tiku.languages.labels import NAMES, inline, label
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
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_OPTION = lazy(r"\s*(?:[-*+]\s+)?(?:\[[ xX]\]\s|[(（]?[A-Ha-h][.)、）:：])")
_SEVERAL = 2
_NEARLY_ALL = 0.8
_LONGEST_TITLE = 60  # characters
_GOES_ON = ".,:;!。，：；！…"  # ends what is no title
_FEW_BARE = 0.5  # of the entries may have words that name other things, too, and lack a part


def read(outline: Outline) -> Reading:
    """Read every entry whose question or answer is labelled."""
    document = outline.document
    found = [
        entry
        for entry in entries_of(document.sections, outline)
        if not (_is_many(entry, outline) or _is_of_two_languages(entry))
    ]
    if found and not any(entry.mark("answer") for entry in found):
        found = _answered_below(outline, found)
    elif not outline.has_key:
        found = _answered_beside(outline, found)
    if not _are_questions(outline, found):
        return Reading(why="no entry with labels such as 'Question:' and 'Answer:'")
    questions = [mark for entry in found if (mark := entry.mark("question"))]
    counts = numbering.count_up(mark.rest for mark in questions)
    found = [_without_number(entry) if counts or _has_sign(entry) else entry for entry in found]
    asked = bool(questions)
    found = _with_titles(outline, found)
    drafts = tuple(_draft(outline, entry, asked=asked) for entry in found)
    words = Counter(mark.word for entry in found for mark in entry.marks if mark.word)
    why = "labels " + ", ".join(f"{word} ({count})" for word, count in words.most_common())
    return Reading(
        drafts, tuple(_unread(outline.path, document.sections, found)), confidence=1.0, why=why
    )


def _is_many(entry: Entry, outline: Outline) -> bool:
    """Tell whether there are several answers below what would be one question."""
    if entry.mark("question"):
        return False
    first = entry.mark("answer") or entry.marks[0]
    if entry.titled and _names_type(entry.section, outline):
        return True
    texts = (
        outline[n].text for n in range(first.line, entry.last + 1) if outline[n].kind == "text"
    )
    same = (found for text in texts if (found := label(text)) and found.word == first.word)
    count = sum(1 for _ in same)
    return count > _SEVERAL or (count > 1 and _counts(entry, outline))


def _is_of_two_languages(entry: Entry) -> bool:
    """Tell whether letters name things: `P: power`, `A: area`; `P` mostly asks for an `R`."""
    asked, answered = (entry.mark(role) for role in ("question", "answer"))
    if not asked or not answered or (asked.word + answered.word).casefold() != "pa":
        return False
    return not asking.requests(asked.rest)


def _counts(entry: Entry, outline: Outline) -> bool:
    """Tell whether paragraphs of an entry start with numbers, each one more than the last."""
    lines = range(entry.first, entry.last + 1)
    starts = (n for n in lines if outline[n].kind == "text" and outline[n].leaf == n)
    found = [number for n in starts if (number := numbering.number_of(outline.raw(n)))]
    return len(found) > 1 and all(b == a + 1 for a, b in pairwise(found))


def _names_type(section: Section, outline: Outline) -> bool:
    """Tell whether a heading names a type of the questions below it, which have numbers."""
    heading = section.heading
    if not heading or not asking.names_type(title_of(heading)):
        return False
    below = (n for n in range(heading.last + 1, section.last + 1) if outline.is_text(n))
    first = next(below, 0)
    return bool(first) and numbering.is_numbered(outline.raw(first).lstrip("*_ "))


def _has_sign(entry: Entry) -> bool:
    """Tell whether a sign asks, as in `### ❓ 3. What?`, where any number is one that counts."""
    return entry.marks[0].role == "question" and entry.marks[0].word in SIGNS


def _without_number(entry: Entry) -> Entry:
    """Take the number off a question that has one after its label, as in `Q: 1. What?`."""
    marks = (
        mark._replace(rest=numbering.strip(mark.rest) or mark.rest)
        if mark.role == "question"
        else mark
        for mark in entry.marks
    )
    return entry._replace(marks=tuple(marks))


class _Topic(NamedTuple):
    """What a heading says behind the number of an answered question, and the texts below it."""

    title: str
    texts: tuple[int, ...]
    asks: bool


def _with_titles(outline: Outline, entries: Sequence[Entry]) -> list[Entry]:
    """Take what headings say behind numbers for titles, where nearly all ask below that.

    So `## Question 1: Buoys` or `## 1. Buoys` is the title of `**What does a red buoy mark?**`.
    """
    topics = {n: topic for n, entry in enumerate(entries) if (topic := _topic(outline, entry))}
    sure = [topic.asks for topic in topics.values() if not asking.requests(topic.title)]
    if sum(sure) < max(_SEVERAL, _NEARLY_ALL * len(sure)):
        return [*entries]
    asked = {n: topic for n, topic in topics.items() if topic.asks}
    return [
        _as_title(outline, entry, asked[n]) if n in asked else entry
        for n, entry in enumerate(entries)
    ]


def _topic(outline: Outline, entry: Entry) -> _Topic | None:
    """Find what the heading of a question names that does not ask by a mark, with text below it."""
    mark, heading = entry.marks[0], entry.section.heading
    is_keyed = _is_keyed(outline, entry)
    if not heading or not (entry.mark("answer") or is_keyed):
        return None
    if entry.titled and not entry.mark("question"):
        title = numbering.strip(outline[heading.first].text).strip()
        title = title if numbering.is_numbered(outline[heading.first].text) else ""
        below, before = heading.last + 1, mark.line
    else:
        is_over = mark.line == heading.first and (len(entry.marks) > 1 or is_keyed)
        title = mark.rest if is_over else ""
        end = entry.marks[1].line if len(entry.marks) > 1 else entry.last + 1
        below, before = mark.below, end if title else mark.below
    if not 0 < len(title) < _LONGEST_TITLE or title[-1] in _GOES_ON or asking.has_mark(title):
        return None
    ends = (n for n in range(below, before) if option_lines.is_option_line(outline, n))
    lines = range(below, next(ends, before))
    texts = tuple(n for n in lines if outline[n].kind == "text")
    asks = is_keyed or any(asking.requests(outline[n].text.strip("*_ ")) for n in texts)
    goes_on = texts and outline[texts[0]].text[:1].islower()
    return _Topic(title, texts, asks) if texts and not goes_on else None


def _as_title(outline: Outline, entry: Entry, topic: _Topic) -> Entry:
    (mark, *more) = entry.marks
    if not entry.titled:
        return entry._replace(marks=(mark._replace(rest="", title=mark.line), *more))
    first = topic.texts[0]
    asked = LabelMark("question", "", first, outline[first].text, emphasised=False, below=first + 1)
    return entry._replace(marks=(asked, mark, *more))


def _answered_below(outline: Outline, entries: Sequence[Entry]) -> list[Entry]:
    """Where no answer has a label, take what most have below what they ask, if that is text.

    Those with options, or an answer on their line, need none.
    """
    from tiku.dialects.entries import asked_ends

    alone = [
        entry
        for entry in entries
        if [mark.role for mark in entry.marks] == ["question"]
        and not _is_answered(outline, entry)
        and not _has_options(outline, entry)
    ]
    lines = [(_first(entry.marks[0]), entry.last) for entry in alone]
    ends = dict(zip([entry.first for entry in alone], asked_ends(outline, lines), strict=True))
    found = [(entry, ends.get(entry.first, 0)) for entry in entries]
    return [_with_answer(outline, entry, end) if end else entry for entry, end in found]


def _answered_beside(outline: Outline, entries: Sequence[Entry]) -> list[Entry]:
    """Where questions are one line each, take what stands below headings that ask, too.

    So `### Q2: What is it?` need have no `Answer:` where the others have.
    """
    answered = [entry for entry in entries if entry.mark("answer") and entry.mark("question")]
    if len(answered) in (0, len(entries)) or not _are_alone(outline, answered):
        return [*entries]
    return [
        _with_answer(outline, entry, entry.marks[0].below - 1)
        if _asks_in_heading(outline, entry)
        else entry
        for entry in entries
    ]


def _are_alone(outline: Outline, entries: Sequence[Entry]) -> bool:
    """Tell whether nothing but options stands between question and answer, in most entries."""
    said = [
        any(says(outline, n) for n in range(entry.marks[0].below, entry.marks[1].line))
        for entry in entries
        if not _has_options(outline, entry)
    ]
    return not said or asking.share(not each for each in said) >= _NEARLY_ALL


def _asks_in_heading(outline: Outline, entry: Entry) -> bool:
    """Tell whether an entry is nothing but a heading that asks, with text below it."""
    (mark, *more) = entry.marks
    if more or mark.role != "question" or outline[mark.line].kind != "heading":
        return False
    asks = asking.requests(mark.rest) or title_asks(entry.section)
    said = any(says(outline, n) for n in range(mark.below, entry.last + 1))
    return asks and said and not _has_options(outline, entry)


def _first(mark: LabelMark) -> int:
    return mark.line if mark.rest else mark.below


def _with_answer(outline: Outline, entry: Entry, end: int) -> Entry:
    emphasised = entry.marks[0].emphasised
    start = next(n for n in range(end + 1, entry.last + 1) if outline[n].kind != "blank")
    line = outline[start]
    is_quoted = line.kind != "code" and bool(line.quotes)
    rest, below = (f"{line.marker} {line.text}".lstrip(), start + 1) if is_quoted else ("", start)
    answer = LabelMark("answer", "", start, rest, emphasised, below)
    lines = range(start, entry.last + 1 if line.depth > outline[entry.first].depth > 0 else start)
    outside = (n for n in lines if outline[n].text and not outline[n].depth)  # below its list
    last = next(outside, entry.last + 1) - 1
    return entry._replace(marks=(*entry.marks, answer), last=last)


def _is_asked(entry: Entry) -> bool:
    return entry.titled or entry.mark("question") is not None


def _is_answered(outline: Outline, entry: Entry) -> bool:
    if entry.mark("answer"):
        return True
    question = entry.mark("question")
    return question is not None and (
        bool(inline(question.rest)[1])
        or option_lines.has_ticked(outline, question.line + 1, entry.last)
    )


def _is_keyed(outline: Outline, entry: Entry) -> bool:
    """Tell whether a key has an answer of the number of a question."""
    return bool(outline.keyed) and numbering.number_of(outline.raw(entry.named)) in outline.keyed


def _is_keyed_in_han(outline: Outline, entry: Entry) -> bool:
    return not entry.marks[0].word.isascii() and _is_keyed(outline, entry)


def _are_questions(outline: Outline, entries: Sequence[Entry]) -> bool:
    """Tell whether labels are no accident: two parts, two entries, or one that clearly asks."""
    if len(entries) != 1:
        names = [entry for entry in entries if _may_name(entry)]
        bare = sum(
            not ((_is_asked(e) and _is_answered(outline, e)) or _is_keyed_in_han(outline, e))
            for e in names
        )
        return bool(entries) and bare <= _FEW_BARE * len(entries)
    (entry,) = entries
    question = entry.mark("question")
    if question is None:
        return entry.titled and title_asks(entry.section)
    below = outline.marked.lines[question.line : entry.last]
    is_choice = any(map(_OPTION.match, below))
    return len(entry.marks) > 1 or is_choice or asking.ends_asking(question.rest)


def _may_name(entry: Entry) -> bool:
    """Tell whether words of an entry may name things or persons: `A: area`, `Interviewer: Jo`."""
    words = [mark.word.casefold() for mark in entry.marks if mark.word]
    question = entry.mark("question")
    asks = bool(question and asking.ends_asking(question.rest))
    return all(len(word) == 1 for word in words) or (NAMES.issuperset(words) and not asks)


# From entries to drafts


def _draft(outline: Outline, entry: Entry, *, asked: bool) -> Draft:
    path, marked = outline.path, outline.marked
    last = outline.visible_to(entry.first, entry.last)
    parts = {mark.role: part for mark, part in _parts(outline, entry)}
    _answered(parts)
    is_answer = "answer" not in parts and "explanation" in parts and not outline.has_key
    judged = parts.get("question")
    is_answer = is_answer and not (judged and option_lines.is_verdict(judged.markdown))
    if is_answer and not _has_options(outline, entry):
        parts["answer"] = parts.pop("explanation")
    section, heading = entry.section, None
    above = section.above
    counted = _counted_below(outline, entry)
    if entry.titled and section.heading and not counted:
        heading = _heading(outline, entry)
    elif section.heading and not label_of(section.heading, outline):
        above = (*above, title_of(section.heading))
    if (title := entry.marks[0].title) and not heading:
        named = heading_label(outline[title].text) if outline[title].kind == "heading" else None
        heading = Fragment(Markdown(named.rest if named else title_on(outline, title)), title)
    question = parts.get("question")
    if counted:
        question = cutting.cut(outline, range(counted, entry.marks[0].line), Place(), {})
    if not asked and not question and heading and heading.markdown:
        question, heading = heading, None  # the document asks in its headings
    return Draft(
        span=Span(path, entry.first, last_line(marked.lines, entry.first, last)),
        section=asking.without_contents(above),
        heading=heading,
        question=question,
        answer=parts.get("answer"),
        explanation=parts.get("explanation"),
        hint=parts.get("hint"),
        ids=found_ids(marked, entry.lead, last),
        number=numbering.number_of(outline.raw(counted or entry.named)),
    )


def _counted_below(outline: Outline, entry: Entry) -> int:
    """Find the line right below a heading that asks by its number; 0 if the heading may ask.

    Else `4. What?` below `## Caches` would be a part of what `Caches` asks, with its number.
    """
    heading = entry.section.heading
    if not entry.titled or not heading or entry.mark("question"):
        return 0
    if numbering.is_numbered(heading.text) or title_asks(entry.section):
        return 0
    said = (n for n in range(heading.last + 1, entry.marks[0].line) if says(outline, n))
    first = next(said, 0)
    if not first or heading_label(heading.text) or outline[first].kind != "text":
        return 0
    return first if numbering.is_numbered(outline.raw(first).lstrip("*_")) else 0


def _has_options(outline: Outline, entry: Entry) -> bool:
    return bool(option_lines.options_end(outline, entry.first, entry.last))


def _heading(outline: Outline, entry: Entry) -> Fragment | None:
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


def _parts(outline: Outline, entry: Entry) -> Iterator[tuple[LabelMark, Fragment]]:
    ends = [mark.line - 1 for mark in entry.marks[1:]] + [entry.last]
    heading = entry.section.heading
    for mark, last in zip(entry.marks, ends, strict=True):
        first = mark.line
        if mark.role == "question" and entry.titled and heading:
            first = heading.last + 1  # what leads up to the question is asked too
        elif mark.title or mark.above:
            first = mark.title + 1 if mark.title else mark.above
        instead = dict.fromkeys(range(mark.line, mark.below), "")
        if mark.below > mark.line:
            instead[mark.below - 1 if mark.line in outline.folds else mark.line] = mark.rest
        column = 0
        opened = (outline.folds.get(n) for n in range(mark.line, mark.below))
        if fold := next(filter(None, opened), None):  # it may stand below a label of the same part
            column = fold.column
            if fold.last <= last:
                cutting.close(outline, fold, instead)
        line = outline[mark.line]
        quotes = line.quotes
        if mark.role == "question" and line.kind == "heading":  # what is asked is quoted below it
            quotes = cutting.quotes_around(outline, range(mark.below, last + 1))
        place = Place(column or (line.offset if line.depth else 0), quotes)
        yield mark, cutting.cut(outline, range(first, last + 1), place, instead)


def _unread(path: str, sections: Sequence[Section], entries: Sequence[Entry]) -> Iterator[Problem]:
    """Report headings where questions stand that have no label below them."""
    level = min(entry.section.level for entry in entries)
    word = next((mark.word for mark in entries[0].marks if mark.word), "")
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
