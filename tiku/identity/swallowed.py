"""Questions that stood within another one, since a document was read otherwise before an edit.

What swallowed another question has many of its words, and yet its own history.
"""

from tiku.identity import likeness
from tiku.identity.lock import Wording
from tiku.system.patterns import lazy

_MARKS = "?？؟"
_LEAST = 10  # letters of a question
_FEW, _MANY = 5, 15  # words by which one without a mark is found, and characters in CJK
_TELLING = 12  # letters by which a question is found in another
_IN_ANSWER = "one of them stood in the answer of the other"
_BEHIND = "one of them stood behind another question"
_NUMBER = lazy(r"\s\d{1,3}[.)、]\s*$")  # `… is 4. What?`


def is_swallowed(old: Wording, new: Wording) -> str:
    """Say whether one question stood within the other; empty if not."""
    return _is_within(new, old) or _is_within(old, new)


def _is_within(inner: Wording, outer: Wording) -> str:
    """Say whether a question stood in the answer of another one, or behind it; empty if not."""
    is_other = likeness.exchanges(*(likeness.sides(each.asked, "") for each in (inner, outer)))
    if is_other and (_starts_in_answer(inner, outer) or _ends_in_answer(inner, outer)):
        return _IN_ANSWER
    return _BEHIND if _is_behind(inner, outer) else ""


def _starts_in_answer(one: Wording, other: Wording) -> bool:
    """Tell whether the answer of another question has this one, and its own answer has not."""
    start = _start(one)
    if sum(map(_size, start)) < _LEAST or _holds(likeness.sides(other.asked, "").asked, start):
        return False
    there, here = (likeness.sides("", each.reply).answer for each in (other, one))
    return _holds(there, start) and not _holds(here, start)


def _ends_in_answer(one: Wording, other: Wording) -> bool:
    """Tell the same by how this one ends, up to its mark: a heading may stand before it."""
    end = _mark(one.asked)
    start = next((n for n in range(end, -1, -1) if _size(one.asked[n:end]) >= _LEAST), end)
    text = one.asked[start : end + 1]
    is_told = start < end and text not in f"{other.asked} {one.reply}"
    return is_told and text in other.reply


def _mark(asked: str) -> int:
    """Find the first mark of a question; 0 if there is none."""
    return min((at for mark in _MARKS if (at := asked.find(mark)) > 0), default=0)


def _start(words: Wording) -> tuple[str, ...]:
    """Give what a question asks without its options, as far as that can be told."""
    end = _mark(words.asked)
    asked = likeness.sides(words.asked[:end] if end else words.asked, "").asked
    if end:
        return asked
    return asked[: _MANY if sum(len(word) == 1 for word in asked) > _FEW else _FEW]


def _holds(words: tuple[str, ...], some: tuple[str, ...]) -> bool:
    starts = range(len(words) - len(some) + 1)
    return any(words[start : start + len(some)] == some for start in starts)


def _is_behind(one: Wording, other: Wording) -> bool:
    """Tell whether a question stands in another one, behind a question that it has not itself."""
    start = one.asked[:_TELLING]
    at = other.asked.find(start) if _size(start) >= _TELLING else 0
    ahead = other.asked[: max(at, 0)]
    return any(mark in ahead for mark in _MARKS) or bool(_NUMBER.search(ahead))


def _size(text: str) -> int:
    """Count letters; a character of CJK says as much as two."""
    return len(text) if text.isascii() else sum(1 if char.isascii() else 2 for char in text)
