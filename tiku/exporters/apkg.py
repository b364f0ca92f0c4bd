"""The Anki package: genanki's note type, deck and note classes, written byte for byte alike.

genanki's own writer stamps the clock on notes and zip members. This one sorts every row, takes
the note's time from the bank, and blanks what SQLite records of its own version.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from errno import EIO
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NamedTuple

from tiku.exporters import writing
from tiku.exporters.anki_package import APKG_COL, APKG_SCHEMA, Deck, MadeNote, Model
from tiku.exporters.notes import (
    BASIC,
    CLOZE,
    FIELDS,
    NOTE_TYPE_MODIFIED,
    Note,
    NoteType,
    style,
    templates,
)
from tiku.exporters.splice import SpliceError
from tiku.exporters.writing import Noted, Portion
from tiku.identify import FIRST_BUILD
from tiku.model import Bank

_INDEX = re.compile(r"CREATE INDEX[^;]+;")
_GAP = re.compile(r"\{\{c(\d+)::")
_NOT_YET_SYNCED = -1
_COLUMNS = {"notes": 11, "cards": 18}
_HEADER, _CHUNK = 100, 1 << 20  # bytes

# Files by name: how many bytes each has, and these in pieces.
Members = Mapping[str, tuple[int, Iterable[bytes | memoryview]]]


class Writer(writing.Writer):
    """Writes the deck package of a bank, one note an item that has an answer.

    Notes and cards are kept in another database until all are there. Copied from it in the order of
    their ids, first the notes and then the cards, they are laid out always alike.
    """

    name = ".apkg"

    def __init__(self, bank: Bank, scratch: Path | None = None) -> None:
        """Make a folder for the collection."""
        super().__init__(bank, scratch)
        self._folder = TemporaryDirectory(prefix="tiku-", dir=scratch)
        self._path = Path(self._folder.name) / "collection.anki2"
        self._db = sqlite3.connect(self._path)
        self._used = _Used()
        self._count, self._last = 0, FIRST_BUILD

    def begin(self) -> Iterator[Portion]:
        """Begin the collection, and name the package first of all outputs."""
        with _on_disk():
            _prepare(self._db)
            self._db.execute("ATTACH '' AS kept")
            self._db.executescript(_schema("kept"))
        yield self._file, b""

    def add(self, batch: Sequence[Noted], /) -> Sequence[Portion]:
        """Put notes and their cards in."""
        found = [note for item, note in batch if not item.is_bare]
        self._used.take(found)
        cards = _card_rows(found, self._used, self._count)
        with _on_disk():
            self._db.executemany(_insert("notes", "kept"), map(_note_row, found))
            self._db.executemany(_insert("cards", "kept"), cards)
        self._last = max((self._last, *(note.modified for note in found)))
        self._count += len(found)
        return ()

    def end(self) -> Iterator[Portion]:
        """Write the package."""
        with _on_disk():
            self._collect()
        path = Path(self._folder.name) / "package"
        with self._path.open("rb") as collection, path.open("w+b") as out:
            header = _without_version(collection.read(_HEADER))
            content = self._path.stat().st_size, chain((header,), _chunks(collection))
            _archive({"collection.anki2": content, **self._media()}, out)
            out.seek(0)
            yield from ((self._file, chunk) for chunk in _chunks(out))

    def _collect(self) -> None:
        db = self._db
        _describe(db, self._last * 1000, self._used)
        _copy(db, "kept", ("notes", "cards"))
        _finish(db)
        db.close()

    def close(self) -> None:
        """Take the collection away."""
        self._db.close()
        self._folder.cleanup()

    def _media(self) -> Members:
        media = {str(n): medium for n, medium in enumerate(self.bank.media)}
        names = _json({number: medium.name for number, medium in media.items()}).encode()
        files = {number: _whole(medium.content) for number, medium in media.items()}
        return {"media": _whole(names), **files}

    @property
    def _file(self) -> str:
        return f"{self.bank.name}.apkg"


# The fields that make a card, template by template: with any of them or with all it has something
# to show. genanki finds that out by rendering each template without each field, in 6 ms.
_ON_FRONT = ("Hint", "Context", "Title", "Section", "Kind", "Flags", "Language", "Id")
_REQUIRED = {
    BASIC.id: (
        ("any", ("Stem", "Choices", *_ON_FRONT)),
        ("all", ("Reverse",)),
        ("all", ("Spare 5",)),
    ),
    CLOZE.id: (("any", _ON_FRONT),),
}


def _note_type(of: NoteType) -> Model:
    made = Model(
        of.id,
        of.name,
        fields=[{"name": name, "id": of.field_ids[name]} for name in FIELDS],
        templates=[
            {"name": name, "id": of.template_ids[name], "qfmt": front, "afmt": back}
            for name, (front, back) in templates(of).items()
        ],
        css=style(),
        model_type=Model.CLOZE if of.is_cloze else Model.FRONT_BACK,
    )
    made._req = [  # noqa: SLF001 - a cached property
        [n, rule, [FIELDS.index(name) for name in names]]
        for n, (rule, names) in enumerate(_REQUIRED[of.id])
    ]
    return made


class _Used:
    """The note types and decks that notes use, and which cards notes make whose fields are so."""

    def __init__(self, found: Iterable[Note] = ()) -> None:
        self.types: dict[int, Model] = {}
        self.decks: dict[str, Deck] = {}
        self._cards: dict[tuple[bool, ...], set[int]] = {}
        self.take(found)

    def take(self, found: Iterable[Note]) -> None:
        """Note down what these use."""
        for note in found:
            if note.type.id not in self.types:
                self.types[note.type.id] = _note_type(note.type)
            if note.deck not in self.decks:
                self.decks[note.deck] = Deck(_deck_id(note.deck), note.deck)

    def cards(self, note: Note) -> set[int]:
        """Give the numbers of a note's cards, from 0: genanki only asks which fields are filled."""
        filled = tuple(map(bool, note.fields))
        if filled not in self._cards:
            cards = MadeNote(self.types[note.type.id], list(note.fields)).cards
            self._cards[filled] = {card.ord for card in cards}
        return self._cards[filled]


def _prepare(db: sqlite3.Connection) -> None:
    """Make an empty collection of schema 11, without its indexes; it need not survive a crash."""
    db.executescript("PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8';")
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    db.executescript(_schema("main"))


@contextmanager
def _on_disk() -> Iterator[None]:
    """Report a disk that is full as all others do that write on it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _OF_DISKS:
            raise
        raise OSError(EIO, str(error)) from error


_OF_DISKS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def _schema(of: str) -> str:
    return _INDEX.sub("", APKG_SCHEMA).replace("CREATE TABLE ", f"CREATE TABLE {of}.")


def _copy(db: sqlite3.Connection, of: str, tables: Iterable[str]) -> None:
    """Copy rows in the order of their ids, as if they had been written at once."""
    for table in tables:
        db.execute(f"INSERT INTO main.{table} SELECT * FROM {of}.{table}")  # noqa: S608 - ours


def _finish(db: sqlite3.Connection) -> None:
    """Make the indexes, last of all."""
    for index in _INDEX.findall(APKG_SCHEMA):
        db.execute(index)
    db.commit()


class Notes(NamedTuple):
    """Notes side by side, by when they were created, that give way to others.

    `before` is when the one above them was created.
    """

    before: int
    old: Sequence[int]
    new: Sequence[Note]


class Package:
    """The members of a package, which need not be in memory as a whole."""

    is_same = False

    def __init__(self, members: Members) -> None:
        """Take the content of each member by its name."""
        self._members = members

    def write(self, file: BinaryIO) -> None:
        """Write the package."""
        _archive(self._members, file)


def patched(path: Path, found: Iterable[Notes]) -> Package:
    """Put other notes into a package that was written, of decks and note types that it has.

    Copied row by row, a database is laid out as if it had been written at once. Raises SpliceError
    if a deck or note type would come or go, or the package cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        raise SpliceError from None
    with closing(sqlite3.connect(":memory:")) as db:
        _prepare(db)
        db.execute("ATTACH ':memory:' AS old")
        db.deserialize(members.pop("collection.anki2"), name="old")
        for each in found:
            _patch(db, each)
        _describe(db, *db.execute("SELECT mod FROM old.col").fetchone())
        _copy(db, "old", ("notes", "cards"))
        _finish(db)
        made = memoryview(db.serialize())
        parts = (_without_version(made[:_HEADER]), made[_HEADER:])
        rest = {name: _whole(content) for name, content in members.items()}
        return Package({"collection.anki2": (len(made), parts), **rest})


def _patch(db: sqlite3.Connection, notes_: Notes) -> None:
    places = [_place(db, created * 1000) for created in notes_.old]
    first = places[0].first if places else _place(db, notes_.before * 1000).last + 1
    ids = [(created * 1000,) for created in notes_.old]
    db.executemany("DELETE FROM old.cards WHERE nid = ?", ids)
    db.executemany("DELETE FROM old.notes WHERE id = ?", ids)
    if grown := len(notes_.new) - len(ids):
        after = (grown, first + len(ids))
        db.execute("UPDATE old.cards SET due = due + ? WHERE due >= ?", after)
    made = _Used(notes_.new)
    db.executemany(_insert("notes", "old"), map(_note_row, notes_.new))
    db.executemany(_insert("cards", "old"), _card_rows(notes_.new, made, first))
    used = {(each.type, each.deck) for each in places}
    if used != {(note.type.id, made.decks[note.deck].deck_id) for note in notes_.new}:
        _check_used(db)
    _set_time(db, max((each.modified for each in places), default=0), notes_.new)


class _Place(NamedTuple):
    """What is known of a note: its type, time and deck, and where its cards come first and last."""

    type: int
    modified: int
    deck: int
    first: int
    last: int


def _place(db: sqlite3.Connection, note: int) -> _Place:
    of_note = db.execute("SELECT mid, mod FROM old.notes WHERE id = ?", (note,)).fetchone()
    cards = "SELECT min(did), min(due), max(due) FROM old.cards WHERE nid = ?"
    if of_note is None:
        raise SpliceError
    return _Place(*of_note, *db.execute(cards, (note,)).fetchone())


def _set_time(db: sqlite3.Connection, was: int, new: Sequence[Note]) -> None:
    """Let the time of the collection be that of its newest note, where that may be another now."""
    (before,) = db.execute("SELECT mod FROM old.col").fetchone()
    last = max((note.modified for note in new), default=0)
    if last * 1000 < before == was * 1000:
        (last,) = db.execute("SELECT coalesce(max(mod), 0) FROM old.notes").fetchone()
        before = 0
    db.execute("UPDATE old.col SET mod = ?", (max(last * 1000, before, FIRST_BUILD * 1000),))


def _check_used(db: sqlite3.Connection) -> None:
    """Refuse to go on if another set of decks or note types is used."""
    models, decks = map(json.loads, db.execute("SELECT models, decks FROM old.col").fetchone())
    used = {str(mid) for (mid,) in db.execute("SELECT DISTINCT mid FROM old.notes")}
    in_decks = {str(did) for (did,) in db.execute("SELECT DISTINCT did FROM old.cards")}
    if used != {*models} or in_decks | {"1"} != {*decks}:
        raise SpliceError


def _describe(db: sqlite3.Connection, last: int, used: _Used | None = None) -> None:
    """Put in the time of the last change, and the note types and decks that are used.

    They are those of the old collection unless they are given. This is always done step by step
    alike: a row that gives way to a shorter one leaves traces.
    """
    db.executescript(APKG_COL)
    if used:
        models, decks = _described(db, used)
    else:
        models, decks = db.execute("SELECT models, decks FROM old.col").fetchone()
    db.execute("UPDATE main.col SET models = ?, decks = ?", (models, decks))
    times = (FIRST_BUILD, last, FIRST_BUILD * 1000)
    db.execute("UPDATE main.col SET crt = ?, mod = ?, scm = ?", times)


def _described(db: sqlite3.Connection, used: _Used) -> tuple[str, str]:
    """Write note types and decks; a collection comes with Anki's own deck, Default."""
    types, decks = used.types.values(), used.decks.values()
    models = {str(each.model_id): each.to_json(NOTE_TYPE_MODIFIED, 1) for each in types}
    (own,) = db.execute("SELECT decks FROM main.col").fetchone()
    all_decks = json.loads(own) | {str(deck.deck_id): deck.to_json() for deck in decks}
    return _json(models), _json(all_decks)


def _note_row(note: Note) -> tuple[Any, ...]:
    tags = f" {' '.join(note.tags)} "
    fields = "\x1f".join(note.fields)
    sort_field, checksum, flags, data = note.fields[0], 0, 0, ""  # Anki computes the first two
    state = (note.modified, _NOT_YET_SYNCED, tags, fields, sort_field, checksum, flags, data)
    return (_row_id(note), note.guid, note.type.id, *state)


def _card_rows(found: Sequence[Note], used: _Used, first: int) -> Iterator[tuple[Any, ...]]:
    """Give every card that the templates make: Anki adds none on import.

    New cards come in source order, those of the first note at the place `first`.
    """
    new_at, never_studied = (0, 0), (0,) * 8  # type and queue
    for position, note in enumerate(found, first):
        row_id, deck = _row_id(note), used.decks[note.deck].deck_id
        for number in _gaps(note) if note.type.is_cloze else used.cards(note):
            place = (row_id + number, row_id, deck, number)
            yield (*place, note.modified, _NOT_YET_SYNCED, *new_at, position, *never_studied, "")


def _gaps(note: Note) -> set[int]:
    """Give the numbers of the gaps of a note, from 0; genanki does not see gaps within gaps."""
    return {int(number) - 1 for number in _GAP.findall(note.fields[0])}


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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _without_version(header: bytes | memoryview) -> bytes:
    """Blank SQLite's version and change counter, bytes 96-99, 92-95 and 24-27 of the header."""
    made = bytearray(header)
    made[24:28] = made[92:96] = (1).to_bytes(4)
    made[96:100] = bytes(4)
    return bytes(made)


def _insert(table: str, of: str) -> str:
    values = ", ".join("?" * _COLUMNS[table])
    return f"INSERT INTO {of}.{table} VALUES ({values})"  # noqa: S608 - ours


def _whole(content: bytes) -> tuple[int, tuple[bytes]]:
    return len(content), (content,)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _archive(members: Members, out: BinaryIO) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, (size, content) in members.items():
            info = zipfile.ZipInfo(name)  # dated 1980-01-01
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.file_size = size
            with archive.open(info, "w") as member:
                for part in content:
                    member.write(part)
