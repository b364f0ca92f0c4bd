"""Ids that an author wrote as comments, `<!-- id: … -->`, and a document's lines without them."""

import re
from collections.abc import Iterator, Mapping

from tiku.markup import markdown
from tiku.model import Block, Document
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_ID = lazy(r"<!--[ \t]{0,9}id:([^<>]{0,200}?)-->", re.IGNORECASE)


class Marked(NamedTuple):
    """A document's lines without id comments, and the ids by line."""

    lines: tuple[str, ...]
    ids: Mapping[int, tuple[str, ...]]

    def heading(self, block: Block) -> str:
        """Give a heading's Markdown without an id comment."""
        return _ID.sub("", block.text).rstrip()


def without_ids(document: Document) -> Marked:
    """Take each `<!-- id: … -->` out that stands in prose, not in code."""
    if "<!--" not in "\n".join(document.lines):
        return Marked(document.lines, {})
    lines, ids = list(document.lines), dict[int, tuple[str, ...]]()
    for number in _prose_lines(document):
        line = lines[number - 1]
        if "<!--" not in line:
            continue
        for comment in markdown.comments(line):
            if found := _ID.fullmatch(comment):
                ids[number] = (*ids.get(number, ()), found[1].strip())
                before, _, after = line.rpartition(comment)
                line = before.rstrip(" \t") + after
        lines[number - 1] = line
    return Marked(tuple(lines), ids)


def _prose_lines(document: Document) -> Iterator[int]:
    for section in document.sections:
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            yield from _lines_of_prose(block)


def _lines_of_prose(block: Block) -> Iterator[int]:
    if block.kind in ("heading", "paragraph", "html", "table"):
        yield from range(block.first, block.last + 1)
    for child in block.children:
        yield from _lines_of_prose(child)
