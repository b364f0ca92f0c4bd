"""Titles of parts of an exam without a mark, `二、判断题（每题2分）`, written as headings.

So are those that a square marks, `■ Git`.
"""

import re
from collections.abc import Sequence

from tiku.documents.flavours import are_apart
from tiku.languages import alphabets, part_titles
from tiku.languages.labels import label
from tiku.system.patterns import lazy


def titled(lines: Sequence[str]) -> list[str]:
    """Write the titles of the parts of an exam, `**二、判断题（每题2分）**`, as headings.

    Below each is a question with a number. So is the only title of a key below those parts, as it
    may have the same ones.
    """
    level, titles, keys = 1, list[tuple[int, int, str]](), list[int]()
    for number, (line, is_apart) in enumerate(zip(lines, are_apart(lines), strict=True)):
        if is_apart:
            continue
        if line[:1] == "#" and (heading := _HEADING.match(line)):
            level = len(heading["marks"])
        elif line[:1] in _STARTS and (title := _title_of_part(lines, number)):
            counted = _counted_below(lines, number)
            if not counted:
                return [*lines]
            depth = max(1, len(counted["marks"]) - 1) if counted["marks"] else level + 1
            titles.append((number, depth, title["title"].strip()))
        elif titles and is_title_of_key(line):
            keys.append(number)
    told = [*lines]
    key = keys[0] if len(keys) == 1 else len(lines)
    for number, depth, text in titles:
        told[number] = f"{'#' * min(depth + (number > key), 6)} {text}"
    if key < len(lines):
        told[key] = f"{'#' * min(titles[0][1], 5)} {lines[key].strip(' *:：')}"
    return told


def squared(lines: Sequence[str]) -> list[str]:
    """Write `■ Git` as a heading, where a list that begins with 1 stands right below each such."""
    told, level, found = [*lines], 1, dict[int, int]()
    for number, (line, is_apart) in enumerate(zip(lines, are_apart(lines), strict=True)):
        if is_apart:
            continue
        if heading := _HEADING.match(line):
            level = len(heading["marks"])
        elif line[:1] in _SQUARES and line[1:].strip():
            below = next((x for x in lines[number + 1 : number + _NEAR] if x.strip()), "")
            if not _BEGINS.match(below):
                return told
            found[number] = min(level + 1, 6)
    for number, depth in found.items() if len(found) >= _FEWEST else ():
        told[number] = f"{'#' * depth} {lines[number][1:].strip()}"
    return told


_SQUARES = frozenset("■◆▼")
_BEGINS = lazy(r"[ ]{0,3}(?:\*\*)?(?:Q|問)?[1１]\s?[.．、)）:：]")


def counted(lines: Sequence[str]) -> list[str]:
    """Write `一、何者為真？` as `1. 何者為真？`, where all such have options or an answer below.

    No other numbers count, as below the titles of parts.
    """
    told = [*lines]
    plain = [n for n, is_apart in enumerate(are_apart(lines)) if not is_apart]
    found = {n: each for n in plain if (each := _IN_HAN.fullmatch(lines[n]))}
    numerals = [_NUMERALS.find(each["numeral"]) for each in found.values()]
    count = len(found) >= _FEWEST and numerals == [*range(len(found))]
    are_alone = count and not any(_NUMBERED.match(lines[n]) for n in plain)
    if are_alone and all(_is_answered(lines, n) for n in found):
        for n, each in found.items():
            told[n] = f"{_NUMERALS.find(each['numeral']) + 1}. {each['text']}"
    return told


def _is_answered(lines: Sequence[str], number: int) -> bool:
    """Tell whether options, or an answer, stand right below a line."""
    below = next((line.strip() for line in lines[number + 1 : number + _NEAR] if line.strip()), "")
    option, named = alphabets.name(below), label(below)
    return bool((option and not option.place) or (named and named.role == "answer"))


_FEWEST, _NEAR = 2, 3
_NUMERALS = "一二三四五六七八九十"
_IN_HAN = lazy(rf"(?P<numeral>[{_NUMERALS}])、\s?(?P<text>\S.*)")
_NUMBERED = lazy(r"\s*[*_]*\d{1,3}\s?[.、．)）]")


def _title_of_part(lines: Sequence[str], number: int) -> re.Match[str] | None:
    """Find the title of a part: it names a type of questions, or stands over one with a gap."""
    if found := _TITLE.fullmatch(lines[number]):
        return found
    loose = _LOOSE_TITLE.fullmatch(lines[number])
    is_alone = not (number and lines[number - 1].strip())
    counted = _counted_below(lines, number) if loose and is_alone else None
    return loose if counted and _GAP.search(counted.string) else None


_LOOSE_TITLE = lazy(
    r"(?P<mark>\*\*|__)?(?P<title>[一二三四五六七八九十]{1,3}[、.．]\s*[^\s*_。！!？?：:、][^*_。！!？?：:\n]{1,24}"
    r"(?:[（(][^（）()]{1,30}[）)])?)[:：。]?(?(mark)(?P=mark))\s*"
)
_GAP = lazy(r"[(（][\s\u3000]*[)）]|_{3,}")


def _counted_below(lines: Sequence[str], number: int) -> re.Match[str] | None:
    """Find the first number near below the title of a part, before another title."""
    for line in lines[number + 1 : number + _FAR]:
        if line[:1] in _STARTS and _TITLE.fullmatch(line):
            return None
        if found := _COUNTED.match(line):
            return found
    return None


def is_title_of_key(line: str) -> bool:
    """Tell whether a line is nothing but the title of a key, `参考答案：`."""
    bare = line.strip("*:： ")
    return line[:1] not in "|>- \t" and not _COLON.search(bare) and part_titles.names_answers(bare)


_FAR = 8  # lines below a title
_COUNTED = lazy(
    r"(?:(?P<marks>#{2,6})\s)?(?:[(（]\s{1,9}[)）]\s?)?[*_(（【\[ ]{0,4}(?:\d|第|[√×A-E]\s?[)）])"
)
_STARTS = frozenset("*_第一二三四五六七八九十")
_HEADING = lazy(r"(?P<marks>#{1,6})\s")
_TYPES = (
    "判断|[單单多][選选]|[選选][擇择]|填空|[簡简問问解]答|[論论]述|[計计]算|编程|应用|分析|综合"
    "|解[决決][问問]|材料|辨析|改错|作图|证明"
)
_WITHOUT_TITLE = "名词解释|阅读理解|默写|翻译(?:句子)?|口算|完形填空"
_TITLE = lazy(
    r"(?P<mark>\*\*|__)?(?P<title>(?:第[一二三四五六七八九十]{1,3}(?:部分|大题)[\s、.．:：]*"
    rf"|[一二三四五六七八九十]{{1,3}}[、.．]\s*)[\w与和及、 ]{{0,8}}(?:(?:{_TYPES})[题題]"
    rf"|(?:{_WITHOUT_TITLE})[题題]?)(?:\s*[（(][^（）()]{{1,60}}[）)])?)[:：。.]?(?(mark)(?P=mark))[:：。.]?\s*"
)
_COLON = lazy("[:：]")
