"""What fills the gaps of a text, which tells it from others of the same words around them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tiku.identity import likeness
from tiku.identity.lock import SHOWN, Wording
from tiku.markup import form
from tiku.system.patterns import lazy

_GAP = lazy(r"\[[^\[\]]+\]")  # as `tiku.items.gaps` writes it: `[…]`, or a hint
_MOST = 40  # gaps of a text that are looked at
_SEVERAL = 2


@lru_cache(maxsize=1 << 12)
def fillings(words: Wording) -> tuple[tuple[str, ...], ...]:
    """Give the words in each gap of a text, found where the whole text says more; none if not all.

    The lock keeps no more of a text than what it asks and the whole of it.
    """
    around = _GAP.split(words.asked)
    is_whole = max(len(words.asked), len(words.reply)) < SHOWN and 1 < len(around) <= _MOST
    found = _between(around, words.reply) if is_whole else ()
    if is_whole and not found:  # no space stands there, where a gap held it
        found = _between([part.strip() for part in around], words.reply)
    gaps = zip(_GAP.findall(words.asked), found, strict=False)
    return tuple(tuple(form.tokens(text.lower())) for gap, text in gaps if text != gap)


def _between(parts: Sequence[str], text: str) -> list[str]:
    """Give what stands between parts of a text, each where it is found first; none if one is not.

    Behind the last part a text may go on, as the whole one does with what explains it.
    """
    start, *rest = parts
    if not text.startswith(start) or not all(part.strip() for part in rest[:-1]):
        return []
    found, at = [], len(start)
    for part in rest[:-1]:
        end = text.find(part, at + 1)
        if end < 0:
            return []
        found.append(text[at:end].strip())
        at = end + len(part)
    last = re.compile(rf"\s*(?P<gap>.+?)\s*{re.escape(rest[-1])}(?=\s|$)", re.DOTALL).match(
        text, at
    )
    return [*found, last["gap"]] if last else []


def are_others(old: Wording, new: Wording, *, of_template: bool) -> bool:
    """Tell whether gaps are filled so that two texts with gaps are two questions.

    Of several gaps all must be: with one as before, the others were mended. A single gap may have
    been, unless it is of a template, that is of several texts with the same words around it.
    """
    if old.reply == new.reply:
        return False
    ours, theirs = fillings(old), fillings(new)
    if not ours or not theirs:
        return False
    if len(ours) != len(theirs):
        return not any(_are_alike(a, b) for a in ours for b in theirs)
    kept = sum(_are_alike(a, b) for a, b in zip(ours, theirs, strict=True))
    return not kept and (of_template or len(ours) >= _SEVERAL)


def _are_alike(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Tell whether a gap is filled alike, slips of the pen aside."""
    if len(old) != len(new):
        return "".join(old) == "".join(new)
    return all(a == b or likeness.is_slip(a, b) for a, b in zip(old, new, strict=True))
