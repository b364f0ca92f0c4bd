"""Lines that only count questions and remark on them: `### Question 1 (Easy) 🟢`, `第1题（单选）`.

They are written without the remarks, as `### Question 1`, `题目 1`; what is asked stands below.
Those that nothing tells from text, `QUESTION 1` alone on its line, are put in bold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tiku.documents import counts
from tiku.documents.flavours import are_code
from tiku.languages import alphabets, asking
from tiku.languages.label_words import SYMBOLS, WORDS
from tiku.languages.labels import label
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_HAN = "一二三四五六七八九"
_REMARK = (  # but no link
    r"(?:\s{0,3}(?:[(（【][^()（）\[\]【】]{1,40}[)）】]|\[[^()（）\[\]【】]{1,40}\](?!\()"
    rf"|[{SYMBOLS}]\ufe0f?))"
)
_NUMBER, _NUMERAL = r"\d{1,4}", rf"[{_HAN}十]{{1,3}}"
_MARKS = r"[ ]{0,3}(?:#{1,6}[ ]{1,3}|(?=[*_]{2}))"  # of a heading, or of a line in bold


def _words(number: str, numeral: str) -> str:
    words = {word for roles in WORDS.values() for word in roles["question"]}
    named = rf"(?:{'|'.join(sorted(words, reverse=True))})\s{{0,3}}[#№]?{number}"
    ordinal = rf"第\s?(?:{number}|(?P<numeral>{numeral}))\s?(?P<asked>[题題问問道])"
    return f"{named}|{ordinal}"


def _counter(number: str, numeral: str) -> str:
    return rf"(?:{_words(number, numeral)}|(?P<bare>{number})[.、．)](?=\s?[(（\[【]))"


_FIRST = lazy(
    lambda: rf"\n{_MARKS}[*_]{{0,3}}{_REMARK}{{0,3}}\s?{_counter('1', '一')}(?![\d{_HAN}])"
)
_COUNTED = lazy(
    lambda: (
        rf"(?P<before>{_MARKS})(?P<bold>[*_]{{0,3}})(?P<ahead>{_REMARK}{{0,3}})\s?"
        rf"(?P<counter>{_counter(_NUMBER, _NUMERAL)})[.:：]?[*_]{{0,3}}"
        rf"(?P<behind>{_REMARK}{{0,6}})[*_]{{0,3}}[:：]?\s{{0,3}}"
    )
)
_DIGITS = lazy(r"\d+")
_ENDS = (" 1\n", "Q1\n", "#1\n", "第1题\n", "第一题\n", "第 1 题\n")  # of the first one alone
_LAST = frozenset("0123456789题題问問")
_LONGEST = 30  # characters
_FIRST_LINES = 3
_MOST = 0.6  # of what is counted asks
_ALONE = lazy(lambda: rf"[ ]{{0,3}}(?P<counter>{_words(_NUMBER, _NUMERAL)})[:：]?", re.IGNORECASE)


class _Counted(NamedTuple):
    """A line that only counts, in parts, and whether it has a remark."""

    line: int
    before: str
    counter: str
    number: int
    after: str
    is_remarked: bool


def taken_off(lines: Sequence[str]) -> list[str]:
    """Write such lines as the label of a question, if they count up and some have remarks."""
    told = [*lines]
    text = "\n" + "\n".join(lines)
    if ("1\n" in text or "题\n" in text) and any(end in text for end in _ENDS):
        told = _in_bold(told)
    if not _FIRST.search(text):
        return told
    found = [
        counted
        for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True))
        if not is_code and (counted := _counted(n, line))
    ]
    for before in dict.fromkeys(each.before for each in found):
        run = [each for each in found if each.before == before]
        if any(each.is_remarked for each in run) and counts.count_up([each.number for each in run]):
            for each in run:
                told[each.line] = f"{before}{each.counter}{each.after}"
    return told


def _in_bold(lines: list[str]) -> list[str]:
    """Put in bold what is alone on its line, but for text below it, and counts questions."""
    found = [
        (n, alone)
        for n, line in enumerate(lines)
        if line[-1:] in _LAST and len(line) < _LONGEST and (alone := _ALONE.fullmatch(line))
    ]
    are_apart = all(not n or _is_apart(lines[n - 1]) for n, _ in found)
    count = are_apart and counts.count_up([_number(each) for _, each in found])
    bounds = [*(n for n, _ in found), len(lines)]
    if count and asking.share(_asks(lines[a + 1 : b]) for a, b in pairwise(bounds)) >= _MOST:
        code = [*are_code(lines)]
        for n, each in found:
            if code[n]:
                continue
            word = _WORDS.get(each["asked"], "")
            lines[n] = f"**{word} {_number(each)}**" if word else f"**{each['counter']}**"
    return lines


def _is_apart(above: str) -> bool:
    """Tell whether a paragraph may begin below a line: blank, or a comment such as an id."""
    return not above.strip() or above.lstrip().startswith("<!--")


def _asks(lines: Sequence[str]) -> bool:
    """Tell whether something asks, an answer or the second option of several stands on lines."""
    said = [line.lstrip("-*_> ") for line in lines if line.strip()]
    if any(asking.ends_asking(line) for line in said[:_FIRST_LINES]):
        return True
    labels = filter(None, map(label, said))
    return any(each.role == "answer" for each in labels) or any(
        (name := alphabets.name(line)) and name.place == 1 for line in said
    )


def _number(found: re.Match[str]) -> int:
    digits = _DIGITS.search(found["counter"])
    return int(digits[0]) if digits else _value(found["numeral"])


def _counted(line: int, text: str) -> _Counted | None:
    found = _COUNTED.fullmatch(text)
    remarks = f"{found['ahead']} {found['behind']}" if found else ""
    if not found or asking.asks(remarks) or (found["bare"] and not asking.names_type(remarks)):
        return None
    number = _number(found)
    word = "Question" if found["bare"] else _WORDS.get(found["asked"], "")
    counter = f"{word} {number}" if word else found["counter"]
    before, after = found["before"] + found["bold"], found["bold"]
    return _Counted(line, before, counter, number, after, bool(remarks.strip()))


_WORDS = {"题": "题目", "題": "題目", "问": "问题", "問": "問題", "道": "题目"}


def _value(numeral: str) -> int:
    """Give the number that a numeral in Han says, up to 99."""
    tens, ten, ones = numeral.rpartition("十")
    high = _HAN.find(tens) + 1 if tens else 1
    return 10 * high * len(ten) + (_HAN.find(ones) + 1 if ones else 0)
