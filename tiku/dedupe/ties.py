"""What ties a question to others: every key by which one may be found to repeat, or resemble, it.

Two questions that have no key in common never come into one finding, whatever else a bank holds;
so a question whose keys are its own can be edited without a look at all others.

Points of answers are another matter, for many answers share some. Only a point that two questions
and no third have tells something of them, and only together with a second one of that kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tiku.dedupe import alike, loose
from tiku.dedupe.alike import initials
from tiku.dedupe.loose import Loose
from tiku.dedupe.traits import Asked, Traits

__all__ = ["Key", "initials", "points", "ties"]

Key = tuple[str | tuple[str, ...], ...]


def ties(one: Traits, words: Collection[str]) -> Iterator[Key]:
    """Give the keys of an item but for its points; `words` are the initials of all questions."""
    yield _asked(one.asked)
    if first := alike.first_asked(one):
        yield _asked(first)
    own = loose.read(one)
    if own.key.bag:
        yield _loose(one, own.key)
    for key, _ in loose.others(one, own, words):
        if key.bag:
            yield _loose(one, key)
    for form in alike.whole(one):
        yield "answer", form


def points(one: Traits) -> Iterator[Key]:
    """Give the keys of the points of an item."""
    for form in alike.points(one):
        yield "point", form


def _asked(asked: Asked) -> Key:
    return "asked", asked.frame.name, asked.frame.slots, asked.links, asked.options


def _loose(one: Traits, key: Loose) -> Key:
    return "loose", key.asks, key.bag, one.asked.options, one.asked.links
