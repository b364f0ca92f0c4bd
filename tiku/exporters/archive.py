"""The zip archive that a package is; its bytes depend on its members alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from tiku.exporters import collection

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


def chunks(file: BinaryIO) -> Iterator[bytes]:
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
