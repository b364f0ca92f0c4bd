"""All questions that a source and the lock have, to score those that may be an edit of another."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

from tiku.identity import likeness
from tiku.identity.likeness import Rarity, Sides
from tiku.identity.lock import Entry, Wording
from tiku.model import Item
from tiku.values import NamedTuple

# Justified by `benchmarks/identity.py`; docs/identity.md has the figures.
STEM_AGREES, ANSWER_AGREES = 0.5, 0.35  # each side by itself, where the other one is the same
SHARED = 3  # questions of one stem, from which on it says nothing by itself
TELLING = 20  # characters of an answer that tells a question in its own place
LONG = 40  # characters of an answer that tells a question by itself, if no other has it
_CLEARLY = 0.5  # of a long answer, where a word of the question gave way to another
_FAMILY = 5  # questions of one template that are looked at
# To find candidates: words, questions that a word leads to, and questions that are scored.
_RAREST, _HOLDERS, _CANDIDATES = 16, 1_000, 24


class Asked(NamedTuple):
    """An item as it is matched."""

    number: int
    item: Item
    words: Wording
    files: frozenset[str]


def sides(words: Wording) -> Sides:
    """Give the words of both sides; a title belongs to the question."""
    return likeness.sides(f"{words.title} {words.asked}", words.reply)


def is_retitled(old: Wording, new: Wording) -> bool:
    """Tell whether a question stands under a title of other words."""
    if not old.title or not new.title or old.title == new.title:
        return False
    was, now = (likeness.sides(words.title, "") for words in (old, new))
    return likeness.stems(was, now, Rarity()) < STEM_AGREES


def agree(old: Entry, new: Wording) -> bool:
    """Tell whether an answer was edited, and not replaced by another."""
    return likeness.answers(sides(old.wording), sides(new), Rarity()) >= ANSWER_AGREES


def answers(asked: Asked, entry: Entry, known: Rarity) -> float:
    """Give how much two answers agree, 0 to 1."""
    return likeness.answers(sides(entry.wording), sides(asked.words), known)


def score(asked: Asked, entry: Entry, known: Rarity) -> float:
    """Give how much two questions agree with their answers, 0 to 1."""
    return likeness.score(sides(entry.wording), sides(asked.words), known)


def is_rare(reply: str) -> bool:
    """Tell whether a short answer is one that few questions have, as a number and not `Yes`."""
    return len(reply) >= TELLING or sum(map(str.isdigit, reply)) > 1


def is_told_by_neither(asked: Asked, entry: Entry) -> bool:
    """Tell whether an answer such as "Yes." tells nothing, and the question has other words."""
    is_short = min(len(asked.words.reply), len(entry.wording.reply)) < TELLING
    return is_short and likeness.exchanges(sides(entry.wording), sides(asked.words))


class Pool:
    """All questions by their rarest words, to score those that may be an edit of one."""

    def __init__(self, items: Iterable[Asked], entries: Iterable[Entry]) -> None:
        """Count their words once."""
        self.entries = [(entry, sides(entry.wording)) for entry in entries]
        self.stems = Counter(entry.wording.stem for entry, _ in self.entries)
        self.answers = Counter(entry.wording.answer for entry, _ in self.entries)
        self.sides = {asked.number: sides(asked.words) for asked in items}
        self.known = likeness.rarity((*(each for _, each in self.entries), *self.sides.values()))
        self.scored: dict[int, list[tuple[float, Entry]]] = {}
        self.holders: defaultdict[str, list[int]] = defaultdict(list)
        for n, (_, each) in enumerate(self.entries):
            for word in {*each.asked, *each.answer}:
                self.holders[word].append(n)

    def scores(self, asked: Asked) -> list[tuple[float, Entry]]:
        """Score the entries that share rare words with an item, the best first."""
        if asked.number not in self.scored:
            own = self.sides[asked.number]
            found = ((self._score(n, own), self.entries[n][0]) for n in self._candidates(own))
            self.scored[asked.number] = sorted(found, key=lambda each: (-each[0], each[1].id))
        return self.scored[asked.number]

    def _candidates(self, own: Sides) -> list[int]:
        """Choose the entries that share the most of an item's rare words, each by its rarity."""
        words = {word for word in (*own.asked, *own.answer) if word in self.holders}
        rarest = sorted(words, key=lambda word: (len(self.holders[word]), word))[:_RAREST]
        shared: defaultdict[int, float] = defaultdict(float)
        for word in rarest:
            holders = self.holders[word]
            for n in holders[:_HOLDERS]:
                shared[n] += 1 / len(holders)
        return sorted(shared, key=lambda n: (-shared[n], n))[:_CANDIDATES]

    def _score(self, number: int, new: Sides) -> float:
        """Let the answer tell where the stem is one of many."""
        entry, old = self.entries[number]
        if self.stems[entry.wording.stem] < SHARED:
            return likeness.score(old, new, self.known)
        asked = likeness.stems(old, new, self.known)
        return (3 * likeness.answers(old, new, self.known) + asked) / 4

    def is_decided(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether an item has what tells an entry from the others of its template."""
        family = self.family(asked, entry)
        return bool(family) and all(self.decides(asked, entry, each) for each in family)

    def family(self, asked: Asked, entry: Entry) -> list[Entry]:
        """Give other questions of the template that an entry is of."""
        old, others = sides(entry.wording), (e for _, e in self.scores(asked) if e is not entry)
        found = (e for e in others if likeness.swaps_words(old, sides(e.wording)))
        return list(islice(found, _FAMILY))

    def decides(self, asked: Asked, entry: Entry, rival: Entry) -> bool:
        """Tell whether an item has the words in which an entry differs from another."""
        old, other = sides(entry.wording), sides(rival.wording)
        return likeness.decides(old, other, self.sides[asked.number])

    def has_the_answer(self, asked: Asked, entry: Entry) -> bool:
        """Tell whether an item has clearly the answer of an entry, a long one of its own."""
        if len(entry.wording.reply) < LONG or self.answers[entry.wording.answer] > 1:
            return False
        new = self.sides[asked.number]
        return likeness.answers(sides(entry.wording), new, self.known) >= _CLEARLY
