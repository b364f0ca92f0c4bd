"""Repeats among items. Equality of keys merges; likeness is only ever shown to a person.

A merge is a function of the items that ask the same in the same words: nothing else in the bank
can change it.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from tiku.dedupe import alike, answers, asking
from tiku.dedupe.gists import Gist, Gists
from tiku.dedupe.notices import EQUAL
from tiku.items import keys
from tiku.model import EMPTY, Item, ItemId, Said, Verdict
from tiku.values import NamedTuple


class Finding(NamedTuple):
    """A verdict on items, by their places among the items kept."""

    verdict: Verdict
    members: tuple[int, ...]
    reason: str


class Deduped(NamedTuple):
    """The items that are kept, in source order, and all that was found on the way."""

    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    gists: Gists  # of the items


class Age(NamedTuple):
    """When an item was first seen, infinity if never, and whether that was in another deck."""

    seen: float
    elsewhere: bool = False


class History(Protocol):
    """What earlier builds tell of an item."""

    def age(self, item: Item) -> Age:
        """Give its age."""

    def ids(self, item: Item) -> Collection[ItemId]:
        """Give the ids under which it is known."""


class _New:
    """The history of a first build."""

    def age(self, _: Item) -> Age:
        return Age(math.inf)

    def ids(self, item: Item) -> Collection[ItemId]:
        return (item.id,)


def dedupe(
    items: Sequence[Item],
    history: History = _New(),  # noqa: B008 - it has no state
    apart: Collection[frozenset[ItemId]] = (),
    gists: Iterable[Gist] | None = None,
) -> Deduped:
    """Merge the items that are the same, and find those in conflict or alike.

    Of equal copies one with an id of its author stays, else the oldest, as others study it, in the
    deck in which they do, else the first. `apart` are pairs of ids that a person told apart, and
    `gists` are those of the items, where they are known.
    """
    found = Gists.of(items) if gists is None else Gists(items, gists)
    same, differing = asking.parted(found, history.ids, apart)
    same.sort()
    kept = tuple(_merged([items[n] for n in group], history) for group in same)
    left = found.moved(kept, [group[0] if len(group) == 1 else -1 for group in same])
    places = {n: place for place, group in enumerate(same) for n in group} if differing else {}
    findings = [
        *(
            Finding("same", (n,), _why_merged([items[k] for k in group]))
            for n, (group, item) in enumerate(zip(same, kept, strict=True))
            if item.copies
        ),
        *(
            _finding(each.verdict, [places[n] for n in each.members], each.reason)
            for each in differing
        ),
        *(_finding("alike", pair, why) for pair, why in alike.pairs(left)),
    ]
    left.traits.cache_clear()
    return Deduped(kept, tuple(findings), left)


def _merged(copies: Sequence[Item], history: History) -> Item:
    if len(copies) == 1:
        return copies[0]
    ages = [history.age(item) for item in copies]
    return merge(copies, min(range(len(copies)), key=lambda n: (not copies[n].name, ages[n], n)))


def merge(items: Sequence[Item], survivor: int) -> Item:
    """Unite items, given in source order, in one of them; no part of another is lost."""
    own = items[survivor]
    others = [item for n, item in enumerate(items) if n != survivor]
    order = sorted((own, *others), key=answers.size, reverse=True)
    return own._replace(
        content=Said(
            stem=own.stem,
            response=answers.union([item.response for item in order]),
            explanation=answers.union_of_texts([item.explanation for item in order]),
            hint=answers.union_of_texts([item.hint for item in order]),
            title=next((each.title for each in (own, *others) if each.title != EMPTY), EMPTY),
        ),
        tags=tuple(sorted({tag for item in items for tag in item.tags})),
        sources=tuple(span for item in items for span in item.sources),
        copies=(*own.copies, *(copy for each in others for copy in _with_copies(each))),
    )


def _with_copies(item: Item) -> Iterator[Item]:
    yield item._replace(copies=(), sources=(item.place,)) if item.copies else item
    yield from item.copies


def _why_merged(items: Sequence[Item]) -> str:
    copies = [each for item in items for each in (item, *item.copies)]
    if len({item.stem.form for item in copies}) > 1:
        return "the same question in other words"
    if len(set(map(answers.says_nothing, copies))) > 1:
        return "the same question, once without an answer"
    if len({keys.answer(item) for item in copies}) > 1:
        return "the same question; one answer has all of the other"
    return EQUAL


def _finding(verdict: Verdict, group: Iterable[int], reason: str) -> Finding:
    return Finding(verdict, tuple(sorted(group)), reason)
