"""Lines that only count questions and remark on them: `### Question 1 (Easy) 🟢`, `第1题（单选）`.

They are written without the remarks, as `### Question 1`, `题目 1`; what is asked stands below.
"""

from __future__ import annotations

from collections.abc import Sequence

from tiku.documents import counts
from tiku.documents.flavours import are_code
from tiku.languages import asking
from tiku.languages.label_words import SYMBOLS, WORDS
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_HAN = "一二三四五六七八九"
_REMARK = (  # but no link
    r"(?:\s{0,3}(?:[(（【][^()（）\[\]【】]{1,40}[)）】]|\[[^()（）\[\]【】]{1,40}\](?!\()"
    rf"|[{SYMBOLS}]\ufe0f?))"
)
_NUMBER, _NUMERAL = r"\d{1,4}", rf"[{_HAN}十]{{1,3}}"
_MARKS = r"[ ]{0,3}(?:#{1,6}[ ]{1,3}|(?=[*_]{2}))"  # of a heading, or of a line in bold


def _counter(number: str, numeral: str) -> str:
    words = {word for roles in WORDS.values() for word in roles["question"]}
    named = rf"(?:{'|'.join(sorted(words, reverse=True))})\s{{0,3}}[#№]?{number}"
    ordinal = rf"第\s?(?:{number}|(?P<numeral>{numeral}))\s?(?P<asked>[题題问問道])"
    return rf"(?:{named}|{ordinal}|(?P<bare>{number})[.、．)](?=\s?[(（\[【]))"


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
    if not _FIRST.search("\n" + "\n".join(lines)):
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


def _counted(line: int, text: str) -> _Counted | None:
    found = _COUNTED.fullmatch(text)
    remarks = f"{found['ahead']} {found['behind']}" if found else ""
    if not found or asking.asks(remarks) or (found["bare"] and not asking.names_type(remarks)):
        return None
    digits = _DIGITS.search(found["counter"])
    number = int(digits[0]) if digits else _value(found["numeral"])
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
