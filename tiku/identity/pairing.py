"""Questions of the sources and of the lock, paired one by one, and what can be told of the rest.

Which of them belong together is up to the steps of `matching`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from tiku.identity import likeness
from tiku.identity.known import NEW, How, Known, Match, Near, NeedsAllError
from tiku.identity.likeness import Rarity
from tiku.identity.lock import Entry, Wording, shown
from tiku.identity.pool import Asked, Pool, sides
from tiku.model import Item, ItemId
from tiku.values import NamedTuple

APART = 0.15  # the lead of an edit over every other question
_PART, _SEVERAL = 0.2, 2  # of the questions of a file, where it was split or joined to another
_TELLING = 12  # letters by which a question is found in another
_FEW = 24  # entries that have a rare word
TOO_MANY = 400  # pairs of a group that are all compared; the rest is left to the last step


class Group(NamedTuple):
    """Items and entries that agree in some key; the entries of the last build come first."""

    items: list[Asked]
    entries: list[Entry]


def is_of_type(item: Item, entry: Entry) -> bool:
    """Tell whether Anki has one type of note for both: texts with gaps have their own."""
    return entry.is_bare or entry.is_cloze == (item.kind == "cloze")


def rarity(group: Group) -> Rarity:
    """Count the words of a group."""
    words = (*(a.words for a in group.items), *(e.wording for e in group.entries))
    return likeness.rarity(map(sides, words))


def _by_question(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.wording.question].append(entry)
    return found


class Pairing:
    """Items and entries, which of them are paired, and what can be told of those that are not."""

    def __init__(self, items: Sequence[Item], words: Sequence[Wording], known: Known) -> None:
        """Take the items of a source with their words, and what is known."""
        self.lock, self.anywhere = known.lock, known.anywhere
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
        self._near: list[Near] = []

    def free(self) -> Iterator[Asked]:
        """Give the items that are not paired yet."""
        return (asked for asked in self.items if asked.number not in self.found)

    def left(self) -> Iterator[Entry]:
        """Give the entries that are not paired yet."""
        return (entry for entry in self.entries.values() if entry.id not in self.taken)

    def rest(self, group: Group) -> tuple[list[Asked], list[Entry]]:
        """Give what is not paired yet of a group."""
        items = [asked for asked in group.items if asked.number not in self.found]
        return items, [entry for entry in group.entries if entry.id not in self.taken]

    def take(self, how: How, asked: Asked, entry: Entry, why: str = "") -> None:
        """Pair an item and an entry, if they are not paired and may be."""
        is_free = asked.number not in self.found and entry.id not in self.taken
        if is_free and (how == "explicit" or self.allowed(asked, entry)):
            self.found[asked.number] = Match(how, entry, why)
            self.taken.add(entry.id)

    def allowed(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether a pair is forbidden by no person, type of note, or filled gap."""
        is_other = asked.words.question in entry.never or not is_of_type(asked.item, entry)
        return not is_other and not (entry.is_cloze and self._is_refilled(asked, entry))

    def _is_refilled(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether the gaps of a text are filled so that it is another question."""
        from tiku.identity import fillings

        old, new = entry.wording, asked.words
        if not fillings.are_others(old, new, of_template=True):
            return False
        if self.is_part:
            raise NeedsAllError
        of_template = max(self.phrasing[old.stem], self.phrasing[new.stem]) > 1
        return fillings.are_others(old, new, of_template=of_template)

    def doubt(self, asked: Asked, entry: Entry, why: str) -> None:
        """Remember that an item may be an entry, and why it was not taken for it."""
        self._near.append(Near(asked.number, entry, why))

    def doubts(self) -> Iterator[Near]:
        """Give the first doubt about each item, where neither side was paired since."""
        asked = set[int]()
        for near in self._near:
            is_open = near.item not in self.found and near.entry.id not in self.taken
            if is_open and near.item not in asked:
                asked.add(near.item)
                yield near

    # Groups

    def each(
        self,
        key: Callable[[Wording], Hashable],
        pair: Callable[[Group], None],
        *,
        is_gone: bool = True,
        of: Callable[[Entry], Wording | None] = attrgetter("wording"),
    ) -> None:
        """Pair within each group of items and entries that have a key in common.

        Entries of the last build only, unless with those that `is_gone` too.
        """
        groups: defaultdict[Hashable, Group] = defaultdict(lambda: Group([], []))
        # Of equal items one that is newly named comes last.
        for asked in sorted(self.free(), key=lambda a: bool(a.item.name)):
            groups[key(asked.words)].items.append(asked)
        if not groups:
            return
        for entry in self.left():
            words = of(entry) if entry.active or is_gone else None
            if words and (value := key(words)) in groups:
                groups[value].entries.append(entry)
        for value, group in groups.items():
            if value != "" and group.entries:
                pair(group)

    def unique(
        self, how: How, group: Group, context: Callable[[str, str, str], Hashable], why: str
    ) -> None:
        """Pair those whose context is that of one item and of one entry of the group."""
        items, entries = self.rest(group)
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
                self.take(how, found[0], theirs[key][0], why)

    def best(
        self,
        group: Group,
        measure: Callable[[Asked, Entry, Rarity], float],
        least: tuple[float, How, str],
    ) -> None:
        """Pair those that agree best both ways, with a lead over all others of the group."""
        items, entries = self.rest(group)
        if not items or not entries or len(items) * len(entries) > TOO_MANY:
            return
        known, (limit, how, why) = rarity(group), least
        table = [[measure(asked, entry, known) for entry in entries] for asked in items]
        for asked, row in zip(items, table, strict=True):
            for m, (entry, own) in enumerate(zip(entries, row, strict=True)):
                column = (other[m] for other in table if other is not row)
                rivals = (*row[:m], *row[m + 1 :], *column)
                if own >= limit and own - max(rivals, default=0.0) >= APART:
                    self.take(how, asked, entry, why)

    # What all of them tell

    @cached_property
    def asking(self) -> Counter[str]:
        """Count the questions of each stem, in the lock or in the sources, where they are more."""
        now = Counter(asked.words.stem for asked in self.items)
        return now | Counter(e.wording.stem for e in self.entries.values() if e.active)

    @cached_property
    def answering(self) -> Counter[str]:
        """Count the questions of each answer, in the lock or the sources, where they are more."""
        now = Counter(asked.words.answer for asked in self.items)
        return now | Counter(e.wording.answer for e in self.entries.values() if e.active)

    @cached_property
    def answers(self) -> set[str]:
        """Give the answers of all items."""
        return {asked.words.answer for asked in self.items}

    @cached_property
    def asked_last(self) -> Mapping[str, list[Entry]]:
        """Give the entries of the last build by their question."""
        return _by_question(entry for entry in self.entries.values() if entry.active)

    @cached_property
    def asked_before(self) -> Mapping[str, list[Entry]]:
        """Give the entries that are gone, and part of no other, by their question."""
        gone = (entry for entry in self.entries.values() if entry.retired and not entry.into)
        return _by_question(gone)

    def missing(self, asked: Asked) -> Iterator[Entry]:
        """Give the entries of the last build that are not found and share a rare word."""
        holders = (self._missing.get(word, ()) for word in {*sides(asked.words).asked})
        found = {each.id: each for some in holders if len(some) <= _FEW for each in some}
        return (each for each in found.values() if each.id not in self.taken)

    @cached_property
    def _missing(self) -> Mapping[str, list[Entry]]:
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.left():
            for word in {*sides(entry.wording).asked} if entry.active else ():
                found[word].append(entry)
        return found

    @cached_property
    def phrasing(self) -> Counter[str]:
        """Count the texts of the same words around their gaps, now or ever."""
        now = Counter(asked.words.stem for asked in self.items)
        return now | Counter(e.wording.stem for e in self.entries.values())

    @cached_property
    def pool(self) -> Pool:
        """Give all questions, made only where something was edited."""
        if self.is_part:
            raise NeedsAllError
        return Pool(self.items, self.entries.values())

    def held_another(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether an entry was read together with what a question asks that is new now."""
        if self._came_beside(asked, entry):
            return True
        text, (stems, sizes) = entry.wording.asked, self._newly_asked
        return any(
            (stem := text[at : at + size]) in stems and stem not in asked.words.asked
            for at in (0, *(end + 1 for end, char in enumerate(text) if char == " "))
            for size in sizes.get(text[at : at + _TELLING], ())
        )

    def _came_beside(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether an entry asked something else before a question was read with it."""
        was, text, own = entry.was, entry.wording.asked, shown(asked.item.stem.plain)
        if not was or own not in text or own in was.asked:
            return False
        before, since = Counter(sides(was).asked), Counter(sides(entry.wording).asked)
        return before <= since and not before <= Counter(sides(asked.words).asked)

    def is_held_now(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether what an entry asks stands in another question now, where it did not.

        Texts with gaps may be the same but for what fills them: none of them holds the others.
        """
        words, text = sides(entry.wording).asked, entry.wording.asked
        holders = min((self._changed.get(word, ()) for word in words), key=len, default=())
        return any(
            each is not asked and text != each.words.asked and text in each.words.asked
            for each in holders[:_FEW]
        )

    @cached_property
    def _changed(self) -> Mapping[str, list[Asked]]:
        """Give the questions that are not asked as they were, by their words."""
        found: defaultdict[str, list[Asked]] = defaultdict(list)
        for asked in self.items:
            entry = self.found.get(asked.number, NEW).entry
            if not entry or entry.wording.question != asked.words.question:
                for word in {*sides(asked.words).asked}:
                    found[word].append(asked)
        return found

    @cached_property
    def _newly_asked(self) -> tuple[set[str], Mapping[str, set[int]]]:
        """Give what is asked now and was not in the last build, and its lengths by how it starts.

        Many may start alike, and to look at each of them for each other takes minutes.
        """
        stems, sizes = set[str](), defaultdict[str, set[int]](set)
        for asked in self.items:
            entry = self.found.get(asked.number, NEW).entry
            stem = shown(asked.item.stem.plain)
            if not (entry and entry.active) and len(stem) >= _TELLING:
                stems.add(stem)
                sizes[stem[:_TELLING]].add(len(stem))
        return stems, sizes

    # Places

    @cached_property
    def homes(self) -> Mapping[str, set[str]]:
        """Tell where a good part of each file is now, as the exact steps found: it may be split.

        Of a file that is still there, one question elsewhere says nothing.
        """
        if self.is_part:
            raise NeedsAllError
        now = {file for asked in self.items for file in asked.files}
        moves: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for asked in self.items:
            if entry := self.found.get(asked.number, NEW).entry:
                moves[entry.file].update(asked.files)
        found = {}
        for old, homes in moves.items():
            part = min(_PART * homes.total(), max(homes.values()))
            least = max(part, _SEVERAL if old in now else 1)
            found[old] = {home for home, count in homes.items() if count >= least}
        return found

    @cached_property
    def renamed(self) -> Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]]:
        """Tell which headings of a file gave way to others, with all that is known below them."""
        if self.is_part:
            raise NeedsAllError
        now = {(file, asked.item.section) for asked in self.items for file in asked.files}
        moves: defaultdict[tuple[str, tuple[str, ...]], list[tuple[str, ...]]] = defaultdict(list)
        for asked in self.items:
            entry = self.found.get(asked.number, NEW).entry
            if entry and (entry.file, entry.section) not in now:
                moves[entry.file, entry.section].append(asked.item.section)
        return {
            old: places[0]
            for old, places in moves.items()
            if len(places) >= _SEVERAL and len({*places}) == 1
        }

    def is_near(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether an item stands where an entry stood: in its file or under its headings."""
        is_below = bool(entry.section) and entry.section == asked.item.section
        return is_below or self._is_in_file(asked, entry)

    def stays(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether an item stands where an entry stood: in its file and under its headings."""
        if not self._is_in_file(asked, entry):
            return False
        section = asked.item.section
        return entry.section == section or self.renamed.get((entry.file, entry.section)) == section

    def _is_in_file(self, asked: Asked, entry: Entry) -> bool:
        files = asked.files
        if self.anywhere or entry.file in files:
            return True
        return not files.isdisjoint(self.homes.get(entry.file, ()))
