"""What dialects share: cutting fragments out of a document, and ids that the author wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tiku.model import Block, Document, Fragment, Markdown

_ID = re.compile(r"[ \t]*<!--\s*id:\s*(.*?)\s*-->\s*$")


class Marked(NamedTuple):
    """A document's lines without id comments, and the ids by line."""

    lines: tuple[str, ...]
    ids: Mapping[int, str]

    def heading(self, block: Block) -> str:
        """Give a heading's Markdown without an id comment."""
        return _ID.sub("", block.text)


def without_ids(document: Document) -> Marked:
    """Take `<!-- id: … -->` out where it stands alone or ends a heading or a line of prose."""
    lines, ids = list(document.lines), {}
    for number in _prose_lines(document):
        if found := _ID.search(lines[number - 1]):
            ids[number] = found[1]
            lines[number - 1] = lines[number - 1][: found.start()]
    return Marked(tuple(lines), ids)


def _prose_lines(document: Document) -> Iterator[int]:
    blocks: list[Block] = []
    for section in document.sections:
        blocks += [section.heading] if section.heading else []
        blocks += section.blocks
    for block in blocks:
        if block.kind in ("heading", "paragraph", "html"):
            yield from range(block.first, block.last + 1)


def cut(lines: Sequence[str], first: int, last: int, head: str | None = None) -> Fragment:
    """Cut lines out, blank ones at either end dropped; `head` replaces the first line.

    The lines of the fragment are lines of the file, one by one.
    """
    body = list(lines[first - 1 : last])
    if head is not None:
        body[:1] = [head]
    while body and not body[-1].strip():
        body.pop()
    while body and not body[0].strip():
        body.pop(0)
        first += 1
    return Fragment(Markdown("\n".join(body)), first)


def found_ids(marked: Marked, first: int, last: int) -> tuple[Fragment, ...]:
    """Give the ids that stand between two lines."""
    return tuple(
        Fragment(Markdown(value), line)
        for line, value in marked.ids.items()
        if first <= line <= last
    )
