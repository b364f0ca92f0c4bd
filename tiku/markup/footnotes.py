"""The footnotes of a document: `[^1]: text`, and the indented lines below."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tiku.system.patterns import lazy

_DEFINITION = lazy(r" {0,3}\[(?P<label>\^[^\[\]\s]{1,100})\]:")
# What begins a block of its own, and so ends a note that it follows without a blank line.
_BLOCK = lazy(
    r" {0,3}(?:#{1,6}(?:\s|$)|[-*+]\s|\d{1,9}[.)]\s|[>|<]|`{3}|~{3}|\*\*|([-*_=])\1\1"
    r"|\w{1,20}\s?[:：])"
)
_INDENTED = lazy(r"(?: {2,}|\t)\S")


def definitions(lines: Sequence[str], code: Collection[int]) -> dict[str, str]:
    """Give the Markdown of each footnote by its label, with the `^`; `code` are lines of code.

    A line that follows without a blank goes on with the note, an indented one behind a blank too.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if "[^" not in line or number in code:
            continue
        if start := _DEFINITION.match(line):
            from tiku.markup import parser

            label = parser.normalizeReference(start["label"])
            found.setdefault(label, "\n".join(lines[number - 1 : _end(lines, number)]).rstrip())
    return found


def _end(lines: Sequence[str], first: int) -> int:
    for number in range(first, len(lines)):
        line = lines[number]
        if _DEFINITION.match(line):
            return number
        is_apart = not lines[number - 1].strip() or _BLOCK.match(line)
        if line.strip() and is_apart and not _INDENTED.match(line):
            return number
    return len(lines)
