"""How outputs are made: all of them in one pass over the items, so that few need be in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import ClassVar, NamedTuple

from tiku.exporters.notes import Note, note
from tiku.model import Bank, Item

Portion = tuple[str, bytes]  # the name of a file below the output folder, and what follows in it
_BATCH = 256  # items


class Noted(NamedTuple):
    """An item, and the note that it makes or, without an answer, would make."""

    item: Item
    note: Note


class Writer:
    """An output in the making: it gives its files piece by piece."""

    name: ClassVar[str]  # what `--timings` calls it

    def __init__(self, bank: Bank, scratch: Path | None = None) -> None:
        """Take the bank, whose items come again batch by batch, and a folder for what is not kept.

        Without one that is the system's own.
        """
        self.bank, self.scratch = bank, scratch

    def begin(self) -> Iterable[Portion]:
        """Give what stands before the items."""
        return ()

    def add(self, _batch: Sequence[Noted], /) -> Iterable[Portion]:
        """Give what the next items come to, as far as it can be told yet."""
        return ()

    def end(self) -> Iterable[Portion]:
        """Give the rest."""
        return ()

    def close(self) -> None:
        """Let go of what it keeps on disk."""


def batches(items: Iterable[Item]) -> Iterator[list[Noted]]:
    """Give items with their notes, some at a time."""
    batch: list[Noted] = []
    for item in items:
        batch.append(Noted(item, note(item)))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def whole(make: type[Writer], bank: Bank) -> dict[str, bytes]:
    """Give the files of one output at once."""
    with closing(make(bank)) as writer:
        return joined(_all(writer))


def _all(writer: Writer) -> Iterator[Portion]:
    yield from writer.begin()
    for batch in batches(writer.bank.items):
        yield from writer.add(batch)
    yield from writer.end()


def joined(portions: Iterable[Portion]) -> dict[str, bytes]:
    """Give the whole content of each file."""
    found: dict[str, bytearray] = {}
    for name, content in portions:
        found.setdefault(name, bytearray()).extend(content)
    return {name: bytes(content) for name, content in found.items()}
