"""What only holds a place: the question of a template, an answer that is to be written."""

from __future__ import annotations

import re

from tiku.system.patterns import lazy

_STUB = lazy(
    r"[\W_\d]*(?:(?:your|the|sample|example|new|insert)\s)?(?:question|title|stem)(?:\s(?:text|here|title|goes\shere|\d+|x|n))*[\W_\d]*"
    r"|[\W_]*(?:题目|问题|题干|題目|問題)(?:描述|内容|文本)?[\W_\d]*|lorem\sipsum.*",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER = lazy(
    r"[\W_]*(?:to\s?be\s(?:completed|added|done|written|answered|continued|determined|filled(?:\sin)?)|t\.?b\.?d\.?|to-?do|wip|tba"
    r"|coming\ssoon|(?:your\s)?answers?\s(?:here|goes\shere|needed|wanted|to\scome|pending)|(?:no|needs?|missing)\s(?:an\s)?answer(?:\syet)?"
    r"|work\sin\sprogress|fill\s(?:me|this)\sin|not\sanswered(?:\syet)?|unanswered|placeholder|pull\srequests?\swelcome|contributions?\swelcome"
    r"|(?<=\[)(?:(?:your\s)?answers?|答案|回答)\s?\d{0,2}(?=\])"
    r"|待(?:补充|完善|更新|续|填|定|解答|回答)|未完待续|暂无(?:答案)?|略|TODO.*|未回答|準備中|작성\s?(?:예정|중)|추후\s?추가"
    r"|pendiente|por\scompletar|a\scompletar|à\scompléter|em\sbreve|wird\sergänzt|folgt|da\scompletare|дописать|нет\sответа|скоро)[\W_]*",
    re.IGNORECASE,
)


def is_stub(question: str) -> bool:
    """Tell whether a question is that of a template: `Question 1`, `Your question here`."""
    return len(question) < 60 and _may_be(question, _STUBS) and bool(_STUB.fullmatch(question))


def is_placeholder(answer: str) -> bool:
    """Tell whether an answer says that there is none yet: `To be completed.`, `TODO`, `待补充`."""
    if is_field(answer):
        return True
    answer = answer.strip() if len(answer) < 60 else ""
    return _may_be(answer, _PLACEHOLDERS) and bool(_PLACEHOLDER.fullmatch(answer))


def is_field(answer: str) -> bool:
    r"""Tell whether an answer is nothing but lines to write on: `_____`, in a fence, too.

    Word processors put a backslash before each (`\_\_\_`), or have dots there.
    """
    is_line = answer[:1] in _FIELD and any(sign in answer for sign in _LINES)
    return is_line and not answer.strip(_FIELD)


_FIELD = "_ \t\n\\`~.…"
_LINES = ("__", "\\_\\_", "....", "……")


def _may_be(text: str, beginnings: frozenset[str]) -> bool:
    """Tell by its first letters, if they are plain ones, whether a text may be such words."""
    if not text:
        return False
    start = text[:2].lower()
    if start.isascii() and start.isalpha() and len(start) > 1:
        return start in beginnings
    return not "\u4e00" <= start[:1] <= "\u9fff" or start[0] in beginnings


# How the alternatives begin: those in Latin letters with two of them.
_STUBS = frozenset("yo th sa ex ne in qu ti st lo 题 問 问 題".split())
_PLACEHOLDERS = frozenset(
    "to tb wi wo co yo an no ne mi fi fo un pl pu pe po em da 待 未 暂 略 準".split()
)
