"""The Anki package after an edit: its collection copied row by row, with the rows that changed.

So a database is laid out as if it had been written at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tiku.exporters import archive, collection
from tiku.exporters.collection import COLLECTION, Used
from tiku.exporters.notes import Note
from tiku.exporters.splice import SpliceError
from tiku.identity.identify import FIRST_BUILD
from tiku.values import NamedTuple

if TYPE_CHECKING:
    from sqlite3 import Connection


class Notes(NamedTuple):
    """Notes side by side, by when they were created, that give way to others.

    `before` is when the one above them was created.
    """

    before: int
    old: Sequence[int]
    new: Sequence[Note]


class Package:
    """A package in the making, whose members lie on disk."""

    is_same = False

    def __init__(self, members: Mapping[str, Path]) -> None:
        """Take the file of each member, the collection first."""
        self._members = members

    def write(self, file: BinaryIO) -> None:
        """Write the package."""
        (name, collection), *rest = self._members.items()
        members = {name: archive.collection_at(collection)}
        archive.write(members | {name: archive.at(path) for name, path in rest}, file)


def patched(path: Path, found: Iterable[Notes], scratch: Path) -> Package:
    """Put other notes into a package that was written, of decks and note types that it has.

    Its members are made in the folder `scratch`. Raises SpliceError if a deck or note type would
    come or go, or the package cannot be read.
    """
    try:
        members = archive.unpacked(path, scratch)
        old = members[COLLECTION]
    except (OSError, KeyError):
        raise SpliceError from None
    new = scratch / COLLECTION
    with collection.on_disk(), closing(collection.connect(new)) as db:
        db.execute("ATTACH ? AS old", (str(old),))
        db.executescript("PRAGMA old.journal_mode = OFF; PRAGMA old.synchronous = OFF;")
        for each in found:
            _patch(db, each)
        made_by = db.execute("SELECT sql FROM old.sqlite_master ORDER BY rowid").fetchall()
        collection.copy(db, "old", [statement for (statement,) in made_by])
    return Package({**members, COLLECTION: new})


def _patch(db: Connection, notes_: Notes) -> None:
    places = [_place(db, created * 1000) for created in notes_.old]
    first = places[0].first if places else _place(db, notes_.before * 1000).last + 1
    ids = [(created * 1000,) for created in notes_.old]
    db.executemany("DELETE FROM old.cards WHERE nid = ?", ids)
    db.executemany("DELETE FROM old.notes WHERE id = ?", ids)
    if grown := len(notes_.new) - len(ids):
        after = (grown, first + len(ids))
        db.execute("UPDATE old.cards SET due = due + ? WHERE due >= ?", after)
    made = Used(first)
    made.put(notes_.new, db, "old")
    used = {(each.type, each.deck) for each in places}
    if used != {(note.type.id, made.decks[note.deck]) for note in notes_.new}:
        _check_used(db)
    _set_time(db, max((each.modified for each in places), default=0), notes_.new)


class _Place(NamedTuple):
    """What is known of a note: its type, time and deck, and where its cards come first and last."""

    type: int
    modified: int
    deck: int
    first: int
    last: int


def _place(db: Connection, note: int) -> _Place:
    of_note = db.execute("SELECT mid, mod FROM old.notes WHERE id = ?", (note,)).fetchone()
    cards = "SELECT min(did), min(due), max(due) FROM old.cards WHERE nid = ?"
    if of_note is None:
        raise SpliceError
    return _Place(*of_note, *db.execute(cards, (note,)).fetchone())


def _set_time(db: Connection, was: int, new: Sequence[Note]) -> None:
    """Let the time of the collection be that of its newest note, where that may be another now."""
    (before,) = db.execute("SELECT mod FROM old.col").fetchone()
    last = max((note.modified for note in new), default=0)
    if last * 1000 < before == was * 1000:
        (last,) = db.execute("SELECT coalesce(max(mod), 0) FROM old.notes").fetchone()
        before = 0
    db.execute("UPDATE old.col SET mod = ?", (max(last * 1000, before, FIRST_BUILD * 1000),))


def _check_used(db: Connection) -> None:
    """Refuse to go on if another set of decks or note types is used."""
    models, decks = map(json.loads, db.execute("SELECT models, decks FROM old.col").fetchone())
    used = {str(mid) for (mid,) in db.execute("SELECT DISTINCT mid FROM old.notes")}
    in_decks = {str(did) for (did,) in db.execute("SELECT DISTINCT did FROM old.cards")}
    if used != {*models} or in_decks | {"1"} != {*decks}:
        raise SpliceError
