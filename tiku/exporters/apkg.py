"""The Anki package: a collection and the files that it shows, in a zip archive.

Its bytes depend on the bank alone: genanki's own writer stamps the clock on members.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from tiku.exporters import collection, writing
from tiku.exporters.collection import Used, on_disk
from tiku.exporters.writing import Noted, Portion
from tiku.identity.identify import FIRST_BUILD
from tiku.model import Bank

COLLECTION = "collection.anki2"
_CHUNK = 1 << 20  # bytes: whole pages of a collection

# How many bytes a file has, and these in pieces.
Member = tuple[int, Iterable[bytes]]


class Writer(writing.Writer):
    """Writes the deck package of a bank, one note an item that has an answer.

    Notes and cards are kept in another database until all are there. Copied from it in the order of
    their ids, first the notes and then the cards, they are laid out always alike.
    """

    name = ".apkg"

    def __init__(self, bank: Bank, scratch: Path | None = None) -> None:
        """Make a folder for the collection."""
        from tempfile import TemporaryDirectory  # 3 ms, and a patch needs none

        super().__init__(bank, scratch)
        self._folder = TemporaryDirectory(prefix="tiku-", dir=scratch)
        self._path = Path(self._folder.name) / COLLECTION
        self._db = sqlite3.connect(self._path)
        self._used = Used()
        self._last = FIRST_BUILD

    def begin(self) -> Iterator[Portion]:
        """Begin the collection, and name the package first of all outputs."""
        with on_disk():
            self._db.execute("ATTACH '' AS kept")
            self._db.executescript(collection.schema("kept"))
        yield self._name, b""

    def add(self, batch: Sequence[Noted], /) -> Sequence[Portion]:
        """Put notes and their cards in."""
        found = [note for item, note in batch if not item.is_bare]
        with on_disk():
            self._used.put(found, self._db, "kept")
        self._last = max((self._last, *(note.modified for note in found)))
        return ()

    def end(self) -> Iterator[Portion]:
        """Write the package."""
        with on_disk():
            collection.prepare(self._db, self._used.count)
            collection.describe(self._db, self._last * 1000, self._used)
            collection.finish(self._db, "kept")
            self._db.close()
        path = Path(self._folder.name) / "package"
        with path.open("w+b") as out:
            archive({COLLECTION: collection_at(self._path), **self._media()}, out)
            out.seek(0)
            yield from ((self._name, chunk) for chunk in _chunks(out))

    def close(self) -> None:
        """Take the collection away."""
        self._db.close()
        self._folder.cleanup()

    def _media(self) -> Mapping[str, Member]:
        media = {str(n): medium for n, medium in enumerate(self.bank.media)}
        names = collection.dumps({number: medium.name for number, medium in media.items()})
        files = {number: _whole(medium.content) for number, medium in media.items()}
        return {"media": _whole(names.encode()), **files}

    @property
    def _name(self) -> str:
        return f"{self.bank.name}.apkg"


def collection_at(path: Path) -> Member:
    """Give a collection that was written."""
    return path.stat().st_size, _collection(path)


def _collection(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from collection.without_traces(_chunks(file))


def at(path: Path) -> Member:
    """Give a member that lies on disk."""
    return path.stat().st_size, _file(path)


def _file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _chunks(file)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _whole(content: bytes) -> Member:
    return len(content), (content,)


def archive(members: Mapping[str, Member], out: BinaryIO) -> None:
    """Write a package of these members."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, (size, content) in members.items():
            info = zipfile.ZipInfo(name)  # dated 1980-01-01
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.file_size = size
            with package.open(info, "w") as member:
                for part in content:
                    member.write(part)
