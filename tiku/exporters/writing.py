"""How outputs are made: all of them in one pass over the items, so that few need be in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from tiku.exporters.notes import Note, note
from tiku.model import Bank, Item
from tiku.values import NamedTuple

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
    """Give items with their notes, some at a time."""
    batch: list[Noted] = []
    for item in items:
        batch.append(Noted(item, note(item)))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class Sizes:
    """How many bytes each output with rows has before them, and then batch by batch."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.head: Counter[str] = Counter()
        self.batches: list[tuple[int, Counter[str]]] = []  # how many items, and how many bytes

    def begin(self, batch: Sequence[Noted]) -> None:
        """Let what is counted from now on be that of these items."""
        self.batches.append((len(batch), Counter()))

    def counted(self, writer: Writer, portions: Iterable[Portion]) -> Iterator[Portion]:
        """Count what an output gives."""
        sizes = self.batches[-1][1] if self.batches else self.head
        for name, content in portions:
            if writer.has_rows:
                sizes[writer.name] += len(content)
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
