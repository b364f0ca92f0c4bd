"""Items whose words ask the same: which of them are one question, and what parts the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from itertools import product
from typing import NamedTuple

from tiku.dedupe import answers
from tiku.dedupe.traits import Traits, are_spelled_alike
from tiku.model import Item, ItemId, Verdict

_PHRASE = 4  # items of one stem, from which on it may be a phrase that stands everywhere
_SURELY = 10  # the same where it names something
_MOSTLY = 0.8  # of them with other answers
_RICH = 40  # characters of an answer that tells a question wherever it stands

Ids = Callable[[Item], Collection[ItemId]]


class Differing(NamedTuple):
    """Items that ask the same and yet are not one, and why."""

    verdict: Verdict
    members: list[int]
    reason: str


class Parted(NamedTuple):
    """Groups of items that are one question each, and what was found between them."""

    same: list[list[int]]
    differing: list[Differing]


def parted(found: Sequence[Traits], ids: Ids, apart: Collection[frozenset[ItemId]]) -> Parted:
    """Part items into those that are one; each is in exactly one group."""
    same: list[list[int]] = []
    differing: list[Differing] = []
    for group in _grouped((each.asked, n) for n, each in enumerate(found)).values():
        if len(group) == 1:
            same.append(group)
            continue
        own = _Group([found[n] for n in group], ids, apart).parted()
        same += ([group[k] for k in part] for part in own.same)
        differing += (
            each._replace(members=[group[k] for k in each.members]) for each in own.differing
        )
    return Parted(same, differing)


def _grouped(pairs: Iterable[tuple[Hashable, int]]) -> dict[Hashable, list[int]]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for key, n in pairs:
        groups[key].append(n)
    return groups


class _Group:
    """Items that ask the same in so many words."""

    def __init__(
        self, found: Sequence[Traits], ids: Ids, apart: Collection[frozenset[ItemId]]
    ) -> None:
        self.found, self.apart = found, apart
        self.ids = [ids(one.item) for one in found] if apart else []

    def parted(self) -> Parted:
        """Part them by place, answer, spelling and ids."""
        everyone = list(range(len(self.found)))
        is_phrase = self._is_phrase()
        reach = self.found[0].reach
        if reach == "whole" and not is_phrase:
            return self._here(everyone)
        points = is_phrase or reach == "deictic"
        places = _grouped((self._place(n, has_body=points), n) for n in everyone).values()
        each = [self._here(place) for place in places]
        same = [part for here in each for part in here.same]
        differing = [found for here in each for found in here.differing]
        if len(each) >= _PHRASE:
            why = "a phrase that stands everywhere; its place and its answer tell it apart"
            differing.append(Differing("different", [here.same[0][0] for here in each], why))
        return Parted(same, differing)

    def _is_phrase(self) -> bool:
        """Tell whether the stem stands so often, over other answers, that it says nothing alone."""
        if self.found[0].is_specific and len(self.found) < _SURELY:
            return False
        kinds = {one.item.response.answer.form for one in self.found}
        return len(self.found) >= _PHRASE and len(kinds) >= _MOSTLY * len(self.found)

    def _place(self, n: int, *, has_body: bool) -> Hashable:
        one = self.found[n]
        return one.context, answers.body(one.item) if has_body else None

    def _here(self, group: Sequence[int]) -> Parted:
        same: list[list[int]] = []
        differing: list[Differing] = []
        by_answer = answers.parted([self.found[n].item for n in group])
        for part in by_answer:
            own, why = self._by_look([group[k] for k in part])
            same += own
            if len(own) > 1:
                differing.append(Differing("alike", [each[0] for each in own], why))
        size = [answers.size(self.found[n].item) for n in group]
        firsts = [group[max(part, key=lambda k: (size[k], -k))] for part in by_answer]
        in_others = {self.found[n].script: n for n in reversed(firsts)}
        if len(in_others) > 1:
            why = "the same question in another language"
            differing.append(Differing("alike", sorted(in_others.values()), why))
        for rivals in _grouped((self._home(n), n) for n in firsts).values():
            first = self.found[rivals[0]]
            if len(rivals) > 1 and (first.reach != "bare" or first.item.section):
                why = "the same question, answered or explained otherwise"
                differing.append(Differing("conflict", rivals, why))
        return Parted(same, differing)

    def _home(self, n: int) -> Hashable:
        """Give its script, and its heading if only that says of what it asks: `Side effects`."""
        one = self.found[n]
        return one.script, "" if one.is_specific else one.heading

    def _by_look(self, group: Sequence[int]) -> tuple[list[list[int]], str]:
        """Part items of one answer that their author, their spelling or their place tells apart."""
        for are_one, why in (
            (self._are_named_alike, "the same but for their ids"),
            (self._are_undecided, "you said that they are different"),
            (self._are_spelled_alike, "the same but for the case of a word, which may be another"),
            (self._are_placed_alike, "the same words under other headings"),
        ):
            parts: list[list[int]] = []
            for n in group:
                fits = (part for part in parts if all(are_one(n, m) for m in part))
                home = next(fits, None)
                if home is None:
                    parts.append([n])
                else:
                    home.append(n)
            if len(parts) > 1:
                return [own for part in parts for own in self._by_look(part)[0]], why
        return [list(group)], ""

    def _are_named_alike(self, n: int, m: int) -> bool:
        return len({self.found[n].item.name, self.found[m].item.name} - {""}) < 2

    def _are_undecided(self, n: int, m: int) -> bool:
        if not self.apart:
            return True
        both = product(self.ids[n], self.ids[m])
        return not any(frozenset(each) in self.apart for each in both)

    def _are_spelled_alike(self, n: int, m: int) -> bool:
        return are_spelled_alike(self.found[n], self.found[m])

    def _are_placed_alike(self, n: int, m: int) -> bool:
        """Tell whether two items of the same words and answer ask the same where they stand."""
        one, other = self.found[n], self.found[m]
        is_here = one.heading == other.heading or not (one.heading and other.heading)
        if one.is_specific or is_here:
            return True
        return min(answers.size(one.item), answers.size(other.item)) >= _RICH
