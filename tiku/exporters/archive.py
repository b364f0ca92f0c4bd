"""The zip archive that a package is; its bytes depend on its members alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from errno import EIO
from pathlib import Path
from typing import IO, BinaryIO

from tiku.exporters import collection
from tiku.system import lean

lean.load("zipfile")

import zipfile  # noqa: E402

_CHUNK = 1 << 20  # bytes: whole pages of a collection

# How many bytes a file has, and these in pieces.
Member = tuple[int, Iterable[bytes]]


def collection_at(path: Path) -> Member:
    """Give a collection that was written."""
    return path.stat().st_size, _collection(path)


def _collection(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from collection.without_traces(chunks(file))


def at(path: Path) -> Member:
    """Give a member that lies on disk."""
    return path.stat().st_size, _file(path)


def _file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from chunks(file)


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Read a file in whole pages of a collection."""
    while chunk := file.read(_CHUNK):
        yield chunk


def whole(content: bytes) -> Member:
    """Give a member that is in memory."""
    return len(content), (content,)


def write(members: Mapping[str, Member], out: BinaryIO) -> None:
    """Write an archive of these members."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, (size, content) in members.items():
            info = zipfile.ZipInfo(name)  # dated 1980-01-01
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.file_size = size
            with package.open(info, "w") as member:
                for part in content:
                    member.write(part)


def unpacked(path: Path, folder: Path) -> dict[str, Path]:
    """Put the members of an archive into a folder, where their names do not count.

    Raises OSError where it is none.
    """
    members: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                members[name] = folder / f"{len(members)}.old"
                with package.open(name) as content, members[name].open("wb") as out:
                    out.writelines(chunks(content))
    except zipfile.BadZipFile as error:
        raise OSError(EIO, str(error)) from error
    return members
