"""Repeats among items. Equality of keys merges; likeness is only ever shown to a person.

A merge is a pure function of the items merged: nothing else in the bank can change it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tiku import form, keys
from tiku.model import (
    EMPTY,
    Item,
    NoResponse,
    OpenResponse,
    Point,
    Span,
    Verdict,
)


class Finding(NamedTuple):
    """A verdict on items, by their places among the items kept; `sources` names every copy."""

    verdict: Verdict
    members: tuple[int, ...]
    sources: tuple[Span, ...]
    reason: str


class Deduped(NamedTuple):
    """The items that are kept, in source order, and all that was found on the way."""

    items: tuple[Item, ...]
    findings: tuple[Finding, ...]


def dedupe(items: Sequence[Item]) -> Deduped:
    """Merge the items that are the same, and find those in conflict or alike."""
    asked = _grouped((keys.question(item), n) for n, item in enumerate(items))
    copies = sorted(
        own
        for group in asked.values()
        for same in _same_answer(items, group)
        for titled in _by_title(items, same)
        for own in _by_explicit_id(items, titled)
    )
    kept = tuple(_merge([items[n] for n in same]) for same in copies)
    return Deduped(kept, (*_repeats(kept), *_conflicts(kept), *_alike(kept)))


def _grouped(pairs: Iterable[tuple[Hashable, int]]) -> dict[Hashable, list[int]]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for key, n in pairs:
        groups[key].append(n)
    return groups


# Same and conflict


def _same_answer(items: Sequence[Item], group: Sequence[int]) -> list[list[int]]:
    """Part items that ask the same by their answers; one without an answer joins an only one."""
    by_answer = _grouped((keys.answer(items[n]), n) for n in group)
    bare = [key for key, same in by_answer.items() if _says_nothing(items[same[0]])]
    if bare and len(by_answer) == 2:
        return [list(group)]
    return list(by_answer.values())


def _by_title(items: Sequence[Item], same: Sequence[int]) -> list[list[int]]:
    """Part copies whose titles differ: "Which layer?" may be asked of several things."""
    titles = list(dict.fromkeys(t for n in same if (t := items[n].title.form)))
    if len(titles) < 2:
        return [list(same)]
    return list(_grouped((items[n].title.form or titles[0], n) for n in same).values())


def _by_explicit_id(items: Sequence[Item], same: Sequence[int]) -> list[list[int]]:
    """Part copies that their author told apart by ids; those without one join the first."""
    ids = list(dict.fromkeys(items[n].name for n in same if items[n].name))
    if len(ids) < 2:
        return [list(same)]
    groups = _grouped((items[n].name or ids[0], n) for n in same)
    return list(groups.values())


def _says_nothing(item: Item) -> bool:
    return isinstance(item.response, NoResponse) and item.explanation == item.hint == EMPTY


def _merge(copies: Sequence[Item]) -> Item:
    """Unite copies in the one with an explicit id, else in the first; no copy's part is lost."""
    survivor = next((item for item in copies if item.name), copies[0])
    answered = next((item for item in copies if not _says_nothing(item)), survivor)
    return replace(
        survivor,
        response=answered.response,
        explanation=answered.explanation,
        hint=answered.hint,
        title=next((item.title for item in copies if item.title != EMPTY), EMPTY),
        tags=tuple(sorted({tag for item in copies for tag in item.tags})),
        sources=tuple(span for item in copies for span in item.sources),
    )


def _repeats(kept: Sequence[Item]) -> Iterator[Finding]:
    for n, item in enumerate(kept):
        if len(item.sources) > 1:
            yield Finding("same", (n,), item.sources, "the same question with the same answer")


def _conflicts(kept: Sequence[Item]) -> Iterator[Finding]:
    for group in _grouped((keys.question(item), n) for n, item in enumerate(kept)).values():
        if len(group) > 1 and len({keys.answer(kept[n]) for n in group}) > 1:
            reason = "the same question, answered or explained otherwise"
            yield _finding("conflict", group, kept, reason)
        elif len(group) > 1:
            yield _finding("alike", group, kept, "the same but for their titles or ids")


# Alike


def _alike(kept: Sequence[Item]) -> Iterator[Finding]:
    """Find questions of the same words in another order, and answers that share rare points."""
    bags = [tuple(sorted(form.words(item.stem.form))) for item in kept]
    for group in _grouped((bag, n) for n, bag in enumerate(bags)).values():
        if len({kept[n].stem.form for n in group}) > 1:
            yield _finding("alike", group, kept, "the same words in another order")
    points = [_points(item) for item in kept]
    for (a, b), count in sorted(_shared(points).items()):
        fewest = min(len(points[a]), len(points[b]))
        if 2 * count >= fewest and count > 1 and bags[a] != bags[b]:
            reason = f"{count} of {fewest} points of the answer are the same"
            yield _finding("alike", (a, b), kept, reason)


def _shared(points: Sequence[set[Hashable]]) -> Counter[tuple[int, int]]:
    """Count the points that two items, and no third, have in common."""
    holders = _grouped((key, n) for n, keys in enumerate(points) for key in keys)
    return Counter((group[0], group[1]) for group in holders.values() if len(group) == 2)


def _points(item: Item) -> set[Hashable]:
    if not isinstance(item.response, OpenResponse):
        return set()
    return {_point(point) for point in item.response.points}


def _point(point: Point) -> Hashable:
    return tuple(form.tokens(f"{point.term} {point.text}".casefold()))


def _finding(verdict: Verdict, group: Sequence[int], kept: Sequence[Item], reason: str) -> Finding:
    sources = tuple(span for n in group for span in kept[n].sources)
    return Finding(verdict, tuple(group), sources, reason)
