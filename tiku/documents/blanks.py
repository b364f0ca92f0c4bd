"""What sheets leave to be filled in beside a number, `_____ 1. Water is wet.`, `1. (  ) It is.`.

There a learner writes a verdict or a letter, so it is no part of what is asked. A blank behind a
number may be a gap of the sentence, brackets are none where a key stands below. Two of them count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from tiku.documents.flavours import are_code
from tiku.languages import part_titles
from tiku.system.patterns import lazy

_BEFORE = lazy(
    r"[ ]{0,3}(?:[-*+][ ]+)?(?:_{3,40}|__(?=[ ])|(?:\\_){2,40}|\.{4,40}|\([ ]{1,9}\))[ ]{0,9}"
    r"(?P<number>\d{1,3})(?P<rest>[.)][ ]+\S.*)"
)
_BEHIND = lazy(r"(?P<number>\d{1,3})(?P<mark>[.)][ ]+)\([ ]{1,9}\)[ ]+(?P<rest>\S.*)")
_FEWEST = 2


def filled(lines: Sequence[str]) -> list[str]:
    """Write such lines without what is left to be filled in, if their numbers count."""
    code = [*are_code(lines)]
    told = [*lines]
    for n, found in _matched(lines, code, _BEFORE.fullmatch).items():
        told[n] = f"{found['number']}{found['rest']}"
    behind = _matched(lines, code, _BEHIND.fullmatch)
    if behind and any(map(_names_answers, lines[max(behind) :])):
        for n, found in behind.items():
            told[n] = f"{found['number']}{found['mark']}{found['rest']}"
    return told


def _matched(
    lines: Sequence[str], code: Sequence[bool], match: Callable[[str], re.Match[str] | None]
) -> dict[int, re.Match[str]]:
    """Match lines by number; none if the numbers in them do not go up."""
    found = {n: matched for n, line in enumerate(lines) if not code[n] and (matched := match(line))}
    numbers = [int(each["number"]) for each in found.values()]
    goes_up = all(after in (1, before + 1) for before, after in pairwise(numbers))
    return found if len(found) >= _FEWEST and goes_up else {}


def _names_answers(line: str) -> bool:
    """Tell whether a line is the title of a key, or begins with one: `Gabarito: 1. C`."""
    return part_titles.names_answers(line.strip("#*_ ").partition(":")[0].strip("*_ "))
