"""Bytes put aside where they take no memory: into a file without a name, gone with its process."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, TypeVar

from tiku.values import NamedTuple

_K = TypeVar("_K")
_T = TypeVar("_T")


class Aside:
    """Keeps bytes on disk, in memory where the disk has no room."""

    def __init__(self) -> None:
        """Make no file yet."""
        self._file: BinaryIO | None = None
        self._size = 0

    def __del__(self) -> None:
        """Let go of the file, which then is no more."""
        if self._file:
            self._file.close()

    def put(self, content: bytes) -> "Kept":
        """Put bytes aside."""
        from tempfile import TemporaryFile  # small builds need none of it

        try:
            if self._file is None:
                self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - it stays open
            self._file.seek(self._size)
            written = self._file.write(content)
        except OSError:
            return content
        if written != len(content):  # the disk is full
            return content
        self._size += written
        return Stored(self, self._size - written, written)

    def get(self, start: int, size: int) -> bytes:
        """Give bytes that were put aside."""
        assert self._file
        self._file.seek(start)
        return self._file.read(size)


class Stored(NamedTuple):
    """Bytes that were put aside: in what, and where."""

    aside: Aside
    start: int
    size: int


Kept = bytes | Stored


def got(kept: Kept) -> bytes:
    """Give bytes, wherever they are."""
    return kept if isinstance(kept, bytes) else kept.aside.get(kept.start, kept.size)


class Stowed(Iterable[_T]):
    """Values as bytes, of which they are made again when they are asked for."""

    def __init__(self, values: Iterable[_T]) -> None:
        """Write values down."""
        import pickle  # 2 ms, and only large builds write any down

        self._kept: Kept = pickle.dumps(tuple(values))

    def __iter__(self) -> Iterator[_T]:
        """Make the values again."""
        import pickle

        found: tuple[_T, ...] = pickle.loads(got(self._kept))  # noqa: S301 - ours
        return iter(found)

    def put_aside(self, aside: Aside) -> None:
        """Put the bytes aside."""
        if isinstance(self._kept, bytes):
            self._kept = aside.put(self._kept)


class Sparse(Mapping[_K, _T]):
    """Values by keys, of which few are in memory: `_kept` has what makes them again."""

    def __init__(self, kept: Mapping[_K, Any]) -> None:
        """Begin with these."""
        self._kept: dict[_K, Any] = dict(kept)

    def __iter__(self) -> Iterator[_K]:
        """Give all keys."""
        return iter(self._kept)

    def __len__(self) -> int:
        """Count the values."""
        return len(self._kept)

    def __eq__(self, other: object) -> bool:
        """Compare value by value, so that no two sets of them come into memory."""
        if not isinstance(other, Mapping):
            return NotImplemented
        return self.keys() == other.keys() and all(self[each] == other[each] for each in self)

    __hash__ = None  # type: ignore[assignment]


class Files(Sparse[str, bytes]):
    """Files by name, of which what is more than some bytes is put aside."""

    def __init__(self, room: int) -> None:
        """Keep that many bytes in memory, and some more for the sake of the last file."""
        super().__init__({})
        self._room, self._aside = room, Aside()

    def add(self, name: str, content: bytes) -> None:
        """Add a file."""
        self._kept[name] = content if self._room > 0 else self._aside.put(content)
        self._room -= len(content)

    def renamed(self, names: Mapping[str, str]) -> "Files":
        """Give the same files under other names; `names` are those that they have by these."""
        found = Files(0)
        found._kept = {new: self._kept[old] for new, old in names.items()}
        return found

    def __getitem__(self, name: str) -> bytes:
        """Give what a file holds."""
        return got(self._kept[name])
