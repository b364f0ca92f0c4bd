"""Questions or answers that letters count: `A) Why?` over `Model answers:` over `A) Because …`.

Letters name options elsewhere, so they are written as numbers, `1. Why?`; lines keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiku.documents.flavours import are_code
from tiku.languages import asking, part_titles
from tiku.system.patterns import lazy

_MOST = 0.6  # of the questions ask
_SECOND = lazy(r"\n {0,3}\*{0,2}\(?[Bb][.)]\*{0,2} ")
_COUNTED = lazy(
    r" {0,3}(?P<mark>\*\*)?\(?(?P<name>[A-Za-z]|\d{1,2})[.)](?P<closed>\*\*)? +(?P<text>\S.*)"
)
_LONGEST = 60  # characters of a title


def may_stand(text: str) -> bool:
    """Tell by a glance whether letters may count so: the second stands once or twice."""
    return len(_SECOND.findall(text)) in (1, 2)


def numbered(lines: Sequence[str]) -> Sequence[str]:
    """Write letters that count questions above a key, or the answers in it, as numbers."""
    code = [*are_code(lines)]
    titles = [n for n, line in enumerate(lines) if not code[n] and _is_title(line)]
    if len(titles) != 1:
        return lines
    found = {
        n: counted
        for n, line in enumerate(lines)
        if not code[n] and (counted := _COUNTED.fullmatch(line))
    }
    asked = [n for n in found if n < titles[0]]
    answered = [n for n in found if n > titles[0]]
    texts = (found[n]["text"] for n in asked)
    values = [_value(found[n]["name"]) for n in asked]
    if values != [_value(found[n]["name"]) for n in answered] or not _count(values):
        return lines
    if asking.share(map(asking.requests, texts)) < _MOST:
        return lines
    told = [*lines]
    for n in (*asked, *answered):
        told[n] = _written(found[n])
    return told


def _is_title(line: str) -> bool:
    bare = line.strip("#*_:： ")
    is_one = 0 < len(bare) <= _LONGEST and line[:1] not in "->|"
    return is_one and part_titles.names_answers(bare)


def _value(name: str) -> int:
    return int(name) if name.isdigit() else ord(name.upper()) - ord("A") + 1


def _count(values: Sequence[int]) -> bool:
    return len(values) > 1 and [*values] == [*range(1, len(values) + 1)]


def _written(found: re.Match[str]) -> str:
    opened = found["mark"] if found["mark"] and not found["closed"] else ""
    return f"{_value(found['name'])}. {opened}{found['text']}"
