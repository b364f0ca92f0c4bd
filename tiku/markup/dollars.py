"""TeX between dollars, as pandoc reads it: no prices (`$5 and $10`), variables or code."""

from __future__ import annotations

import re

from tiku.languages.chinese import CJK
from tiku.system.patterns import lazy

_SINGLE = lazy(r"\$(?P<tex>[^\s$](?:[^$`\\]|\\.){0,2000}?)(?<![\s\\])\$", re.DOTALL)
_DOUBLE = lazy(r"\$\$(?P<tex>(?:[^$\\]|\\.){1,5000}?)\$\$", re.DOTALL)
# No TeX begins behind a digit, a letter, a backslash or another dollar: US$5.
_BEFORE_NONE = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\\$")
_PRICE = lazy(r"\d[\d.,]*+(?:\s+[A-Za-z]{2,}|[^\s\d+*/^=<>_\\(){}!|A-Za-z-])")
_ENDS_OPEN = lazy(r"(?:[-+*/=,;:(\[{<>&|]|->|::)$")
_TEXT = lazy(r"\{[^{}]*\}")


def tex(text: str, start: int) -> re.Match[str] | None:
    """Find the TeX that a dollar begins, as `tex`."""
    if start and text[start - 1] in _BEFORE_NONE:
        return None
    is_double = text.startswith("$$", start)
    found = (_DOUBLE if is_double else _SINGLE).match(text, start)
    if not found or (not is_double and _is_prose(found["tex"], text[found.end() :][:1])):
        return None
    return found


def _is_prose(content: str, after: str) -> bool:
    """Tell whether what stands between two dollars is text: `$5、共$`, `$foo->bar($`, `$HOME/$`."""
    if after and (after in "_{(" or after in _BEFORE_NONE):
        return True
    if _PRICE.match(content) or _ENDS_OPEN.search(content):
        return True
    return not content.isascii() and CJK.search(_TEXT.sub("", content)) is not None
