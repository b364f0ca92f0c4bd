"""Answers without a label that dialects know, `Which nut? (Almond)`, `**Output:** 2`, with one.

Brackets behind a question may hold a remark or the name of a company, so only those of trivia and
riddles are answers, each another one; what code prints is one where that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiku.documents.flavours import are_code
from tiku.documents.glances import TRANSLATE, TRIVIA
from tiku.languages import asking
from tiku.languages.labels import label
from tiku.system.patterns import lazy

_BRACKETS = lazy(r"(?P<asked>[^\n]{3,300}[?？][*_]{0,2})\s{0,3}\((?P<said>[^()\n]{1,80})\)\s*")
_FILLED = lazy(  # She lives in ____. (Paris), but no hint: ____ (live)
    r"(?P<asked>[^\n]{3,600}[.!])\s{0,3}\((?P<said>[^()\na-zа-я][^()\n]{0,60})\)\s*"
)
_REMARK = lazy(
    r"\d{1,3}\s?(?:p|pts?|points?|marks?|punkte?|puntos?|pontos?|punti)\.?|easy|medium|hard"
    r"|[tf]\s?/\s?[tf]|true\s?(?:/|or)\s?false|optional|bonus|hint:.*"
    r"|(?:e\.g\.|i\.e\.|z\.\s?B\.|p\.\s?ej\.|(?:multiple|several|select|choose|pick|one of)\b).*",
    re.IGNORECASE,
)
_PRINTED = lazy(
    r"(?P<start>\s{0,6}\*{0,2})"
    r"(?:(?:expected\s)?output|ausgabe|salida|sortie|saída|вывод|çıktı)"
    r"(?P<end>\s?:\*{0,2}|\*\*\s?:)(?P<rest>.*)",
    re.IGNORECASE,
)
_ASKS = lazy(
    r"output|print|display|\blog|result|ausgegeben|ausgabe|salida|imprime|affiche|saída|вывод"
    r"|выведет|çıktı",
    re.IGNORECASE,
)
_GIVEN = lazy(r"\W{0,8}(?:sample\s)?(?:input|eingabe|entrada|entrée|ввод|girdi)\b", re.IGNORECASE)
_FEWEST = 3  # questions with an answer in brackets
_FEWEST_PRINTED = 2
_MOST = 0.8


def labelled(lines: Sequence[str]) -> list[str]:
    """Write such answers with a label, where no other answer has one."""
    said = [line for line, is_code in zip(lines, are_code(lines), strict=True) if not is_code]
    if any(found and found.role == "answer" for found in map(label, said)):
        return [*lines]
    return _translated(_in_brackets(_printed(lines)))


def _in_brackets(lines: Sequence[str]) -> list[str]:
    told = [*lines]
    found, asked, filled = dict[int, re.Match[str]](), 0, 0
    for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        has_gap = not is_code and "___" in line
        if not is_code and (has_gap or asking.has_mark(line)):
            asked += 1
            form = _FILLED if has_gap else _BRACKETS
            bracketed = form.fullmatch(line) if line[:1] != "#" else None
            filled += bool(has_gap and bracketed)
            if bracketed and not _REMARK.fullmatch(bracketed["said"].strip()):
                found[n] = bracketed
    several = {each["said"].casefold() for each in found.values()}
    if len(found) < max(_FEWEST, _MOST * asked) or len(several) < _MOST * len(found):
        return told
    titles = (line for line in lines if line[:1] == "#" or line[:2] == "**")
    if filled == len(found) or any(map(TRIVIA.search, titles)):
        for n, each in found.items():
            told[n] = f"{each['asked']} (Answer: {each['said']})"
    return told


def _printed(lines: Sequence[str]) -> list[str]:
    told, found, asked = [*lines], dict[int, re.Match[str]](), 0
    for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        if is_code:
            continue
        if _GIVEN.match(line):
            return told
        asked += asking.has_mark(line) and bool(_ASKS.search(line))
        if printed := _PRINTED.fullmatch(line):
            found[n] = printed
    if _FEWEST_PRINTED <= len(found) <= asked:
        for n, each in found.items():
            told[n] = f"{each['start']}Answer{each['end']}{each['rest']}"
    return told


def _translated(lines: Sequence[str]) -> list[str]:
    """Write the two sides of what is to be translated, `1. Ja → Yes`, as those of cards."""
    told, items, found = [*lines], 0, list[int]()
    if not any(" → " in line for line in lines):
        return told
    for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        if not is_code and _ITEM.match(line):
            items += 1
            found += [n] if line.count(" → ") == 1 else []
    asks = any(len(line) < _LONGEST and TRANSLATE.search(line) for line in lines)
    if asks and len(found) >= max(_FEWEST, _MOST * items):
        for n in found:
            told[n] = lines[n].replace(" → ", " :: ")
    return told


_ITEM = lazy(r"\s{0,6}(?:[-*+]|\d{1,3}[.)])\s")
_LONGEST = 120  # characters of a line that tells to translate
