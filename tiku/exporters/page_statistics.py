"""What the page counts: decks, tags, kinds, lengths, and what the newest build changed."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, get_args

from tiku.model import Bank, Kind
from tiku.values import NamedTuple

_LENGTHS = (0, 50, 100, 200, 400, 800, 1_600)
_ROWS = 12  # of a picture
Counted = list[list[object]]


class Newest(NamedTuple):
    """The newest build: its time, and the items that it brought and changed.

    Of a bank that has only one time, everything would be new, and so nothing is.
    """

    time: int
    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


def newest(bank: Bank) -> Newest:
    """Find what the newest build brought: nothing in the bank is later than it."""
    times = {item.modified for item in bank.items}
    last = max(times, default=0)
    if len(times) < 2:
        return Newest(last)
    late = [item for item in bank.items if item.modified == last]
    before = max(times - {last})
    new = frozenset(item.id for item in late if item.created > before)
    return Newest(last, new, frozenset(item.id for item in late) - new)


def counted(counts: Counter[tuple[str, ...]]) -> Counted:
    """Give the counts of paths, in the order of the alphabet, each below what is above it."""
    return [["::".join(path), counts[path]] for path in sorted(counts)]


def decks(bank: Bank) -> Counted:
    """Count the items of each deck and of those in it."""
    return counted(Counter(path for item in bank.items for path in above(["::".join(item.deck)])))


def above(paths: Iterable[str]) -> set[tuple[str, ...]]:
    """Give some paths, such as `a::b`, and all those above them, each once."""
    found = (tuple(path.split("::")) for path in paths)
    return {path[:n] for path in found for n in range(1, len(path) + 1)}


def kinds(counts: Mapping[str, int]) -> Counted:
    """Give the counts of the kinds that there are."""
    return [[kind, counts[kind]] for kind in get_args(Kind) if counts.get(kind)]


def statistics(bank: Bank, lengths: Counter[int]) -> dict[str, object]:
    """Give the rows of each picture, and what the newest build did.

    `lengths` are how many answers there are of each `length`.
    """
    found = newest(bank)
    of, _, counts = places(bank.items)
    return {
        "places": shown(of, counts),
        "lengths": labelled(lengths),
        "newest": numbers(found),
        "retired": len(bank.retired),
        "merged": sum(len(item.copies) for item in bank.items),
    }


def numbers(found: Newest) -> dict[str, int]:
    """Count what the newest build did."""
    return {"time": found.time, "new": len(found.new), "changed": len(found.changed)}


class Placed(Protocol):
    """What stands in a deck and under headings."""

    @property
    def deck(self) -> tuple[str, ...]:
        """Give the path of its deck."""

    @property
    def section(self) -> tuple[str, ...]:
        """Give the headings above it."""


def places(items: Sequence[Placed]) -> tuple[str, int, Counter[str]]:
    """Count by deck; by the outermost section that tells items apart if all are in one deck.

    That comes with how many headings of a section count.
    """
    decks = Counter("::".join(item.deck) for item in items)
    if len(decks) > 1:
        return "deck", 0, decks
    depth = next((n for n in range(1, 7) if len({item.section[:n] for item in items}) > 1), 1)
    return "section", depth, Counter(place(item, "section", depth) for item in items)


def place(item: Placed, of: str, depth: int) -> str:
    """Name the place by which an item is counted."""
    if of == "deck":
        return "::".join(item.deck)
    return " › ".join(item.section[:depth]) or "no section"


def shown(of: str, counts: Counter[str]) -> dict[str, object]:
    """Give the counts of places as the page shows them."""
    return {"of": of, "rows": _most(counts)}


def _most(counts: Counter[str]) -> Counted:
    """Give the greatest counts, and the rest as one."""
    ordered = counts.most_common()  # of equal ones the earlier stays first
    shown, rest = (ordered, []) if len(ordered) <= _ROWS else (ordered[:_ROWS], ordered[_ROWS:])
    more = [["", sum(count for _, count in rest), len(rest)]] if rest else []
    return [*(list(row) for row in shown), *more]


def length(characters: int) -> int:
    """Give the number of the row that counts answers of a length."""
    return bisect_left(_LENGTHS, characters)


def labelled(counts: Sequence[int] | Counter[int]) -> Counted:
    """Give the counts of lengths, each with what it counts."""
    return [[label, counts[n]] for n, label in enumerate(_labels())]


def _labels() -> Iterator[str]:
    yield "none"
    for low, high in pairwise(_LENGTHS):
        yield f"{low + 1:,}–{high:,}"
    yield f"over {_LENGTHS[-1]:,}"
