"""How much two questions agree, so that an edited one is known again.

Measured on real documents (`benchmarks/identity.py`): what tells an edit from another question of
the same template is not how many characters agree but whether the rare words do. So a word counts
by how rare it is among the questions near by, and words that an edit has only bent count in part.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from tiku.identity import spelling
from tiku.identity.lock import SHOWN
from tiku.languages.words import NEGATIONS
from tiku.markup import form
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_CONTRARY = NEGATIONS | frozenset("cannot except incorrect false 別 錯 错".split())
_HANGUL = lazy("[\uac00-\ud7af]")
_BENT = 0.6  # words more alike than that may be one word with a typing error
_SLIPPED = 0.65  # words more alike than that surely are: `salting` is not `waxing`
_MOST, _MANY = 0.5, 0.3  # shares of the changed words
_CLEARLY, _DECISIVE = 0.75, 0.5  # shares of the words that differ, of the question and of all
_FEW, _STRETCH = 2, 8  # words, and characters in CJK, in which questions of a template differ
_SOME = 3  # words without which a question says too little
_STEM = 5  # letters of a word that may have an ending more
_REFILLED = 3  # words in which the answers of one template may differ
_SHORT = 3  # a word of fewer letters is another word when one letter differs


class Sides(NamedTuple):
    """The words of a question and of its answer."""

    asked: tuple[str, ...]
    answer: tuple[str, ...]


@lru_cache(maxsize=1 << 15)
def sides(asked: str, answer: str) -> Sides:
    """Split both texts into words; CJK counts by character, and so does Hangul with its endings."""
    return Sides(_words(asked), _words(answer))


def _words(text: str) -> tuple[str, ...]:
    words = form.tokens(text[:SHOWN].lower())
    return tuple(part for word in words for part in (word if _HANGUL.search(word) else (word,)))


class Rarity(NamedTuple):
    """How many of the questions near by, and of their answers, have a word."""

    total: int = 0
    asked: Mapping[str, int] = MappingProxyType({})
    answer: Mapping[str, int] = MappingProxyType({})


def rarity(near: Iterable[Sides]) -> Rarity:
    """Count words once a question."""
    asked, answer, total = Counter[str](), Counter[str](), 0
    for each in near:
        asked.update(set(each.asked))
        answer.update(set(each.answer))
        total += 1
    return Rarity(total, asked, answer)


def stems(old: Sides, new: Sides, known: Rarity) -> float:
    """Give how much two questions agree in what they ask, 0 to 1."""
    return _agreement(old.asked, new.asked, _weights(known.total, known.asked))


def score(old: Sides, new: Sides, known: Rarity) -> float:
    """Give how much two questions agree, 0 to 1; the side that agrees less counts more."""
    asked, answer = stems(old, new, known), answers(old, new, known)
    return (3 * min(asked, answer) + max(asked, answer)) / 4


def answers(old: Sides, new: Sides, known: Rarity) -> float:
    """Give how much two answers agree, 0 to 1."""
    return _agreement(old.answer, new.answer, _weights(known.total, known.answer))


def shared(old: Sides, new: Sides) -> float:
    """Give the share of words that two questions have both, rare or not, and none of them bent."""
    both = (Counter(old.asked) & Counter(new.asked)).total()
    return 2 * both / max(len(old.asked) + len(new.asked), 1)


def contains(old: Sides, new: Sides) -> bool:
    """Tell whether one question only has words more than the other, which has some itself."""
    ours, theirs = Counter(old.asked), Counter(new.asked)
    fewer = old.asked if len(old.asked) < len(new.asked) else new.asked
    return (not ours - theirs or not theirs - ours) and len(fewer) >= _SOME


def has_asked(rival: Sides, old: Sides, new: Sides) -> bool:
    """Tell whether a question has all words of a rival, and not all of the one it may have been."""
    ours, theirs, all_ = Counter(old.asked), Counter(rival.asked), Counter(new.asked)
    return len(rival.asked) >= _SOME and theirs <= all_ and not ours <= all_


def goes_on(old: Sides, new: Sides) -> bool:
    """Tell whether one answer is the start of the other, and says something itself.

    The letter of an option before it says nothing: options may have come.
    """
    ours, theirs = _unlettered(old.answer), _unlettered(new.answer)
    shorter = min(ours, theirs, key=len)
    is_start = ours[: len(shorter)] == theirs[: len(shorter)]
    is_number = sum(map(str.isdigit, "".join(shorter))) > 1
    return is_start and (is_number or len("".join(shorter[1:])) > _SOME)


def _unlettered(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if words and len(words[0]) == 1 and words[0].isascii() else words


def decides(old: Sides, rival: Sides, new: Sides) -> bool:
    """Tell whether a question has the words in which `old` differs from a rival of its template.

    Siblings agree in all but a few words, so an edited one leads by little; but it still has those
    few words of its own and not the rival's, in the question and on the whole.
    """
    asked = _own_share(set(old.asked), set(rival.asked), set(new.asked))
    if set(old.asked) == set(rival.asked):
        asked = _CLEARLY  # only the answers tell them apart
    whole = ({*each.asked, *each.answer} for each in (old, rival, new))
    return asked >= _CLEARLY and _own_share(*whole) >= _DECISIVE


def _own_share(old: set[str], rival: set[str], new: set[str]) -> float:
    """Give the share of the words that only `old` has in `new`, less that of only the rival's."""
    fresh = new - old - rival
    ours, theirs = (
        sum(word in new or any(is_slip(word, each) for each in fresh) for word in words)
        / max(len(words), 1)
        for words in (old - rival, rival - old)
    )
    return ours - theirs


def other(old: Sides, new: Sides) -> str:
    """Say why two texts that agree are yet two questions; empty if nothing speaks for that.

    Most of what changed is numbers, or words of the question that changed in the answer too: who
    fills a template anew changes both, who edits a text hardly ever does.
    """
    changed = set(old.asked) ^ set(new.asked)
    if changed & _CONTRARY and len(changed) <= _REFILLED:
        return "one of them negates"
    lost, gained = _changed(old, new)
    if not lost or not gained:
        return ""
    was, now = (set(filter(_has_digit, words)) for words in (lost, gained))
    if was and now and (len(was) >= _MOST * len(lost) or len(now) >= _MOST * len(gained)):
        return f"'{_few(was)}' became '{_few(now)}'"
    was, now = _followed(old, new)
    if words := _refilled(old, new, was, now):
        return f"'{words[0]}' became '{words[1]}' in question and answer"
    is_exchange = was and (len(was) >= _MANY * len(lost) or len(now) >= _FEW)
    is_other = len(now) >= _MANY * len(gained) and (len(now) >= _REFILLED or is_exchange)
    if now and is_other:
        return f"'{_few(was)}' became '{_few(now)}' in question and answer"
    return ""


def _refilled(old: Sides, new: Sides, was: set[str], now: set[str]) -> tuple[str, str] | None:
    """Find words that stand in the place of others in the question, as both do in the answer."""
    if not was or not now:
        return None
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, old.asked, new.asked, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        lost, gained = old.asked[start:end], new.asked[first:last]
        for side in (slice(_SOME), slice(-_SOME, None)):  # words may have got before them
            ours, theirs = _phrases(lost[side]), _phrases(gained[side])
            is_other = kind == "replace" and ours & was and theirs & now
            if is_other and not _is_bent(ours, theirs & now) and not _is_bent(ours & was, theirs):
                return _few(ours & was), _few(theirs & now)
    return None


def _is_bent(lost: set[str], gained: set[str]) -> bool:
    """Tell whether any word is another one with typing errors, however short it is."""
    if any(ratio > _SLIPPED for ratio, *_ in _pairs(sorted(lost), sorted(gained))):
        return True
    return any(spelling.is_one_slip(word, each) for word in lost for each in gained)


def follows(old: Sides, new: Sides) -> bool:
    """Tell whether the answer, too, gained what the question gained."""
    return bool(_followed(old, new)[1])


def _changed(old: Sides, new: Sides) -> tuple[set[str], set[str]]:
    """Give the phrases that a question lost and gained."""
    was, now = _phrases(old.asked), _phrases(new.asked)
    return was - now, now - was


def _followed(old: Sides, new: Sides) -> tuple[set[str], set[str]]:
    """Give those that its answer lost and gained as well, slips of the pen aside."""
    lost, gained = _changed(old, new)
    was, now = _phrases(old.answer), _phrases(new.answer)
    ours = set(filter(_says_much, (lost & was) - now))
    theirs = set(filter(_says_much, (gained & now) - was))
    slips = [(a, b) for a in ours for b in theirs if is_slip(a, b)]
    return ours.difference(a for a, _ in slips), theirs.difference(b for _, b in slips)


def refills(old: Sides, new: Sides) -> bool:
    """Tell whether the answers differ by a few words that gave way to a few others only."""
    lost = (Counter(old.answer) - Counter(new.answer)).total()
    gained = (Counter(new.answer) - Counter(old.answer)).total()
    return 0 < lost <= _REFILLED and 0 < gained <= _REFILLED


def exchanges(old: Sides, new: Sides) -> bool:
    """Tell whether a question lost words and gained others, slips of the pen aside."""
    lost, gained = _exchanged(old, new)
    return bool(lost and gained)


def _exchanged(old: Sides, new: Sides) -> tuple[list[str], list[str]]:
    """Give the words that a question lost and gained, without slips of the pen."""
    left, right = Counter(old.asked), Counter(new.asked)
    lost, gained = list((left - right).elements()), list((right - left).elements())
    for word in [*lost]:
        slip = next((each for each in gained if is_slip(word, each)), "")
        if slip:
            lost.remove(word)
            gained.remove(slip)
    return lost, gained


def swaps_words(old: Sides, new: Sides) -> str:
    """Say which word of the question gave way to another, as in one template's questions.

    A slip of the pen is none. In CJK it is one stretch that gave way to another.
    """
    lost, gained = _exchanged(old, new)
    if not lost or not gained:
        return ""
    is_one_word = len(lost) == len(gained) <= _FEW
    if is_one_word or (_is_cjk(lost) and _is_cjk(gained) and _is_one_stretch(old, new)):
        return f"'{_few(set(lost))}' became '{_few(set(gained))}'"
    return ""


def _is_cjk(words: list[str]) -> bool:
    return all(len(word) == 1 for word in words)


def _is_one_stretch(old: Sides, new: Sides) -> bool:
    """Tell whether the questions are alike before and after a single stretch of characters."""
    ours, theirs = list(old.asked), list(new.asked)
    while ours and theirs and ours[0] == theirs[0]:
        del ours[0], theirs[0]
    while ours and theirs and ours[-1] == theirs[-1]:
        del ours[-1], theirs[-1]
    return max(len(ours), len(theirs)) <= _STRETCH


def _few(words: set[str]) -> str:
    return " ".join(sorted(words)[:5])


def _weights(total: int, counts: Mapping[str, int]) -> Callable[[str], float]:
    return lambda word: math.log((total + 2) / (counts.get(word, 0) + 1)) + 0.1


def _agreement(old: tuple[str, ...], new: tuple[str, ...], weight: Callable[[str], float]) -> float:
    """Give the share of the weight of all words that both texts have (Dice)."""
    ours, theirs = Counter(old), Counter(new)
    shared = 2 * sum(weight(word) * count for word, count in (ours & theirs).items())
    lost, gained = list((ours - theirs).elements()), list((theirs - ours).elements())
    apart = sum(map(weight, lost)) + sum(map(weight, gained))
    bent = sum(ratio * (weight(word) + weight(each)) for ratio, word, each in _pairs(lost, gained))
    return (shared + bent) / (shared + apart) if shared + apart else 0.0


def _pairs(lost: list[str], gained: list[str]) -> list[tuple[float, str, str]]:
    """Pair the words that are bent forms of each other, the most alike first."""
    ours = [(m, each) for m, each in enumerate(lost) if _may_bend(each)]
    theirs = [(n, each) for n, each in enumerate(gained) if _may_bend(each)]
    if not ours or not theirs:
        return []
    found = sorted((-ratio, m, n) for ratio, m, n in spelling.alike(ours, theirs, _BENT))
    pairs, left, right = [], set[int](), set[int]()
    for negative, m, n in found:
        if m not in left and n not in right:
            left.add(m)
            right.add(n)
            pairs.append((-negative, lost[m], gained[n]))
    return pairs


@lru_cache(maxsize=1 << 15)
def _may_bend(word: str) -> bool:
    return len(word) >= _SHORT and not _has_digit(word)


def _phrases(words: tuple[str, ...]) -> set[str]:
    """Give the words; of characters in CJK each two that stand together, which mean more."""
    found = {word for word in words if not _is_character(word)}
    pairs = pairwise(words)
    return found | {a + b for a, b in pairs if _is_character(a) and _is_character(b)}


def _is_character(word: str) -> bool:
    return len(word) == 1 and not word.isascii()


def _says_much(word: str) -> bool:
    """Leave out a stray letter."""
    return len(word) > 1


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def is_slip(word: str, other_word: str) -> bool:
    """Tell whether one is the other with a slip of the pen or an ending; `RAM` is not `ROM`.

    Letters changed places, or there is one more: another letter in one's place makes other words,
    such as abduction and adduction.
    """
    shorter = min(len(word), len(other_word))
    if shorter < _SHORT or word[0] != other_word[0] or not spelling.is_one_slip(word, other_word):
        return False
    if len(word) == len(other_word):
        return sorted(word) == sorted(other_word)
    return word[-1] == other_word[-1] or shorter > _STEM
