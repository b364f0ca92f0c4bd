"""`bank.csv`: one row an item, for spreadsheets and data frames.

UTF-8 with a BOM, so that a spreadsheet shows Chinese. A cell that a spreadsheet would take for a
formula starts with an apostrophe; so does one that starts with an apostrophe of its own. Whoever
reads the file takes one leading apostrophe off a cell and has the text as it was.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tiku.exporters import moves, rows, splice, writing
from tiku.exporters.moves import Moved
from tiku.exporters.splice import Edit, Old, Rows, Spliced
from tiku.exporters.writing import Noted, Portion
from tiku.model import ChoiceResponse, Item, Span
from tiku.system.patterns import lazy

COLUMNS = (
    "id",
    "kind",
    "deck",
    "section",
    "title",
    "stem",
    "choices",
    "correct",
    "answer",
    "explanation",
    "hint",
    "tags",
    "language",
    "sources",
    "fingerprint",
)


class Writer(writing.Writer):
    """Writes the bank as CSV; texts are Markdown, lists are joined as `docs/outputs.md` says."""

    has_rows = True
    name = "bank.csv"

    def begin(self) -> Iterator[Portion]:
        """Write the names of the columns."""
        yield self.name, codecs.BOM_UTF8 + rows.row(COLUMNS, ",").encode()

    def add(self, batch: Sequence[Noted], /) -> Iterator[Portion]:
        """Write a row for each item."""
        yield self.name, "".join([row(item) for item, _ in batch]).encode()


def patched(
    old: Old, rows_of: Iterable[Rows], moved: Sequence[Moved], within: Iterable[range]
) -> Spliced:
    """Put other items into what was written, and other places into those that moved.

    Most of these are in some stretches.
    """
    starts = old.starts(_ROW, [each.id for each in moved], within)
    edits = [_edit(old, starts[each.id], each) for each in moved]
    return splice.lines_edited(old, rows_of, b",", edits)


_ROW = lazy(rb'\n(?P<quote>"?)(?P<id>[^",\n]+)(?P=quote),')


def _edit(old: Old, start: int, moved: Moved) -> Edit:
    """Write the end of a row anew: no text holds its own fingerprint, so it is to be found."""
    is_quoted = bytes(old.view[start + 1 : start + 2]) == b'"'
    was, now = (_end(spans, moved.fingerprint, is_quoted) for spans in (moved.was, moved.now))
    at = old.find(was, start)
    return at, at + len(was), now


def _end(spans: Iterable[Span], fingerprint: str, is_quoted: bool) -> bytes:  # noqa: FBT001
    return f",{rows.row((_safe(_places(spans)), fingerprint), ',', is_quoted=is_quoted)}".encode()


def row(item: Item) -> str:
    """Write an item. A program that takes other marks for separators cuts up what is not quoted."""
    cells = [_safe(cell) for cell in _cells(item)]
    whole = "".join(cells)
    return rows.row(cells, ",", is_quoted=";" in whole or "\t" in whole)


def _cells(item: Item) -> tuple[str, ...]:
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    return (
        item.id,
        response.kind,
        "::".join(item.deck),
        " > ".join(item.section),
        item.title.markdown,
        item.stem.markdown,
        "\n".join(f"{choice.label}. {choice.text.markdown}" for choice in choices),
        "".join(choice.label for choice in choices if choice.keyed),
        response.answer.markdown,
        item.explanation.markdown,
        item.hint.markdown,
        " ".join(item.tags),
        item.language,
        _places(item.places),
        item.fingerprint,
    )


def _places(spans: Iterable[Span]) -> str:
    return "\n".join(map(moves.name, spans))


def _safe(cell: str) -> str:
    """Quote what starts a formula, in full width too, after what is not seen too."""
    if _is_plain(cell[:1]):
        return cell
    seen = (char for char in cell if unicodedata.category(char)[0] not in "CZ")
    start = unicodedata.normalize("NFKC", next(seen, ""))
    return f"'{cell}" if (start and start in _FORMULA) or cell[:1] in ("\t", "\n") else cell


_FORMULA = "=+-@'|%"


@lru_cache(maxsize=1 << 12)
def _is_plain(first: str) -> bool:
    """Tell by the first character of a cell that it is seen and starts no formula."""
    if not first:
        return True
    is_seen = unicodedata.category(first)[0] not in "CZ"
    return is_seen and unicodedata.normalize("NFKC", first) not in _FORMULA
