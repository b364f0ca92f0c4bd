"""Statements that are judged where they stand: `机动车可以倒车。（×）`, `Boron is a metal. (F)`."""

from __future__ import annotations

import re

from tiku.model import Fragment, Markdown
from tiku.patterns import lazy

_LONGEST = 40  # characters of a verdict with its brackets
_VERDICT = lazy(
    r"[(（\[【]\s*(?P<verdict>[√×✓✗✔✘✅❌对错正误○TFВНVRWOX]|true|false|yes|no|对|错|正确|错误|верно|неверно"
    r"|richtig|falsch|vrai|faux|verdadero|falso|verdadeiro|vero|정답|오답)\s*[)）\]】]\s*[.。]?\s*$",
    re.IGNORECASE,
)


def split(question: Fragment) -> tuple[Fragment, str]:
    """Part the verdict from the end of a statement; it is empty if there is none."""
    text = question.markdown.rstrip()
    start = max(0, len(text) - _LONGEST)
    found = _VERDICT.search(text, start)
    if not found or not text[: found.start()].strip():
        return question, ""
    return Fragment(Markdown(text[: found.start()].rstrip()), question.line), found["verdict"]
