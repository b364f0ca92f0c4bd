"""What dialects share: cutting fragments out of a document, and ids that the author wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tiku import markdown
from tiku.marked import Marked
from tiku.model import Block, Fragment, Markdown

_NOTHING = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)?|\s{0,3}([-*_])(?:[ \t]*\1){2,}\s*")


def is_nothing(line: str) -> bool:
    """Tell whether a line says nothing: blank, a rule between entries, a comment."""
    start = line.lstrip()[:1]
    return not start or (start in "<-*_" and bool(_NOTHING.fullmatch(line)))


def last_line(lines: Sequence[str], first: int, last: int) -> int:
    """Give the last line, not before `first`, that says something."""
    while last > first and is_nothing(lines[last - 1]):
        last -= 1
    return last


def cut(
    lines: Sequence[str], first: int, last: int, instead: Mapping[int, str] = MappingProxyType({})
) -> Fragment:
    """Cut lines out without the blank ones at either end; `instead` replaces some.

    The lines of the fragment are lines of the file, one by one. A rule at the end parts entries.
    """
    body = list(lines[first - 1 : last])
    for line, text in instead.items():
        body[line - first] = text
    if first in instead:
        body[0] = markdown.as_prose(body[0], body[1:])
    while body and is_nothing(body[-1]) and first + len(body) - 1 not in instead:
        body.pop()
    start = next((n for n, line in enumerate(body) if line.strip()), 0)
    if body:
        body[-1] = body[-1].rstrip()
    return Fragment(Markdown("\n".join(body[start:])), first + start)


def titled(heading: Block, title: str) -> dict[int, str]:
    """Give the lines of a heading with nothing left of it but its title."""
    underline = range(heading.first + 1, heading.last + 1)
    return {heading.first: title, **dict.fromkeys(underline, "")}


# Ids


def lead(marked: Marked, first: int, heading: int = 0) -> int:
    """Give the line at which the id comments above an entry's first line start.

    One right below text belongs to that text, but below a section's `heading` to the entry.
    """
    top = first
    while top > 1 and not marked.lines[top - 2].strip():
        top -= 1
    for line in range(top, first):
        touches = all(number in marked.ids for number in range(line, first))
        below_text = line == top and top not in (1, heading + 1)
        if line in marked.ids and (touches or not below_text):
            return line
    return first


def found_ids(marked: Marked, first: int, last: int) -> tuple[Fragment, ...]:
    """Give the ids that stand between two lines."""
    lines = (line for line in range(first, last + 1) if line in marked.ids)
    return tuple(Fragment(Markdown(id_), line) for line in lines for id_ in marked.ids[line])
