"""Anki's text format: the same notes as the package, for an import without a click."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tiku.exporters import rows, splice, writing
from tiku.exporters.notes import FIELDS, Note
from tiku.exporters.splice import Old, Rows, Spliced
from tiku.exporters.writing import Noted, Portion

_COLUMNS = ("GUID", "Note type", "Deck", "Tags")
_HEAD = (
    "#separator:tab\n#html:true\n"
    "#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:4\n"
    f"#columns:{chr(9).join((*_COLUMNS, *FIELDS))}\n"
)


class Writer(writing.Writer):
    """Writes the notes as tab-separated text with the headers that tell Anki what is what."""

    has_rows = True
    name = ".anki.txt"

    def begin(self) -> Iterator[Portion]:
        """Write the headers."""
        yield self._file, _HEAD.encode()

    def add(self, batch: Sequence[Noted], /) -> Iterator[Portion]:
        """Write a row for each note."""
        yield self._file, "".join([row(n) for item, n in batch if not item.is_bare]).encode()

    @property
    def _file(self) -> str:
        return f"{self.bank.name}.anki.txt"


def patched(old: Old, rows_of: Iterable[Rows]) -> Spliced:
    """Put other notes into what was written."""
    return splice.lines_edited(old, rows_of, b"\t")


def row(note: Note) -> str:
    """Write a note. To Anki a row that starts with '#' is a comment; an adopted id may."""
    cells = (note.guid, note.type.name, note.deck, " ".join(note.tags), *note.fields)
    return rows.row(cells, "\t", is_quoted=note.guid[:1] == "#")
