"""Questions that stood within another one, since a document was read otherwise before an edit.

What swallowed another question has many of its words, and yet its own history.
"""

from collections import Counter
from posixpath import commonprefix

from tiku.identity import likeness
from tiku.identity.lock import SHOWN, Wording
from tiku.system.patterns import lazy

_MARKS = "?？؟"
_LEAST = 10  # letters of a question
_FEW, _MANY = 5, 15  # words by which one without a mark is found, and characters in CJK
_SOME = 3  # words that ask something
_HEADED = 4  # words of a heading
_TELLING = 12  # letters by which a question is found in another
_IN_ANSWER = "one of them stood in the answer of the other"
_BEHIND = "one of them stood behind another question"
_FILE = "what they agree in are other questions"
_SENTENCE = lazy(r"[^.!。！:：、*?？]+[?？]")
_HEADING = lazy(r"^.{0,60}?\s\d{1,3}[.)、]\s+")  # `Keeping 4. What?`
_NUMBER = lazy(r"\s\d{1,3}[.)、]\s*$")  # `… is 4. What?`
_NEXT = lazy(r"[?？]\s+\d{1,3}[.)、]\s+")  # `What? 4. Why?`
_COUNTED = lazy(r"\s\d{1,3}[.)、]\s+([^?？]{4,120}[?？])")
_OPTION = lazy(r"(?:^|\s)(?:[A-Fa-f][.)]|\[[ xX]\])\s")  # `- A. salt - B. milk`
_KEY = lazy(r"[A-F]\. ")


def is_swallowed(old: Wording, new: Wording) -> str:
    """Say whether one question stood within the other; empty if not."""
    return is_within(new, old) or is_within(old, new) or _hold_others(old, new)


def is_within(inner: Wording, outer: Wording) -> str:
    """Say whether a question stood in the answer of another one, or behind it; empty if not."""
    is_other = likeness.exchanges(*(likeness.sides(each.asked, "") for each in (inner, outer)))
    if is_other and (_starts_in_answer(inner, outer) or _ends_in_answer(inner, outer)):
        return _IN_ANSWER
    is_behind = _is_behind(inner, outer) or (is_other and _is_cut_off(inner, outer))
    return _BEHIND if is_behind else ""


def has_behind(outer: Wording, inner: Wording) -> bool:
    """Tell whether a question has all of another one, behind what it asks itself."""
    at = outer.asked.rfind(inner.asked) if inner.asked else 0
    return _is_asked(outer.asked[: max(at, 0)])


def _hold_others(old: Wording, new: Wording) -> str:
    """Say whether both answers go on with the same questions: only what they ask tells them."""
    ours, theirs = (set(_COUNTED.findall(each.reply)) for each in (old, new))
    if ours.isdisjoint(theirs):
        return ""
    asked = (likeness.sides(each.asked, "") for each in (old, new))
    return _FILE if likeness.exchanges(*asked) else ""


def _starts_in_answer(one: Wording, other: Wording) -> bool:
    """Tell whether the answer of another question has this one, and its own answer has not."""
    # What begins both, a heading above them or more.
    lead, *_ = commonprefix((one.asked, other.asked)).rpartition(" ")
    ends = [end for end, char in enumerate(lead) if char == " "][:_HEADED]
    there, here = (likeness.sides("", each.reply).answer for each in (other, one))
    asked = likeness.sides(other.asked, "").asked
    return any(
        sum(map(_size, start)) >= _LEAST
        and not _holds(asked, start)
        and _holds(there, start)
        and not _holds(here, start)
        for start in {_start(one.asked[at:]) for at in (0, *ends, len(lead))}
    )


def _ends_in_answer(one: Wording, other: Wording) -> bool:
    """Tell the same by what asks in that answer: a heading may stand before this one."""
    asked = one.asked[: _mark(one.asked) + 1]
    here = f"{other.asked} {one.reply}"
    there = (text.strip() for text in _SENTENCE.findall(other.reply))
    return any(asked.endswith(text) and _size(text) > _LEAST and text not in here for text in there)


def _mark(asked: str) -> int:
    """Find the first mark of a question; 0 if there is none."""
    return min((at for mark in _MARKS if (at := asked.find(mark)) > 0), default=0)


def _start(asked: str) -> tuple[str, ...]:
    """Give what a question asks without its options, as far as that can be told."""
    text = _HEADING.sub("", asked)
    end = _mark(text)
    words = likeness.sides(text[:end] if end else text, "").asked
    if end:
        return words
    return words[: _MANY if sum(len(word) == 1 for word in words) > _FEW else _FEW]


def _holds(words: tuple[str, ...], some: tuple[str, ...]) -> bool:
    starts = range(len(words) - len(some) + 1)
    return any(words[start : start + len(some)] == some for start in starts)


def _is_behind(one: Wording, other: Wording) -> bool:
    """Tell whether a question stands in another one, behind a question that it has not itself."""
    start = one.asked[:_TELLING]
    at = other.asked.find(start) if _size(start) >= _TELLING else 0
    ahead = other.asked[: max(at, 0)]
    is_ahead = _is_asked(ahead) or _is_amid_choices(one, other, ahead)
    return is_ahead or _ends(one, other) or _is_next(one, other)


def _is_asked(ahead: str) -> bool:
    """Tell whether words ahead of a question are another one."""
    is_ended = any(mark in ahead for mark in _MARKS) or bool(_NUMBER.search(ahead))
    return is_ended or len(_OPTION.findall(ahead)) > 1


def _is_amid_choices(one: Wording, other: Wording, ahead: str) -> bool:
    """Tell whether it stands between what the other asks and the options of that."""
    is_asked = len(likeness.sides(ahead, "").asked) >= _SOME
    is_whole = other.asked[len(ahead) :].startswith(f"{one.asked} ")
    return is_asked and is_whole and bool(_KEY.match(other.reply)) and not _KEY.match(one.reply)


def _is_cut_off(one: Wording, other: Wording) -> bool:
    """Tell whether another one holds several, and goes on behind what the lock keeps of it."""
    is_cut = len(other.asked) >= SHOWN
    return is_cut and bool(_COUNTED.search(other.asked)) and not _COUNTED.search(one.asked)


def _ends(one: Wording, other: Wording) -> bool:
    """Tell the same by how questions end, up to their marks: a heading may stand before both."""
    asked = one.asked[_mark(one.asked) :: -1]
    ends = [n for n, char in enumerate(other.asked) if char in _MARKS]
    texts = (other.asked[end::-1] for end in ends[1:])
    return any(_size(commonprefix((asked, text))) > _LEAST for text in texts)


def _is_next(one: Wording, other: Wording) -> bool:
    """Tell the same by the number between two questions: which of them it has more words of."""
    two = _NEXT.split(other.asked, maxsplit=1)
    if len(two) == 1 or _NEXT.search(one.asked):
        return False
    asked, first, second = (Counter(likeness.sides(each, "").asked) for each in (one.asked, *two))
    return (asked & first).total() < (asked & second).total()


def _size(text: str) -> int:
    """Count letters; a character of CJK says as much as two."""
    return len(text) if text.isascii() else sum(1 if char.isascii() else 2 for char in text)
