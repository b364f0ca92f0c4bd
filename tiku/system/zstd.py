"""Zstandard, by the library of that name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import zstandard


class DamagedError(Exception):
    """What is to be decompressed is damaged."""


def compressed(content: bytes) -> bytes:
    """Compress as fast as can be."""
    return _compressor().compress(content)


def decompressed(content: bytes) -> bytes:
    """Give back what was compressed."""
    return _decompressor().decompress(content)


def read(stream: IO[bytes], use: Callable[[Callable[[int], bytes]], bytearray]) -> bytearray:
    """Let `use` read what a stream holds, in frames. Raises DamagedError."""
    import zstandard

    try:
        reader = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
        return use(reader.read)
    except zstandard.ZstdError as error:
        raise DamagedError from error


@cache
def _compressor() -> zstandard.ZstdCompressor:
    import zstandard

    return zstandard.ZstdCompressor(level=1)


@cache
def _decompressor() -> zstandard.ZstdDecompressor:
    import zstandard

    return zstandard.ZstdDecompressor()
