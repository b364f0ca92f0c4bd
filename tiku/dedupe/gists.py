"""What dedupe keeps of each item of a bank: digests of its keys, some hundred bytes in all.

All else is found out again for the few items that have a key in common with another one.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from tiku.dedupe import loose, ties
from tiku.dedupe.digests import as_point, digest, repeated
from tiku.dedupe.traits import Traits, traits
from tiku.model import Item
from tiku.values import NamedTuple

_KEPT = 1 << 10  # traits of the items that were looked at last

Other = tuple[int, str]  # the digest of what else a question may be known by, and why


class Gist(NamedTuple):
    """What is kept of an item: digests of its keys, 0 for none, and what others are made of."""

    asked: int
    first: int  # what it asks first, if it asks more
    loose: int
    whole: int
    points: Sequence[int]
    letters: str  # first letters of its words
    initials: frozenset[str]
    bracketed: tuple[Other, ...]


class Gists:
    """The gists of items by their places, kept as columns."""

    def __init__(self, items: Sequence[Item], gists: Iterable[Gist]) -> None:
        """Take items, and what is kept of each."""
        self.items = items
        self.traits = lru_cache(_KEPT)(lambda n: traits(items[n]))
        self.asked, self.first = array("Q"), array("Q")
        self.loose, self.whole = array("Q"), array("Q")
        self._points, self._points_end = array("Q"), array("L", (0,))
        self._letters, self._letters_end = bytearray(), array("L", (0,))
        self.initials: dict[int, frozenset[str]] = {}
        self._bracketed: dict[int, tuple[Other, ...]] = {}
        for each in gists:
            self._add(each)

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Gists":
        """Find out what is kept of items."""
        return cls(items, map(gist, items))

    def moved(self, items: Sequence[Item], places: Sequence[int]) -> "Gists":
        """Give the same of other items: those whose place among these is given, -1 for new ones."""
        if len(items) == len(self.items):  # nothing was merged
            return self
        pairs = zip(items, places, strict=True)
        return Gists(items, (self._at(n) if n >= 0 else gist(item) for item, n in pairs))

    def _add(self, one: Gist) -> None:
        n = len(self.asked)
        self.asked.append(one.asked)
        self.first.append(one.first)
        self.loose.append(one.loose)
        self.whole.append(one.whole)
        self._points.extend(one.points)
        self._points_end.append(len(self._points))
        self._letters += one.letters.encode("utf-8", "surrogatepass")
        self._letters_end.append(len(self._letters))
        if one.initials:
            self.initials[n] = one.initials
        if one.bracketed:
            self._bracketed[n] = one.bracketed

    def _at(self, n: int) -> Gist:
        keys = (self.asked[n], self.first[n], self.loose[n], self.whole[n], self.points(n))
        initials = self.initials.get(n, frozenset())
        return Gist(*keys, self._letters_of(n), initials, self._bracketed.get(n, ()))

    def _letters_of(self, n: int) -> str:
        return self._letters[self._letters_end[n] : self._letters_end[n + 1]].decode(
            "utf-8", "surrogatepass"
        )

    def points(self, n: int) -> Sequence[int]:
        """Give the digests of the points of an item."""
        return self._points[self._points_end[n] : self._points_end[n + 1]]

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
        for n in range(len(self.items)) if self.words else ():
            if loose.has_any(self._letters_of(n), self.words):
                one = self.traits(n)
                short = loose.shortened(loose.read(one), self.words)
                found[n] = (*found.get(n, ()), *_others(one, short))
        return found

    def keys(self, n: int) -> set[int]:
        """Give the digests of all keys of an item."""
        others = (each for each, _ in self.others.get(n, ()))
        own = {self.asked[n], self.loose[n], self.whole[n], self.first[n], *others}
        return own.union(self.points(n)) - {0}


def gist(item: Item) -> Gist:
    """Find out what is kept of an item."""
    one = traits(item)
    own, first, whole = loose.read(one), ties.first_asked(one), ties.whole(one)
    return Gist(
        digest(ties.of_asked(one.asked)),
        digest(ties.of_asked(first)) if first else 0,
        digest(ties.of_loose(one, own.key)) if own.key.bag else 0,
        digest(ties.of_answer(whole)) if whole else 0,
        [*{as_point(digest(each)) for each in ties.points(one)}],
        loose.letters(own),
        ties.initials(one),
        tuple(_others(one, loose.bracketed(one))),
    )


def _others(one: Traits, found: Iterator[tuple[loose.Loose, str]]) -> Iterator[Other]:
    return ((digest(ties.of_loose(one, key)), why) for key, why in found if key.bag)


def groups(digests: Sequence[int]) -> list[list[int]]:
    """Group the places of digests that stand more than once, in the order of the first of each."""
    found: dict[int, list[int]] = {each: [] for each in repeated(digests)}
    for n, each in enumerate(digests) if found else ():
        if each in found:
            found[each].append(n)
    return sorted(found.values())
