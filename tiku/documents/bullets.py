"""Bullets that word processors write, `• one` over `• two`, as those of Markdown.

A dash (`– one`) begins what somebody says, too, so one of those must be marked as right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiku.documents.flavours import are_code
from tiku.items import option_marks
from tiku.languages.labels import label
from tiku.system.patterns import lazy

_DOTS, _DASHES = "•▪‣◦⁃", "–—"
_BULLET = lazy(rf"(?P<indent>[ \t]*)(?P<sign>[{_DOTS}{_DASHES}])[ \t]+(?P<text>\S.*)")
_FEWEST = 2


def written(lines: Sequence[str]) -> list[str]:
    """Write such bullets, two or more below one another, as a list.

    Where questions have labels, those would belong to the last bullet.
    """
    if any(found and found.role == "question" for found in map(label, lines)):
        return [*lines]
    told, run = [*lines], list[tuple[int, re.Match[str]]]()
    for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        found = None if is_code else _BULLET.fullmatch(line)
        if found and (not run or run[-1][1]["sign"] == found["sign"]):
            run.append((n, found))
        elif line.strip():
            _write(told, run)
            run = [(n, found)] if found else []
    _write(told, run)
    return told


def _write(lines: list[str], run: Sequence[tuple[int, re.Match[str]]]) -> None:
    texts = [found["text"] for _, found in run]
    is_dashed = bool(run) and run[0][1]["sign"] in _DASHES
    if len(run) < _FEWEST or (is_dashed and not any(map(option_marks.is_signed, texts))):
        return
    for n, found in run:
        lines[n] = f"{found['indent']}- {found['text']}"
