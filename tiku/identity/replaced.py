"""Words that gave way to the same others throughout: search and replace edits many questions alike.

By itself, one such question could be another one of its template. But where others whose history is
certain lost and gained the same words, and it asks what the old one did but for these, it is that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from tiku.identity import pool
from tiku.identity.likeness import Rarity, Sides, answers
from tiku.identity.lock import SHOWN, Wording

_MANY = 3  # questions in which the same words gave way to the same others
_FIRST = 40  # words by which questions are looked up
Words = tuple[str, ...]


class Replacements:
    """What gave way to what in questions that are known again."""

    def __init__(self, pairs: Iterable[tuple[Sides, Sides]]) -> None:
        """Learn it from the words that questions had and have."""
        counts = Counter(_exchanged(old.asked, new.asked) for old, new in pairs)
        often = [each for each, count in counts.items() if count >= _MANY and each[0]]
        ways = Counter(old for old, _ in often)
        self._by_first: defaultdict[str, list[tuple[Words, Words]]] = defaultdict(list)
        for old, new in sorted(often, key=lambda each: len(each[0]), reverse=True):
            if ways[old] == 1:
                self._by_first[old[0]].append((old, new))

    def __bool__(self) -> bool:
        """Tell whether any words gave way to the same others throughout."""
        return bool(self._by_first)

    def of(self, old: Sides) -> Sides:
        """Give what a question says where all such words gave way."""
        return Sides(self._of(old.asked), self._of(old.answer))

    def makes(self, old: Wording, new: Wording) -> bool:
        """Tell whether a question asks what another one did, where all such words gave way."""
        was, now = pool.sides(old), pool.sides(new)
        made = self.of(was)
        is_cut = max(len(old.asked), len(new.asked)) >= SHOWN  # the lock keeps no more
        size = min(len(made.asked), len(now.asked)) - 1 if is_cut else None
        is_same = made.asked != was.asked and made.asked[:size] == now.asked[:size]
        return is_same and answers(made, now, Rarity()) >= pool.ANSWER_AGREES

    def _of(self, words: Words) -> Words:
        found: list[str] = []
        at = 0
        while at < len(words):
            here = self._by_first.get(words[at], ())
            old, new = next(
                (each for each in here if words[at : at + len(each[0])] == each[0]),
                (words[at : at + 1],) * 2,
            )
            found += new
            at += len(old)
        return tuple(found)


def start(words: Sides) -> Words:
    """Give the first words of a question, of which the lock may not keep the last ones."""
    return words.asked[:_FIRST]


def _exchanged(old: Words, new: Words) -> tuple[Words, Words]:
    """Give the stretch of words that gave way, and that which stands there now."""
    shorter = min(len(old), len(new))
    first = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = shorter - first
    last = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    return old[first : len(old) - last], new[first : len(new) - last]
