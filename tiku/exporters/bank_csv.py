"""`bank.csv`: one row an item, for spreadsheets and data frames.

UTF-8 with a BOM, so that a spreadsheet shows Chinese. A cell that a spreadsheet would take for a
formula starts with an apostrophe; so does one that starts with an apostrophe of its own. Whoever
reads the file takes one leading apostrophe off a cell and has the text as it was.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from tiku.exporters import rows, splice
from tiku.exporters.splice import Rows
from tiku.model import Bank, ChoiceResponse, Item

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


def export(bank: Bank) -> bytes:
    """Write the bank as CSV; texts are Markdown, lists are joined as `docs/outputs.md` says."""
    head = rows.row(COLUMNS, ",")
    return codecs.BOM_UTF8 + "".join((head, *map(row, bank.items))).encode()


def patched(content: bytes, rows_of: Iterable[Rows]) -> bytes:
    """Put other items into what was written."""
    return splice.lines_edited(content, rows_of, b",")


def row(item: Item) -> str:
    """Write an item. A program that takes other marks for separators cuts up what is not quoted."""
    cells = [_safe(cell) for cell in _cells(item)]
    return rows.row(cells, ",", is_quoted=any(";" in cell or "\t" in cell for cell in cells))


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
        "\n".join(f"{span.path}:{span.first}" for span in item.sources),
        item.fingerprint,
    )


def _safe(cell: str) -> str:
    """Quote what starts a formula, in full width too, after what is not seen too."""
    first = cell[:1]
    if first.isascii() and first.isalnum():
        return cell
    seen = next((char for char in cell if not _is_unseen(char)), "")
    return f"'{cell}" if _starts_formula(seen) or first in ("\t", "\n") else cell


@lru_cache(maxsize=1 << 12)
def _is_unseen(char: str) -> bool:
    return unicodedata.category(char)[0] in "CZ"


@lru_cache(maxsize=1 << 12)
def _starts_formula(char: str) -> bool:
    plain = unicodedata.normalize("NFKC", char)
    return bool(plain) and plain in "=+-@'|%"
