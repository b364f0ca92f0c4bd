"""How alike two words are spelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

_KEPT = 1 << 15  # a question is compared with others near by, which have many of the same words


def alike(
    words: Iterable[tuple[int, str]], others: Iterable[tuple[int, str]], least: float
) -> Iterator[tuple[float, int, int]]:
    """Give pairs of numbered words whose likeness is more than `least`, with that.

    Most pairs are told apart by letters that only one of the two has.
    """
    theirs = [(n, each, len(each), _letters(each)) for n, each in others]
    for m, word in words:
        size, letters = len(word), _letters(word)
        for n, each, its_size, its_letters in theirs:
            most = size - (letters & ~its_letters).bit_count()
            limit = least * (size + its_size) / 2
            if most <= limit or its_size - (its_letters & ~letters).bit_count() <= limit:
                continue
            found = likeness(word, each)
            if found > least:
                yield found, m, n


@lru_cache(_KEPT)
def _letters(word: str) -> int:
    """Give a bit for each letter of a word; some letters share one."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 63)
    return found


@lru_cache(_KEPT)
def likeness(word: str, other: str) -> float:
    """Give the share of letters that both words have in the same order.

    The longest common subsequence is found with a bit for each letter of one word, and a step for
    each of the other (Hyyrö, Bit-parallel LCS-length computation revisited, 2004).
    """
    places: dict[str, int] = {}
    for n, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << n
    every = left = (1 << len(word)) - 1
    for letter in other:
        if met := left & places.get(letter, 0):
            left = (left + met | left - met) & every
    apart = len(other) - len(word) + 2 * left.bit_count()
    return 1 - apart / (len(word) + len(other))


def is_one_slip(word: str, other: str) -> bool:
    """Tell whether at most one letter was put in, left out or mistaken, or two changed places."""
    if abs(len(word) - len(other)) > 1:
        return False
    first, last = 0, 0
    shorter = min(len(word), len(other))
    while first < shorter and word[first] == other[first]:
        first += 1
    while last < shorter - first and word[-1 - last] == other[-1 - last]:
        last += 1
    one, two = word[first : len(word) - last], other[first : len(other) - last]
    return max(len(one), len(two)) < 2 or (len(one) == 2 and one == two[::-1])
