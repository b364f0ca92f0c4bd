"""Words that gave way to the same others throughout: search and replace edits many questions alike.

By itself, one such question could be another one of its template. But where others whose history is
certain lost and gained the same words, and it asks what the old one did but for these, it is that.
So it is where parts of words did, `netz` for `net` in `subnet` and `network`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import groupby
from posixpath import commonprefix

from tiku.identity import pool
from tiku.identity.likeness import Rarity, Sides, answers
from tiku.identity.lock import SHOWN, Wording

_MANY = 3  # questions in which the same words gave way to the same others
_LETTERS = 3  # of a part of a word
_FIRST = 40  # words by which questions are looked up
Words = tuple[str, ...]


class Replacements:
    """What gave way to what in questions that are known again."""

    def __init__(self, pairs: Iterable[tuple[Wording, Wording]]) -> None:
        """Learn it from the words that questions and their answers had and have."""
        exchanges = [_all_exchanged(old, new) for old, new in pairs]
        counts = Counter(each for some in exchanges for each in some)
        often = [each for each, count in counts.items() if count >= _MANY and each[0]]
        ways = Counter(old for old, _ in often)
        self._by_first: defaultdict[str, list[tuple[Words, Words]]] = defaultdict(list)
        for old, new in sorted(often, key=lambda each: len(each[0]), reverse=True):
            if ways[old] == 1:
                self._by_first[old[0]].append((old, new))
        self._parts = _parts(exchanges)

    def __bool__(self) -> bool:
        """Tell whether any words, or parts of words, gave way to the same others throughout."""
        return bool(self._by_first or self._parts)

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
                (words[at : at + 1], (self._in_word(words[at]),)),
            )
            found += new
            at += len(old)
        return tuple(found)

    def _in_word(self, word: str) -> str:
        for old, new in self._parts.items():
            word = word.replace(old, new)
        return word


def _parts(exchanges: Iterable[set[tuple[Words, Words]]]) -> dict[str, str]:
    """Give the parts of words that gave way: all that several words have around what changed."""
    questions = Counter[tuple[str, str]]()
    around: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for some in exchanges:
        apart = set[tuple[str, str]]()
        for olds, news in some:
            for old, new in zip(olds, news, strict=True) if len(olds) == len(news) else ():
                before = commonprefix((old, new))
                after = commonprefix((old[len(before) :][::-1], new[len(before) :][::-1]))[::-1]
                end = -len(after) or None
                change = old[len(before) : end], new[len(before) : end]
                around[change].add((before, after))
                apart.add(change)
        questions.update(apart)
    found = []
    for (lost, gained), count in questions.items():
        befores, afters = zip(*around[lost, gained], strict=True)
        before, after = commonprefix([each[::-1] for each in befores])[::-1], commonprefix(afters)
        is_part = len(befores) > 1 and len(before + lost + after) >= _LETTERS
        if count >= _MANY and is_part:
            found.append((before + lost + after, before + gained + after))
    ways = Counter(old for old, _ in found)
    return {old: new for old, new in found if ways[old] == 1}


def start(words: Sides) -> Words:
    """Give the first words of a question, of which the lock may not keep the last ones."""
    return words.asked[:_FIRST]


def _all_exchanged(old: Wording, new: Wording) -> set[tuple[Words, Words]]:
    """Give the stretches of words that gave way in a question and in its answer."""
    was, now, found = pool.sides(old), pool.sides(new), set[tuple[Words, Words]]()
    texts = ((old.asked, new.asked), (old.reply, new.reply))
    for ours, theirs, both in zip(was, now, texts, strict=True):
        # The lock keeps no more, and perhaps only a part of the last word.
        is_cut = max(map(len, both)) >= SHOWN
        if len(ours) != len(theirs) and not is_cut:
            found.add(_exchanged(ours, theirs))
            continue
        size = min(len(ours), len(theirs)) - is_cut
        words = zip(ours[:size], theirs[:size], strict=True)
        runs = groupby(words, lambda pair: pair[0] != pair[1])
        for lost, gained in (zip(*run, strict=True) for differs, run in runs if differs):
            found.add((lost, gained))
    return found


def _exchanged(old: Words, new: Words) -> tuple[Words, Words]:
    """Give the stretch of words that gave way, and that which stands there now."""
    shorter = min(len(old), len(new))
    first = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = shorter - first
    last = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    return old[first : len(old) - last], new[first : len(new) - last]
