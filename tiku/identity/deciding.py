"""What a person decided, put into effect: questions united, and findings left out."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from tiku.dedupe.repeats import Age, Finding, History, merge
from tiku.identity import identify
from tiku.identity.decisions import Decision, Decisions, Pair
from tiku.identity.identify import Identity
from tiku.identity.known import Known, Match
from tiku.identity.lock import Entry, Lock
from tiku.items import keys
from tiku.model import Item, ItemId, Span
from tiku.values import NamedTuple


class Idle(NamedTuple):
    """A decision that says nothing any more, since these ids are gone."""

    decision: Decision
    gone: frozenset[ItemId]


class Decided(NamedTuple):
    """Items and findings as a person wants them, and the decisions that say nothing any more."""

    identity: Identity
    findings: tuple[Finding, ...]
    idle: tuple[Idle, ...] = ()


class _History:
    """What a lock tells of items by their very words, and of some by their place."""

    def __init__(self, lock: Lock, by_place: Mapping[Span, ItemId]) -> None:
        self.lock, self.by_place = lock, by_place

    @cached_property
    def by_question(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.lock.entries.values():
            found.setdefault(entry.wording.question, []).append(entry)
        return found

    def entries(self, item: Item) -> Sequence[Entry]:
        return self.by_question.get(keys.digest(keys.question(item)), ())

    def age(self, item: Item) -> Age:
        known = (each for each in self.entries(item) if each.active)
        ages = (Age(each.created, each.deck != item.deck) for each in known)
        return min(ages, default=Age(math.inf))

    def ids(self, item: Item) -> Collection[ItemId]:
        found = self.by_place.get(item.place, item.id)
        return {item.id, found, *(entry.id for entry in self.entries(item))}


def history(items: Sequence[Item], known: Known) -> History:
    """Tell what is known of items; if a person told some apart, even of those that were edited."""
    if not known.apart:
        return _History(known.lock, {})
    found = identify.identify(items, as_two(known))
    return _History(known.lock, {item.place: item.id for item in found.items})


def as_two(known: Known) -> Known:
    """Let the lock know questions that a person united as two, so that both are found again."""
    if not known.decisions:
        return known
    entries = dict(known.lock.entries)
    for decision in known.decisions.values():
        for each in decision.ids:
            entry = entries.get(each)
            if decision.said == "same" and entry and entry.into in decision.ids:
                entries[each] = entry._replace(into="")
    return known._replace(lock=Lock(entries)) if entries != known.lock.entries else known


def decide(identity: Identity, findings: Sequence[Finding], decisions: Decisions) -> Decided:
    """Put decisions into effect."""
    if not decisions:
        return Decided(identity, tuple(findings))
    homes = _homes(identity.items)
    idle = (Idle(each, each.pair - homes.keys()) for each in decisions.values())
    pairs = (
        (homes[each.ids[0]], homes[each.ids[1]])
        for each in decisions.values()
        if each.said == "same" and homes.keys() >= each.pair
    )
    found, moved = _unite(identity, pairs)
    apart = told_apart(found.items, decisions)
    left = (_without(each, apart, found.items) for each in _moved(findings, moved, found.items))
    return Decided(found, tuple(filter(None, left)), tuple(each for each in idle if each.gone))


def told_apart(items: Sequence[Item], decisions: Decisions) -> set[Pair]:
    """Give the pairs that a person told apart, by the ids that the questions have now."""
    homes = _homes(items)
    return {
        frozenset(items[homes[each]].id for each in decision.ids)
        for decision in decisions.values()
        if decision.said == "different" and homes.keys() >= decision.pair
    }


def _homes(items: Sequence[Item]) -> dict[ItemId, int]:
    """Tell where each id is now: as a question, by its written name, or as a copy in another."""
    found: dict[ItemId, int] = {}
    for n, item in enumerate(items):
        for copy in item.copies:
            found.setdefault(copy.id, n)
    for n, item in enumerate(items):
        found.update({each: n for each in (item.name, item.id) if each})
    return found


def _without(finding: Finding, apart: set[Pair], items: Sequence[Item]) -> Finding | None:
    """Leave out of a finding those that are decided with all others of it."""
    ids = {n: items[n].id for n in finding.members}
    touched = frozenset[ItemId]().union(*apart)
    if finding.verdict in ("same", "different") or touched.isdisjoint(ids.values()):
        return finding
    members = tuple(
        n
        for n in finding.members
        if any(m != n and frozenset((ids[n], ids[m])) not in apart for m in finding.members)
    )
    return finding._replace(members=members) if len(members) > 1 else None


# Uniting


def _unite(
    identity: Identity, pairs: Iterable[tuple[int, int]]
) -> tuple[Identity, Mapping[int, int]]:
    """Make one question of those that a person called the same; tell where each one went."""
    items, matches = identity.items, identity.matches
    groups = _grouped(len(items), pairs)
    moved = {n: place for place, group in enumerate(groups) for n in group}
    firsts = [min(group, key=lambda n: _rank(items[n], matches.of[n], n)) for group in groups]
    kept = tuple(
        merge([items[n] for n in group], group.index(first)) if len(group) > 1 else items[first]
        for first, group in zip(firsts, groups, strict=True)
    )
    merged = [(each, moved[n], words) for each, n, words in matches.merged]
    united = []
    for first, group in zip(firsts, groups, strict=True):
        for n in group:
            entry = matches.of[n].entry
            if n != first and entry:
                merged.append((entry.id, moved[n], matches.words[n]))
            elif n != first:
                united.append((items[n], moved[n], matches.words[n]))
    found = matches._replace(
        of=tuple(matches.of[n] for n in firsts),
        words=tuple(matches.words[n] for n in firsts),
        near=tuple(near._replace(item=moved[near.item]) for near in matches.near),
        merged=tuple(merged),
        united=tuple(united),
    )
    return Identity(kept, found), moved


def _grouped(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Give the groups that pairs make of numbers, in the order of their first ones."""
    roots = list(range(count))

    def root(n: int) -> int:
        while roots[n] != n:
            n = roots[n]
        return n

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        roots[high] = low
    groups: dict[int, list[int]] = {}
    for n in range(count):
        groups.setdefault(root(n), []).append(n)
    return list(groups.values())


def _rank(item: Item, match: Match, place: int) -> tuple[bool, float, int]:
    """Rank questions that become one: a written id first, then the oldest, then the first."""
    return not item.name, match.entry.created if match.entry else float("inf"), place


def _moved(
    findings: Iterable[Finding], moved: Mapping[int, int], items: Sequence[Item]
) -> Iterator[Finding]:
    """Name questions by their new places, and say which ones a person made one."""
    told: set[int] = set()
    for finding in findings:
        members = tuple(dict.fromkeys(moved[n] for n in finding.members))
        if finding.verdict == "same" and members[0] not in told:
            told.add(members[0])
            yield finding._replace(members=members)
        elif finding.verdict != "same" and len(members) > 1:
            yield finding._replace(members=members)
    for place, item in enumerate(items):
        if item.copies and place not in told:
            yield Finding("same", (place,), "you said that they are the same")
