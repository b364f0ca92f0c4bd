"""What dedupe keeps of each item of a bank: digests of its keys, some hundred bytes in all.

All else is found out again for the few items that have a key in common with another one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TypeVar

from tiku.dedupe import loose, ties
from tiku.dedupe.digests import as_point, digest, repeated
from tiku.dedupe.traits import Traits, traits
from tiku.model import Item

_KEPT = 1 << 10  # traits of the items that were looked at last

_T = TypeVar("_T")
Other = tuple[int, str]  # the digest of what else a question may be known by, and why


class Gists:
    """Digests of the keys of items, by their places; 0 stands for none."""

    def __init__(self, items: Sequence[Item]) -> None:
        """Take items whose keys are to be added, or taken over, in their order."""
        self.items = items
        self.traits = lru_cache(_KEPT)(lambda n: traits(items[n]))
        self.asked, self.loose, self.whole = array("Q"), array("Q"), array("Q")
        self.first: dict[int, int] = {}  # what is asked first, by those that ask more
        self.initials: dict[int, frozenset[str]] = {}
        self._bracketed: dict[int, tuple[Other, ...]] = {}
        self._letters: list[str] = []
        self._points, self._ends = array("Q"), array("L", (0,))

    @classmethod
    def of(cls, items: Sequence[Item]) -> Gists:
        """Find out what is kept of items."""
        found = cls(items)
        for n in range(len(items)):
            found._add(found.traits(n))
        return found

    def moved(self, items: Sequence[Item], places: Sequence[int]) -> Gists:
        """Give the same of other items: those whose place among these is given, -1 for new ones."""
        if len(items) == len(self.items):  # nothing was merged
            return self
        found = Gists(items)
        for n, place in enumerate(places):
            if place < 0:
                found._add(found.traits(n))
            else:
                found._take(self, place)
        return found

    def _add(self, one: Traits) -> None:
        n, own = len(self.asked), loose.read(one)
        first, whole = ties.first_asked(one), ties.whole(one)
        self.asked.append(digest(ties.of_asked(one.asked)))
        self.loose.append(digest(ties.of_loose(one, own.key)) if own.key.bag else 0)
        self.whole.append(digest(ties.of_answer(whole)) if whole else 0)
        self._points.extend({as_point(digest(each)) for each in ties.points(one)})
        self._ends.append(len(self._points))
        self._letters.append(loose.letters(own))
        if first:
            self.first[n] = digest(ties.of_asked(first))
        if initials := ties.initials(one):
            self.initials[n] = initials
        if bracketed := tuple(_others(one, loose.bracketed(one))):
            self._bracketed[n] = bracketed

    def _take(self, other: Gists, place: int) -> None:
        n = len(self.asked)
        self.asked.append(other.asked[place])
        self.loose.append(other.loose[place])
        self.whole.append(other.whole[place])
        self._points.extend(other.points(place))
        self._ends.append(len(self._points))
        self._letters.append(other._letters[place])
        _copy(other.first, place, self.first, n)
        _copy(other.initials, place, self.initials, n)
        _copy(other._bracketed, place, self._bracketed, n)

    def points(self, n: int) -> Sequence[int]:
        """Give the digests of the points of an item."""
        return self._points[self._ends[n] : self._ends[n + 1]]

    def in_pairs(self) -> Iterator[tuple[int, int]]:
        """Give the pair of items of each point that these two and no third have."""
        found: dict[int, list[int]] = {each: [] for each in repeated(self._points)}
        for n in range(len(self.items)) if found else ():
            for each in self.points(n):
                if each in found:
                    found[each].append(n)
        return ((of[0], of[1]) for of in found.values() if len(of) == 2)

    @cached_property
    def words(self) -> frozenset[str]:
        """Give the words of all items that may be initials."""
        return frozenset().union(*self.initials.values())

    @cached_property
    def others(self) -> Mapping[int, tuple[Other, ...]]:
        """Give by what else questions may be known: without a bracket, and by initials."""
        found = dict(self._bracketed)
        for n, letters in enumerate(self._letters) if self.words else ():
            if loose.has_any(letters, self.words):
                one = self.traits(n)
                short = loose.shortened(loose.read(one), self.words)
                found[n] = (*found.get(n, ()), *_others(one, short))
        return found

    def keys(self, n: int) -> set[int]:
        """Give the digests of all keys of an item."""
        others = (each for each, _ in self.others.get(n, ()))
        own = {self.asked[n], self.loose[n], self.whole[n], self.first.get(n, 0), *others}
        return own.union(self.points(n)) - {0}


def _copy(theirs: Mapping[int, _T], place: int, ours: dict[int, _T], n: int) -> None:
    if place in theirs:
        ours[n] = theirs[place]


def _others(one: Traits, found: Iterator[tuple[loose.Loose, str]]) -> Iterator[Other]:
    return ((digest(ties.of_loose(one, key)), why) for key, why in found if key.bag)


def groups(digests: Sequence[int]) -> list[list[int]]:
    """Group the places of digests that stand more than once, in the order of the first of each."""
    found: dict[int, list[int]] = {each: [] for each in repeated(digests)}
    for n, each in enumerate(digests) if found else ():
        if each in found:
            found[each].append(n)
    return sorted(found.values())
