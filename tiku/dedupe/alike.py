"""Questions that are perhaps the same: for a person to look at, and never to merge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from tiku import difference
from tiku.dedupe import frames, loose
from tiku.dedupe.loose import Loose, Read
from tiku.dedupe.traits import Asked, Traits, kept
from tiku.model import Form, OpenResponse

_CROWD = 6  # questions of one loose key, from which on it says too little
_RICH = 40  # characters of the form of an answer that few questions share by chance

Alike = tuple[tuple[int, int], str]  # the places of two items, and why they are perhaps the same


def pairs(found: Sequence[Traits]) -> Iterator[Alike]:
    """Find pairs that ask nearly the same, or share what no third answer has."""
    told: set[tuple[int, int]] = set()
    known = [_known(one) for one in found]
    reads = [each.read for each in known]
    for (a, b), why in (*_asking(found, reads), *_answering(known)):
        pair = (min(a, b), max(a, b))
        if pair not in told and found[a].asked != found[b].asked:
            told.add(pair)
            yield pair, why


class _Known(NamedTuple):
    """What is compared of a question, but for what is kept with its traits; digests of texts."""

    read: Read
    whole: tuple[int, ...]
    points: tuple[int, ...]


def _known(one: Traits) -> _Known:
    """Find out in one go all that needs a look at an item, which may be packed away."""
    initials(one)
    first_asked(one)
    digests = (tuple(set(map(hash, texts))) for texts in (whole(one), points(one)))
    return _Known(loose.read(one), *digests)


# By what they ask


def _asking(found: Sequence[Traits], reads: Sequence[Read]) -> Iterator[Alike]:
    """Compare one question of each wording with those that have a key in common with it."""
    firsts: dict[Hashable, int] = {}
    for n, one in enumerate(found):
        firsts.setdefault(one.asked, n)
    holders: defaultdict[Hashable, list[int]] = defaultdict(list)
    for n in firsts.values():
        if reads[n].key.bag:
            holders[scope(found[n], reads[n].key)].append(n)
    for group in holders.values():
        if 1 < len(group) < _CROWD:
            whole = (n for n in group if found[n].reach == "whole")
            for a, b in combinations(whole, 2):
                if reads[a].order == reads[b].order:
                    stems = (found[n].item.stem.plain for n in (a, b))
                    yield (a, b), f"the same but for {difference.words(*stems) or 'marks'}"
                elif loose.is_fronted(reads[a], reads[b]):
                    yield (a, b), "the same words in another order"
    yield from _asking_in_short(found, reads, holders)
    yield from _asking_more(found, firsts)


def _asking_in_short(
    found: Sequence[Traits], reads: Sequence[Read], holders: Mapping[Hashable, list[int]]
) -> Iterator[Alike]:
    words = frozenset().union(*map(initials, found))
    for n, one in enumerate(found):
        for key, why in loose.others(one, reads[n], words):
            for m in holders.get(scope(one, key), ()) if key.bag else ():
                if m != n and found[m].reach == "whole":
                    yield (n, m), f"the same, {why}"


@kept
def initials(one: Traits) -> frozenset[str]:
    """Give the words of an item that may be initials of what others ask, in small letters."""
    text = one.item.stem.plain
    return (text != text.lower() and frozenset(_initials(text))) or _NONE


_NONE = frozenset[str]()  # one for all: each would take 200 bytes


def _initials(text: str) -> Iterator[str]:
    for word in text.split():
        bare = word.strip("?!.,:;()\"'`？。，（）")
        if 3 <= len(bare) <= 6 and bare.isupper() and bare.isalpha():
            yield bare.lower()


def _asking_more(found: Sequence[Traits], firsts: Mapping[Hashable, int]) -> Iterator[Alike]:
    for n, one in enumerate(found):
        if asked := first_asked(one):
            m = firsts.get(asked, n)
            if m != n and found[m].reach == "whole":
                yield (n, m), "the same, but for what one of them asks beyond it"


@kept
def first_asked(one: Traits) -> Asked | None:
    """Give what a question of several sentences asks first."""
    start = loose.first_sentence(one)
    return one.asked._replace(frame=frames.frame(start)) if start else None


def scope(one: Traits, key: Loose) -> Hashable:
    """Let a loose key count only among questions of the same options and links."""
    return key, one.asked.options, one.asked.links


# By what they are answered


def _answering(known: Sequence[_Known]) -> Iterator[Alike]:
    for a, b in sorted(_shared([each.whole for each in known])):
        yield (a, b), "the answers are the same"
    said = [each.points for each in known]
    for (a, b), count in sorted(_shared(said).items()):
        fewest = min(len(said[a]), len(said[b]))
        if 2 * count >= fewest and count > 1:
            yield (a, b), f"{count} of {fewest} points of the answer are the same"


def whole(one: Traits) -> set[Form]:
    """Give an answer that is no answer to many questions, as `Yes.` is."""
    response = one.item.response
    is_rich = isinstance(response, OpenResponse) and len(response.answer.form) >= _RICH
    return {response.answer.form} if is_rich and one.reach == "whole" else set()


def _shared(texts: Sequence[Sequence[int]]) -> Counter[tuple[int, int]]:
    """Count the texts, of each of which there is a digest, that two items and no third have."""
    firsts: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for n, keys in enumerate(texts):
        for key in keys:
            first = firsts.setdefault(key, n)
            if first != n:  # most stand once
                groups.setdefault(key, [first]).append(n)
    return Counter((group[0], group[1]) for group in groups.values() if len(group) == 2)


def points(one: Traits) -> set[Form]:
    """Give the points of an answer."""
    response = one.item.response
    if not isinstance(response, OpenResponse):
        return set()
    return {point.form for point in response.points}
