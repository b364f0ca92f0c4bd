"""Slips of the pen that were mended in a question and in its answer at once.

A letter in another's place makes other words, too, such as abduction and adduction. But the answer
of another question does not differ from that of the first in such a letter only.
"""

from __future__ import annotations

from posixpath import commonprefix

from tiku.identity import pool, spelling
from tiku.identity.likeness import Rarity
from tiku.identity.lock import SHOWN, Wording

_SHORT = 4  # letters of a word in which one is not the whole difference
_MOST = 3  # words of a text
Words = tuple[str, ...]
Pairs = list[tuple[str, str]]


def is_mended(old: Wording, new: Wording, known: Rarity) -> bool:
    """Tell whether nothing but slips of the pen differs, on both sides.

    A word that was mended stands so in no other question, or stood. Where the same letters gave
    way on both sides, the one follows the other: `sank` is the past of `sink` as `sang` of `sing`.
    """
    was, now = pool.sides(old), pool.sides(new)
    is_cut = max(map(len, (old.asked, new.asked))) + len(new.title) >= SHOWN
    asked = _slips(was.asked, now.asked, is_cut=is_cut)
    answer = _slips(was.answer, now.answer, is_cut=max(map(len, (old.reply, new.reply))) >= SHOWN)
    if (
        not asked
        or not answer
        or not {_change(*pair) for pair in asked}.isdisjoint(_change(*pair) for pair in answer)
    ):
        return False
    return all(min(_count(each, known) for each in pair) <= 1 for pair in asked)


def _slips(old: Words, new: Words, *, is_cut: bool) -> Pairs:
    """Pair the words that differ; none if any of them is another word."""
    size = min(len(old), len(new)) - is_cut  # perhaps only a part of the last word is kept
    if size < 0 or (len(old) != len(new) and not is_cut):
        return []
    pairs = [(a, b) for a, b in zip(old[:size], new[:size], strict=True) if a != b]
    return pairs if len(pairs) <= _MOST and all(_is_slip(a, b) for a, b in pairs) else []


def _is_slip(word: str, other: str) -> bool:
    is_long = min(len(word), len(other)) >= _SHORT and word[0] == other[0]
    has_digit = any(map(str.isdigit, word + other))
    return is_long and not has_digit and spelling.is_one_slip(word, other)


def _change(word: str, other: str) -> tuple[str, str]:
    """Give the letters that gave way, and those that stand there now."""
    start = len(commonprefix((word, other)))
    end = len(commonprefix((word[start:][::-1], other[start:][::-1])))
    return word[start : len(word) - end], other[start : len(other) - end]


def _count(word: str, known: Rarity) -> int:
    return known.asked.get(word, 0) + known.answer.get(word, 0)
