"""Numbers that only count entries: `1.`, `(2)`, `3、`, `第4题：`, `Q5.`, `一、`.

`3.11 有哪些新特性` and `16:9` start with a number that means something, so a number counts as
numbering only before a mark that ends it, and a year never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_NUMBERING = re.compile(
    r"""\s*(?:
        (?!1[5-9]\d\d|20\d\d)               # a year
        \d{1,4}(?:[.．、](?!\d)|[)）])        # 1.  2)  3、  but not 3.11, 3、4
      | \d{1,2}[:：](?=\s)                   # 4: but not 16:9, nor 404: what is it?
      | [(（\[【]\s*\d{1,4}\s*[)）\]】][.、]?(?=\s*(?:[^\W\d]|[*_`"“「《]))  # (5) but not [1] + 2
      | 第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[题題问問章节節][.．:：、]
      | [一二三四五六七八九十百]{1,5}[、．.](?![一二三四五六七八九十百千万])  # but not 三、四线
      | [①-⑳]
      | (?:[Qq]|[Qq]uestion|QUESTION|问题|题目)\s*\d{1,4}\s*[.．:：)）、]
    )\s*""",
    re.VERBOSE,
)
_ONLY_NUMBER = re.compile(r"\s*[(（#]?\d{1,4}[.．)）、:：]?\s*")


def strip(text: str) -> str:
    """Take the numbering off the start of a heading or stem; `5.` alone is nothing but one."""
    if _ONLY_NUMBER.fullmatch(text):
        return ""
    return text[found.end() :] if (found := _NUMBERING.match(text)) else text


def is_numbered(text: str) -> bool:
    """Tell whether a heading starts with a number that counts."""
    return strip(text) != text


def count_up(texts: Iterable[str]) -> bool:
    """Tell whether texts start with numbers that count: nearly each is one more than the last."""
    found = [int(m[1]) for text in texts if (m := re.match(r"\D{0,9}(\d{1,4})(?!\d)", text))]
    steps = [other - one for one, other in pairwise(found)]
    return bool(steps) and steps.count(1) >= 0.8 * len(steps)
