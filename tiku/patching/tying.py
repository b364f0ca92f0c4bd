"""Whether what is edited is tied to any other question, before the edit or after it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from tiku.dedupe.digests import digests, is_point
from tiku.identity.identify import Identity
from tiku.identity.lock import Entry
from tiku.model import ItemId
from tiku.patching.memory import Ties
from tiku.patching.noting import reply_key
from tiku.values import NamedTuple


class Held(NamedTuple):
    """How many of the questions that give way, and of those that come, have each key.

    `new` are the keys of each one that comes, and `idle` those that tie nothing this time.
    """

    was: Counter[int]
    now: Counter[int]
    new: Sequence[Collection[int]]
    idle: Collection[int]


def is_free(ties: Ties, held: Held) -> bool:
    """Tell whether no other question has to do with those that give way or come."""
    was, now = held.was, held.now
    for key in {*was, *now} - {*held.idle}:
        if not is_point(key) and (max(was[key], now[key]) > 1 or ties.count(key) != was[key]):
            return False
    points = {key: ties.count(key) - was[key] for key in {*was, *now} if is_point(key)}
    return not _parts_others(points, held) and not any(
        _may_pair(points, now, keys) for keys in held.new
    )


def _parts_others(others: Mapping[int, int], held: Held) -> bool:
    """Tell whether a point that two others have is one of theirs alone no more, or is it now."""
    return any(
        count == 2 and bool(held.was[key]) != bool(held.now[key]) for key, count in others.items()
    )


def _may_pair(others: Mapping[int, int], now: Mapping[int, int], keys: Collection[int]) -> bool:
    """Tell whether a question has several points of which each is one other question's too."""
    return sum(is_point(key) and others[key] + now[key] == 2 for key in keys) > 1


def idle(identity: Identity, *entries: Mapping[ItemId, Entry]) -> set[int]:
    """Digest the answers of lock entries by which no question is looked for.

    One that is found by its id or its own words is taken before answers are compared.
    """
    found = zip(identity.matches.of, identity.matches.words, strict=True)
    sought = {reply_key(words) for match, words in found if match.how not in _BEFORE_ANSWERS}
    all_ = {reply_key(entry.wording) for each in entries for entry in each.values()}
    return digests(all_ - sought)


_BEFORE_ANSWERS = ("explicit", "same", "question")
