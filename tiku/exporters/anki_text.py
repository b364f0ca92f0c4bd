"""Anki's text format: the same notes as the package, for an import without a click."""

from __future__ import annotations

from collections.abc import Iterable

from tiku.exporters import rows, splice
from tiku.exporters.notes import FIELDS, Note, notes
from tiku.exporters.splice import Old, Rows, Spliced
from tiku.model import Bank

_COLUMNS = ("GUID", "Note type", "Deck", "Tags")
_HEAD = (
    "#separator:tab\n#html:true\n"
    "#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:4\n"
    f"#columns:{chr(9).join((*_COLUMNS, *FIELDS))}\n"
)


def export(bank: Bank) -> bytes:
    """Write the notes as tab-separated text with the headers that tell Anki what is what."""
    return b"".join((_HEAD.encode(), *(row(note).encode() for note in notes(bank))))


def patched(old: Old, rows_of: Iterable[Rows]) -> Spliced:
    """Put other notes into what was written."""
    return splice.lines_edited(old, rows_of, b"\t")


def row(note: Note) -> str:
    """Write a note. To Anki a row that starts with '#' is a comment; an adopted id may."""
    cells = (note.guid, note.type.name, note.deck, " ".join(note.tags), *note.fields)
    return rows.row(cells, "\t", is_quoted=note.guid[:1] == "#")
