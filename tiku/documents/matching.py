"""Words to be matched with meanings, `1. frugal` above `A. sparing`, which a key pairs: `1-B`.

A letter would say nothing as an answer, nor would the meanings stand below the last word alone, so
the key is written with the meanings in place of their letters. Lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tiku.documents.flavours import are_code
from tiku.languages import part_titles
from tiku.system.patterns import lazy

_MATCHED = lazy(
    r"\b(?:match(?:ing)?\b|ordne[nt]?\b|zuordn|relacion[ae]|empareja|une\b|associez|reliez|relie\b"
    r"|abbina|collega|associe\b|ligue\b|verbind\b|koppel\b|dopasuj|połącz|соотнесите|сопоставьте"
    r"|eşleştir)",
    re.IGNORECASE,
)
_NUMBERED = lazy(  # with a blank for the letter, or without
    r"(?P<number>[ ]{0,3}(?P<name>\d{1,2})[.)][ ]+)"
    r"(?:(?:_{2,40}|(?:\\_){2,40}|\([ ]{1,9}\))[ ]{1,9})?(?P<text>\S.*)"
)
_LETTERED = lazy(r"[ ]{0,3}(?:[-*+][ ])?\(?(?P<name>[A-Za-z])[.)][ ]+(?P<text>\S.*)")
_PAIR = lazy(r"(?<![\w.])(?P<number>\d{1,2})[ ]?[-–—.):=→]{0,2}[ ]?\(?(?P<name>[A-Za-z])\)?(?!\w)")
_ONE = lazy(  # 1. B
    r"[ ]{0,3}(?:[-*+][ ])?\*{0,2}(?P<name>\d{1,2})[.):]?\*{0,2}[ ]{0,2}[-–—=→]?[ ]{0,2}"
    r"[*(]{0,3}(?P<letter>[A-Za-z])[*).]{0,3}[ ]*"
)
_FEWEST = 3  # words
_FAR = 60  # lines between what tells to match, and the key


def paired(lines: Sequence[str]) -> list[str]:
    """Write the keys of such words with the meanings, and leave those out above."""
    told = [*lines]
    code = [*are_code(lines)]
    starts = [n for n, line in enumerate(lines) if not code[n] and _MATCHED.search(line)]
    after = 0
    for start in starts:
        if start >= after:
            after = _pair(told, start, min(start + _FAR, len(lines)))
    return told


def _pair(lines: list[str], start: int, end: int) -> int:
    """Write the key of one exercise, if words, meanings and pairs follow; give the line below."""
    words, n = _run(lines, start + 1, end, _NUMBERED)
    meanings, n = _run(lines, n, end, _LETTERED)
    names = [_name(lines[at], _LETTERED) for at in meanings]
    wanted = [chr(ord("A") + place) for place in range(len(names))]
    if len(words) < _FEWEST or len(meanings) < len(words) or names != wanted:
        return start + 1
    numbers = [_name(lines[at], _NUMBERED) for at in words]
    texts = {_name(lines[at], _LETTERED): _text(lines[at]) for at in meanings}
    key = next((at for at in range(n, end) if _answers(lines[at], numbers, names)), 0)
    below, last = _run(lines, n, end, _ONE)
    if key:
        title, pairs = _parted(lines[key])
        lines[key] = title + "; ".join(_said(each, texts) for each in _PAIR.finditer(pairs))
    elif [_name(lines[at], _ONE) for at in below[: len(numbers)]] == numbers:
        for at in below[: len(numbers)]:
            if (found := _ONE.fullmatch(lines[at])) and found["letter"].upper() in texts:
                lines[at] = f"{found['name']}. {texts[found['letter'].upper()]}"
    else:
        return n
    for at in meanings:
        lines[at] = ""
    for at in words:
        lines[at] = _NUMBERED.sub(r"\g<number>\g<text>", lines[at])
    return key + 1 if key else last


def _said(pair: re.Match[str], texts: Mapping[str, str]) -> str:
    return f"{pair['number']}. {texts[pair['name'].upper()]}"


def _run(
    lines: Sequence[str], start: int, end: int, form: re.Pattern[str]
) -> tuple[list[int], int]:
    """Give the lines of a list, the first one from a line on, and the line below it."""
    found = list[int]()
    for n in range(start, end):
        if form.fullmatch(lines[n]):
            found.append(n)
        elif lines[n].strip() and found:
            return found, n
    return found, end


def _name(line: str, form: re.Pattern[str]) -> str:
    found = form.fullmatch(line)
    return found["name"].upper() if found else ""


def _text(line: str) -> str:
    found = _LETTERED.fullmatch(line)
    return found["text"].strip(" .;") if found else ""


def _answers(line: str, numbers: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a line is a key of all numbers: `Answers: 1-B, 2-C`, or the pairs alone."""
    title, pairs = _parted(line)
    found = [*_PAIR.finditer(pairs)]
    is_titled = not title or part_titles.names_answers(title.strip("*_ :"))
    is_all = [each["number"] for each in found] == [*numbers]
    return is_titled and is_all and {each["name"].upper() for each in found} <= {*names}


def _parted(line: str) -> tuple[str, str]:
    title, colon, pairs = line.partition(":")
    mark = "**" if pairs.startswith("**") else ""
    return (f"{title}:{mark} ", pairs.removeprefix(mark)) if colon else ("", line)
