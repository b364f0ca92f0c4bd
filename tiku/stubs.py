"""What only holds a place: the question of a template, an answer that is to be written."""

from __future__ import annotations

import re

from tiku.patterns import lazy

_STUB = lazy(
    r"[\W_\d]*(?:(?:your|the|sample|example|new|insert)\s)?(?:question|title|stem)(?:\s(?:text|here|title|goes\shere|\d+|x|n))*[\W_\d]*"
    r"|[\W_]*(?:题目|问题|题干|題目|問題)(?:描述|内容|文本)?[\W_\d]*|lorem\sipsum.*",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER = lazy(
    r"[\W_]*(?:to\s?be\s(?:completed|added|done|written|answered|continued|determined|filled(?:\sin)?)|t\.?b\.?d\.?|to-?do|wip|tba"
    r"|coming\ssoon|(?:your\s)?answers?\s(?:here|goes\shere|needed|wanted|to\scome|pending)|(?:no|needs?|missing)\s(?:an\s)?answer(?:\syet)?"
    r"|work\sin\sprogress|fill\s(?:me|this)\sin|not\sanswered(?:\syet)?|unanswered|placeholder|pull\srequests?\swelcome|contributions?\swelcome"
    r"|待(?:补充|完善|更新|续|填|定|解答|回答)|未完待续|暂无(?:答案)?|略|TODO.*|未回答|準備中|작성\s?(?:예정|중)|추후\s?추가"
    r"|pendiente|por\scompletar|a\scompletar|à\scompléter|em\sbreve|wird\sergänzt|folgt|da\scompletare|дописать|нет\sответа|скоро)[\W_]*",
    re.IGNORECASE,
)


def is_stub(question: str) -> bool:
    """Tell whether a question is that of a template: `Question 1`, `Your question here`."""
    return len(question) < 60 and bool(_STUB.fullmatch(question))


def is_placeholder(answer: str) -> bool:
    """Tell whether an answer says that there is none yet: `To be completed.`, `TODO`, `待补充`."""
    return len(answer) < 60 and bool(_PLACEHOLDER.fullmatch(answer.strip()))
