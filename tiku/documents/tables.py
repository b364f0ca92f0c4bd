"""The rows of a table in Markdown, cell by cell, each with its line."""

from tiku.documents.outline import Outline
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

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
            found.append(Row(number, _fitting(text, len(found[0].cells) if found else 0)))
        number += 1
    return found


def _fitting(text: str, width: int) -> tuple[str, ...]:
    """Split a row; where it has too many cells, bars within code are text, if that makes it fit."""
    found = cells(text)
    if not 0 < width < len(found) or "`" not in text:
        return found
    kept = cells(_CODE.sub(lambda code: _BAR.sub(r"\\|", code[0]), text))
    return kept if len(kept) <= width else found


_CODE = lazy(r"(?<!`)(`{1,3})(?!`)(?:(?!\1)[^\n]){1,1000}?\1(?!`)")
_BAR = lazy(r"(?<!\\)\|")


def cells(text: str) -> tuple[str, ...]:
    r"""Split a row at its bars; `\|` is text (GFM, tables), within code too."""
    parts = _BAR.split(text.strip())
    if parts and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return tuple(part.strip().replace("\\|", "|") for part in parts)
