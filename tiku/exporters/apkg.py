"""The Anki package: a collection and the files that it shows, in a zip archive.

Its bytes depend on the bank alone: genanki's own writer stamps the clock on members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tiku.exporters import anki_package, archive, collection, writing
from tiku.exporters.archive import Member
from tiku.exporters.collection import COLLECTION, Used, on_disk
from tiku.exporters.writing import Noted, Portion
from tiku.identity.identify import FIRST_BUILD
from tiku.model import Bank


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
        self._db = collection.connect(self._path)
        self._used = Used()
        self._last = FIRST_BUILD

    def begin(self) -> Iterator[Portion]:
        """Begin the collection, and name the package first of all outputs."""
        with on_disk():
            self._db.execute("ATTACH '' AS kept")
            self._db.executescript(anki_package.tables("kept"))
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
            anki_package.describe(self._db, "kept", self._last * 1000, self._used)
            collection.copy(self._db, "kept", anki_package.SCHEMA)
            self._db.close()
        path = Path(self._folder.name) / "package"
        with path.open("w+b") as out:
            archive.write({COLLECTION: archive.collection_at(self._path), **self._media()}, out)
            out.seek(0)
            yield from ((self._name, chunk) for chunk in archive.chunks(out))

    def close(self) -> None:
        """Take the collection away."""
        self._db.close()
        self._folder.cleanup()

    def _media(self) -> Mapping[str, Member]:
        media = {str(n): medium for n, medium in enumerate(self.bank.media)}
        names = anki_package.dumps({number: medium.name for number, medium in media.items()})
        files = {number: archive.whole(medium.content) for number, medium in media.items()}
        return {"media": archive.whole(names.encode()), **files}

    @property
    def _name(self) -> str:
        return f"{self.bank.name}.apkg"
