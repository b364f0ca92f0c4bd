"""The ways in which people write questions, and the choice of the one that explains a document.

A dialect is a module with one function, `read(document) -> Reading`, and one line in `DIALECTS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from tiku.dialects import headings, labelled
from tiku.dialects.parts import is_nothing
from tiku.document import title_of
from tiku.model import Code, Document, Problem, Reading, Span


class Dialect(Protocol):
    """What a dialect's module offers."""

    def read(self, document: Document) -> Reading:
        """Explain a document; no drafts if it is not written in this dialect."""


DIALECTS: dict[str, Dialect] = {
    "labelled": labelled,
    "headings": headings,
}


class Explanation(NamedTuple):
    """The dialect that explains a document best, and the lines that even it did not read."""

    dialect: str
    reading: Reading
    unread: tuple[Span, ...]


def explain(document: Document, only: str = "") -> Explanation:
    """Let every dialect (or `only` the named one) read a document and take the best reading.

    The best one explains most of the text; on a tie the more explicit dialect wins.
    """
    readings = {name: DIALECTS[name].read(document) for name in ([only] if only else DIALECTS)}
    name = max(readings, key=lambda each: _strength(document, readings[each]))
    best = readings[name]
    if not best.drafts:
        name, best = "", Reading(why=", ".join(reading.why for reading in readings.values()))
    unread = _unread(document, best)
    best = replace(best, problems=(*best.problems, *_missed(document, name, readings, unread)))
    return Explanation(name, best, unread)


def _missed(
    document: Document, name: str, readings: Mapping[str, Reading], unread: Sequence[Span]
) -> Iterator[Problem]:
    """Report what another dialect would have read where the best one read nothing."""
    said = {problem.line for problem in readings[name].problems} if name else set[int]()
    lines = {line for span in unread for line in range(span.first, span.last + 1)}
    for other, reading in readings.items() if name else ():
        for draft in reading.drafts:
            whole = range(draft.span.first, draft.span.last + 1)
            text = {line for line in whole if not is_nothing(document.lines[line - 1])}
            if other != name and text <= lines and not said & text:
                what = f"this looks like a question ({other}), but the file is read as {name}"
                remedy = (
                    "write all questions of a file in one way, or put them into files of their own"
                )
                yield Problem(Code.SECTION_UNREAD, document.path, whole.start, what, remedy)


def _strength(document: Document, reading: Reading) -> float:
    text = sum(map(bool, map(str.strip, document.lines)))
    unread = sum(span.last - span.first + 1 for span in _unread(document, reading))
    return reading.confidence * (1 - unread / text) if text and reading.drafts else 0.0


def _unread(document: Document, reading: Reading) -> tuple[Span, ...]:
    """List the stretches of text outside every draft; a heading above a draft is read."""
    read: set[int] = set()
    for draft in reading.drafts:
        read.update(range(draft.span.first, draft.span.last + 1))
    above = {title for draft in reading.drafts for title in draft.section}
    read.update(
        section.heading.first
        for section in document.sections
        if section.heading and title_of(section.heading) in above
    )
    spans: list[Span] = []
    for number, line in enumerate(document.lines, 1):
        if number in read or is_nothing(line):
            continue
        if spans and spans[-1].last == number - 1:
            spans[-1] = Span(document.path, spans[-1].first, number)
        else:
            spans.append(Span(document.path, number, number))
    return tuple(spans)
