"""A document as dialects see it: its lines, what folds, its headings.

A line tells where a question may start; which lines make one is for a dialect to say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, wraps
from typing import Any, TypeVar

from tiku.documents.folds import Fold, folds
from tiku.documents.lines import BLANK, Line, lines_of
from tiku.documents.marked import Marked, without_ids
from tiku.languages import asking, numbering
from tiku.markup import markdown
from tiku.model import Document

_T = TypeVar("_T")
_DEEPEST = 7  # level of a heading, below which none can stand


class Outline:
    """A document's lines and folds. Lines are counted from 1: `outline[1]` is the first one.

    Lines that are `hidden` are blank: what stands there has been read otherwise. `has_key` tells
    whether answers stand apart from their questions, below them or in another file; those are
    `keyed` by numbers.
    """

    def __init__(
        self,
        document: Document,
        hidden: frozenset[int] = frozenset(),
        keyed: frozenset[int] | None = None,
    ) -> None:
        """Lay a document out."""
        self.document, self.hidden = document, hidden
        self.has_key, self.keyed = keyed is not None, keyed or frozenset[int]()
        self.path, self.last = document.path, len(document.lines)
        self.memo: dict[Callable[..., Any], Any] = {}  # what was found `once`
        self.marked: Marked = without_ids(document)
        self.lines: Sequence[Line] = lines_of(document, self.marked.lines)
        if hidden:
            self.lines = [BLANK if n in hidden else line for n, line in enumerate(self.lines, 1)]

    def __getitem__(self, number: int) -> Line:
        """Give a line by its number."""
        return self.lines[number - 1]

    @cached_property
    def folds(self) -> dict[int, Fold]:
        """Find what folds, by its first line."""
        return {fold.first: fold for fold in folds(self.lines, self.marked.lines)}

    @cached_property
    def titles(self) -> frozenset[int]:
        """Give the lines on which the titles of what folds stand."""
        return frozenset(n for fold in self.folds.values() for n in range(fold.first, fold.below))

    @cached_property
    def headings(self) -> tuple[int, ...]:
        """Give the lines of all headings, those in lists and folds too."""
        return tuple(n for n, line in enumerate(self.lines, 1) if line.kind == "heading")

    def level(self, number: int) -> int:
        """Give the level of a heading; nothing stands below a table of contents but its links."""
        return _DEEPEST if number in self._contents else self[number].level

    @cached_property
    def _contents(self) -> frozenset[int]:
        """Find the headings, as every document may have, over nothing but links to others."""
        ends = [*self.headings[1:], self.last + 1]
        return frozenset(
            number
            for number, end in zip(self.headings, ends, strict=True)
            if self._is_of_links(number + 1, end) and asking.is_furniture(self[number].text)
        )

    def _is_of_links(self, first: int, end: int) -> bool:
        count = 0
        for number in range(first, end):
            if self.is_text(number):
                if not asking.leads_within(self[number].text):
                    return False
                count += 1
        return count > 1

    def above(self, number: int) -> tuple[str, ...]:
        """Give the titles above a line, the outermost first, without numbers."""
        at = bisect_right(self.headings, number - 1)
        return self._paths[at - 1] if at else ()

    @cached_property
    def _paths(self) -> list[tuple[str, ...]]:
        """Give for each heading the titles above it, and its own."""
        path: list[tuple[int, str]] = []
        paths = []
        for number in self.headings:
            line = self[number]
            path = [(level, title) for level, title in path if level < line.level]
            path.append((self.level(number), numbering.strip(markdown.plain(line.text))))
            paths.append(tuple(title for _, title in path))
        return paths

    def visible_to(self, first: int, last: int) -> int:
        """Give the last line up to which nothing is hidden, for that parts what is around it."""
        if not self.hidden:
            return last
        return next((n - 1 for n in range(first + 1, last + 1) if n in self.hidden), last)

    def raw(self, number: int) -> str:
        """Give a line as it is written, without id comments."""
        return "" if number in self.hidden else self.marked.lines[number - 1]

    def raws(self, first: int, last: int) -> list[str]:
        """Give lines as they are written, without id comments."""
        if self.hidden:
            return [self.raw(number) for number in range(first, last + 1)]
        return list(self.marked.lines[first - 1 : last])

    def is_text(self, number: int) -> bool:
        """Tell whether anything that a reader sees stands on a line."""
        return self[number].kind not in ("blank", "rule") and bool(self[number].text)

    def said_above(self, number: int) -> int:
        """Give the last line above one that is not blank, 0 if there is none."""
        while number > 1 and self[number - 1].kind == "blank":
            number -= 1
        return number - 1

    def is_prose(self, number: int) -> bool:
        """Tell whether a line is one of a paragraph by itself, not of a list."""
        return self[number].kind == "text" and not self[number].depth


def paragraphs(outline: Outline, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Give the first and last line of each paragraph that lies within some lines."""
    number = first
    while number <= last:
        if outline[number].kind != "text":
            number += 1
            continue
        start, line = number, outline[number]
        while number <= last and _is_same(outline[number], line):
            number += 1
        yield start, number - 1


def _is_same(one: Line, other: Line) -> bool:
    return one.kind == "text" and one.leaf == other.leaf and one.quotes == other.quotes


def once(find: Callable[[Outline], _T]) -> Callable[[Outline], _T]:
    """Have what a function finds out about a whole document found once, when it is asked for."""

    @wraps(find)
    def found(outline: Outline) -> _T:
        if find not in outline.memo:
            outline.memo[find] = find(outline)
        known: _T = outline.memo[find]
        return known

    return found
