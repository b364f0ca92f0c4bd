"""A source that has changed, and where its questions differ from those of the last build."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from tiku.model import Item
from tiku.patching.memory import File, Seen
from tiku.patching.reading import Reading
from tiku.values import NamedTuple


class Stretch(NamedTuple):
    """Questions that give way to others: from and to which number, before and now."""

    old: range
    new: range


class Edited:
    """A source that has changed: what the last build read of it, and what stands there now."""

    def __init__(self, was: File, now: Reading) -> None:
        """Compare nothing yet."""
        self.was, self.now = was, now

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Give the stretches in which it differs."""
        was = [each.digest for each in self.was.seen]
        return stretches(was, [part.digest for part in self.now.parts])

    @property
    def old(self) -> list[Seen]:
        """Give the questions that give way."""
        return [self.was.seen[n] for stretch in self.stretches for n in stretch.old]

    @property
    def come(self) -> list[int]:
        """Give the numbers of the questions that are new."""
        return [n for stretch in self.stretches for n in stretch.new]

    @property
    def new(self) -> list[Item]:
        """Give the questions that are new."""
        return [self.now.parts[n].item for n in self.come]

    @property
    def stay(self) -> list[tuple[int, int]]:
        """Pair the numbers that the questions that stay had and have."""
        gone, come = {n for stretch in self.stretches for n in stretch.old}, {*self.come}
        was = (n for n in range(len(self.was.seen)) if n not in gone)
        now = (n for n in range(len(self.now.parts)) if n not in come)
        return [*zip(was, now, strict=True)]


def stretches(was: Sequence[str], now: Sequence[str]) -> tuple[Stretch, ...]:
    """Find the stretches, in order; one for all where a question stands elsewhere now.

    Between two of them there is a question that stays.
    """
    whole = _trimmed(was, now, Stretch(range(len(was)), range(len(now))))
    gaps = (_trimmed(was, now, gap) for gap in _gaps(was, now, whole))
    found = tuple(gap for gap in gaps if gap.old or gap.new)
    gone = {was[n] for each in found for n in each.old}
    come = {now[n] for each in found for n in each.new}
    return (whole,) if gone & come else found


def _gaps(was: Sequence[str], now: Sequence[str], whole: Stretch) -> Iterator[Stretch]:
    """Cut a stretch at the questions that stay: those of which there is one, before and now."""
    before, after = _single(was, whole.old), _single(now, whole.new)
    stay = _ascending([(n, after[each]) for each, n in before.items() if each in after])
    ends = (whole.old.start - 1, whole.new.start - 1), *stay, (whole.old.stop, whole.new.stop)
    for (old, new), (behind_old, behind_new) in pairwise(ends):
        yield Stretch(range(old + 1, behind_old), range(new + 1, behind_new))


def _single(of: Sequence[str], numbers: range) -> dict[str, int]:
    """Give the number of each that there is only one of."""
    counts = Counter(of[n] for n in numbers)
    return {of[n]: n for n in numbers if counts[of[n]] == 1}


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give as many pairs as can be whose second numbers ascend as the first ones do."""
    ends: list[int] = []  # the least number at which so many end
    at: list[int] = []  # the pair it is of
    before: list[int] = []  # the pair before each
    for n, (_, number) in enumerate(pairs):
        place = bisect_left(ends, number)
        before.append(at[place - 1] if place else -1)
        ends[place : place + 1] = [number]
        at[place : place + 1] = [n]
    found, n = [], at[-1] if at else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _trimmed(was: Sequence[str], now: Sequence[str], of: Stretch) -> Stretch:
    """Leave out what is the same at both ends."""
    (start, end), (first, last) = ((each.start, each.stop) for each in of)
    while start < end and first < last and was[start] == now[first]:
        start, first = start + 1, first + 1
    while start < end and first < last and was[end - 1] == now[last - 1]:
        end, last = end - 1, last - 1
    return Stretch(range(start, end), range(first, last))
