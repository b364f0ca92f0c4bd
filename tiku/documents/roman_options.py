"""Options that Roman numerals name, `(i) 6` over `(ii) 8`, written with letters, as their key is.

They count the parts of a question elsewhere, so a key must name them by nothing but a numeral:
`1. (ii)` or `Answer: (ii)`. Lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tiku.documents.flavours import are_code
from tiku.languages.labels import label
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_LETTERS = "abcdefgh"
_ANY = "|".join(sorted(_NUMERALS, key=len, reverse=True))
_OPTION = lazy(
    rf"(?P<start>[ ]{{0,6}}(?:[-*+][ ]{{1,3}})?)\(?(?P<name>{_ANY})[.)][ ]+(?P<text>\S.*)"
)
_NEXT = lazy(rf"[ \t]+\((?P<name>{_ANY})\)[ ]+")
_KEY = lazy(
    rf"(?P<before>[ ]{{0,6}}(?:[-*+][ ]{{1,3}})?\*{{0,2}}\d{{1,3}}[.)]\*{{0,2}}[ ]*\*{{0,2}})"
    rf"\(?(?P<name>{_ANY})\)?(?P<rest>[.)]?(?:\*\*)?(?:[ ]+\S.*)?)[ ]*"
)
_LABELLED = lazy(rf"[*_ ]{{0,3}}\(?(?P<name>{_ANY})\)?(?P<rest>[.)]?(?:\*\*)?(?:[ ]+\S.*)?)[ ]*")
_AROUND = " *.)"  # signs around the text of an option
_FEWEST = 2  # options
_MOST = 0.6  # of the questions with such options have such a key


class _Option(NamedTuple):
    """The line of some options, how it is written with letters, and their texts."""

    line: int
    written: str
    texts: tuple[str, ...]


def lettered(lines: Sequence[str]) -> list[str]:
    """Write such options, and the keys that name them, with letters."""
    told = [*lines]
    code = [*are_code(lines)]
    runs = [run for run in _runs(lines, code) if sum(len(each.texts) for each in run) >= _FEWEST]
    texts = {text.strip(_AROUND).casefold() for run in runs for each in run for text in each.texts}
    taken = {each.line for run in runs for each in run}
    keys = {
        n: key
        for n, line in enumerate(lines)
        if not code[n] and n not in taken and (key := _key(line, texts))
    }
    if not runs or len(keys) < _MOST * len(runs):
        return told
    for each in (option for run in runs for option in run):
        told[each.line] = each.written
    for n, key in keys.items():
        told[n] = key
    return told


def _runs(lines: Sequence[str], code: Sequence[bool]) -> Iterator[list[_Option]]:
    """Give the options that count up from `(i)`, one below another or several on a line."""
    run: list[_Option] = []
    count = 0
    for n, line in enumerate(lines):
        found = None if code[n] else _OPTION.fullmatch(line)
        if found and _NUMERALS.index(found["name"]) not in (0, count):
            found = None
        if found:
            if found["name"] == "i":
                yield run
                run, count = [], 0
            run.append(_option(n, found, count))
            count += len(run[-1].texts)
        elif line.strip():
            yield run
            run, count = [], 0
    yield run


def _option(number: int, found: re.Match[str], count: int) -> _Option:
    """Read the options on a line, of which the first is the one of a count."""
    text, texts, at = found["text"], list[str](), 0
    names = iter(_LETTERS[count:])
    written = f"{found['start']}({next(names)}) "
    for other in _NEXT.finditer(text):
        if other["name"] != _NUMERALS[min(count + len(texts) + 1, len(_NUMERALS) - 1)]:
            break
        texts.append(text[at : other.start()])
        written += f"{texts[-1]} ({next(names, 'h')}) "
        at = other.end()
    return _Option(number, written + text[at:], (*texts, text[at:]))


def _key(line: str, texts: set[str]) -> str:
    """Write a line that names an option, and at most repeats its text, with a letter; else ""."""
    if found := _KEY.fullmatch(line):
        return _named(found["before"], found, texts)
    told = label(line)
    named = _LABELLED.fullmatch(told.rest) if told and told.role == "answer" else None
    return _named("Answer: ", named, texts) if named else ""


def _named(before: str, found: re.Match[str], texts: set[str]) -> str:
    said = found["rest"].strip(_AROUND).casefold()
    if said and said not in texts:
        return ""
    return f"{before}({_LETTERS[_NUMERALS.index(found['name'])]}){found['rest'].lstrip('.)')}"
