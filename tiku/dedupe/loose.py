"""Keys that are equal for questions that are perhaps the same. They never merge anything."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tiku import form
from tiku.chinese import mainland
from tiku.dedupe import frames
from tiku.dedupe.traits import Traits
from tiku.words import (
    ASKING,
    DIRECTION_STRETCHES,
    DIRECTIONS,
    FILLING,
    FILLING_STRETCHES,
    NEGATIONS,
    SYNONYMS,
    TERMS,
)


class Loose(NamedTuple):
    """What a question is about, whatever its order: how it asks, and its words as a bag."""

    asks: tuple[str, ...]
    bag: tuple[str, ...]


class Read(NamedTuple):
    """A question's loose key, its words in order, and whether their order says something."""

    key: Loose
    order: tuple[str, ...]
    is_directed: bool


@lru_cache(maxsize=1 << 14)
def _skeleton(word: str, *, is_cjk: bool = False) -> str:
    """Give a word so that a slip of the pen, or an English plural, does not show."""
    if len(word) < _SHORT or not word.isalpha() or not word.isascii():
        return word
    if not is_cjk and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[0] + "".join(sorted(_DOUBLED.sub(r"\1", word)))


_SHORT = 5
_DOUBLED = re.compile(r"(.)\1")


def _names() -> dict[str, str]:
    """Give for each word of a group the one that stands for all; terms go before synonyms."""
    found: dict[str, str] = {}
    for group in (*SYNONYMS, *TERMS):
        for word in group:
            known = word if _CJK.search(word) else " ".join(map(_skeleton, word.split(" ")))
            found[known] = "=" + group[0].replace(" ", "_")
    return found


_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


def _stretches(words: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted({word for word in words if _CJK.search(word)}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, ordered)))


_WORDS = _names()
_PHRASES = {word for word in _WORDS if " " in word}
_LONGEST = max(word.count(" ") for word in _PHRASES) + 1
_STARTS = frozenset(word.split(" ")[0] for word in _PHRASES)
_KNOWN = _stretches([*_WORDS, *ASKING, *FILLING_STRETCHES])
_FILLING = frozenset(FILLING_STRETCHES)
_PLAIN = frozenset((*ASKING, *FILLING, *FILLING_STRETCHES))
_DIRECTED = re.compile(DIRECTION_STRETCHES)


def read(one: Traits) -> Read:
    """Read a question for its loose key."""
    plain = one.item.stem.plain
    words = mainland(plain)
    if words != plain:
        return of(frames.canonical(form.tokens(words.lower())))
    return of(one.text)


@lru_cache(maxsize=1 << 12)
def of(text: str) -> Read:
    """Read a canonical text for its loose key."""
    text = frames.without_tail(text)
    filling = frozenset[str]() if _CJK.search(text) and not _LATIN_START.match(text) else FILLING
    asks: set[str] = set()
    order: dict[str, None] = {}
    for word in _split(text):
        if word in ASKING:
            asks.add(ASKING[word])
        elif word not in filling and word not in _FILLING:
            count = sum(each.startswith(word) for each in order) if word in NEGATIONS else 0
            order[word + "!" * count] = None
    is_directed = bool(_DIRECTED.search(text)) or not DIRECTIONS.isdisjoint(text.split(" "))
    return Read(Loose(tuple(sorted(asks)), tuple(sorted(order))), tuple(order), is_directed)


_LATIN_START = re.compile(r"[a-z]+ ")  # `What is 依赖注入?`, but not 关键字 as


def _split(text: str) -> Iterator[str]:
    """Split into words, known stretches and runs of marks; the rest of CJK is characters."""
    is_cjk = bool(_CJK.search(text))
    text = _KNOWN.sub(_marked, text) if is_cjk else _I.sub("", text)
    words = [
        word if word in _PLAIN else _skeleton(word, is_cjk=is_cjk)
        for word in _MARKS_APART.sub("", text).split(" ")
    ]
    at = 0
    while at < len(words):
        word = words[at]
        size = _phrase(words, at) if word in _STARTS else 1
        if size > 1:
            yield _WORDS[" ".join(words[at : at + size])]
        elif word in _WORDS:
            yield _WORDS[word]
        elif word and word[0] != "=" and word not in _PLAIN and _CJK.search(word):
            yield from _CHARACTERS.findall(word)
        elif word:
            yield word
        at += size


_I = re.compile(r"(?:(?<=\bdo)|(?<=\bcan)|(?<=uld)) i\b")  # do I, can I, should I, not i++
_MARKS_APART = re.compile(r"(?<=[^\w\s]) (?=[^\w\s])")
_CHARACTERS = re.compile(f"{_CJK.pattern}|(?:(?!{_CJK.pattern}).)+")


def _marked(found: re.Match[str]) -> str:
    return f" {_WORDS.get(found[0], found[0])} "


def _phrase(words: Sequence[str], at: int) -> int:
    for size in range(min(_LONGEST, len(words) - at), 1, -1):
        if " ".join(words[at : at + size]) in _PHRASES:
            return size
    return 1


def others(one: Traits, own: Read, words: Collection[str]) -> Iterator[tuple[Loose, str]]:
    """Give what else a question may be known by: without a bracket, by initials, by its start.

    `words` are those of all questions.
    """
    text = one.text
    if found := _BRACKET.search(text):
        bare = f"{text[: found.start()]} {text[found.end() :]}"
        yield of(" ".join(bare.split())).key, "but for what is in brackets"
        if one.asked.frame.name == "what" and one.asked.frame.slots[0].endswith(")"):
            short = of(found["inner"].strip()).key
            yield Loose((), short.bag), "where what is in brackets stands for all"
    yield from _by_initials(own, words)
    first = _SENTENCE.split(one.item.stem.plain.strip(), maxsplit=1)
    if len(first) > 1 and first[1].strip():
        start = frames.canonical(form.tokens(first[0].lower()))
        yield of(start).key, "but for what one of them asks beyond it"


def _by_initials(own: Read, words: Collection[str]) -> Iterator[tuple[Loose, str]]:
    """Put initials in place of three words or more, where a question has them: a GDP."""
    order = own.order
    for first in range(min(len(order), _MOST) - _FEWEST + 1):
        for last in range(first + _FEWEST, min(len(order), first + _MOST) + 1):
            initials = "".join(word[0] for word in order[first:last])
            if initials in words and initials.isalpha():
                bag = (*order[:first], initials, *order[last:])
                yield Loose(own.key.asks, tuple(sorted(set(bag)))), f"'{initials}' being initials"


_FEWEST, _MOST = 3, 6
_BRACKET = re.compile(r" ?\( ?(?P<inner>[^()]{1,40}?) ?\)")
_SENTENCE = re.compile(r"[?？。!！\n；;]")


def is_fronted(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether one order is the other with its end put first: 如何保证 X, X 如何保证."""
    if len(one) != len(other) or not all(map(_is_word, one)):
        return False
    doubled = [*one, *one]
    return any(doubled[n : n + len(one)] == list(other) for n in range(len(one)))


def _is_word(text: str) -> bool:
    return text[-1].isalnum()
