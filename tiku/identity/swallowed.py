"""Questions that stood within another one, since a document was read otherwise before an edit.

What swallowed another question has many of its words, and yet its own history.
"""

from tiku.identity import likeness
from tiku.identity.lock import Wording
from tiku.system.patterns import lazy

_MARKS = "?？؟"
_LEAST = 10  # letters of a question; a character of CJK says as much as two
_FEW, _MANY = 5, 15  # words by which one without a mark is found, and characters in CJK
_TELLING = 12  # characters by which a question is found in another
_NUMBER = lazy(r"\s\d{1,3}[.)、]\s*$")  # `… is 4. What?`


def is_swallowed(old: Wording, new: Wording) -> str:
    """Say whether one question stood within the other; empty if not."""
    is_other = likeness.exchanges(*(likeness.sides(each.asked, "") for each in (old, new)))
    if is_other and (_is_in_answer(new, old) or _is_in_answer(old, new)):
        return "one of them stood in the answer of the other"
    if _is_behind(new, old) or _is_behind(old, new):
        return "one of them stood behind another question"
    return ""


def _is_in_answer(one: Wording, other: Wording) -> bool:
    """Tell whether the answer of another question has this one, and its own answer has not."""
    start = _start(one)
    size = sum(len(word) if word.isascii() else 2 * len(word) for word in start)
    if size < _LEAST or _holds(likeness.sides(other.asked, "").asked, start):
        return False
    there, here = (likeness.sides("", each.reply).answer for each in (other, one))
    return _holds(there, start) and not _holds(here, start)


def _start(words: Wording) -> tuple[str, ...]:
    """Give what a question asks without its options, as far as that can be told."""
    ends = [at for mark in _MARKS if (at := words.asked.find(mark)) > 0]
    asked = likeness.sides(words.asked[: min(ends)] if ends else words.asked, "").asked
    if ends:
        return asked
    return asked[: _MANY if sum(len(word) == 1 for word in asked) > _FEW else _FEW]


def _holds(words: tuple[str, ...], some: tuple[str, ...]) -> bool:
    starts = range(len(words) - len(some) + 1)
    return any(words[start : start + len(some)] == some for start in starts)


def _is_behind(one: Wording, other: Wording) -> bool:
    """Tell whether a question stands in another one, behind a question that it has not itself."""
    at = other.asked.find(one.asked[:_TELLING]) if len(one.asked) >= _TELLING else 0
    ahead = other.asked[: max(at, 0)]
    return any(mark in ahead for mark in _MARKS) or bool(_NUMBER.search(ahead))
