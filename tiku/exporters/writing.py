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
    has_rows: ClassVar[bool] = False  # one for each item, in their order, and nothing between them

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
    """Give items with their notes, some at a time, those of a batch from one source."""
    batch: list[Noted] = []
    for item in items:
        if batch and (len(batch) == _BATCH or _source(batch[0].item) != _source(item)):
            yield batch
            batch = []
        batch.append(Noted(item, note(item)))
    if batch:
        yield batch


def _source(item: Item) -> str:
    return item.sources[0].path


class Block(NamedTuple):
    """So many items of a source, and how many bytes they take in each output that has rows."""

    path: str
    items: int
    sizes: dict[str, int]


class Sizes:
    """How many bytes outputs with rows have before the items, and block by block."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.heads: dict[str, int] = {}
        self.blocks: list[Block] = []

    def begin(self, batch: Sequence[Noted]) -> None:
        """Let what is counted from now on be that of these items."""
        self.blocks.append(Block(_source(batch[0].item), len(batch), {}))

    def counted(self, writer: Writer, portions: Iterable[Portion]) -> Iterator[Portion]:
        """Count what an output gives."""
        sizes = self.blocks[-1].sizes if self.blocks else self.heads
        for name, content in portions:
            if writer.has_rows:
                sizes[writer.name] = sizes.get(writer.name, 0) + len(content)
            yield name, content


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
