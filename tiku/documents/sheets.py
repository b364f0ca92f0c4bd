"""What stands on exam sheets otherwise than CommonMark reads it, written so that it says the same.

Programs draw boxes, `☐ no` over `☑ yes`; `Q.` and `A.` stand before questions and answers and are
no letters of options; `1)` names an option below `1.`, which Markdown takes for another list; and
`二、判断题` is a title without a mark. Lines keep their numbers.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from tiku.documents import bold_options, counts, glances, lettered, option_signs
from tiku.documents.flavours import are_code
from tiku.languages import alphabets, asking, part_titles
from tiku.languages.labels import label
from tiku.system.patterns import lazy
from tiku.values import NamedTuple


def plain(lines: Sequence[str]) -> list[str]:
    """Write such lines as CommonMark; what is code stays as it is."""
    text = "\n".join(lines)
    for may_stand, written in _STEPS:
        if may_stand(text):
            lines = written(lines)
    return [*lines]


def _has(*parts: str) -> Callable[[str], bool]:
    """Give what tells by a glance whether any of a few parts stands in a document."""
    return lambda text: any(part in text for part in parts)


_DOTTED = ("Q. ", "A. ", "Q．", "A．", "A.*", "Q.*")
_DRAWN = ("( )", "(　)", *"☐⬜🔲🔘⚪◻○◯⭕")
_BEFORE = (
    *(f"1{mark}{frame}" for mark in (".", ". ", "、", "．") for frame in "(（"),
    ")1",
    "）1",
    ") 1",
    "） 1",
)
_FIRST = ("一、", "一.", "一．", "第一")


def _are_apart(lines: Sequence[str]) -> Iterator[bool]:
    """Tell of each line whether it is code, or stands in a comment, in `<pre>` or in a formula."""
    end = ""
    for line, is_code in zip(lines, are_code(lines), strict=True):
        if is_code:
            yield True
            continue
        start = line.lstrip(" >")
        opened = next((closing for opening, closing in _APART if start.startswith(opening)), "")
        is_inside = bool(end or opened)
        if end:
            end = "" if end in line else end
        elif opened and opened not in start[2:]:
            end = opened
        yield is_inside


_APART = (("<pre", "</pre>"), ("<!--", "-->"), ("$$", "$$"))


# Numbers in brackets


def _unframed(lines: Sequence[str]) -> list[str]:
    """Write `（1）下列…` as `1、下列…` if no other numbers count, and options follow."""
    told = [*lines]
    found = [
        (number, framed)
        for number, (line, is_apart) in enumerate(zip(lines, _are_apart(lines), strict=True))
        if not is_apart and (framed := _IN_FRAME.fullmatch(line))
    ]
    values = [0, *(int(framed["number"]) for _, framed in found)]
    counts = all(after in (1, before + 1) for before, after in pairwise(values))
    if len(found) < _FEWEST or not counts or any(map(_OTHERS.match, lines)):
        return told
    if sum(bool(_CHOICE.match(line)) for line in lines) >= len(found):
        for number, framed in found:
            told[number] = f"{framed['number']}、{framed['text']}"
    return told


_IN_FRAME = lazy(r"[ ]{0,3}[（(](?P<number>\d{1,3})[)）]\s{0,3}(?P<text>\S.*)")
_OTHERS = lazy(r"[ ]{0,3}(?:#{1,6}\s)?\d{1,3}\s?[.、．)）](?!\s?[A-H](?![A-Za-z]))")
_CHOICE = lazy(r"[ ]{0,3}(?:[A-D]\s?[.、．)）:：]|[【（(]?(?:答案|参考答案|正确答案)[】:：])")


def _matches(
    lines: Sequence[str], match: Callable[[str], re.Match[str] | None]
) -> dict[int, re.Match[str]]:
    """Match lines that stand in no code, by their places."""
    apart = zip(lines, _are_apart(lines), strict=True)
    found = ((n, match(line)) for n, (line, is_apart) in enumerate(apart) if not is_apart)
    return {n: each for n, each in found if each}


def _of_gaps(lines: Sequence[str]) -> list[str]:
    """Take off what names the gap of a text before its options: `（1）A. yes　B. no`."""
    told = [*lines]
    found = _matches(lines, _OF_GAP.fullmatch)
    if len(found) >= _FEWEST:
        _rewrite(told, [(n, each["options"]) for n, each in found.items()])
    return told


_OF_GAP = lazy(r"[ ]{0,3}[(（]\d{1,3}[)）]\s?(?P<options>A\s?[.、．].*)")


# Letters before questions and answers


def _asked(lines: Sequence[str]) -> list[str]:
    """Write `Q. What? A. That` with colons, if no other letter counts as these would."""
    found = _matches(lines, _LETTERED.match)
    letters = Counter(each["letter"] + bool(each["number"]) * "1" for each in found.values())
    asked, answered = letters["Q"] + letters["Q1"], letters["A"]
    asks = any(asking.ends_asking(lines[n]) for n, x in found.items() if x["letter"] == "Q")
    if asked < _FEWEST and not asks:
        return [*lines]
    taken = {"Q"} if letters["P"] or letters["R"] else set[str]()
    if letters["B"] or answered < _MOST * asked:
        taken.add("A")
    told = [*lines]
    for number, each in found.items():
        letter, line, at = each["letter"], lines[number], each.end("letter")
        if letter in "QA" and letter not in taken and not each["number"]:
            told[number] = f"{line[:at]}:{line[at + 1 :]}"
    return told


def _answered(lines: Sequence[str]) -> list[str]:
    """Write `A) That` with a colon, if nothing is named B, as a second option would be."""
    told = [*lines]
    if any(map(_OPTION_B.search, lines)):
        return told
    found = [
        (number, named)
        for number, (line, is_apart) in enumerate(zip(lines, _are_apart(lines), strict=True))
        if not is_apart and (named := _ANSWER.match(line))
    ]
    for number, named in found if len(found) >= _FEWEST else ():
        told[number] = f"{named[0].rstrip()[:-1]}:{lines[number][named.end() - 1 :]}"
    return told


_ANSWER = lazy(r"[ ]{0,8}(?:\*\*)?A\)\s")
_OPTION_B = lazy(r"(?:^|\s|\*)[(]?[Bb][.)]")
_FEWEST = 2  # questions
_MOST = 0.6  # of the questions have such an answer
_LETTERED = lazy(
    r"[ ]{0,3}(?:(?:#{1,6}|[-*+])[ ]+)?(?:\*\*|__)?(?P<letter>[A-BP-R])(?P<number>\d{0,3})[.．]"
    r"(?:\*\*|__)?(?:\s|$)"
)


# Boxes


class _Box(NamedTuple):
    """A box that a program draws, and what stands behind it."""

    line: int
    indent: str
    sign: str
    is_full: bool
    text: str
    is_listed: bool  # behind a bullet


def _boxed(lines: Sequence[str]) -> list[str]:
    """Write boxes that are drawn, `☐ no` over `☑ yes`, as those of a list, if some are full.

    All may be empty where a key stands below.
    """
    told, run = [*lines], list[_Box]()
    keys = [n for n, line in enumerate(lines) if _is_title_of_key(line.lstrip("# "))]
    last = max(keys, default=0)
    for number, (line, is_apart) in enumerate(zip(lines, _are_apart(lines), strict=True)):
        found = None if is_apart else _BOX.match(line)
        if found:
            is_full = bool(found["full"] or found["x"])
            sign, is_listed = found["sign"] or "()", bool(found["bullet"])
            run.append(_Box(number, found["indent"], sign, is_full, found["text"], is_listed))
        elif line.strip():
            _write(told, run, has_key=number <= last)
            run = []
    _write(told, run, has_key=False)
    return told


def _write(lines: list[str], run: Sequence[_Box], *, has_key: bool) -> None:
    """Write a run of boxes as a list; beside ticks, one that is crossed out is not right."""
    if any(box.sign in _TICKED for box in run):
        run = [box._replace(is_full=box.is_full and box.sign != "☒") for box in run]
    full = sum(box.is_full for box in run)
    if not full and _are_named(run):
        for box in run:
            lines[box.line] = f"{box.indent}{box.text}"
        return
    if not 0 < full < len(run) and not (has_key and not full and len(run) > 1):
        return
    above = (lines[number] for number in range(run[0].line - 1, -1, -1))
    asked = next((line.strip(" *_") for line in above if line.strip()), "")
    said = label(asked)
    is_question = said is not None and said.role == "question"
    asks = is_question or asked.endswith(_ASKS) or bool(_ASKED.match(asked))
    asks = asks or asking.names_type(asked)  # True or false: …
    is_listed = not full and all(box.is_listed for box in run)
    is_round = not is_listed and all(box.sign in _ROUND for box in run)  # which are bullets, too
    if (said and said.role == "answer" and said.rest) or (is_round and not (asks and full == 1)):
        return
    if not full and not (asks or is_listed):
        return
    for box in run:
        tick = "x" if box.is_full else " "
        lines[box.line] = f"{box.indent}- [{tick}] {box.text}"


def _are_named(run: Sequence[_Box]) -> bool:
    """Tell whether letters name what stands behind empty boxes: `☐ a. no` over `☐ b. yes`."""
    names = [alphabets.name(box.text) for box in run]
    places = [name.place if name else -1 for name in names]
    return len(run) > 1 and places == [*range(len(run))]


_EMPTY = "".join(_DRAWN[2:])
_FULL = "☑☒✅✔🗹🟢●"
_TICKED = frozenset("☑✅✔🗹")
_ROUND = frozenset("○◯●⚪")
_ASKS = ("?", "？", ")", "）")
_BOX = lazy(
    rf"(?P<indent>\s*)(?P<bullet>[-*+]\s+)?(?:(?P<sign>[{_EMPTY}]|(?P<full>[{_FULL}]))\ufe0f?\s*"
    r"|\((?:\s|(?P<x>[xX]))\)\s+(?!=>))(?P<text>\S.*)"
)


def _marked(lines: Sequence[str]) -> list[str]:
    """Write `- no` beside the only `+ yes` below what asks as boxes; else both are bullets."""
    told, run = [*lines], list[int]()
    for number, (line, is_apart) in enumerate(
        zip([*lines, ""], [*_are_apart(lines), False], strict=True)
    ):
        if not is_apart and line.startswith(("- ", "+ ")):
            run.append(number)
            continue
        asked = lines[run[0] - 1].rstrip(" *_") if run and run[0] else ""
        signs = [lines[n][0] for n in run]
        if signs.count("+") == 1 and len(run) > _FEW and _ASKED.match(asked):
            for n in run:
                told[n] = f"- [{'x' if lines[n][0] == '+' else ' '}] {lines[n][2:].lstrip()}"
        run = []
    return told


_FEW = 2  # lines of which one has a plus: pros and cons


# Options with numbers


def _optional(lines: Sequence[str]) -> list[str]:
    """Write the options `1) no` as bullets, where an answer below them names one by its number.

    So are those of all questions with numbers above a key that does.
    """
    told = [*lines]
    run: list[tuple[int, str]] = []
    counted: list[tuple[int, str]] = []  # the options of questions with numbers
    asked = ""
    for number, (line, is_apart) in enumerate(zip(lines, _are_apart(lines), strict=True)):
        option = None if is_apart else _OPTION.match(line)
        if option and int(option["number"]) == len(run) + 1:
            run.append((number, _bullet(option)))
        elif line.strip():
            if len(run) > 1 and _names_number(line):
                _rewrite(told, run)
            elif len(run) > 1 and _ASKED.match(asked):
                counted += run
            if counted and _is_key(lines, number):
                _rewrite(told, counted)
                counted = []
            asked = line
            run = [(number, _bullet(option))] if option and option["number"] == "1" else []
    return told


def _bullet(option: re.Match[str]) -> str:
    return f"   - {option['number']}: {option['text']}"  # within `1.`


def _rewrite(lines: list[str], instead: Sequence[tuple[int, str]]) -> None:
    for number, text in instead:
        lines[number] = text


def _is_key(lines: Sequence[str], number: int) -> bool:
    """Tell whether a line is the title of a key of numbers: `Answers: 1-2, 2-1`."""
    title, *behind = _COLON.split(lines[number].strip("#* "), maxsplit=1)
    if not part_titles.names_answers(title):
        return False
    below = (line for line in lines[number + 1 : number + _NEAR] if line.strip())
    said = "".join(behind).strip(" *") or next(below, "")
    return bool(_OF_NUMBERS.match(said))


_NEAR = 4  # lines below a title
_COLON = lazy("[:：]")
_ASKED = lazy(r"[*_ ]{0,4}\d{1,3}[.．、)]")
_OF_NUMBERS = lazy(r"\W*\d{1,3}\s?[-–—=:.、)]\s?[1-9]\)?\s*(?:[,;，；\s]|$)")


def _names_number(line: str) -> bool:
    """Tell whether a line is an answer that names an option by its number: `정답: 2`."""
    found = label(line)
    return bool(found and found.role == "answer" and _NUMBER.match(found.rest))


_OPTION = lazy(r" {0,6}(?P<number>[1-9])\)[ \t]+(?P<text>\S.*)")
_NUMBER = lazy(r"[*_(\s]*[1-9](?:\s*[,、]\s*[1-9])*\s*(?:[).번*]|$)")


# Keys before questions


def _keyed(lines: Sequence[str]) -> list[str]:
    """Move the key that stands before a question behind it: `(B) 1. Which?`, `1. (2) Which?`."""
    found = _matches(lines, _KEYED.match)
    keys = {keyed["before"] or keyed["after"] for keyed in found.values()}
    has_options = any(_FIRST_OPTION.search(keyed["text"]) for keyed in found.values())
    is_told = len(found) >= _SEVERAL or has_options
    if not is_told or (len(keys) < 2 and not keys <= _VERDICTS):
        return [*lines]
    told = [*lines]
    _rewrite(told, [(number, _moved(keyed)) for number, keyed in found.items()])
    return told


def _moved(keyed: re.Match[str]) -> str:
    key = keyed["before"] or keyed["after"]
    at = _FIRST_OPTION.search(keyed["text"])
    asked = keyed["text"][: at.start() if at else None].rstrip()
    options = _OPTION_IN_LINE.sub(r" \g<0>", keyed["text"][at.end() :]) if at else ""
    options = f"{at['name']}{options}" if at else ""
    return f"{keyed['number']} {asked}（ {key} ） {options}".rstrip()


_SEVERAL = 3
_KEYED = lazy(
    r"(?:[(（]\s?(?P<before>[A-E1-5√×])\s?[)）]\s?)?(?P<number>\d{1,3}[.、．])\s?"
    r"(?(before)|[(（]\s?(?P<after>[A-E1-5])\s?[)）])\s?(?P<text>[^\s(（].*)"
)
_FIRST_OPTION = lazy(r"\s*(?P<name>[(（]A[)）]|①|(?<=[\s？?。])A[.、．])")
_OPTION_IN_LINE = lazy(r"(?<!\s)(?:[(（][B-H][)）]|[②-⑧])")
_VERDICTS = frozenset("√×")


_HOLLOW = lazy(r"\n[ ]{0,3}[(（][\s_]{0,12}[)）][ ]?\d{1,3}[.、．]")
_HOLLOW_LINE = lazy(r"(?P<indent>[ ]{0,3})[(（][\s_]{0,12}[)）]\s?(?P<asked>\d{1,3}[.、．].*)")


def _unframed_numbers(lines: Sequence[str]) -> list[str]:
    """Take off the brackets before numbers in which keys are to be written: `(   ) 1. Which?`."""
    told = [*lines]
    found = _matches(lines, _HOLLOW_LINE.fullmatch)
    if len(found) >= _FEWEST:
        _rewrite(told, [(n, f"{each['indent']}{each['asked']}") for n, each in found.items()])
    return told


# Titles without a mark


def _titled(lines: Sequence[str]) -> list[str]:
    """Write the titles of the parts of an exam, `**二、判断题（每题2分）**`, as headings.

    Below each is a question with a number. So is the only title of a key below those parts, as it
    may have the same ones.
    """
    level, titles, keys = 1, list[tuple[int, int, str]](), list[int]()
    for number, (line, is_apart) in enumerate(zip(lines, _are_apart(lines), strict=True)):
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
        elif titles and _is_title_of_key(line):
            keys.append(number)
    told = [*lines]
    key = keys[0] if len(keys) == 1 else len(lines)
    for number, depth, text in titles:
        told[number] = f"{'#' * min(depth + (number > key), 6)} {text}"
    if key < len(lines):
        told[key] = f"{'#' * min(titles[0][1], 5)} {lines[key].strip(' *:：')}"
    return told


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


def _is_title_of_key(line: str) -> bool:
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
    rf"|{_WITHOUT_TITLE})(?:\s*[（(][^（）()]{{1,60}}[）)])?)[:：。.]?(?(mark)(?P=mark))[:：。.]?\s*"
)


def _unspoiled(lines: Sequence[str]) -> list[str]:
    """Take off the bars that hide an answer until it is touched: `||答案：B||`."""
    told = [*lines]
    for number, found in _matches(lines, _SPOILED.fullmatch).items():
        if label(found["said"]):
            told[number] = found["said"]
    return told


_SPOILED = lazy(r"[ ]{0,3}\|\|(?P<said>[^|]{2,500})\|\|\s*")


# Headings that are labels


def _lowered(lines: Sequence[str]) -> list[str]:
    """Write `### Answer` below the questions of a list as a label, for it ends no list there.

    It is one where the heading above it is such a label, too: else that is the question.
    """
    if not any(map(_is_part, lines)):
        return [*lines]
    found: list[int] = []  # below a number
    is_part, counts, below_parts, parts = False, False, 0, 0
    for number, (line, is_apart) in enumerate(zip(lines, _are_apart(lines), strict=True)):
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
        _rewrite(told, [(number, f"**{lines[number].strip('#* ')}**") for number in found])
    return told


def _paired(lines: Sequence[str]) -> list[str]:
    """Write `## Question 3 – Answer` right below `## Question 3 – Prompt` as a part of that.

    What stands behind the number of each question, if it is always the same, says nothing.
    """
    if not any(map(_is_answer_of, lines)):
        return [*lines]
    told, above = [*lines], ""
    asked = dict[int, str]()  # the lines of questions that have such an answer
    at = 0
    for number, (line, is_apart) in enumerate(zip(lines, _are_apart(lines), strict=True)):
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
        _rewrite(told, [*asked.items()])
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


_FENCED = lazy(r"\n\s{0,3}```[\w-]{0,20}\s*\n\s{0,4}\(?[Aa][).:]\s")
# What is written otherwise, in this order, where a glance tells that it may stand.
_STEPS: tuple[tuple[Callable[[str], bool], Callable[[Sequence[str]], Sequence[str]]], ...] = (
    (glances.has_bullets, glances.later("bullets", "written")),
    (glances.has_beside, glances.later("beside", "labelled")),
    (glances.has_blanks, glances.later("blanks", "filled")),
    (glances.has_pairs, glances.later("letter_pairs", "written")),
    (lambda text: "Q" in text and _has(*_DOTTED)(text), _asked),
    (lambda text: "```" in text and bool(_FENCED.search(text)), option_signs.unfenced),
    (option_signs.may_be_escaped, option_signs.unescaped),
    (option_signs.may_be_starred, option_signs.starred),
    (option_signs.may_be_alone, option_signs.lettered),
    (glances.has_roman, glances.later("roman_options", "lettered")),
    (glances.is_matched, glances.later("matching", "paired")),
    (option_signs.may_be_spaced, option_signs.spaced),
    (lettered.may_stand, lettered.numbered),
    (_has("A) "), _answered),
    (_has("[] "), option_signs.filled),
    (lambda text: "[ ] " in text and _has(*option_signs.TICKS)(text), option_signs.ticked),
    (lambda text: "❌" in text and _has(*option_signs.TICKS)(text), option_signs.boxed),
    (_has(*_DRAWN), _boxed),
    (lambda text: "**\n" in text and "?" in text, bold_options.boxed),
    (_has("\n+ "), _marked),
    (_has("(@"), counts.numbered),
    (counts.may_stand, counts.dotted),
    (_has("（1）A", "(1)A", "(1) A", "（1） A"), _of_gaps),
    (_has("（1）", "(1)"), _unframed),
    (_has("1) "), _optional),
    (lambda text: bool(_HOLLOW.search(text)), _unframed_numbers),
    (_has(*_BEFORE), _keyed),
    (_has(*_FIRST), _titled),
    (_has("\n||"), _unspoiled),
    (glances.has_shared, glances.later("shared_stems", "titled")),
    (glances.has_speakers, glances.later("speakers", "labelled")),
    (_has("\n#"), _paired),
    (_has("\n##"), _lowered),
)
