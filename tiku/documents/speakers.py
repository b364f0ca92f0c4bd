"""Conversations in which one asks and another answers, written as labels.

`**面试官：** …` over `**我：** …`, or `**You:** …` over `**ChatGPT:** …`: who `我` is, the other
one tells. So such names are no labels by themselves.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from tiku.documents.flavours import are_code
from tiku.languages import asking
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# Who asks in an interview, and who answers there beside a `Candidate`, which is a label anyway.
_INTERVIEWERS = "面试官 面試官 interviewer 面接官 면접관 entrevistador entrevistadora interviewerin"
_SELVES = "我 本人 自己 小我 me i myself 私 自分 나 저 yo eu ich moi я 我的回答 我答"
# Who asks a chat, and what it calls itself.
_USERS = (
    "you user human me 我 你说 您说 用户 用戶 提问者 ユーザー あなた 나 사용자"
    " usuario usuário utilisateur nutzer вы"
)
_CHATS = (
    "chatgpt gpt gpt-4 gpt-4o assistant deepseek kimi claude gemini copilot bot ai"
    " 豆包 通义千问 文心一言 助手 ai助手 智能助手 アシスタント asistente assistente"
)
_WAYS = tuple(
    (frozenset(asks.split()), frozenset(answers.split()))
    for asks, answers in ((_INTERVIEWERS, _SELVES), (_USERS, _CHATS))
)
_SAID = r"(?:\s(?:said|说|說))?"
_SPOKEN = lazy(
    r"(?P<before>(?P<heading>#{1,6}\s{1,3})?(?:\W{1,3}\s)?)(?P<open>\*\*|__)?"
    rf"(?P<name>[^\W\d_][\w.-]{{0,15}}(?:\s?[\d.]{{1,4}})?){_SAID}(?:\s?[:：](?(open)(?P=open))"
    r"|(?(open)(?P=open)\s?[:：]|(?!))|(?(heading)\s*$|(?!)))\s*(?P<said>.*)"
)
_FEWEST = 2  # turns of each
_MOST = 0.6  # of what is said to a chat asks


class _Turn(NamedTuple):
    line: int
    asks: bool
    found: re.Match[str]


def _answering() -> str:
    names = "|".join(sorted(map(re.escape, _WAYS[0][1] | _WAYS[1][1])))
    before = r"\n[\s#]{0,9}(?:\W{1,3}\s)?[*_]{0,2}"
    return rf"{before}(?:{names})(?:\s?[\d.]{{1,4}})?{_SAID}[*_]{{0,2}}\s?(?:[:：]|(?<=[a-z])\n)"


_ANSWERS = lazy(_answering, re.IGNORECASE)


def labelled(lines: Sequence[str]) -> list[str]:
    """Write who speaks as `Question` and `Answer`, where two take turns and one of them asks."""
    told = [*lines]
    if not _ANSWERS.search("\n".join(lines)):
        return told
    spoken = [
        (number, found)
        for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True))
        if not is_code and (found := _SPOKEN.fullmatch(line))
    ]
    for askers, answerers in _WAYS:
        turns = [
            _Turn(number, name in askers, found)
            for number, found in spoken
            if (name := found["name"].casefold()) in askers or name in answerers
        ]
        if _take_turns(turns) and (askers is _WAYS[0][0] or _ask(lines, turns)):
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
