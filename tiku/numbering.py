"""Numbers that only count entries: `1.`, `(2)`, `3、`, `第4题：`, `Q5.`, `一、`.

`3.11 有哪些新特性` and `16:9` start with a number that means something, so a number counts as
numbering only before a mark that ends it, and a year never does.
"""

from __future__ import annotations

import re

_NUMBERING = re.compile(
    r"""\s*(?:
        (?!1[5-9]\d\d|20\d\d)               # a year
        \d{1,4}(?:[.．、](?!\d)|[)）])       # 1.  2)  3、  but not 3.11, 3、4
      | \d{1,4}[:：](?=\s)                   # 4: but not 16:9
      | [(（\[【]\s*\d{1,4}\s*[)）\]】][.、]?  # (5)
      | 第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[题題问問章节節][.．:：、]
      | [一二三四五六七八九十百]{1,5}[、．.]
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
