"""The collection within a package: a database as genanki would fill it, byte for byte alike.

genanki's own writer stamps the clock on notes. Here every row is sorted, the note's time is that
of the bank, and what differs from one version of SQLite to another is blanked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import EIO
from functools import cache
from typing import Any

from tiku.exporters.notes import BASIC, CLOZE, FIELDS, Note, NoteType
from tiku.system import lean
from tiku.system.hashes import blake2b
from tiku.system.patterns import lazy

lean.load("sqlite3")

import sqlite3  # noqa: E402

connect = sqlite3.connect

COLLECTION = "collection.anki2"
_GAP = lazy(r"\{\{c(\d+)::")
_NOT_YET_SYNCED = -1
_COLUMNS = {"notes": 11, "cards": 18}
_HEADER = 100  # bytes, of any database
_HEADS = {2: 12, 5: 12, 10: 8, 13: 8}  # bytes, by the kind of a page of a tree
_ROWS = struct.Struct(">HH")  # how many rows there are, and where they start
_MANY = 2_000  # notes


def copy(db: sqlite3.Connection, of: str, schema: Sequence[str]) -> None:
    """Copy a collection to an empty database, its rows in the order of their ids.

    So it is laid out always alike, however its rows came to be where they are. `schema` has the
    statements that make tables and indexes. The copy need not survive a crash. Of many notes, pages
    of another size make it smaller by a sixth. What gives way is overwritten with zeros, as not
    every system's SQLite does unasked: others left parts of notes in gaps between rows.
    """
    (count,) = db.execute(f"SELECT count(*) FROM {of}.notes").fetchone()  # noqa: S608 - ours
    size = 16384 if count >= _MANY else 4096
    db.executescript(f"PRAGMA page_size = {size}; PRAGMA encoding = 'UTF-8';")
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    db.execute("PRAGMA main.secure_delete = ON")
    tables = [each for each in schema if each.startswith("CREATE TABLE")]
    for statement in tables:
        db.execute(statement)
    for table in ("col", *_COLUMNS):
        db.execute(f"INSERT INTO main.{table} SELECT * FROM {of}.{table}")  # noqa: S608 - ours
    for statement in schema[len(tables) :]:
        db.execute(statement)
    db.commit()


@contextmanager
def on_disk() -> Iterator[None]:
    """Report a disk that is full as all others do that write on it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _OF_DISKS:
            raise
        raise OSError(EIO, str(error)) from error


_OF_DISKS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


# The fields that make a card, template by template: with any of them or with all it has something
# to show.
_ON_FRONT = ("Hint", "Context", "Title", "Section", "Kind", "Flags", "Language", "Id")
REQUIRED = {
    BASIC.id: (
        ("any", ("Stem", "Choices", *_ON_FRONT)),
        ("all", ("Reverse",)),
        ("all", ("Spare 5",)),
    ),
    CLOZE.id: (("any", _ON_FRONT),),
}


def cards(note: Note) -> list[int]:
    """Give the numbers of a note's cards, from 0, as Anki does when their fields are filled so."""
    if note.type.is_cloze:  # genanki does not see gaps within gaps
        return sorted({int(number) - 1 for number in _GAP.findall(note.fields[0])})
    return _of_fields(note.type.id, tuple(map(bool, note.fields)))


@cache
def _of_fields(type_: int, filled: tuple[bool, ...]) -> list[int]:
    fields = dict(zip(FIELDS, filled, strict=True))
    return [
        n
        for n, (rule, names) in enumerate(REQUIRED[type_])
        if (any if rule == "any" else all)(fields[name] for name in names)
    ]


class Used:
    """The note types and decks that notes use.

    `count` is the place at which the cards of the next note come.
    """

    def __init__(self, count: int = 0) -> None:
        """Start with none."""
        self.count = count
        self.types: dict[int, NoteType] = {}
        self.decks: dict[str, int] = {}  # the id of each

    def put(self, found: Sequence[Note], db: sqlite3.Connection, of: str) -> None:
        """Put notes into the collection of a name, with their cards."""
        self.take(found)
        cards = _card_rows(found, self)
        db.executemany(_insert("notes", of), map(_note_row, found))
        db.executemany(_insert("cards", of), cards)
        self.count += len(found)

    def take(self, found: Iterable[Note]) -> None:
        """Note down what these use."""
        for note in found:
            self.types[note.type.id] = note.type
            if note.deck not in self.decks:
                self.decks[note.deck] = _deck_id(note.deck)


def _insert(table: str, of: str) -> str:
    values = ", ".join("?" * _COLUMNS[table])
    return f"INSERT INTO {of}.{table} VALUES ({values})"  # noqa: S608 - ours


def _note_row(note: Note) -> tuple[Any, ...]:
    tags = f" {' '.join(note.tags)} "
    fields = "\x1f".join(note.fields)
    sort_field, checksum, flags, data = note.fields[0], 0, 0, ""  # Anki computes the first two
    state = (note.modified, _NOT_YET_SYNCED, tags, fields, sort_field, checksum, flags, data)
    return (_row_id(note), note.guid, note.type.id, *state)


def _card_rows(found: Sequence[Note], used: Used) -> Iterator[tuple[Any, ...]]:
    """Give every card that the templates make, in source order: Anki adds none on import."""
    new_at, never_studied = (0, 0), (0,) * 8  # type and queue
    for position, note in enumerate(found, used.count):
        row_id, deck = _row_id(note), used.decks[note.deck]
        for number in cards(note):
            place = (row_id + number, row_id, deck, number)
            yield (*place, note.modified, _NOT_YET_SYNCED, *new_at, position, *never_studied, "")


def _row_id(note: Note) -> int:
    """Give the id of a note, which Anki shows as the time of creation in milliseconds.

    No two notes are of the same second, so the ids of its cards can follow its own.
    """
    return note.created * 1000


def _deck_id(name: str) -> int:
    """Give a deck of a name always the same id; Anki itself goes by the name.

    Every collection has one deck already, Default, whose id is 1.
    """
    if name.casefold() == "default":
        return 1
    digest = blake2b(name.encode(), digest_size=6).digest()
    return (1 << 48) + int.from_bytes(digest)


def without_traces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Blank what each version of SQLite writes otherwise, in chunks of whole pages.

    In the header that is the version and the change counter, bytes 96-99, 92-95 and 24-27.
    """
    size, skipped = 0, 0
    for chunk in chunks:
        made = bytearray(chunk)
        if not size:
            size, skipped = int.from_bytes(made[16:18]), _HEADER
            made[24:28] = made[92:96] = (1).to_bytes(4)
            made[96:100] = bytes(4)
        for start in range(0, len(made), size):
            _blank_gap(made, start, start + skipped)
            skipped = 0
        yield bytes(made)


def _blank_gap(made: bytearray, page: int, top: int) -> None:
    """Blank what rows that went elsewhere left on a page of a tree, above those that are there.

    All other pages begin with the number of a page: https://sqlite.org/fileformat2.html says so.
    """
    if head := _HEADS.get(made[top]):
        rows, start = _ROWS.unpack_from(made, top + 3)
        gap = slice(top + head + 2 * rows, page + start)
        made[gap] = bytes(gap.stop - gap.start)
