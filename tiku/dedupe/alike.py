"""Questions that are perhaps the same: for a person to look at, and never to merge."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from tiku.dedupe import difference, loose
from tiku.dedupe.gists import Gists, groups

_CROWD = 6  # questions of one loose key, from which on it says too little

Alike = tuple[tuple[int, int], str]  # the places of two items, and why they are perhaps the same


def pairs(found: Gists) -> Iterator[Alike]:
    """Find pairs that ask nearly the same, or share what no third answer has."""
    told: set[tuple[int, int]] = set()
    for (a, b), why in (*_asking(found), *_answering(found)):
        pair = (min(a, b), max(a, b))
        if pair not in told and found.asked[a] != found.asked[b]:
            told.add(pair)
            yield pair, why


# By what they ask


def _asking(found: Gists) -> Iterator[Alike]:
    """Compare one question of each wording with those that have a key in common with it."""
    again = {n for group in groups(found.asked) for n in group[1:]}
    keys = array("Q", (0 if n in again else key for n, key in enumerate(found.loose)))
    for group in groups(keys):
        if len(group) < _CROWD:
            yield from _in_other_order(found, group)
    yield from _asking_in_short(found, keys)
    yield from _asking_more(found)


def _in_other_order(found: Gists, group: Sequence[int]) -> Iterator[Alike]:
    whole = [n for n in group if found.traits(n).reach == "whole"]
    reads = {n: loose.read(found.traits(n)) for n in whole}
    for a, b in combinations(whole, 2):
        if reads[a].order == reads[b].order:
            stems = (found.items[n].stem.plain for n in (a, b))
            yield (a, b), f"the same but for {difference.words(*stems) or 'marks'}"
        elif loose.is_fronted(reads[a], reads[b]):
            yield (a, b), "the same words in another order"


def _asking_in_short(found: Gists, keys: Sequence[int]) -> Iterator[Alike]:
    holders: dict[int, list[int]] = {key: [] for each in found.others.values() for key, _ in each}
    for n, key in enumerate(keys) if holders else ():
        if key in holders:
            holders[key].append(n)
    for n, others in sorted(found.others.items()):
        for key, why in others:
            for m in holders[key]:
                if m != n and found.traits(m).reach == "whole":
                    yield (n, m), f"the same, {why}"


def _asking_more(found: Gists) -> Iterator[Alike]:
    firsts: dict[int, int] = {}
    more = [(n, key) for n, key in enumerate(found.first) if key]
    asked = {key for _, key in more}
    for n, key in enumerate(found.asked):
        if key in asked:
            firsts.setdefault(key, n)
    for n, key in more:
        m = firsts.get(key, n)
        if m != n and found.traits(m).reach == "whole":
            yield (n, m), "the same, but for what one of them asks beyond it"


# By what they are answered


def _answering(found: Gists) -> Iterator[Alike]:
    for group in groups(found.whole):
        if len(group) == 2:
            yield (group[0], group[1]), "the answers are the same"
    for (a, b), count in sorted(Counter(found.in_pairs()).items()):
        fewest = min(len(found.points(a)), len(found.points(b)))
        if 2 * count >= fewest and count > 1:
            yield (a, b), f"{count} of {fewest} points of the answer are the same"
