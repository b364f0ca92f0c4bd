"""Which question of the sources is which of the lock: exact steps first, and never a guess.

Each step pairs only what it can tell apart, both ways. What is left over gets a new id: a visible
duplicate is better than one card's history on another. `docs/identity.md` has the contract.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from posixpath import dirname
from typing import overload

from tiku.identity import fillings, likeness, pool
from tiku.identity.known import (
    How,
    Known,
    Match,
    Matches,
    Near,
    NeedsAllError,
    as_one,
    as_shown,
    wording,
)
from tiku.identity.likeness import Rarity
from tiku.identity.lock import Entry, Wording
from tiku.identity.pool import (
    ANSWER_AGREES,
    LONG,
    SHARED,
    STEM_AGREES,
    Asked,
    Pool,
    is_retitled,
    sides,
)
from tiku.identity.swallowed import is_swallowed
from tiku.languages import numbering
from tiku.markup.media import KINDS
from tiku.model import Item, ItemId
from tiku.values import NamedTuple

# Justified by `benchmarks/identity.py`; docs/identity.md has the figures.
_AGREES, _APART = 0.4, 0.15  # score of an edit, and its lead over every other question
_NEAR = 0.3  # from here on a person is asked
_CONTAINED = 0.7  # of a question that only grew or shrank


def match(items: Sequence[Item], known: Known) -> Matches:
    """Match the items of a source to the lock; where that is empty there is nothing to match."""
    if not known.lock.entries:
        return Matches(known.source, (_NEW,) * len(items), Words(items))
    return match_words(items, [wording(item) for item in items], known)


class Words(Sequence[Wording]):
    """The words of items, found out when they are asked for."""

    def __init__(self, items: Sequence[Item]) -> None:
        """Take the items."""
        self._items = items

    @overload
    def __getitem__(self, place: int) -> Wording: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Wording]: ...
    def __getitem__(self, place: int | slice) -> Wording | Sequence[Wording]:
        """Give the words of an item, or of some."""
        if isinstance(place, slice):
            return Words(self._items[place])
        return wording(self._items[place])

    def __len__(self) -> int:
        """Count the items."""
        return len(self._items)


def is_of_type(item: Item, entry: Entry) -> bool:
    """Tell whether Anki has one type of note for both: texts with gaps have their own."""
    return entry.is_bare or entry.is_cloze == (item.kind == "cloze")


def match_words(items: Sequence[Item], words: Sequence[Wording], known: Known) -> Matches:
    """Match items as if these were their words."""
    return _Matching(items, words, known).run()


def _unplaced(words: Wording, file: str) -> tuple[str, ...] | None:
    """Give words without the folder of their file before what they show; `None` if none may be."""
    said = f"{words.asked} {words.reply}".lower()
    if not words.reply or not any(suffix in said for suffix in KINDS):
        return None
    folder = dirname(file)
    parts = (words.asked, words.reply, words.title)
    return tuple(part.replace(f"{folder}/", "") for part in parts) if folder else parts


class _Group(NamedTuple):
    """Items and entries that agree in some key; the entries of the last build come first."""

    items: list[Asked]
    entries: list[Entry]


class _Matching:
    def __init__(self, items: Sequence[Item], words: Sequence[Wording], known: Known) -> None:
        self.lock, self.source, self.anywhere = known.lock, known.source, known.anywhere
        self.is_part = known.is_part
        self.items = [
            Asked(n, item, each, frozenset(span.path for span in item.sources))
            for n, (item, each) in enumerate(zip(items, words, strict=True))
        ]
        others = known.others
        entries = (e for e in self.lock.entries.values() if e.source not in others)
        order = sorted(entries, key=lambda e: (not e.active, e.created, e.id))
        self.entries = {entry.id: entry for entry in order}
        self.found: dict[int, Match] = {}
        self.taken: set[ItemId] = set()
        self.near: list[Near] = []

    def run(self) -> Matches:
        self._pair()
        merged = tuple(self._merged()) if self.entries else ()
        absorbed = {each for each, *_ in merged}
        return Matches(
            self.source,
            tuple(self.found.get(asked.number, _NEW) for asked in self.items),
            tuple(asked.words for asked in self.items),
            tuple(self.entries),
            tuple(self._near()),
            merged,
            gone=tuple(e.id for e in self._left() if e.active and e.id not in absorbed),
        )

    def _pair(self) -> None:
        """Take the steps in turn."""
        self._explicit()
        self._each(lambda w: (w.question, w.answer), self._same)
        self._each(as_shown, self._same)  # for the keys of an older tiku
        self._in_another_folder()
        for is_gone in (False, True):  # what is gone comes back only if nothing else is there
            self._each(as_one, self._same_parted, is_gone=is_gone)
            self._each(lambda w: w.question, self._same_question, is_gone=is_gone)
            self._each(lambda w: w.stem, self._same_stem, is_gone=is_gone)
            self._each(lambda w: w.answer, self._same_answer, is_gone=is_gone)
        self._similar()

    @cached_property
    def asking(self) -> Counter[str]:
        """Count the questions of each stem, in the lock or in the sources, where they are more."""
        now = Counter(asked.words.stem for asked in self.items)
        return now | Counter(e.wording.stem for e in self.entries.values() if e.active)

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Tell where most questions of a file are now that is gone, as the exact steps found."""
        now = {file for asked in self.items for file in asked.files}
        moves: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for asked in self.items:
            entry = self.found.get(asked.number, _NEW).entry
            if entry and entry.file not in now:
                moves[entry.file].update(asked.files)
        return {old: homes.most_common(1)[0][0] for old, homes in moves.items()}

    # Steps

    def _explicit(self) -> None:
        """Pair by the author's ids, whatever the words."""
        ids = self.lock.entries
        names = {entry.name: entry for entry in ids.values() if entry.name}
        for asked in self.items:
            if asked.item.name:
                entry = ids.get(asked.item.name) or names.get(asked.item.name)
                entry = self._survivor(asked, entry) if entry else None
                if entry and entry.id not in self.taken:
                    why = f"'{asked.item.name}' is written there; if wrong, write another id"
                    self._take("explicit", asked, entry, why)

    def _survivor(self, asked: Asked, entry: Entry) -> Entry:
        """Follow an alias to the question that it was merged into, if that asks the same."""
        target = self.lock.entries.get(ItemId(entry.into))
        is_same = target and target.wording.question == asked.words.question
        return target if target and is_same else entry

    def _each(
        self,
        key: Callable[[Wording], Hashable],
        pair: Callable[[_Group], None],
        *,
        is_gone: bool = True,
    ) -> None:
        """Pair within each group of items and entries that have a key in common.

        Entries of the last build only, unless with those that `is_gone` too.
        """
        groups: defaultdict[Hashable, _Group] = defaultdict(lambda: _Group([], []))
        # Of equal items one that is newly named comes last.
        for asked in sorted(self._free(), key=lambda a: bool(a.item.name)):
            groups[key(asked.words)].items.append(asked)
        if not groups:
            return
        for entry in self._left():
            if (entry.active or is_gone) and key(entry.wording) in groups:
                groups[key(entry.wording)].entries.append(entry)
        for value, group in groups.items():
            if value != "" and group.entries:
                pair(group)

    def _in_another_folder(self) -> None:
        """Pair what shows the same files, beside it in another folder: texts name them by paths."""
        groups: defaultdict[Hashable, _Group] = defaultdict(lambda: _Group([], []))
        for asked in self._free():
            if (key := _unplaced(asked.words, asked.item.place.path)) is not None:
                groups[key].items.append(asked)
        for entry in self._left() if groups else ():
            if (key := _unplaced(entry.wording, entry.file)) in groups:
                groups[key].entries.append(entry)
        for items, entries in groups.values():
            if len(items) == len(entries) == 1:
                self._take("same", items[0], entries[0])

    def _same(self, group: _Group) -> None:
        """Pair where question and answer agree; only the place tells copies apart."""
        if len(group.items) == len(group.entries) == 1:
            self._take("same", group.items[0], group.entries[0])
            return
        present = _Group(group.items, [entry for entry in group.entries if entry.active])
        for some in (present, group):  # what is gone comes back only if nothing else is there
            for context in _CONTEXTS:
                self._unique("same", some, context, "")
        items, entries = self._rest(group)
        titles = {a.words.title for a in items} | {e.wording.title for e in entries}
        if len(titles) == 1 or len(items) == len(entries) == 1:
            for asked, entry in zip(items, entries, strict=False):
                self._take("same", asked, entry)

    def _same_parted(self, group: _Group) -> None:
        """Pair where every word is the same, and question and answer are parted elsewhere."""
        items, entries = self._rest(group)
        if len(items) != 1 or len(entries) != 1:
            return
        if self.is_part:
            raise NeedsAllError
        (asked,), (entry,) = items, entries
        numbers = {numbering.number_of(each.asked) for each in (asked.words, entry.wording)}
        if len(numbers - {0}) < _SEVERAL:
            self._take("same", asked, entry)

    def _same_question(self, group: _Group) -> None:
        """Pair where the answer was edited; if a question stands several times it tells which."""
        why = "the same question"
        if self._is_shared(group):
            self._ask_in_place(group)
            return
        if len(group.items) + len(group.entries) > 2:
            self._best(group, pool.answers, (ANSWER_AGREES, "question", why))
            for context in _CONTEXTS[:-1]:
                self._unique("question", group, context, why)
        items, entries = self._rest(group)
        if len(items) == len(entries) == 1 and self._is_continued(items[0], entries[0]):
            self._take("question", items[0], entries[0], why)
        items, entries = self._rest(group)
        for asked, entry in zip(items, entries, strict=False):
            self.near.append(Near(asked.number, entry, "the same question, with another answer"))

    def _ask_in_place(self, group: _Group) -> None:
        """Ask about a question that many share, where one alone stands in its place as before."""
        items, entries = self._rest(group)
        if len(items) * len(entries) > _TOO_MANY:
            return
        for asked in items:
            there = [entry for entry in entries if self._stays(asked, entry)]
            if len(there) == 1:
                why = "the same question in its place, with another answer"
                self.near.append(Near(asked.number, there[0], why))

    def _same_stem(self, group: _Group) -> None:
        """Pair where options were added, taken away or edited."""
        if self._is_shared(group):
            return
        why = "the same question, other options"
        known = _rarity(group)
        self._best(group, pool.score, (_AGREES, "question", why))
        items, entries = self._rest(group)
        if len(items) == len(entries) == 1 and self._is_continued(items[0], entries[0]):
            old, new = sides(entries[0].wording), sides(items[0].words)
            if likeness.stems(old, new, known) >= _AGREES or likeness.contains(old, new):
                self._take("question", items[0], entries[0], why)
        for asked, entry in zip(*self._rest(group), strict=False):
            if entry.is_cloze and is_of_type(asked.item, entry):
                self.near.append(Near(asked.number, entry, "what fills its gaps is another's"))

    def _is_shared(self, group: _Group) -> bool:
        """Tell whether so many questions have a stem that it says nothing by itself."""
        return self.asking[group.items[0].words.stem] >= SHARED

    def _is_continued(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether the same words ask the same: under another title "Why?" does not.

        Two subjects may well ask the same, `How do you declare a constant?`: where the place is
        another one, the answer has to agree.
        """
        if is_retitled(entry.wording, asked.words):
            return False
        old, new = sides(entry.wording), sides(asked.words)
        if self._stays(asked, entry) or likeness.goes_on(old, new):
            return True
        return likeness.answers(old, new, self.pool.known) >= ANSWER_AGREES

    def _same_answer(self, group: _Group) -> None:
        """Pair where the question was reworded, by an answer that no other question has."""
        reply = group.items[0].words.reply
        if len(reply) >= pool.TELLING and len(group.items) == len(group.entries) == 1:
            asked, entry = group.items[0], group.entries[0]
            is_sure = len(reply) >= LONG or self._is_near(asked, entry)
            if is_sure and self._has_own_answer(asked):
                self._take("answer", asked, entry, "the same answer, which no other question has")
                return
        why = "the same answer, a similar question"
        self._best(group, self._reworded, (STEM_AGREES, "answer", why))
        items, entries = self._rest(group)
        if len(items) == len(entries) == 1 and self._is_near(items[0], entries[0]):
            why = "the same answer, but the question's words may be another's"
            self.near.append(Near(items[0].number, entries[0], why))

    def _has_own_answer(self, asked: Asked) -> bool:
        """Tell whether no other question has its answer, now or in the lock."""
        return self.answering[asked.words.answer] == 1

    @cached_property
    def answering(self) -> Counter[str]:
        """Count the questions of each answer, in the lock or the sources, where they are more."""
        now = Counter(asked.words.answer for asked in self.items)
        return now | Counter(e.wording.answer for e in self.entries.values() if e.active)

    def _reworded(self, asked: Asked, entry: Entry, known: Rarity) -> float:
        """Give how much two questions of the same answer agree; 0 if they are another's words."""
        old, new = sides(entry.wording), sides(asked.words)
        if likeness.other(old, new):
            return 0.0
        if pool.is_told_by_neither(asked, entry):
            return 0.0
        if is_swallowed(entry.wording, asked.words):
            return 0.0
        if likeness.swaps_words(old, new):
            is_lone = not self.pool.family(asked, entry) and pool.is_rare(asked.words.reply)
            is_own = is_lone and self._has_own_answer(asked)
            if not is_own and not self.pool.is_decided(asked, entry):
                return 0.0
        agreement = likeness.stems(old, new, known)
        if likeness.contains(old, new):
            agreement = max(agreement, _CONTAINED)
        return agreement if self._is_near(asked, entry) or agreement >= _CONTAINED else 0.0

    @cached_property
    def pool(self) -> Pool:
        """Give all questions, made only where something was edited."""
        if self.is_part:
            raise NeedsAllError
        return Pool(self.items, self.entries.values())

    def _similar(self) -> None:
        """Pair what agrees clearly in both, and more than with any other question."""
        leads: list[tuple[float, Asked, Entry]] = []
        free = [*self._free()] if any(entry.active for entry in self._left()) else []
        for asked in free:
            scored = self.pool.scores(asked) if asked.words.reply else []
            found = next(((s, e) for s, e in scored if self._may_be(asked, e)), None)
            if found and found[0] >= _NEAR:
                own, entry = found
                why = self._doubt(asked, entry, scored)
                if own >= _AGREES and not why:
                    leads.append((own, asked, entry))
                else:
                    self.near.append(Near(asked.number, entry, why or "they agree too little"))
        self._take_leads(leads)

    def _doubt(self, asked: Asked, entry: Entry, scored: list[tuple[float, Entry]]) -> str:
        """Say why the best of the scored entries may be another question; empty if it is not."""
        old, new = sides(entry.wording), sides(asked.words)
        if why := likeness.other(old, new):
            return why
        if why := is_swallowed(entry.wording, asked.words):
            return why
        if pool.is_told_by_neither(asked, entry):
            return "the answer tells too little, and words of the question gave way to others"
        own = next(score for score, each in scored if each is entry)
        close = (e for score, e in scored if e is not entry and own - score < _APART)
        if not all(self.pool.decides(asked, entry, each) for each in close):
            return _AMBIGUOUS
        swapped = likeness.swaps_words(old, new)
        if not swapped:
            return ""
        is_refilled = likeness.follows(old, new) or likeness.refills(old, new)
        has_answer = self.pool.has_the_answer(asked, entry) and not is_refilled
        is_shared = self.asking[entry.wording.stem] >= SHARED
        is_known = has_answer or is_shared or self.pool.is_decided(asked, entry)
        return "" if is_known else swapped

    def _take_leads(self, leads: list[tuple[float, Asked, Entry]]) -> None:
        """Take an entry for the item that leads clearly; for none if two are close."""
        rivals: defaultdict[ItemId, list[float]] = defaultdict(list)
        for score, _, entry in leads:
            rivals[entry.id].append(score)
        for score, asked, entry in leads:
            first, *others = sorted(rivals[entry.id], reverse=True)
            if score == first and not (others and first - others[0] < _APART):
                why = f"question and answer agree ({score:.0%})"
                self._take("similar", asked, entry, why)
            else:
                self.near.append(Near(asked.number, entry, _AMBIGUOUS))

    def _may_be(self, asked: Asked, entry: Entry) -> bool:
        free = entry.active and entry.id not in self.taken
        return free and self._allowed(asked, entry) and self._is_near(asked, entry)

    def _merged(self) -> Iterator[tuple[ItemId, int, Wording]]:
        """Name the entries whose question is now a copy of another one's."""
        homes: dict[str, Asked] = {}
        for asked in self.items:
            if asked.item.copies:
                homes[asked.words.question] = asked
                homes.update((wording(copy).question, asked) for copy in asked.item.copies)
        for entry in self._left():
            home = homes.get(entry.wording.question)
            if home and entry.active:
                yield entry.id, home.number, entry.wording

    def _near(self) -> Iterator[Near]:
        asked = set[int]()
        for near in self.near:
            is_open = near.item not in self.found and near.entry.id not in self.taken
            if is_open and near.item not in asked:
                asked.add(near.item)
                yield near

    # Pairs

    def _unique(
        self, how: How, group: _Group, context: Callable[[str, str, str], Hashable], why: str
    ) -> None:
        """Pair those whose context is that of one item and of one entry of the group."""
        items, entries = self._rest(group)
        ours: defaultdict[Hashable, list[Asked]] = defaultdict(list)
        theirs: defaultdict[Hashable, list[Entry]] = defaultdict(list)
        for asked in items:
            for file in sorted(asked.files):
                section = " ".join(asked.item.section)
                ours[context(asked.words.title, section, file)].append(asked)
        for entry in entries:
            section = " ".join(entry.section)
            theirs[context(entry.wording.title, section, entry.file)].append(entry)
        for key, found in ours.items():
            if len({a.number for a in found}) == len(theirs[key]) == 1:
                self._take(how, found[0], theirs[key][0], why)

    def _best(
        self,
        group: _Group,
        measure: Callable[[Asked, Entry, Rarity], float],
        least: tuple[float, How, str],
    ) -> None:
        """Pair those that agree best both ways, with a lead over all others of the group."""
        items, entries = self._rest(group)
        if not items or not entries or len(items) * len(entries) > _TOO_MANY:
            return
        known, (limit, how, why) = _rarity(group), least
        table = [[measure(asked, entry, known) for entry in entries] for asked in items]
        for asked, row in zip(items, table, strict=True):
            for m, (entry, own) in enumerate(zip(entries, row, strict=True)):
                column = (other[m] for other in table if other is not row)
                rivals = (*row[:m], *row[m + 1 :], *column)
                if own >= limit and own - max(rivals, default=0.0) >= _APART:
                    self._take(how, asked, entry, why)

    def _take(self, how: How, asked: Asked, entry: Entry, why: str = "") -> None:
        is_free = asked.number not in self.found and entry.id not in self.taken
        if is_free and (how == "explicit" or self._allowed(asked, entry)):
            self.found[asked.number] = Match(how, entry, why)
            self.taken.add(entry.id)

    # What is there

    def _free(self) -> Iterator[Asked]:
        return (asked for asked in self.items if asked.number not in self.found)

    def _left(self) -> Iterator[Entry]:
        return (entry for entry in self.entries.values() if entry.id not in self.taken)

    def _rest(self, group: _Group) -> tuple[list[Asked], list[Entry]]:
        items = [asked for asked in group.items if asked.number not in self.found]
        return items, [entry for entry in group.entries if entry.id not in self.taken]

    def _allowed(self, asked: Asked, entry: Entry) -> bool:
        is_other = asked.words.question in entry.never or not is_of_type(asked.item, entry)
        return not is_other and not (entry.is_cloze and self._is_refilled(asked, entry))

    def _is_refilled(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether the gaps of a text are filled so that it is another question."""
        old, new = entry.wording, asked.words
        if not fillings.are_others(old, new, of_template=True):
            return False
        if self.is_part:
            raise NeedsAllError
        of_template = max(self.phrasing[old.stem], self.phrasing[new.stem]) > 1
        return fillings.are_others(old, new, of_template=of_template)

    @cached_property
    def phrasing(self) -> Counter[str]:
        """Count the texts of the same words around their gaps, now or ever."""
        now = Counter(asked.words.stem for asked in self.items)
        return now | Counter(e.wording.stem for e in self.entries.values())

    def _is_near(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether an item stands where an entry stood: in its file or under its headings."""
        is_below = bool(entry.section) and entry.section == asked.item.section
        return is_below or self._is_in_file(asked, entry)

    def _stays(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether an item stands where an entry stood: in its file and under its headings."""
        return entry.section == asked.item.section and self._is_in_file(asked, entry)

    def _is_in_file(self, asked: Asked, entry: Entry) -> bool:
        files = asked.files
        return self.anywhere or entry.file in files or self.renamed.get(entry.file) in files


_NEW = Match("new")
_SEVERAL = 2
_AMBIGUOUS = "another question agrees about as much"
_TOO_MANY = 400  # pairs of a group that are all compared; the rest is left to the last step

# From all that tells copies apart to the title alone.
_CONTEXTS: tuple[Callable[[str, str, str], Hashable], ...] = (
    lambda title, section, file: (title, section, file),
    lambda title, section, _: (title, section),
    lambda title, _, file: (title, file),
    lambda title, *_: title,
)


def _rarity(group: _Group) -> Rarity:
    words = (*(a.words for a in group.items), *(e.wording for e in group.entries))
    return likeness.rarity(map(sides, words))
