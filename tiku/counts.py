"""Numbers before questions that Markdown takes for text: `1- What?`, `2 – What?`, `٣. ما؟`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tiku import alphabets, asking
from tiku.flavours import are_code
from tiku.patterns import lazy

_FEWEST = 2  # questions
_MOST = 0.6  # of the numbers follow the one before
_SOME = 0.3  # of what they count asks, for titles and tasks need not


def may_stand(text: str) -> bool:
    """Tell by a glance whether such numbers may stand in a document."""
    return text[:1] == "1" or any(first in text for first in _FIRST)


_FIRST = (
    *(f"{before}1{dash}" for before in ("\n", " ", "*") for dash in ("-", "–", " -", " –")),
    *"١۱१",
)


def dotted(lines: Sequence[str]) -> list[str]:
    """Write such numbers as `1.`, if they count and some of what they count asks.

    Numbers of headings, of what is bold and of plain lines count each for themselves. Where plain
    lines have a list of another kind, those that ask get the mark that it has not.
    """
    told = [*lines]
    found = [
        (number, counted)
        for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True))
        if not is_code and (counted := _COUNTED.fullmatch(line))
    ]
    for kind in {counted["before"].strip() for _, counted in found}:
        run = [(n, counted) for n, counted in found if counted["before"].strip() == kind]
        mark = "." if kind else _free_mark(lines)
        if mark and _counts(run) and _ask(lines, run):
            for n, counted in run:
                number = int(counted["number"])
                told[n] = f"{counted['before']}{number}{mark} {counted['text']}"
    return told


_COUNTED = lazy(
    r"(?P<before>[ ]{0,3}(?:\#{1,6}[ ]{1,3})?(?:\*\*|__)?)(?P<number>\d{1,3})"
    r"(?:[ ]?[-–—]|(?<=[^\x00-\x7f])[.)])[ ]{0,3}(?P<text>[^\W\d_].*|[¿¡\"'`“«(*<].+)"
)


def _free_mark(lines: Sequence[str]) -> str:
    """Give the mark of a list that no other has here, for one would go on with the other."""
    used = {found["mark"] for line in lines if (found := _ITEM.match(line))}
    return next((mark for mark in (".", ")") if mark not in used), "")


_ITEM = lazy(r"[ ]{0,3}\d{1,9}(?P<mark>[.)])\s")


def _counts(run: Sequence[tuple[int, re.Match[str]]]) -> bool:
    """Tell whether numbers go up by one, or begin anew with each part."""
    values = [0, *(int(counted["number"]) for _, counted in run)]
    follows = [after in (1, before + 1) for before, after in pairwise(values)]
    return len(run) >= _FEWEST and asking.share(follows) >= _MOST


def _ask(lines: Sequence[str], run: Sequence[tuple[int, re.Match[str]]]) -> bool:
    """Tell whether a third of what is counted asks, or has options right below it."""
    return (
        asking.share(asking.requests(c["text"]) or _has_options(lines, n) for n, c in run) >= _SOME
    )


def _has_options(lines: Sequence[str], number: int) -> bool:
    below = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
    option = alphabets.name(below.lstrip(" -*"))
    return option is not None and option.place == 0 and not option.letter.isdigit()
