"""Which question of the sources is which of the lock: exact steps first, and never a guess.

Each step pairs only what it can tell apart, both ways. What is left over gets a new id: a visible
duplicate is better than one card's history on another. `docs/identity.md` has the contract.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import attrgetter
from posixpath import dirname

from tiku.identity import likeness, pool, replaced
from tiku.identity.known import (
    NEW,
    Known,
    Matches,
    NeedsAllError,
    Words,
    as_one,
    as_shown,
    wording,
)
from tiku.identity.likeness import Rarity
from tiku.identity.lock import Entry, Wording
from tiku.identity.mended import is_mended
from tiku.identity.pairing import APART, TOO_MANY, Group, Pairing, is_of_type, rarity
from tiku.identity.pool import (
    ANSWER_AGREES,
    LONG,
    SHARED,
    STEM_AGREES,
    Asked,
    is_retitled,
    sides,
)
from tiku.identity.replaced import Replacements
from tiku.identity.swallowed import is_swallowed, is_within
from tiku.languages import numbering
from tiku.markup.media import KINDS
from tiku.model import Item, ItemId

# Justified by `benchmarks/identity.py`; docs/identity.md has the figures.
_AGREES = 0.4  # score of an edit
_NEAR = 0.3  # from here on a person is asked
_CONTAINED = 0.7  # of a question that only grew or shrank


def match(items: Sequence[Item], known: Known) -> Matches:
    """Match the items of a source to the lock; where that is empty there is nothing to match."""
    if not known.lock.entries:
        return Matches(known.source, (NEW,) * len(items), Words(items))
    return match_words(items, [wording(item) for item in items], known)


def match_words(items: Sequence[Item], words: Sequence[Wording], known: Known) -> Matches:
    """Match items as if these were their words."""
    return _Matching(Pairing(items, words, known), known.source).run()


def _unplaced(words: Wording, file: str) -> tuple[str, ...] | None:
    """Give words without the folder of their file before what they show; `None` if none may be."""
    said = f"{words.asked} {words.reply}".lower()
    if not words.reply or not any(suffix in said for suffix in KINDS):
        return None
    folder = dirname(file)
    parts = (words.asked, words.reply, words.title)
    return tuple(part.replace(f"{folder}/", "") for part in parts) if folder else parts


class _Matching:
    def __init__(self, pairs: Pairing, source: str) -> None:
        self.pairs, self.source = pairs, source

    def run(self) -> Matches:
        self._pair()
        merged = tuple(self._merged()) if self.pairs.entries else ()
        absorbed = {each for each, *_ in merged}
        return Matches(
            self.source,
            tuple(self.pairs.found.get(asked.number, NEW) for asked in self.pairs.items),
            tuple(asked.words for asked in self.pairs.items),
            tuple(self.pairs.entries),
            tuple(self.pairs.doubts()),
            merged,
            gone=tuple(e.id for e in self.pairs.left() if e.active and e.id not in absorbed),
        )

    def _pair(self) -> None:
        """Take the steps in turn."""
        self._explicit()
        self.pairs.each(lambda w: (w.question, w.answer), self._same)
        self.pairs.each(as_shown, self._same)  # for the keys of an older tiku
        self._in_another_folder()
        self.pairs.each(lambda w: w.question, self._as_before, of=attrgetter("was"))
        for is_gone in (False, True):  # what is gone comes back only if nothing else is there
            self.pairs.each(as_one, self._same_parted, is_gone=is_gone)
            self.pairs.each(lambda w: w.question, self._same_question, is_gone=is_gone)
            self.pairs.each(lambda w: w.stem, self._same_stem, is_gone=is_gone)
            self.pairs.each(lambda w: w.answer, self._same_answer, is_gone=is_gone)
        self._mended()
        self._similar()
        self._replaced()

    # Steps

    def _explicit(self) -> None:
        """Pair by the author's ids, whatever the words."""
        ids = self.pairs.lock.entries
        names = {entry.name: entry for entry in ids.values() if entry.name}
        for asked in self.pairs.items:
            if asked.item.name:
                entry = ids.get(asked.item.name) or names.get(asked.item.name)
                entry = self._survivor(asked, entry) if entry else None
                if entry and entry.id not in self.pairs.taken:
                    why = f"'{asked.item.name}' is written there; if wrong, write another id"
                    self.pairs.take("explicit", asked, entry, why)

    def _survivor(self, asked: Asked, entry: Entry) -> Entry:
        """Follow an alias to the question that it was merged into, if that asks the same."""
        target = self.pairs.lock.entries.get(ItemId(entry.into))
        is_same = target and target.wording.question == asked.words.question
        return target if target and is_same else entry

    def _in_another_folder(self) -> None:
        """Pair what shows the same files, beside it in another folder: texts name them by paths."""
        groups: defaultdict[Hashable, Group] = defaultdict(lambda: Group([], []))
        for asked in self.pairs.free():
            if (key := _unplaced(asked.words, asked.item.place.path)) is not None:
                groups[key].items.append(asked)
        for entry in self.pairs.left() if groups else ():
            if (key := _unplaced(entry.wording, entry.file)) in groups:
                groups[key].entries.append(entry)
        for items, entries in groups.values():
            if len(items) == len(entries) == 1:
                self.pairs.take("same", items[0], entries[0])

    def _same(self, group: Group) -> None:
        """Pair where question and answer agree; only the place tells copies apart."""
        if len(group.items) == len(group.entries) == 1:
            if not self._has_heir(group.items[0], group.entries[0]):
                self.pairs.take("same", group.items[0], group.entries[0])
            return
        present = Group(group.items, [entry for entry in group.entries if entry.active])
        for some in (present, group):  # what is gone comes back only if nothing else is there
            for context in _CONTEXTS:
                self.pairs.unique("same", some, context, "")
        items, entries = self.pairs.rest(group)
        titles = {a.words.title for a in items} | {e.wording.title for e in entries}
        if len(titles) == 1 or len(items) == len(entries) == 1:
            for asked, entry in zip(items, entries, strict=False):
                self.pairs.take("same", asked, entry)

    def _has_heir(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether a question that is gone was asked there since, with an answer gone now."""
        if entry.active:
            return False
        heirs = (
            each
            for each in self.pairs.asked_last.get(entry.wording.question, ())
            if each.id not in self.pairs.taken and each.wording.answer not in self.pairs.answers
        )
        return any(self.pairs.stays(asked, each) for each in heirs)

    def _as_before(self, group: Group) -> None:
        """Pair with what was taken for an edit of a question that is there again as it was."""
        items, entries = self.pairs.rest(group)
        was = entries[0].was if len(items) == len(entries) == 1 else None
        if was and self._is_again(items[0].words, was):
            self.pairs.take("question", items[0], entries[0], "as it was before")

    def _is_again(self, words: Wording, was: Wording) -> bool:
        """Tell whether a question is as it was, or nearly, and no other one was asked so since."""
        old, new = sides(was), sides(words)
        if words.answer == was.answer or likeness.goes_on(old, new):
            return True
        since = self.pairs.asked_last.get(words.question, ())
        is_free = all(each.id in self.pairs.taken for each in since)
        return is_free and likeness.answers(old, new, Rarity()) >= ANSWER_AGREES

    def _same_parted(self, group: Group) -> None:
        """Pair where every word is the same, and question and answer are parted elsewhere."""
        items, entries = self.pairs.rest(group)
        if len(items) != 1 or len(entries) != 1:
            return
        if self.pairs.is_part:
            raise NeedsAllError
        (asked,), (entry,) = items, entries
        numbers = {numbering.number_of(each.asked) for each in (asked.words, entry.wording)}
        if len(numbers - {0}) < _SEVERAL:
            self.pairs.take("same", asked, entry)

    def _same_question(self, group: Group) -> None:
        """Pair where the answer was edited; if a question stands several times it tells which."""
        why = "the same question"
        if self._is_shared(group):
            self._ask_in_place(group)
            return
        if len(group.items) + len(group.entries) > 2:
            self.pairs.best(group, pool.answers, (ANSWER_AGREES, "question", why))
            for context in _CONTEXTS[:-1]:
                self.pairs.unique("question", group, context, why)
        items, entries = self.pairs.rest(group)
        if len(items) == len(entries) == 1 and self._is_continued(items[0], entries[0]):
            self.pairs.take("question", items[0], entries[0], why)
        items, entries = self.pairs.rest(group)
        for asked, entry in zip(items, entries, strict=False):
            self.pairs.doubt(asked, entry, "the same question, with another answer")

    def _ask_in_place(self, group: Group) -> None:
        """Ask about a question that many share, where one alone stands in its place as before."""
        items, entries = self.pairs.rest(group)
        if len(items) * len(entries) > TOO_MANY:
            return
        for asked in items:
            there = [entry for entry in entries if self.pairs.stays(asked, entry)]
            if len(there) == 1:
                why = "the same question in its place, with another answer"
                self.pairs.doubt(asked, there[0], why)

    def _same_stem(self, group: Group) -> None:
        """Pair where options were added, taken away or edited."""
        if self._is_shared(group):
            return
        why = "the same question, other options"
        known = rarity(group)
        self.pairs.best(group, pool.score, (_AGREES, "question", why))
        items, entries = self.pairs.rest(group)
        if len(items) == len(entries) == 1 and self._is_continued(items[0], entries[0]):
            old, new = sides(entries[0].wording), sides(items[0].words)
            is_alike = likeness.stems(old, new, known) >= _AGREES or likeness.contains(old, new)
            is_alike = is_alike or likeness.goes_on(old, new)
            if is_alike or likeness.answers(old, new, known) >= ANSWER_AGREES:
                self.pairs.take("question", items[0], entries[0], why)
        for asked, entry in zip(*self.pairs.rest(group), strict=False):
            if entry.is_cloze and is_of_type(asked.item, entry):
                self.pairs.doubt(asked, entry, "what fills its gaps is another's")

    def _is_shared(self, group: Group) -> bool:
        """Tell whether so many questions have a stem that it says nothing by itself."""
        return self.pairs.asking[group.items[0].words.stem] >= SHARED

    def _is_continued(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether the same words ask the same: under another title "Why?" does not.

        Two subjects may well ask the same, `How do you declare a constant?`: where the place is
        another one, the answer has to agree.
        """
        if is_retitled(entry.wording, asked.words):
            return False
        old, new = sides(entry.wording), sides(asked.words)
        if self.pairs.stays(asked, entry) or likeness.goes_on(old, new):
            return True
        return likeness.answers(old, new, self.pairs.pool.known) >= ANSWER_AGREES

    def _same_answer(self, group: Group) -> None:
        """Pair where the question was reworded, by an answer that no other question has."""
        reply = group.items[0].words.reply
        if len(group.items) == len(group.entries) == 1 and self._is_back(
            group.items[0], group.entries[0]
        ):
            return  # to what it was alone, in the next round
        if len(reply) >= pool.TELLING and len(group.items) == len(group.entries) == 1:
            asked, entry = group.items[0], group.entries[0]
            is_sure = len(reply) >= LONG or self.pairs.is_near(asked, entry)
            is_sure = is_sure and not is_swallowed(entry.wording, asked.words)
            is_sure = is_sure and not self._asks_as_another(asked, entry)
            is_sure = is_sure and not self._is_parted(asked, entry)
            if is_sure and self._has_own_answer(asked):
                self.pairs.take(
                    "answer", asked, entry, "the same answer, which no other question has"
                )
                return
        why = "the same answer, a similar question"
        self.pairs.best(group, self._reworded, (STEM_AGREES, "answer", why))
        items, entries = self.pairs.rest(group)
        if len(items) == len(entries) == 1 and self.pairs.is_near(items[0], entries[0]):
            why = "the same answer, but the question's words may be another's"
            self.pairs.doubt(items[0], entries[0], why)

    def _is_back(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether a question that stood in an entry was asked alone before, and is again."""
        own, text = asked.words.asked, entry.wording.asked
        if not entry.active or own == text or own not in text:
            return False
        return any(
            each.id not in self.pairs.taken
            and self.pairs.allowed(asked, each)
            and self._is_continued(asked, each)
            for each in self.pairs.asked_before.get(asked.words.question, ())
        )

    def _asks_as_another(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether it asks what a missing question did: the two swapped their answers."""
        new = sides(asked.words)
        least = max(STEM_AGREES, likeness.shared(sides(entry.wording), new))
        others = (each for each in self.pairs.missing(asked) if each is not entry)
        return any(likeness.shared(sides(each.wording), new) > least for each in others)

    def _is_parted(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether one was read together with another question that is alone, then or now."""
        return self.pairs.held_another(asked, entry) or self.pairs.is_held_now(asked, entry)

    def _has_own_answer(self, asked: Asked) -> bool:
        """Tell whether no other question has its answer, now or in the lock."""
        return self.pairs.answering[asked.words.answer] == 1

    def _reworded(self, asked: Asked, entry: Entry, known: Rarity) -> float:
        """Give how much two questions of the same answer agree; 0 if they are another's words."""
        old, new = sides(entry.wording), sides(asked.words)
        is_untold = likeness.other(old, new) or pool.is_told_by_neither(asked, entry)
        if is_untold or is_swallowed(entry.wording, asked.words):
            return 0.0
        if self._asks_as_another(asked, entry) or self._is_parted(asked, entry):
            return 0.0
        if likeness.swaps_words(old, new):
            is_lone = not self.pairs.pool.family(asked, entry) and pool.is_rare(asked.words.reply)
            is_own = is_lone and self._has_own_answer(asked)
            if not is_own and not self.pairs.pool.is_decided(asked, entry):
                return 0.0
        agreement = likeness.stems(old, new, known)
        if likeness.contains(old, new):
            agreement = max(agreement, _CONTAINED)
        return agreement if self.pairs.is_near(asked, entry) or agreement >= _CONTAINED else 0.0

    def _mended(self) -> None:
        """Pair what differs in slips of the pen only, on both sides."""
        left = any(entry.active for entry in self.pairs.left())
        pairs = [
            (asked, entry)
            for asked in (self.pairs.free() if left else ())
            for _, entry in (self.pairs.pool.scores(asked) if asked.words.reply else ())
            if self._is_open(asked, entry)
            and is_mended(entry.wording, asked.words, self.pairs.pool.known)
        ]
        ours = Counter(asked.number for asked, _ in pairs)
        theirs = Counter(entry.id for _, entry in pairs)
        for asked, entry in pairs:
            if ours[asked.number] == theirs[entry.id] == 1:
                self.pairs.take("similar", asked, entry, "only slips of the pen were mended")

    def _similar(self) -> None:
        """Pair what agrees clearly in both, and more than with any other question."""
        leads: list[tuple[float, Asked, Entry]] = []
        free = [*self.pairs.free()] if any(entry.active for entry in self.pairs.left()) else []
        for asked in free:
            scored = self.pairs.pool.scores(asked) if asked.words.reply else []
            if found := self._likest(asked, scored):
                own, entry = found
                why = self._doubt(asked, entry, scored)
                if not why and not self.pairs.is_near(asked, entry):
                    why = "it stands in another place"
                if own >= _AGREES and not why:
                    leads.append((own, asked, entry))
                else:
                    self.pairs.doubt(asked, entry, why or "they agree too little")
        self._take_leads(leads)

    def _likest(
        self, asked: Asked, scored: list[tuple[float, Entry]]
    ) -> tuple[float, Entry] | None:
        """Find what an item agrees with most, first where it stands, and then elsewhere."""
        free = [(score, entry) for score, entry in scored if self._is_open(asked, entry)]
        near = ((s, e) for s, e in free if s >= _NEAR and self.pairs.is_near(asked, e))
        found = next(near, None)
        if found and found[0] >= _AGREES:
            return found
        return next(((s, e) for s, e in free if s >= _AGREES), found)

    def _replaced(self) -> None:
        """Pair what says what another question said, but for words replaced throughout."""
        left = [entry for entry in self.pairs.left() if entry.active]
        free = [*self.pairs.free()] if left else []
        made = Replacements(self._reworded_pairs() if free else ())
        if not made:
            return
        if self.pairs.is_part:
            raise NeedsAllError
        groups: defaultdict[Hashable, Group] = defaultdict(lambda: Group([], []))
        for asked in free:
            groups[replaced.start(sides(asked.words))].items.append(asked)
        for entry in left:
            groups[replaced.start(made.of(sides(entry.wording)))].entries.append(entry)
        for items, entries in groups.values():
            if len(items) == len(entries) == 1 and self.pairs.is_near(items[0], entries[0]):
                (asked,), (entry,) = items, entries
                if made.makes(entry.wording, asked.words):
                    why = "its words were replaced as in other questions"
                    self.pairs.take("similar", asked, entry, why)

    def _reworded_pairs(self) -> Iterator[tuple[Wording, Wording]]:
        """Give the words that questions had and have that are known again, if others."""
        for asked in self.pairs.items:
            entry = self.pairs.found.get(asked.number, NEW).entry
            old, new = entry.wording if entry else asked.words, asked.words
            if old.asked != new.asked or old.reply != new.reply:
                yield old, new

    def _doubt(self, asked: Asked, entry: Entry, scored: list[tuple[float, Entry]]) -> str:
        """Say why the best of the scored entries may be another question; empty if it is not."""
        return (
            likeness.other(sides(entry.wording), sides(asked.words))
            or is_swallowed(entry.wording, asked.words)
            or (_UNTOLD if pool.is_told_by_neither(asked, entry) else "")
            or self._rivalled(asked, entry, scored)
            or self._refilled(asked, entry)
        )

    def _rivalled(self, asked: Asked, entry: Entry, scored: list[tuple[float, Entry]]) -> str:
        """Say why an item may rather be another of the scored entries; empty if it is not."""
        old, new = sides(entry.wording), sides(asked.words)
        free = [e for _, e in scored if e is not entry and e.id not in self.pairs.taken]
        if any(likeness.has_asked(sides(each.wording), old, new) for each in free):
            return "it has every word of another question"
        if self._asks_as_another(asked, entry):
            return "it asks about what another question did"
        if any(is_within(asked.words, each.wording) for each in free):
            return "it stood within another question"
        if self._is_parted(asked, entry):
            return "what was read together with another question is two now, or the other way about"
        own = next(score for score, each in scored if each is entry)
        close = (e for score, e in scored if e is not entry and own - score < APART)
        is_own = all(self.pairs.pool.decides(asked, entry, each) for each in close)
        return "" if is_own else _AMBIGUOUS

    def _refilled(self, asked: Asked, entry: Entry) -> str:
        """Say which word of an entry gave way to another one in its template; empty if none did."""
        old, new = sides(entry.wording), sides(asked.words)
        swapped = likeness.swaps_words(old, new)
        if not swapped:
            return ""
        is_refilled = likeness.follows(old, new) or likeness.refills(old, new)
        has_answer = self.pairs.pool.has_the_answer(asked, entry) and not is_refilled
        is_shared = self.pairs.asking[entry.wording.stem] >= SHARED
        is_known = has_answer or is_shared or self.pairs.pool.is_decided(asked, entry)
        return "" if is_known else swapped

    def _take_leads(self, leads: list[tuple[float, Asked, Entry]]) -> None:
        """Take an entry for the item that leads clearly; for none if two are close."""
        rivals: defaultdict[ItemId, list[float]] = defaultdict(list)
        for score, _, entry in leads:
            rivals[entry.id].append(score)
        for score, asked, entry in leads:
            first, *others = sorted(rivals[entry.id], reverse=True)
            if score == first and not (others and first - others[0] < APART):
                why = f"question and answer agree ({score:.0%})"
                self.pairs.take("similar", asked, entry, why)
            else:
                self.pairs.doubt(asked, entry, _AMBIGUOUS)

    def _is_open(self, asked: Asked, entry: Entry) -> bool:
        free = entry.active and entry.id not in self.pairs.taken
        return free and self.pairs.allowed(asked, entry)

    def _merged(self) -> Iterator[tuple[ItemId, int, Wording]]:
        """Name the entries whose question is now a copy of another one's."""
        homes: dict[str, Asked] = {}
        for asked in self.pairs.items:
            if asked.item.copies:
                homes[asked.words.question] = asked
                homes.update((wording(copy).question, asked) for copy in asked.item.copies)
        for entry in self.pairs.left():
            home = homes.get(entry.wording.question)
            if home and entry.active:
                yield entry.id, home.number, entry.wording


_SEVERAL = 2
_AMBIGUOUS = "another question agrees about as much"
_UNTOLD = "the answer tells too little, and words of the question gave way to others"

# From all that tells copies apart to the title alone.
_CONTEXTS: tuple[Callable[[str, str, str], Hashable], ...] = (
    lambda title, section, file: (title, section, file),
    lambda title, section, _: (title, section),
    lambda title, _, file: (title, file),
    lambda title, *_: title,
)
