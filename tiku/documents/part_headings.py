"""Headings that only name a part of a question, `### Answer`, written as labels, as they are."""

import re
from collections.abc import Sequence

from tiku.documents.flavours import are_apart
from tiku.languages import part_titles
from tiku.system.patterns import lazy


def lowered(lines: Sequence[str]) -> list[str]:
    """Write `### Answer` below the questions of a list as a label, for it ends no list there.

    It is one where the heading above it is such a label, too: else that is the question.
    """
    if not any(map(_is_part, lines)):
        return [*lines]
    found: list[int] = []  # below a number
    is_part, counts, below_parts, parts = False, False, 0, 0
    for number, (line, is_apart) in enumerate(zip(lines, are_apart(lines), strict=True)):
        if is_apart or line[:1] != "#":
            counts = counts or (not is_apart and bool(_NUMBERED.match(line)))
            continue
        is_below_part, is_part = is_part, _is_part(line)
        if is_part:
            parts += 1
            below_parts += counts and is_below_part
            found += [number] * counts
        counts = False
    told = [*lines]
    if 0 < below_parts >= parts - 1:
        for number in found:
            told[number] = f"**{lines[number].strip('#* ')}**"
    return told


def paired(lines: Sequence[str]) -> list[str]:
    """Write `## Question 3 – Answer` right below `## Question 3 – Prompt` as a part of that.

    What stands behind the number of each question, if it is always the same, says nothing.
    """
    if not any(map(_is_answer_of, lines)):
        return [*lines]
    told, above = [*lines], ""
    asked = dict[int, str]()  # the lines of questions that have such an answer
    at = 0
    for number, (line, is_apart) in enumerate(zip(lines, are_apart(lines), strict=True)):
        if is_apart or line[:1] != "#":
            continue
        named = _is_answer_of(line)
        if named and _is_of_number(above, named["name"]):
            asked[at] = named["name"]
            told[number] = f"#{named['marks']} {named['part'].strip()}"
        above, at = line, number
    if len(asked) < _FEWEST:
        return [*lines]
    if len({lines[n].removeprefix(name).strip() for n, name in asked.items()}) == 1:
        for number, name in asked.items():
            told[number] = name
    return told


def _is_of_number(line: str, name: str) -> bool:
    return line.startswith(name) and not line[len(name) :][:1].isdigit()


def _is_answer_of(line: str) -> re.Match[str] | None:
    """Match a heading that names the answer of a number: `## Question 3 (answer)`."""
    found = _OF_NUMBER.fullmatch(line) if line[:1] == "#" and len(line) < _LONGEST_PAIR else None
    is_answer = found and part_titles.role_of_title(found["part"]) == "answer"
    return found if is_answer else None


_LONGEST_PAIR = 60  # characters of such a heading
_OF_NUMBER = lazy(
    r"(?P<name>(?P<marks>#{1,5})\s+[^\d#\n]{0,30}\d{1,3})[\s:.(–—-]{1,4}"
    r"(?P<part>[^\W\d][\w ]{1,24})\)?\s*"
)


def _is_part(line: str) -> bool:
    """Tell whether a heading only names a part: `#### Answer:`."""
    title = line.strip("#*:： ") if line[:2] == "##" and len(line) < _LONGEST else ""
    return bool(title) and part_titles.role_of_title(title) in ("answer", "explanation", "hint")


_NUMBERED = lazy(r"\d{1,3}[.、)]\s")
_LONGEST = 30  # characters of a heading that only names a part
_FEWEST = 2  # questions
