"""What a person decided, put into effect: questions united, and findings left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tiku.decisions import Decision, Decisions
from tiku.dedupe import Finding, merge
from tiku.identify import Identity
from tiku.known import Known, Match
from tiku.lock import Lock, Wording
from tiku.model import Item, ItemId


class Decided(NamedTuple):
    """Items and findings as a person wants them, and the decisions that say nothing any more."""

    identity: Identity
    findings: tuple[Finding, ...]
    idle: tuple[Decision, ...] = ()


def as_two(known: Known) -> Known:
    """Let the lock know questions that a person united as two, so that both are found again."""
    entries = dict(known.lock.entries)
    for decision in known.decisions.values():
        for each in decision.ids:
            entry = entries.get(each)
            if decision.said == "same" and entry and entry.into in decision.ids:
                entries[each] = replace(entry, into="")
    return replace(known, lock=Lock(entries)) if entries != known.lock.entries else known


def decide(identity: Identity, findings: Sequence[Finding], decisions: Decisions) -> Decided:
    """Put decisions into effect."""
    if not decisions:
        return Decided(identity, tuple(findings))
    homes = _homes(identity.items)
    united: list[tuple[int, int]] = []
    apart: set[frozenset[int]] = set()
    idle: list[Decision] = []
    for decision in decisions.values():
        places = [homes[each] for each in decision.ids if each in homes]
        if len(places) < len(decision.ids):
            idle.append(decision)
        elif decision.said == "same" and places[0] != places[1]:
            united.append((places[0], places[1]))
        else:
            apart.add(frozenset(places))
    left = tuple(each for finding in findings if (each := _without(finding, apart)))
    found, moved = _unite(identity, united)
    return Decided(found, tuple(_moved(left, moved, found.items)), tuple(idle))


def _homes(items: Sequence[Item]) -> dict[ItemId, int]:
    """Tell where each id is now: as a question, by its written name, or as a copy in another."""
    found: dict[ItemId, int] = {}
    for n, item in enumerate(items):
        for copy in item.copies:
            found.setdefault(copy.id, n)
    for n, item in enumerate(items):
        found.update({each: n for each in (item.name, item.id) if each})
    return found


def _without(finding: Finding, apart: set[frozenset[int]]) -> Finding | None:
    """Leave out of a finding those that are decided with all others of it."""
    touched = frozenset[int]().union(*apart)
    if finding.verdict in ("same", "different") or touched.isdisjoint(finding.members):
        return finding
    members = tuple(
        n
        for n in finding.members
        if any(m != n and frozenset((n, m)) not in apart for m in finding.members)
    )
    return finding._replace(members=members) if len(members) > 1 else None


# Uniting


def _unite(identity: Identity, pairs: Iterable[tuple[int, int]]) -> tuple[Identity, dict[int, int]]:
    """Make one question of those that a person called the same; give where each one went."""
    items, matches = identity.items, identity.matches
    roots = list(range(len(items)))

    def root(n: int) -> int:
        while roots[n] != n:
            n = roots[n]
        return n

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        roots[high] = low
    groups: dict[int, list[int]] = {}
    for n in range(len(items)):
        groups.setdefault(root(n), []).append(n)
    moved = {n: place for place, group in enumerate(groups.values()) for n in group}
    firsts = [
        min(group, key=lambda n: _rank(items[n], matches.of[n], n)) for group in groups.values()
    ]
    absorbed = tuple(_absorbed(identity, groups.values(), firsts))
    kept = tuple(
        merge([items[n] for n in group], group.index(first)) if len(group) > 1 else items[first]
        for first, group in zip(firsts, groups.values(), strict=True)
    )
    found = matches._replace(
        of=tuple(matches.of[n] for n in firsts),
        words=tuple(matches.words[n] for n in firsts),
        near=tuple(near._replace(item=moved[near.item]) for near in matches.near),
        merged=(*((each, moved[n], words) for each, n, words in matches.merged), *absorbed),
    )
    return Identity(kept, found), moved


def _rank(item: Item, match: Match, place: int) -> tuple[bool, float, int]:
    """Rank questions that become one: a written id first, then the oldest, then the first."""
    return not item.name, match.entry.created if match.entry else float("inf"), place


def _absorbed(
    identity: Identity, groups: Iterable[Sequence[int]], firsts: Sequence[int]
) -> Iterator[tuple[ItemId, int, Wording]]:
    matches = identity.matches
    for place, (group, first) in enumerate(zip(groups, firsts, strict=True)):
        for n in group:
            entry = matches.of[n].entry
            if n != first and entry:
                yield entry.id, place, matches.words[n]


def _moved(
    findings: Iterable[Finding], moved: Mapping[int, int], items: Sequence[Item]
) -> Iterator[Finding]:
    """Name questions by their new places, and say which ones a person made one."""
    told: set[int] = set()
    for finding in findings:
        members = tuple(dict.fromkeys(moved[n] for n in finding.members))
        if finding.verdict == "same":
            sources = items[members[0]].sources
            told.add(members[0])
            yield finding._replace(members=members, sources=sources)
        elif len(members) > 1:
            yield finding._replace(members=members)
    for place, item in enumerate(items):
        if item.copies and place not in told:
            yield Finding("same", (place,), item.sources, "you said that they are the same")
