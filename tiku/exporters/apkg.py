"""The Anki package: genanki's note type, deck and note classes, written byte for byte alike.

genanki's own writer stamps the clock on notes and zip members. This one sorts every row, takes
the note's time from the bank, and blanks what SQLite records of its own version.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from tiku.exporters.anki_package import APKG_COL, APKG_SCHEMA, Deck, MadeNote, Model
from tiku.exporters.notes import (
    BASIC,
    CLOZE,
    FIELDS,
    NOTE_TYPE_MODIFIED,
    NOTE_TYPES,
    Note,
    NoteType,
    notes,
    style,
    templates,
)
from tiku.exporters.splice import SpliceError
from tiku.identify import FIRST_BUILD
from tiku.model import Bank

_INDEX = re.compile(r"CREATE INDEX[^;]+;")
_GAP = re.compile(r"\{\{c(\d+)::")
_NOT_YET_SYNCED = -1
_INSERT_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_CARD = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

Parts = Sequence[bytes | memoryview]  # a content in pieces


def export(bank: Bank) -> bytes:
    """Write the deck package of a bank, one note an item that has an answer."""
    collection = _collection(notes(bank))
    media = {str(n): medium for n, medium in enumerate(bank.media)}
    names = _json({number: medium.name for number, medium in media.items()}).encode()
    files = {number: (medium.content,) for number, medium in media.items()}
    out = io.BytesIO()
    _archive({"collection.anki2": collection, "media": (names,), **files}, out)
    return out.getvalue()


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


def _collection(found: Sequence[Note]) -> Parts:
    """Write the SQLite database of a package, schema 11: rows in order, then the indexes."""
    types, decks = _types(found), _decks(found)
    with closing(_empty()) as db:
        db.executescript(APKG_COL)
        _describe(db, types.values(), decks.values())
        db.execute("UPDATE col SET crt = ?, mod = ?, scm = ?", _times(found))
        db.executemany(_INSERT_NOTE, sorted(map(_note_row, found)))
        db.executemany(_INSERT_CARD, sorted(_card_rows(found, types, decks)))
        return _finished(db)


def _types(found: Sequence[Note]) -> dict[int, Model]:
    used = {note.type.id for note in found}
    return {of.id: _note_type(of) for of in NOTE_TYPES if of.id in used}


def _decks(found: Sequence[Note]) -> dict[str, Deck]:
    return {name: Deck(_deck_id(name), name) for name in {note.deck for note in found}}


def _empty() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.executescript("PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8';")
    db.executescript(_INDEX.sub("", APKG_SCHEMA))
    return db


def _finished(db: sqlite3.Connection) -> Parts:
    for index in _INDEX.findall(APKG_SCHEMA):
        db.execute(index)
    db.commit()
    return _without_version(db.serialize())


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

    def __init__(self, members: Mapping[str, Parts]) -> None:
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
            members: dict[str, Parts] = {name: (archive.read(name),) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        raise SpliceError from None
    with closing(_empty()) as db:
        db.execute("ATTACH ':memory:' AS old")
        db.deserialize(members.pop("collection.anki2")[0], name="old")
        for each in found:
            _patch(db, each)
        for table in ("col", "notes", "cards"):
            db.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")  # noqa: S608 - ours
        return Package({"collection.anki2": _finished(db), **members})


def _patch(db: sqlite3.Connection, notes_: Notes) -> None:
    places = [_place(db, created * 1000) for created in notes_.old]
    first = places[0].first if places else _place(db, notes_.before * 1000).last + 1
    ids = [(created * 1000,) for created in notes_.old]
    db.executemany("DELETE FROM old.cards WHERE nid = ?", ids)
    db.executemany("DELETE FROM old.notes WHERE id = ?", ids)
    if grown := len(notes_.new) - len(ids):
        after = (grown, first + len(ids))
        db.execute("UPDATE old.cards SET due = due + ? WHERE due >= ?", after)
    types, decks = _types(notes_.new), _decks(notes_.new)
    db.executemany(_INSERT_NOTE.replace("notes", "old.notes"), map(_note_row, notes_.new))
    cards = _card_rows(notes_.new, types, decks, first)
    db.executemany(_INSERT_CARD.replace("cards", "old.cards"), cards)
    used = {(each.type, each.deck) for each in places}
    if used != {(note.type.id, decks[note.deck].deck_id) for note in notes_.new}:
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


def _describe(db: sqlite3.Connection, types: Iterable[Model], decks: Iterable[Deck]) -> None:
    """Put note types and decks in; the database comes with Anki's own deck, Default."""
    models = {str(each.model_id): each.to_json(NOTE_TYPE_MODIFIED, 1) for each in types}
    (own,) = db.execute("SELECT decks FROM col").fetchone()
    all_decks = json.loads(own) | {str(deck.deck_id): deck.to_json() for deck in decks}
    db.execute("UPDATE col SET models = ?, decks = ?", (_json(models), _json(all_decks)))


def _note_row(note: Note) -> tuple[Any, ...]:
    tags = f" {' '.join(note.tags)} "
    fields = "\x1f".join(note.fields)
    sort_field, checksum, flags, data = note.fields[0], 0, 0, ""  # Anki computes the first two
    state = (note.modified, _NOT_YET_SYNCED, tags, fields, sort_field, checksum, flags, data)
    return (_row_id(note), note.guid, note.type.id, *state)


def _card_rows(
    found: Sequence[Note],
    types: Mapping[int, Model],
    decks: Mapping[str, Deck],
    first: int = 0,
) -> Iterator[tuple[Any, ...]]:
    """Give every card that the templates make: Anki adds none on import."""
    made: dict[tuple[bool, ...], set[int]] = {}
    new_at, never_studied = (0, 0), (0,) * 8  # type and queue
    for position, note in enumerate(found, first):  # new cards come in source order
        row_id, deck = _row_id(note), decks[note.deck].deck_id
        for number in _gaps(note) if note.type.is_cloze else _cards(note, types, made):
            place = (row_id + number, row_id, deck, number)
            yield (*place, note.modified, _NOT_YET_SYNCED, *new_at, position, *never_studied, "")


def _gaps(note: Note) -> set[int]:
    """Give the numbers of the gaps of a note, from 0; genanki does not see gaps within gaps."""
    return {int(number) - 1 for number in _GAP.findall(note.fields[0])}


def _cards(
    note: Note, types: Mapping[int, Model], made: dict[tuple[bool, ...], set[int]]
) -> set[int]:
    """Give the numbers of a note's cards, from 0: genanki only asks which fields are filled."""
    filled = tuple(map(bool, note.fields))
    if filled not in made:
        cards = MadeNote(types[note.type.id], list(note.fields)).cards
        made[filled] = {card.ord for card in cards}
    return made[filled]


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


def _times(found: Sequence[Note]) -> tuple[int, int, int]:
    last = max([FIRST_BUILD, *(note.modified for note in found)])
    return FIRST_BUILD, last * 1000, FIRST_BUILD * 1000


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _without_version(database: bytes) -> Parts:
    """Blank SQLite's version and change counter, bytes 96-99, 92-95 and 24-27 of the header."""
    header = bytearray(database[:100])
    header[24:28] = header[92:96] = (1).to_bytes(4)
    header[96:100] = bytes(4)
    return bytes(header), memoryview(database)[100:]


def _archive(members: Mapping[str, Parts], out: BinaryIO) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)  # dated 1980-01-01
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.file_size = sum(map(len, content))
            with archive.open(info, "w") as member:
                for part in content:
                    member.write(part)
