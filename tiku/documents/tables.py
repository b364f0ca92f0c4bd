"""The rows of a table in Markdown, cell by cell, each with its line."""

import re
from typing import NamedTuple

from tiku.documents.outline import Outline
from tiku.system.patterns import lazy

_DELIMITER = lazy(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")


class Row(NamedTuple):
    """A row: its line and the Markdown of its cells."""

    line: int
    cells: tuple[str, ...]


def rows(outline: Outline, first: int) -> list[Row]:
    """Give the rows of the table that starts on a line, the header first."""
    found: list[Row] = []
    number = first
    while (
        number <= outline.last and outline[number].kind == "table" and outline[number].leaf == first
    ):
        text = outline[number].text
        if number != first + 1 or not _DELIMITER.fullmatch(text):
            found.append(Row(number, cells(text)))
        number += 1
    return found


def cells(text: str) -> tuple[str, ...]:
    r"""Split a row at its bars; `\|` is text (GFM, tables), within code too."""
    parts = re.split(r"(?<!\\)\|", text.strip())
    if parts and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return tuple(part.strip().replace("\\|", "|") for part in parts)
