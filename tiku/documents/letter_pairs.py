"""Letters of other languages before questions and answers, `S1.` over `C1.`, as `Q1:` and `A1:`.

A letter may name many things, so two of a language must take turns, and the first of them asks; or
one counts up, `**P1.**` over `**P2.**`, and asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tiku.documents.flavours import are_code
from tiku.languages import asking
from tiku.system.patterns import lazy

# Of a question and its answer: Soru and Cevap, Question and Réponse, Domanda and Risposta, …
_PAIRS = ("SC", "QR", "DR", "PR", "FA", "VA", "ВО", "ПВ", "PO", "KV", "FS", "ÎR")
_ASKS = "".join(dict.fromkeys(pair[0] for pair in _PAIRS))
_ANSWERS = "".join(dict.fromkeys(pair[1] for pair in _PAIRS))
_LETTERED = lazy(
    r"(?P<before>[ ]{0,3}(?:#{1,6}[ ]|[-*+][ ])?(?:\*\*|__)?)"
    rf"(?P<letter>[{_ASKS}{_ANSWERS}])(?P<number>\d{{0,3}})[ ]?(?P<end>[.:)])(?P<text>.*)"
)
_FEWEST = 2  # questions
_MOST = 0.6  # of them ask


def written(lines: Sequence[str]) -> list[str]:
    """Write such letters as those that every dialect knows."""
    told = [*lines]
    found = [
        (n, lettered)
        for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True))
        if not is_code and (lettered := _LETTERED.fullmatch(line))
    ]
    if not _are_pairs([lettered for _, lettered in found]):
        found = [(n, lettered) for n, lettered in found if lettered["number"]]
        if not _count([lettered for _, lettered in found]):
            return told
        for n, lettered in found:
            told[n] = f"{lettered['before']}Q{lettered['number']}:{lettered['text']}"
        return told
    for n, lettered in found[: len(found) // 2 * 2]:
        letter = "Q" if lettered["letter"] == found[0][1]["letter"] else "A"
        told[n] = f"{lettered['before']}{letter}{lettered['number']}:{lettered['text']}"
    return told


def _count(found: Sequence[re.Match[str]]) -> bool:
    """Tell whether one letter that asks counts up, and most that stands behind it asks."""
    numbers = [int(each["number"]) for each in found]
    letters = {each["letter"] for each in found}
    are_known = letters <= {*_ASKS} - {"Q"}  # that one every reader knows
    if len(found) < _FEWEST or len(letters) > 1 or not are_known:
        return False
    counts = all(b == a + 1 for a, b in pairwise(numbers))
    return counts and asking.share(_asks(each) for each in found) >= _MOST


def _asks(lettered: re.Match[str]) -> bool:
    return asking.requests(lettered["text"].strip("*_ "))


def _are_pairs(found: Sequence[re.Match[str]]) -> bool:
    """Tell whether two letters of a language take turns, with equal numbers or with none."""
    asked, answered = found[::2], found[1::2]
    letters = {one["letter"] + other["letter"] for one, other in pairwise(found[:2])}
    if len(answered) < _FEWEST or len(asked) != len(answered) or not letters <= {*_PAIRS}:
        return False
    pairs = [*zip(asked, answered, strict=True)]
    if any({one["letter"] + other["letter"]} != letters for one, other in pairs):
        return False
    counts = all(one["number"] == other["number"] for one, other in pairs)
    is_ended = all(each["number"] or each["end"] == ":" for each in found)
    return counts and is_ended and asking.share(map(_asks, asked)) >= _MOST
