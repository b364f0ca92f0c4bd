"""What dialects share: lines that say nothing, and ids that the author wrote."""

from __future__ import annotations

from collections.abc import Sequence

from tiku.documents.marked import Marked
from tiku.model import Fragment, Markdown
from tiku.system.patterns import lazy

_NOTHING = lazy(
    r"\s*(?:<!--(?:(?!-->).)*-->\s*)?|\s{0,3}([-*_])(?:[ \t]*\1){2,}\s*"
    r"|(?:\s{0,9}<a\s{1,9}(?:id|name)=[\"']?[^\s\"'<>]{1,200}[\"']?\s?(?:/>|>\s?</a>))+\s*"
    r"|\s*\{(?:%-?\s*(?:end\w+|raw)\s*-?%|\{[<%]\s*/[^{}]*[>%]\})\}\s*"  # {% endraw %}
)


def is_nothing(line: str) -> bool:
    """Tell whether a line says nothing: blank, a rule, a comment, an anchor, an end."""
    start = line.lstrip()[:1]
    return not start or (start in "<-*_{" and bool(_NOTHING.fullmatch(line)))


def last_line(lines: Sequence[str], first: int, last: int) -> int:
    """Give the last line, not before `first`, that says something."""
    while last > first and is_nothing(lines[last - 1]):
        last -= 1
    return last


# Ids


def lead(marked: Marked, first: int, heading: int = 0) -> int:
    """Give the line at which the id comments above an entry's first line start.

    One right below text belongs to that text, but below a section's `heading` to the entry.
    """
    if not marked.ids:
        return first
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
    if not marked.ids:
        return ()
    lines = (line for line in range(first, last + 1) if line in marked.ids)
    return tuple(Fragment(Markdown(id_), line) for line in lines for id_ in marked.ids[line])
