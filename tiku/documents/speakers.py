"""Conversations in which one asks and another answers, written as labels.

`**面试官：** …` over `**我：** …`, or `**You:** …` over `**ChatGPT:** …`: who `我` is, the other
one tells. So such names are no labels by themselves. In the record of an exam whoever talks
with one who says `I` is an examiner, whatever the name: `**W:** …` over `**Ich:** …`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tiku.documents.flavours import are_code
from tiku.languages import asking
from tiku.languages.speakers import CHATS, INTERVIEWERS, SAID, SELVES, USERS
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_WAYS = tuple(
    (frozenset(asks.split()), frozenset(answers.split()))
    for asks, answers in ((INTERVIEWERS, SELVES), (USERS, CHATS))
)
_SPOKEN = lazy(
    r"(?P<before>(?P<heading>#{1,6}\s{1,3})?(?:\W{1,3}\s)?)(?P<open>\*\*|__)?"
    rf"(?P<name>[^\W\d_][\w.-]{{0,15}}(?:\s?[\d.]{{1,4}}|\s[^\W\d_]{{1,15}})??){SAID}(?:\s?[:：](?(open)(?P=open))"
    r"|(?(open)(?P=open)\s?[:：]|(?!))|(?(heading)\s*$|(?!)))\s*(?P<said>.*)"
)
_FEWEST = 2  # turns of each
_MOST = 0.6  # of what is said to a chat asks


class _Turn(NamedTuple):
    line: int
    asks: bool
    found: re.Match[str]


def labelled(lines: Sequence[str]) -> list[str]:
    """Write who speaks as `Question` and `Answer`, where two take turns and one of them asks."""
    told = [*lines]
    spoken = [
        (number, found)
        for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True))
        if not is_code and (found := _SPOKEN.fullmatch(line))
    ]
    for askers, answerers in (*_WAYS, _with_one(lines, spoken)):
        turns = [
            _Turn(number, name in askers, found)
            for number, found in spoken
            if (name := found["name"].casefold()) in askers or name in answerers
        ]
        if _take_turns(turns) and (askers == _WAYS[0][0] or _ask(lines, turns)):
            for turn in turns:
                before, said = turn.found["before"], turn.found["said"]
                before = before if before[:1] == "#" else ""
                name = "Question" if turn.asks else "Answer"
                is_title = before and not said
                told[turn.line] = (
                    f"{before}{name}" if is_title else f"{before}**{name}:** {said}".rstrip()
                )
            return told
    return told


def _with_one(
    lines: Sequence[str], spoken: Sequence[tuple[int, re.Match[str]]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Give whoever speaks most beside one who says `I`, and that one, in the record of an exam."""
    selves = _WAYS[0][1]
    above = lines[: spoken[0][0]] if spoken else ()
    if not any(asking.is_topical(line) or _RECORD.search(line) for line in above):
        return frozenset(), selves
    names = Counter(found["name"].casefold() for _, found in spoken)
    most = (name for name, count in names.most_common() if name not in selves and count > _FEWEST)
    return frozenset([*most][:1]), selves


_RECORD = lazy(r"protokoll|protocol[eo]?\b|\bverbale\b|\bviva\b|\boral|mündlich", re.IGNORECASE)


def _take_turns(turns: Sequence[_Turn]) -> bool:
    """Tell whether one answers nearly all that the other one says, and begins nothing."""
    answered = sum(one.asks and not other.asks for one, other in pairwise(turns))
    is_led = bool(turns) and turns[0].asks
    return is_led and answered >= max(_FEWEST, _MOST * len(turns) / 2)


def _ask(lines: Sequence[str], turns: Sequence[_Turn]) -> bool:
    """Tell whether most of what is said to a chat asks; else it is told to do things."""
    said = (_said(lines, turn) for turn in turns if turn.asks)
    return asking.share(map(asking.requests, said)) >= _MOST


def _said(lines: Sequence[str], turn: _Turn) -> str:
    below = (line for line in lines[turn.line + 1 : turn.line + _NEAR] if line.strip())
    return turn.found["said"] or next(below, "")


_NEAR = 4  # lines below a name
