"""What ties a question to others: every key by which one may be found to repeat, or resemble, it.

Two questions that have no key in common never come into one finding, whatever else a bank holds;
so a question whose keys are its own can be edited without a look at all others.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator

from tiku.dedupe import alike, frames, loose
from tiku.dedupe.traits import Traits


def ties(one: Traits, initials: Collection[str]) -> Iterator[Hashable]:
    """Give the keys of an item; `initials` are the words in capitals of all questions."""
    yield "asked", one.asked
    if start := loose.first_sentence(one):
        yield "asked", one.asked._replace(frame=frames.frame(start))
    own = loose.read(one)
    others = (key for key, _ in loose.others(one, own, initials))
    yield from (("loose", alike.scope(one, key)) for key in (own.key, *others) if key.bag)
    yield from (("answer", form) for form in alike.whole(one))
    yield from (("point", form) for form in alike.points(one))


def initials(one: Traits) -> frozenset[str]:
    """Give the words of an item that may be initials of what others ask."""
    return frozenset(alike.initials(one.item.stem.plain))
