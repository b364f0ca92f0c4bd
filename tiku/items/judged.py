"""Statements that are judged where they stand: `机动车可以倒车。（×）`, `Boron is a metal. (F)`.

The verdict stands at the end, with or without a reason behind it, or in brackets at the start.
"""

from __future__ import annotations

import re

from tiku.languages import truth_words
from tiku.model import Fragment, Markdown
from tiku.system.patterns import lazy

_LONGEST = 340  # characters of a verdict, and of why
_WORDS = rf"{truth_words.TRUE}|{truth_words.FALSE}"
_SIGNS = "√×✓✗✔✘✅❌对错正误○TFВНVRWOX"
_ANY = rf"(?:[{_SIGNS}]|yes|no|{_WORDS})"
_END = lazy(
    rf"""(?:
      [(（\[【]\s*[*_]{{0,2}}(?P<framed>{_ANY})[*_]{{0,2}}\s*[)）\]】]   # (F)  （ **对** ）
    | （\s+(?P<wide>[YN])\s+）                                           # （ Y ）, but not (N)
    | \*\*[(（](?P<both>{_ANY})[)）][.。]?\*\*                          # **(F)**
    | (?<=[。.!?？！])\s*\*\*(?P<bold>{_ANY})[.。]?\*\*                 # **Vrai.**
    | (?:→|⇒|[-=]>)\s*(?P<led>[√×✓✗○]|{_WORDS})                         # → Vrai
    | (?<=[。.])(?<![\s(（][A-H1-9][.])[ \t]*(?P<word>正确|错误|√|×)   # not `B. 错误`
    )\s*[.。]?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_EXPLAINED = lazy(  # … . **Faux** : elle reflète la lumière.
    rf"""(?<=[.。!])\s*[-–—]?\s*\*\*(?:
      [(（](?P<framed>[TFVВН√×对错]|{_WORDS})[)）]\*\*[.:：]?
    | (?P<word>[√×对错TFVВН]|{_WORDS})(?:[.。:：]\*\*|\*\*\s?[:：–—])
    )\s*(?P<why>\w.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
_START = lazy(
    rf"[(（]\s*(?P<verdict>[√×✓✗对错TFV]|{_WORDS})\s*[)）]\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def split(question: Fragment) -> tuple[Fragment, str]:
    """Part the verdict, and why, from a statement; it is empty if there is none."""
    text = question.markdown.rstrip()
    if text[:1] in ("(", "（") and (first := _START.fullmatch(text)):
        return Fragment(Markdown(first["rest"]), question.line), first["verdict"]
    start = max(0, len(text) - _LONGEST)
    found = _END.search(text, start) or _EXPLAINED.search(text, start)
    if not found or not text[: found.start()].strip():
        return question, ""
    verdict, *why = filter(None, found.groups())
    said = f"{verdict}. {''.join(why)}" if why else verdict
    return Fragment(Markdown(text[: found.start()].rstrip()), question.line), said
