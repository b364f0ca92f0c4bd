"""Keys that are equal for questions that are perhaps the same. They never merge anything."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter

from tiku.dedupe import frames
from tiku.dedupe.traits import Traits
from tiku.languages.chinese import is_traditional, mainland
from tiku.languages.words import (
    ASKING,
    DIRECTION_STRETCHES,
    DIRECTIONS,
    FILLING,
    FILLING_STRETCHES,
    NEGATIONS,
    SYNONYMS,
    TERMS,
)
from tiku.markup import form
from tiku.system.patterns import lazy
from tiku.values import NamedTuple


class Loose(NamedTuple):
    """What a question is about, whatever its order: how it asks, and its words, both sorted."""

    asks: str
    bag: str


class Read(NamedTuple):
    """A question's loose key, its words in order, and its text.

    Words are joined by spaces, of which they have none: thousands of these are kept.
    """

    key: Loose
    order: str
    text: str

    @property
    def is_directed(self) -> bool:
        """Tell whether the order of the words says something: from A to B."""
        if _DIRECTION.search(self.text):
            return True
        return not DIRECTIONS.isdisjoint(self.text.split(" "))


def _is_letter(char: str) -> bool:
    """Tell whether a character is kana, Chinese or Hangul."""
    return char > "\u303f" and (frames.is_cjk_letter(char) or "\uac00" <= char <= "\ud7af")


def _has_letters(text: str) -> bool:
    return not text.isascii() and any(map(_is_letter, text))


@lru_cache(maxsize=1 << 14)
def _skeleton(word: str, *, is_cjk: bool = False) -> str:
    """Give a word so that a slip of the pen, or an English plural, does not show."""
    if len(word) < _SHORT or not word.isalpha() or not word.isascii():
        return word
    if not is_cjk and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    once = _DOUBLED.sub(_first, word)
    return word[0] + "".join(sorted(once))


_SHORT = 5
_DOUBLED = lazy(r"(.)\1")
_first = itemgetter(1)  # of a match: a template of `\1` takes longer than all else


def _names() -> dict[str, str]:
    """Give for each word the name of its group; groups that share a word are one."""
    found: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for group in (*TERMS, *SYNONYMS):
        own = [w if _has_letters(w) else " ".join(map(_skeleton, w.split(" "))) for w in group]
        names = dict.fromkeys(found[word] for word in own if word in found)
        name = next(iter(names), "=" + group[0].replace(" ", "_"))
        joined = [*own, *(word for each in names for word in members.pop(each))]
        members[name] = joined
        found.update(dict.fromkeys(joined, name))
    return found


_WORDS = _names()
_PHRASES = {word for word in _WORDS if " " in word}
_LONGEST = max(word.count(" ") for word in _PHRASES) + 1
_STARTS = frozenset(word.split(" ")[0] for word in _PHRASES)
_FILLING = frozenset(FILLING_STRETCHES)
_PLAIN = frozenset((*ASKING, *FILLING, *FILLING_STRETCHES))
_SPECIAL = _PLAIN | NEGATIONS


def _by_start() -> dict[str, list[str]]:
    """Give the known stretches of CJK by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(filter(_has_letters, {*_WORDS, *_PLAIN}), key=len, reverse=True):
        found.setdefault(word[0], []).append(word)
    return found


_STRETCHES = _by_start()
_I = lazy(r"(?:(?<=\bdo)|(?<=\bcan)|(?<=uld)) i\b")  # do I, can I, should I, not i++
_MARKS_APART = lazy(r"(?<=[^\w\s]) (?=[^\w\s])")


def read(one: Traits) -> Read:
    """Read a question for its loose key."""
    plain = one.item.stem.plain
    if is_traditional(plain):  # it may have words of its own: 軟體 is 软件
        return of(frames.canonical(form.tokens(mainland(plain).lower())))
    return of(one.text)


@lru_cache(maxsize=1 << 12)
def of(text: str) -> Read:
    """Read a canonical text for its loose key."""
    text = frames.without_tail(text)
    is_cjk = _has_letters(text)
    filling = frozenset[str]() if is_cjk and not _LATIN_START.match(text) else FILLING
    words = _split(text, is_cjk=is_cjk)
    order = dict.fromkeys(words)
    special = _SPECIAL.intersection(order)
    if not special.isdisjoint(NEGATIONS):
        order = _numbered(words)
    asks = {ASKING[word] for word in special if word in ASKING}
    for word in special:
        if word in ASKING or word in filling or word in _FILLING:
            del order[word]
    return Read(Loose(" ".join(sorted(asks)), " ".join(sorted(order))), " ".join(order), text)


def _numbered(words: Iterable[str]) -> dict[str, None]:
    """Tell the negations of a question apart: which word one stands before is lost anyway."""
    order: dict[str, None] = {}
    negations = 0
    for word in words:
        negations += word in NEGATIONS
        order[f"{word}{negations}" if word in NEGATIONS else word] = None
    return order


_LATIN_START = lazy(r"[a-z]+ ")  # `What is 依赖注入?`, but not 关键字 as


def _split(text: str, *, is_cjk: bool) -> list[str]:
    """Split into words, known stretches and runs of marks; the rest of CJK is characters."""
    if not is_cjk and " i" in text:
        text = _I.sub("", text)
    if not text.replace(" ", "").isalnum():
        text = _MARKS_APART.sub("", text)
    words = text.split(" ")
    if not is_cjk:
        words = [word if word in _PLAIN else _skeleton(word) for word in words]
    found: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        size = _phrase(words, at) if word in _STARTS else 1
        if size > 1:
            found.append(_WORDS[" ".join(words[at : at + size])])
        elif is_cjk and not word.isascii():
            found += _cjk_words(word)
        elif word:
            found.append(_run(word) if is_cjk else _WORDS.get(word, word))
        at += size
    return found


def _cjk_words(text: str) -> list[str]:
    """Split a text without spaces into known stretches, runs of Latin, and characters."""
    found: list[str] = []
    at, size = 0, len(text)
    while at < size:
        char = text[at]
        if char in _STRETCHES and (known := _known(text, at)):
            found.append(_WORDS.get(known, known))
            at += len(known)
        elif _is_letter(char):
            found.append(char)
            at += 1
        else:
            end = at + 1
            while end < size and not _is_letter(text[end]):
                end += 1
            found.append(_run(text[at:end]))
            at = end
    return found


def _run(word: str) -> str:
    """Give what a word of another script is known by among CJK."""
    word = word if word in _PLAIN else _skeleton(word, is_cjk=True)
    return _WORDS.get(word, word)


def _known(text: str, at: int) -> str:
    """Give the longest known stretch that stands at a place; empty if none does."""
    for each in _STRETCHES.get(text[at], ()):
        if text.startswith(each, at):
            return each
    return ""


def _phrase(words: Sequence[str], at: int) -> int:
    for size in range(min(_LONGEST, len(words) - at), 1, -1):
        if " ".join(words[at : at + size]) in _PHRASES:
            return size
    return 1


def bracketed(one: Traits) -> Iterator[tuple[Loose, str]]:
    """Give what else a question may be known by that has something in brackets."""
    text = one.text
    if "(" in text and (found := _BRACKET.search(text)):
        bare = f"{text[: found.start()]} {text[found.end() :]}"
        yield of(" ".join(bare.split())).key, "but for what is in brackets"
        if one.asked.frame.name == "what" and one.asked.frame.slots[0].endswith(")"):
            short = of(found["inner"].strip()).key
            yield Loose("", short.bag), "where what is in brackets stands for all"


def shortened(own: Read, words: Collection[str]) -> Iterator[tuple[Loose, str]]:
    """Give what else a question may be known by where `words`, in capitals, are initials."""
    found = letters(own) if words else ""
    order = own.order.split(" ") if found else []
    for first, last in _stretches(len(found)):
        if found[first:last] in words:
            initials = found[first:last]
            bag = {*order[:first], initials, *order[last:]}
            yield Loose(own.key.asks, " ".join(sorted(bag))), f"'{initials}' being initials"


def letters(own: Read) -> str:
    """Give the first letters of the words of a question, as far as they may be initials."""
    order = own.order.split(" ", _FAR)[:_FAR]
    return "".join(map(_first_letter, order)) if len(order) >= _FEWEST else ""


def has_any(found: str, words: Collection[str]) -> bool:
    """Tell whether any stretch of first letters is one of some words."""
    return any(found[first:last] in words for first, last in _stretches(len(found)))


@cache
def _stretches(size: int) -> tuple[tuple[int, int], ...]:
    """Give where initials may begin and end among so many letters."""
    return tuple(
        (first, last)
        for first in range(min(size, _MOST) - _FEWEST + 1)
        for last in range(first + _FEWEST, min(size, first + _MOST) + 1)
    )


_FEWEST, _MOST = 3, 6
_FAR = 2 * _MOST - _FEWEST  # words from the start of a question
_first_letter = itemgetter(0)


def first_sentence(one: Traits) -> str:
    """Give what a question of several sentences asks first, empty if it is only one."""
    first = _SENTENCE.split(one.item.stem.plain.strip(), maxsplit=1)
    if len(first) < 2 or not first[1].strip():
        return ""
    return frames.of_form("\x1f".join(form.tokens(first[0].lower())))


_BRACKET = lazy(r" ?\( ?(?P<inner>[^()]{1,40}?) ?\)")
_DIRECTION = lazy(DIRECTION_STRETCHES)
_SENTENCE = lazy(r"[?？؟。!！\n；;]")


def is_fronted(one: Read, other: Read) -> bool:
    """Tell whether one order is the other with its end put first: 如何保证 X, X 如何保证."""
    order, others = one.order.split(" "), other.order.split(" ")
    size = len(order)
    if size != len(others) or not all(map(_is_word, order)):
        return False
    if one.is_directed or other.is_directed:
        return False
    doubled = order + order
    return any(doubled[n : n + size] == others for n in range(size))


def _is_word(text: str) -> bool:
    return text[-1].isalnum()
