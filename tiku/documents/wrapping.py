"""A whole document in one fence of Markdown, as programs that chat hand it out to be copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tiku.model import Left, Span
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_SIGNS = ("```m", "~~~m", "``` m", "```M")
_OPENS = lazy(r" {0,3}(?P<marks>`{3,}|~{3,}) ?(?:markdown|md) *", re.IGNORECASE)
_FENCE = lazy(r"\s*(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)")
_MOST = 12  # lines that say something around the fence
_SHARE = 0.5  # of those within it


class Wrapped(NamedTuple):
    """What stands in a fence and what around it, each with all line numbers as they are."""

    inner: str
    around: str

    def left(self, path: str) -> Iterator[Left]:
        """Give the stretches that stand around the fence."""
        lines = [n for n, line in enumerate(self.around.split("\n"), 1) if line.strip()]
        for number in lines:
            yield Left(Span(path, number, number), "text around a fence with all questions")


def wrapped(text: str) -> Wrapped | None:
    """Part what stands in the only fence of a text from the few lines around it, if they are so.

    Code within it may have fences of the same length, which CommonMark takes for its end.
    """
    if not any(sign in text for sign in _SIGNS):
        return None
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if _FENCE.fullmatch(line)), len(lines))
    opened = _OPENS.fullmatch(lines[first]) if first < len(lines) else None
    last = _end(lines, first, opened["marks"]) if opened else 0
    if not last:
        return None
    above, inner, below = lines[:first], lines[first + 1 : last], lines[last + 1 :]
    around = [line for line in (*above, *below) if line.strip()]
    said = sum(bool(line.strip()) for line in inner)
    if len(around) > min(_MOST, _SHARE * said) or any(line[:1] == "#" for line in around):
        return None
    inside = _with_front([*[""] * (first + 1), *inner, *[""] * (1 + len(below))])
    outside = [*above, *[""] * (last + 1 - first), *below]
    return Wrapped("\n".join(inside), "\n".join(outside))


def _end(lines: Sequence[str], first: int, marks: str) -> int:
    """Give the place of the line that ends a fence, 0 if there is none or others stand below it."""
    fences = [
        (n, found["marks"], found["info"].strip())
        for n, line in enumerate(lines[first + 1 :], first + 1)
        if (found := _FENCE.fullmatch(line))
    ]
    ends = [n for n, each, info in fences if each.startswith(marks) and not info]
    if not ends or fences[-1][0] != ends[-1]:
        return 0
    within, code = fences[:-1], ""
    if len(ends) == 1:
        return ends[0]
    for _, each, info in within:  # each ends, but that around all
        if code and each.startswith(code) and not info:
            code = ""
        elif not code:
            code = each
        else:
            return 0
    return 0 if code or not within[0][2] else ends[-1]


def _with_front(lines: list[str]) -> list[str]:
    """Let front matter begin on the first line, where it has to."""
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if start and lines[start].rstrip() == "---":
        lines[0], lines[start] = "---", ""
    return lines
