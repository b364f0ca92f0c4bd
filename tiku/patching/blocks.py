"""Where rows of questions stand in outputs that have one for each: known for some at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter

from tiku.exporters import anki_text, bank_csv, bank_json
from tiku.exporters.writing import Sizes
from tiku.patching.holding import hold
from tiku.patching.memory import Bank

OUTPUTS = (bank_json.Writer.name, bank_csv.Writer.name, anki_text.Writer.name)

# How many questions or bytes stand before all blocks, and in each of them: first the column of
# questions, and then one for each output.
Columns = list[list[int]]
Change = tuple[int, int, int]  # from and to where something gives way, and how much comes there


def columns(sizes: Sizes) -> Columns:
    """Note down what a build has written."""
    counts = [0, *(count for count, _ in sizes.batches)]
    parts = (sizes.head, *(each for _, each in sizes.batches))
    return [counts, *([part[name] for part in parts] for name in OUTPUTS)]


class Blocks:
    """The blocks of the outputs of a bank.

    Where a row is not found in its block, a full build follows. So it is with a card that is new
    where a block begins, behind questions without answers: it is counted to the block above.
    """

    def __init__(self, bank: Bank) -> None:
        """Find where each of them begins, and the last one ends."""
        self._bounds = [[*accumulate(column)] for column in bank.blocks]
        self._firsts = dict(
            zip(
                (each.path for each in bank.files),
                accumulate((each.kept for each in bank.files), initial=0),
                strict=False,
            )
        )
        self._kept = {each.path: each.kept for each in bank.files}

    def first(self, path: str) -> int:
        """Count the questions of the bank before those of a source."""
        return self._firsts[path]

    def end(self, name: str) -> int:
        """Tell where all rows of an output end."""
        return self._bounds[1 + OUTPUTS.index(name)][-1]

    def of(self, name: str, path: str) -> range:
        """Give the stretch of an output that has the rows of a source."""
        first = self._firsts[path]
        return self.around(name, first, first + self._kept[path])

    def around(self, name: str, first: int, last: int) -> range:
        """Give the stretch of an output that has the rows of some questions, and of some more."""
        items, found = self._bounds[0], self._bounds[1 + OUTPUTS.index(name)]
        start = max(bisect_right(items, first) - 1, 0)
        end = min(bisect_left(items, last), len(found) - 1)
        return range(found[start], max(found[start], found[end]))

    def after(self, changes: Sequence[Iterable[Change]]) -> Columns:
        """Give what is to be noted down when these changes are made, a column each."""
        found = [[*_moved(*each)] for each in zip(self._bounds, changes, strict=True)]
        rows = [row for row in zip(*found, strict=True) if min(row) >= 0]
        hold(len(rows) > 1 and min(found[0][0], found[0][-1]) >= 0)
        return [
            [column[0], *(end - start for start, end in pairwise(column))]
            for column in map(list, zip(*rows, strict=True))
        ]


def _moved(bounds: Iterable[int], changes: Iterable[Change]) -> Iterator[int]:
    """Give where bounds are when changes are made; -1 for one that is within what gives way."""
    ordered = sorted(changes, key=itemgetter(0, 1))
    ends = [end for _, end, _ in ordered]
    grown = [*accumulate((size - (end - start) for start, end, size in ordered), initial=0)]
    for bound in bounds:
        n = bisect_right(ends, bound)
        is_within = n < len(ordered) and ordered[n][0] < bound
        yield -1 if is_within else bound + grown[n]
