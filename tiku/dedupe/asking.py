"""Items whose words ask the same: which of them are one question, and what parts the others."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product

from tiku.dedupe import answers
from tiku.dedupe.gists import Gists, groups
from tiku.dedupe.traits import Traits, are_spelled_alike
from tiku.model import Item, ItemId, Verdict
from tiku.values import NamedTuple

_PHRASE = 4  # items of one stem, from which on it may be a phrase that stands everywhere
_SURELY = 10  # the same where it names something
_MOSTLY = 0.8  # of them with other answers
_TOLD = 12  # characters of an answer that hardly two questions of general words share by chance
_RICH = 40  # characters of an answer that tells a question wherever it stands

_ELSEWHERE = "the same words under other headings"

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


def parted(found: Gists, ids: Ids, apart: Collection[frozenset[ItemId]]) -> Parted:
    """Part items into those that are one; each is in exactly one group."""
    several = groups(found.asked)
    tied = {n for group in several for n in group}
    same = [[n] for n in range(len(found.items)) if n not in tied]
    differing: list[Differing] = []
    for group in several:
        of = _grouped((found.traits(n).asked, n) for n in group).values()
        for each in of:  # more than one only if two digests are equal by chance
            own = _Group([found.traits(n) for n in each], ids, apart).parted()
            same += ([each[k] for k in part] for part in own.same)
            differing += (
                one._replace(members=[each[k] for k in one.members]) for one in own.differing
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
        here = self._here(everyone)
        is_phrase = self._is_phrase(here.same)
        reach = self.found[0].reach
        if reach == "whole" and not is_phrase:
            return here
        points = is_phrase or reach == "deictic"
        places = _grouped((self._place(n, has_body=points), n) for n in everyone).values()
        each = [self._here(place) for place in places]
        same = [part for here in each for part in here.same]
        differing = [found for here in each for found in here.differing]
        if reach == "bare":
            differing += self._again_elsewhere(same)
        if len(each) >= _PHRASE:
            why = "a phrase that stands everywhere; its place and its answer tell it apart"
            differing.append(Differing("different", [here.same[0][0] for here in each], why))
        return Parted(same, differing)

    def _again_elsewhere(self, same: Sequence[Sequence[int]]) -> Iterator[Differing]:
        """Find questions of general words that have the same answer in another place too."""
        firsts = [self._fullest(part) for part in same]
        told = [n for n in firsts if answers.size(self.found[n].item) >= _TOLD]
        for alike in self._by_answer(told):
            if len(alike) > 1:
                yield Differing("alike", sorted(alike), _ELSEWHERE)

    def _is_phrase(self, same: Sequence[Sequence[int]]) -> bool:
        """Tell whether the stem stands so often, over other answers, that it says nothing alone.

        Copies count once: a document read twice says nothing new about its phrases.
        """
        if self.found[0].is_specific and len(same) < _SURELY:
            return False
        kinds = {self.found[self._fullest(part)].item.response.answer.form for part in same}
        return len(same) >= _PHRASE and len(kinds) >= _MOSTLY * len(same)

    def _place(self, n: int, *, has_body: bool) -> Hashable:
        one = self.found[n]
        return one.context, answers.body(one.item) if has_body else None

    def _here(self, group: Sequence[int]) -> Parted:
        same: list[list[int]] = []
        differing: list[Differing] = []
        firsts: dict[int, str] = {}  # the fullest copy of each answer, with its heading
        for part in self._by_answer(group):
            looks, why = self._by_look(part)
            if len(looks) > 1:
                differing.append(Differing("alike", [each[0] for each in looks], why))
            # What held two answers together may now be apart from both.
            own = [each for look in looks for each in self._by_answer(look)]
            same += own
            for each in own if len(own) > len(looks) else [part]:
                fullest = self._fullest(each)
                firsts[fullest] = self._heading(next(one for one in own if fullest in one))
        in_others = {self.found[n].script: n for n in reversed(list(firsts))}
        if len(in_others) > 1:
            why = "the same question in another language"
            differing.append(Differing("alike", sorted(in_others.values()), why))
        for rivals in self._rivals(firsts):
            first = self.found[rivals[0]]
            if len(rivals) > 1 and (first.reach != "bare" or first.item.section):
                why = "the same question, answered or explained otherwise"
                differing.append(Differing("conflict", rivals, why))
        return Parted(same, differing)

    def _by_answer(self, group: Sequence[int]) -> list[list[int]]:
        parts = answers.parted([self.found[n].item for n in group])
        return [[group[k] for k in part] for part in parts]

    def _fullest(self, copies: Sequence[int]) -> int:
        return max(copies, key=lambda n: (answers.size(self.found[n].item), -n))

    def _heading(self, copies: Sequence[int]) -> str:
        """Give what stands above the one that copies become: the first title that any has."""
        order = sorted(copies, key=lambda n: not self.found[n].item.name)
        titled = (n for n in order if self.found[n].item.title.plain)
        return self.found[next(titled, order[0])].heading

    def _rivals(self, firsts: Mapping[int, str]) -> Iterator[list[int]]:
        """Group by script, and by heading if only that says of what they ask: `Side effects`.

        One without a heading may ask what others ask under the only heading that there is.
        """
        for group in _grouped((self.found[n].script, n) for n in firsts).values():
            unsaid = {firsts[n] for n in group if not self.found[n].is_specific} - {""}
            if len(unsaid) < 2:
                yield group
            else:
                yield from _grouped(
                    ("" if self.found[n].is_specific else firsts[n], n) for n in group
                ).values()

    def _by_look(self, group: Sequence[int]) -> tuple[list[list[int]], str]:
        """Part items of one answer that their author, their spelling or their place tells apart."""
        copies = {each[0]: each for each in _grouped((self._look(n), n) for n in group).values()}
        parts, why = self._parted_by_look(list(copies))
        return [sorted(n for first in part for n in copies[first]) for part in parts], why

    def _look(self, n: int) -> Hashable:
        """Give all that may tell an item apart: thousands of copies are compared as one."""
        if self.apart:
            return n
        one = self.found[n]
        place = (one.heading, one.is_specific, answers.size(one.item))
        return one.item.name, one.item.stem.plain, one.spelled, place

    def _parted_by_look(self, group: Sequence[int]) -> tuple[list[list[int]], str]:
        # One without a heading may be under the only one that there is, not under either of two.
        is_one_place = len({self.found[n].heading for n in group} - {""}) < 2
        for are_one, why in (
            (self._are_named_alike, "the same but for their ids"),
            (self._are_undecided, "you said that they are different"),
            (self._are_spelled_alike, "the same but for the case of a word, which may be another"),
            (
                lambda n, m: is_one_place or self._are_placed_alike(n, m),
                _ELSEWHERE,
            ),
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
                return [own for part in parts for own in self._parted_by_look(part)[0]], why
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
        if one.is_specific or one.heading == other.heading:
            return True
        return min(answers.size(one.item), answers.size(other.item)) >= _RICH
