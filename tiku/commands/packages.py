"""Packages that somebody studies already: their notes, whichever program made them.

A package is a ZIP archive of a SQLite database, the collection. It comes from anywhere, so nothing
in it is trusted: it is read in memory, up to a size, and only from tables that are just tables.
"""

import io
import json
import sqlite3
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from itertools import chain, repeat
from typing import IO, Any

from tiku.system import zstd
from tiku.values import NamedTuple

MAX_COLLECTION = 256 * 1024 * 1024
# Of rows, of fields and tags, and of values in JSON: each takes far more memory than it has bytes.
MAX_PARTS = 2_000_000

_STEP = 1024 * 1024
_COMPRESSED = "collection.anki21b"
_BY_META = {  # what the member `meta` begins with, a number in Protocol Buffers
    b"\x08\x01": "collection.anki2",
    b"\x08\x02": "collection.anki21",
    b"\x08\x03": _COMPRESSED,
}
_HEADER = b"SQLite format 3\0"
_FIRST_WITH_TABLES = 15  # the schema; before, note types and decks were JSON

_NO_PACKAGE = "this is no Anki package, or a damaged one"
_NO_COLLECTION = "this is no Anki package: there is no collection in it"
_NEWER = "this package is in a format newer than tiku knows"
_LOCKED = "this package is encrypted, or compressed as Anki's never are"
_DAMAGED = "the collection in this package is damaged"
_TOO_LARGE = "the collection in this package is larger than any that tiku reads"
_ARCHIVE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)


class OldNote(NamedTuple):
    """A note as it stands in a package; `fields` are names and HTML, `deck` is "A::B"."""

    guid: str
    note_type: int
    note_type_name: str
    fields: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    deck: str
    modified: int


class PackageError(ValueError):
    """Why a package cannot be read, in words."""


def read(content: bytes) -> tuple[OldNote, ...]:
    """Give the notes of a package in the order of their ids.

    A time may be in milliseconds, as mdanki writes it, and a GUID may be there twice. What the
    package does not name, as the fields of a note type that is missing, has the name "".
    """
    return _notes(_collection(content))


def _collection(content: bytes) -> bytearray:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            member = _member(archive)
            with _open(archive, member) as stream:
                return _decompressed(stream) if member == _COMPRESSED else _all(stream.read)
    except PackageError:
        raise
    except _ARCHIVE as error:
        raise PackageError(_NO_PACKAGE) from error


def _member(archive: zipfile.ZipFile) -> str:
    """Choose the collection as Anki does; another may only ask for a newer Anki."""
    if "meta" in archive.namelist():
        with _open(archive, "meta") as stream:
            return _BY_META.get(stream.read(2), "")
    legacy = "collection.anki21"
    return legacy if legacy in archive.namelist() else "collection.anki2"


def _open(archive: zipfile.ZipFile, member: str) -> IO[bytes]:
    if member not in archive.namelist():
        raise PackageError(_NO_COLLECTION if member else _NEWER)
    info = archive.getinfo(member)
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageError(_LOCKED)
    if info.file_size > MAX_COLLECTION:  # zipfile reads no more than this number
        raise PackageError(_TOO_LARGE)
    return archive.open(info)


def _decompressed(stream: IO[bytes]) -> bytearray:
    try:
        return zstd.read(stream, _all)
    except zstd.DamagedError as error:
        raise PackageError(_DAMAGED) from error


def _all(read_some: Callable[[int], bytes]) -> bytearray:
    content = bytearray()
    while some := read_some(_STEP):
        content += some
        if len(content) > MAX_COLLECTION:
            raise PackageError(_TOO_LARGE)
    return content


def _notes(database: bytearray) -> tuple[OldNote, ...]:
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            _load(db, database)
            return _read(db)
        except PackageError:
            raise
        except (sqlite3.Error, RecursionError, ValueError) as error:
            raise PackageError(_DAMAGED) from error


def _load(db: sqlite3.Connection, database: bytearray) -> None:
    """Put a database in memory, and bound by its size what reading it may cost."""
    size = len(database)
    if size < 100 or not database.startswith(_HEADER):
        raise PackageError(_DAMAGED)
    database[18:20] = b"\x01\x01"  # in memory there is no room for a write-ahead log
    # Anki's own order of texts; we compare none, but newer SQLite reads no table without it.
    db.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    db.deserialize(database)
    db.executescript("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * size)  # UTF-16 may grow
    # A row takes fewer steps to read than it has bytes; pages that refer to each other never end.
    thousands = iter(range(100 + size // 1000))
    db.set_progress_handler(lambda: next(thousands, None) is None, 1000)


def _read(db: sqlite3.Connection) -> tuple[OldNote, ...]:
    note_types, decks = _names(db)
    cards = _table(db, "cards", ord=int, id=int, nid=int, did=int, odid=int)
    # The first card comes last and stays; a filtered deck only borrows cards from another, odid.
    homes = {nid: decks.get(odid or did, "") for *_, nid, did, odid in sorted(cards, reverse=True)}
    notes = _table(db, "notes", id=int, guid=str, mid=int, mod=int, tags=str, flds=str)
    _bound(sum(tags.count(" ") + flds.count("\x1f") for *_, tags, flds in notes))
    found = []
    for key, guid, mid, mod, tags, flds in sorted(notes):
        name, names = note_types.get(mid, ("", []))
        fields = zip(chain(names, repeat("")), flds.split("\x1f"), strict=False)
        words = filter(None, tags.split(" "))
        note = OldNote(guid, mid, name, tuple(fields), tuple(words), homes.get(key, ""), mod)
        found.append(note)
    return tuple(found)


_NoteTypes = dict[int, tuple[str, list[str]]]  # its name, and those of its fields


def _names(db: sqlite3.Connection) -> tuple[_NoteTypes, dict[int, str]]:
    """Give the note types and the names of decks, each by its id."""
    (schema, models, decks), *_ = _table(db, "col", ver=int, models=str, decks=str)
    if schema < _FIRST_WITH_TABLES:
        note_types = {int(key): _note_type(value) for key, value in _object(models).items()}
        return note_types, {int(key): _name(value) for key, value in _object(decks).items()}
    fields = defaultdict(list)
    for note_type, _, name in sorted(_table(db, "fields", ntid=int, ord=int, name=str)):
        fields[note_type].append(name)
    named = _table(db, "notetypes", id=int, name=str)
    note_types = {key: (name, fields[key]) for key, name in named}
    return note_types, {
        key: name.replace("\x1f", "::") for key, name in _table(db, "decks", id=int, name=str)
    }


def _table(db: sqlite3.Connection, table: str, **columns: type) -> list[tuple[Any, ...]]:
    """Read columns, each of its type, of a table that is no view, nor virtual, nor computed."""
    kind = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE"
    is_stored = any(page for (page,) in db.execute(kind, (table,)))
    if not is_stored or any(row[6] for row in db.execute(f"PRAGMA table_xinfo({table})")):
        raise PackageError(_DAMAGED)
    rows: list[tuple[Any, ...]] = []
    room = db.getlimit(sqlite3.SQLITE_LIMIT_LENGTH)  # for all together: rows share no text
    query = f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED"  # noqa: S608 - names of ours
    for row in db.execute(query):
        room -= sum(len(value) for value in row if isinstance(value, str))
        if room < 0 or not all(map(isinstance, row, columns.values())):
            raise PackageError(_DAMAGED)
        rows.append(row)
        _bound(len(rows))
    return rows


def _object(text: str) -> dict[str, object]:
    _bound(text.count(","))
    value = json.loads(text)
    if not isinstance(value, dict):
        raise PackageError(_DAMAGED)
    return value


def _note_type(value: object) -> tuple[str, list[str]]:
    match value:
        case {"name": str(), "flds": [*fields]}:
            return _name(value), list(map(_name, fields))
    raise PackageError(_DAMAGED)


def _name(value: object) -> str:
    match value:
        case {"name": str(name)}:
            return name.encode(errors="replace").decode()  # JSON may hold half of a character
    raise PackageError(_DAMAGED)


def _bound(parts: int) -> None:
    if parts > MAX_PARTS:
        raise PackageError(_TOO_LARGE)
