"""Lines that say for which questions the text below them is: `（4～5 题共用题干）`.

Written as headings they end what stands above them, and `dialects.passages` finds them.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from tiku.documents.flavours import are_code
from tiku.documents.glances import ALONE, LABELLED
from tiku.languages import passages
from tiku.system.patterns import lazy


def titled(lines: Sequence[str]) -> list[str]:
    """Write such a line as a heading, where the first of its numbers counts below it."""
    text = "\n".join(lines)
    may_stand = any(each.search(text) for each in (ALONE, LABELLED, _OPTIONS))
    if not (may_stand or passages.may_stand(text)):
        return [*lines]
    told, level = [*lines], 1
    for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        if is_code:
            continue
        if line[:1] == "#" and (heading := _HEADING.match(line)):
            level = len(heading["marks"])
        elif marks := _marks(lines, number):
            depth = max(1, len(marks) - 1) if marks.strip() else level + 1
            title, text = _named(line)
            told[number] = text or title
            told[number - bool(text)] = f"{'#' * min(depth, 6)} {title}"  # in the blank above
    return told


def _named(line: str) -> tuple[str, str]:
    """Part the name of a passage from the text behind it on its line; "" if none is there."""
    found = LABELLED.fullmatch(f"\n{line}")
    return (found["title"], found["text"]) if found else (line.strip(" *_"), "")


_OPTIONS_TITLE = r"[*_【（(]{0,3}(?:共用)?(?:备选|備選)(?:答案|选项|選項)[*_】）):：]{0,4}\s*"
_BOLD_LINE = lazy(r"\*\*(?P<title>[^*\n]{2,40})\*\*[:：]?\s*")
_OPTIONS, _IS_OPTIONS = lazy(rf"\n{_OPTIONS_TITLE}\n"), lazy(_OPTIONS_TITLE)


def _marks(lines: Sequence[str], number: int) -> str:
    """Give the marks of the heading that counts the first question a line is for, if it is any.

    They are a space if no heading does. The line stands by itself, or begins a paragraph.
    """
    above, line = lines[number - 1].strip() if number else "", lines[number]
    if above[:1] not in ("", "#") or _COUNTS.match(line):
        return ""
    if found := passages.range_of(line):
        return _marks_of(lines, number, found.first)
    is_title = _IS_OPTIONS.fullmatch(line) or _is_over_several(lines, number)
    return _marks_of(lines, number, 0) if is_title else ""


def _is_over_several(lines: Sequence[str], number: int) -> bool:
    """Tell whether a line in bold names a passage, `**案例一**`, over two questions that count."""
    title = _BOLD_LINE.fullmatch(lines[number])
    text = _named(lines[number])[1]
    if text and not (number and not lines[number - 1].strip()):
        return False  # there is no place for a heading
    if not text and not (title and passages.names_passage(title["title"])):
        return False
    below = (line for line in lines[number + 1 : number + _FARTHEST] if line.strip())
    until = list(takewhile(lambda line: not _ends(line), below))
    counted = [int(found["number"]) for line in until if (found := _COUNTS.match(line))]
    is_told = bool(text) or (bool(until) and not _COUNTS.match(until[0]))
    return is_told and len(counted) > 1 and counted[1] == counted[0] + 1


def _ends(line: str) -> bool:
    """Tell whether a line ends what a passage is for: a heading, or another passage."""
    return line[:1] == "#" or bool(_BOLD_LINE.fullmatch(line) or _named(line)[1])


def _marks_of(lines: Sequence[str], number: int, first: int) -> str:
    """Give the marks of a heading that counts a question below a line, a space if it is none."""
    for line in lines[number + 1 : number + _FARTHEST]:
        counted = _COUNTS.match(line)
        if counted and first in (0, int(counted["number"])):
            return counted["marks"] or " "
        if counted or line[:1] == "#":
            return ""
    return ""


_FARTHEST = 60  # lines of what questions are about
_COUNTS = lazy(
    r"[ ]{0,3}(?:(?P<marks>#{1,6})\s)?[*_(（【\[ ]{0,4}(?:第|[问問Q]|câu\s|questions?\s)?\s?"
    r"(?P<number>\d{1,3})\s?[.、．)）:：题題*】]",
    re.IGNORECASE,
)


_HEADING = lazy(r"(?P<marks>#{1,6})\s")
