"""Anki's text format: the same notes as the package, for an import without a click."""

from __future__ import annotations

import csv
import io

from tiku.exporters.notes import FIELDS, notes
from tiku.model import Bank

_COLUMNS = ("GUID", "Note type", "Deck", "Tags")


def export(bank: Bank) -> bytes:
    """Write the notes as tab-separated text with the headers that tell Anki what is what."""
    out = io.StringIO()
    out.write("#separator:tab\n#html:true\n")
    out.write("#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:4\n")
    out.write("#columns:" + "\t".join((*_COLUMNS, *FIELDS)) + "\n")
    rows = csv.writer(out, delimiter="\t", lineterminator="\n")
    # To Anki a row that starts with '#' is a comment; an adopted id may.
    quoted = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL)
    for note in notes(bank):
        (quoted if note.guid[:1] == "#" else rows).writerow(
            (note.guid, note.type.name, note.deck, " ".join(note.tags), *note.fields)
        )
    return out.getvalue().encode()
