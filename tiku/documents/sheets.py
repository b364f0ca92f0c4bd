"""What stands on exam sheets otherwise than CommonMark reads it, written so that it says the same.

`Q.` and `A.` stand before questions and answers and are no letters of options; `1)` names an option
below `1.`, which Markdown takes for another list; and keys stand before questions. Lines keep their
numbers. What few documents have is in modules of its own, which are loaded where a glance tells so.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from tiku.documents import bold_options, counts, glances, lettered, option_signs
from tiku.documents.flavours import are_apart
from tiku.languages import asking, part_titles
from tiku.languages.labels import label
from tiku.system.patterns import lazy


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


# Numbers in brackets


def _unframed(lines: Sequence[str]) -> list[str]:
    """Write `（1）下列…` as `1、下列…` if no other numbers count, and options follow."""
    told = [*lines]
    found = [
        (number, framed)
        for number, (line, is_apart) in enumerate(zip(lines, are_apart(lines), strict=True))
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
    apart = zip(lines, are_apart(lines), strict=True)
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
    """Write `Q) What?` and `A) That` with colons, if nothing is named B, as an option would be."""
    told = [*lines]
    if any(map(_OPTION_B.search, lines)):
        return told
    found = _matches(lines, _SHORT.match)
    marks = Counter(each["letter"] + each["mark"] for each in found.values())
    if not any(asking.asks(lines[n][x.end() :]) for n, x in found.items() if x["letter"] == "Q"):
        del marks["Q-"]
    for number, each in found.items():
        letter, mark, line = each["letter"], each["mark"], lines[number]
        is_told = mark == ")" if letter == "A" else marks[f"A{mark}"] > 0
        if marks[f"{letter}{mark}"] >= _FEWEST and (is_told or marks[f"Q{mark}"] >= _FEWEST):
            told[number] = f"{line[: each.end('letter')]}:{line[each.end('mark') :]}"
    return told


_SHORT = lazy(r"[ ]{0,8}(?:[-*+]\s)?(?:\*\*)?(?P<letter>[QA])\s?(?P<mark>[-)])(?=\**\s)")
_OPTION_B = lazy(r"(?:^|\s|\*)[(]?[Bb][.)]")
_FEWEST = 2  # questions
_MOST = 0.6  # of the questions have such an answer
_LETTERED = lazy(
    r"[ ]{0,3}(?:(?:#{1,6}|[-*+])[ ]+)?(?:\*\*|__)?(?P<letter>[A-BP-R])(?P<number>\d{0,3})[.．]"
    r"(?:\*\*|__)?(?:\s|$)"
)


def _arrowed(lines: Sequence[str]) -> list[str]:
    """Write `Q: What? → That` so that what stands behind the arrow is labelled as the answer.

    Where answers have lines of their own, it is who asks: `Q: What? - Anna`.
    """
    told = [*lines]
    found = {} if any(map(_SHORT_ANSWER.match, lines)) else _matches(lines, _ARROWED.fullmatch)
    for number, each in found.items() if len(found) >= _FEWEST else ():
        told[number] = f"{each['asked']} → A: {each['said']}"
    return told


_SHORT_ANSWER = lazy(r"\s{0,8}(?:[-*+]\s)?\*{0,2}(?i:A|Ans|Answer)\d{0,3}[:.)]")
_ARROWED = lazy(
    r"(?P<asked>\s{0,8}(?:[-*+]\s)?\*{0,2}Q\d{0,3}[:.)].*?[?]\*{0,2})\s{0,3}(?:→|[-=]>|-)\s{1,3}"
    r"(?P<said>(?!\*{0,2}(?:A|Ans|Answer)\W)\S.*)"
)


def _of_stories(lines: Sequence[str]) -> list[str]:
    """Write `A:` and `R:` so that they label no answer where `S:` and `T:` begin a story."""
    told = [*lines]
    found = _matches(lines, _OF_STORY.match)
    letters = "".join(each["letter"] for each in found.values())
    if letters != "STAR" * (len(letters) // len("STAR")):
        return told
    for number, each in found.items():
        at = each.end("letter")
        told[number] = lines[number][:at] + lines[number][at:].replace(":", "\\:", 1)
    return told


_OF_STORY = lazy(r"\s{0,8}(?:[-*+]\s{1,3})?\*{0,2}(?P<letter>[STAR])\*{0,2}:")


# Options with numbers


def _optional(lines: Sequence[str]) -> list[str]:
    """Write the options `1) no` as bullets, where an answer below them names one by its number.

    So are those of all questions with numbers above a key that does.
    """
    told = [*lines]
    run: list[tuple[int, str]] = []
    counted: list[tuple[int, str]] = []  # the options of questions with numbers
    asked = ""
    for number, (line, is_apart) in enumerate(zip(lines, are_apart(lines), strict=True)):
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
            run = [(number, _bullet(option))] if option and int(option["number"]) == 1 else []
    return told


def _bullet(option: re.Match[str]) -> str:
    return f"   - {int(option['number'])}: {option['text']}"  # within `1.`


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


_DIGIT = "[1-9١-٩۱-۹१-९]"
_OPTION = lazy(rf" {{0,6}}(?P<number>{_DIGIT})\)[ \t]+(?P<text>\S.*)")
_NUMBER = lazy(rf"[*_(\s]*(?:گزینه\s)?{_DIGIT}(?:\s*[,、]\s*{_DIGIT})*\s*(?:[).번*]|$)")


# Keys before questions


def _keyed(lines: Sequence[str]) -> list[str]:
    """Move the key that stands before a question behind it: `(B) 1. Which?`, `1. (2) Which?`."""
    found = _matches(lines, _KEYED.match)
    keys = {keyed["before"] or keyed["after"] for keyed in found.values()}
    has_options = any(
        _FIRST_OPTION.search(keyed["text"])
        or _FIRST_OPTION.match(" ".join(["", *lines[n + 1 : n + 2]]))
        for n, keyed in found.items()
    )
    is_told = len(found) >= _SEVERAL or has_options
    if not is_told or (len(keys) < 2 and not keys <= _TICKS):
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
    r"(?:[(（]\s{0,4}(?P<before>[A-E1-5√×XOＸＯ○])\s{0,4}[)）]\s?)?(?P<number>\d{1,3}[.、．])\s?"
    r"(?(before)|[(（]\s?(?P<after>[A-E1-5])\s?[)）])\s?(?P<text>[^\s(（].*)"
)
_FIRST_OPTION = lazy(
    r"\s{0,9}(?P<name>[(（]A[)）]|[(（]1[)）](?=.{1,200}?[(（]2[)）])|①|(?<=[\s？?。])A[.、．])"
)
_OPTION_IN_LINE = lazy(r"(?<!\s)(?:[(（][B-H2-8][)）]|[②-⑧])")
_VERDICTS, _TICKS = frozenset("√×XOＸＯ○"), frozenset("√×")  # `(X)` alone may be what is done


_HOLLOW = lazy(r"\n[ ]{0,3}[(（][\s_]{0,12}[)）][ ]?\d{1,3}[.、．]")
_HOLLOW_LINE = lazy(r"(?P<indent>[ ]{0,3})[(（][\s_]{0,12}[)）]\s?(?P<asked>\d{1,3}[.、．].*)")


def _unframed_numbers(lines: Sequence[str]) -> list[str]:
    """Take off the brackets before numbers in which keys are to be written: `(   ) 1. Which?`."""
    told = [*lines]
    found = _matches(lines, _HOLLOW_LINE.fullmatch)
    if len(found) >= _FEWEST:
        _rewrite(told, [(n, f"{each['indent']}{each['asked']}") for n, each in found.items()])
    return told


def _untyped(lines: Sequence[str]) -> list[str]:
    """Take off the type of question that stands behind what is asked: `1. 哪个？【单选】`."""
    told = [*lines]
    found = _matches(lines, _TYPED.fullmatch)
    if len(found) >= _FEWEST or any(map(_SURE_TYPE.search, map(lines.__getitem__, found))):
        _rewrite(told, [(n, f"{each['asked']}{each['bold']}") for n, each in found.items()])
    return told


_TYPE = (
    r"[【（(\[](?:[单單多複][选選]|[单多]项选择|不定项|选择|判断|填空|简答|问答)(?:选择)?[题題]?"
    r"[】）)\]]"
)
_SURE_TYPE = lazy(r"[单單多複][选選]|[题題][】）)\]][*_]{0,2}\s*$")  # else it may be a remark
_TYPE_BEHIND = lazy(rf"{_TYPE}[*_]{{0,2}}[ \t]*\n")
_TYPED = lazy(
    rf"(?P<asked>[ ]{{0,3}}(?:#{{1,6}}[ ])?[*_]{{0,2}}第?[ ]?\d{{1,3}}[ ]?[.．、)）题題:：].*\S)"
    rf"[ ]?{_TYPE}(?P<bold>[*_]{{0,2}})\s*"
)


def _unspoiled(lines: Sequence[str]) -> list[str]:
    """Take off the bars that hide an answer until it is touched: `||答案：B||`."""
    told = [*lines]
    for number, found in _matches(lines, _SPOILED.fullmatch).items():
        if label(found["said"]):
            told[number] = found["said"]
    return told


_SPOILED = lazy(r"[ ]{0,3}\|\|(?P<said>[^|]{2,500})\|\|\s*")


_FENCED = lazy(r"\n\s{0,3}```[\w-]{0,20}\s*\n\s{0,4}\(?[Aa][).:]\s")
# What is written otherwise, in this order, where a glance tells that it may stand.
_STEPS: tuple[tuple[Callable[[str], bool], Callable[[Sequence[str]], Sequence[str]]], ...] = (
    (glances.has_bullets, glances.later("bullets", "written")),
    (glances.has_beside, glances.later("beside", "labelled")),
    (glances.has_blanks, glances.later("blanks", "filled")),
    (glances.has_verdicts, glances.later("verdicts", "written")),
    (glances.has_pairs, glances.later("letter_pairs", "written")),
    (lambda text: _has("选", "選", "判断")(text) and bool(_TYPE_BEHIND.search(text)), _untyped),
    (lambda text: "Q" in text and _has(*_DOTTED)(text), _asked),
    (lambda text: "```" in text and bool(_FENCED.search(text)), option_signs.unfenced),
    (option_signs.may_be_escaped, option_signs.unescaped),
    (option_signs.may_be_starred, option_signs.starred),
    (option_signs.may_be_alone, option_signs.lettered),
    (glances.has_roman, glances.later("roman_options", "lettered")),
    (glances.is_matched, glances.later("matching", "paired")),
    (option_signs.may_be_spaced, option_signs.spaced),
    (lettered.may_stand, lettered.numbered),
    (lambda text: _has("Q:", "Q1")(text) and _has("? →", "? -", "? =")(text), _arrowed),
    (lambda text: "T:" in text and "R:" in text and "A:" in text, _of_stories),
    (_has("A) ", "A)*", "A - ", "A- "), _answered),
    (_has("[] "), option_signs.filled),
    (lambda text: "[ ] " in text and _has(*option_signs.TICKS)(text), option_signs.ticked),
    (lambda text: "❌" in text and _has(*option_signs.TICKS)(text), option_signs.boxed),
    (_has(*_DRAWN), glances.later("boxes", "boxed")),
    (lambda text: ("**\n" in text or " *\n" in text) and "?" in text, bold_options.boxed),
    (_has("\n+ "), glances.later("boxes", "marked")),
    (_has("١) ", "۱) ", "१) "), _optional),  # before they are taken for numbers of questions
    (_has("(@"), counts.numbered),
    (counts.may_stand, counts.dotted),
    (_has("（1）A", "(1)A", "(1) A", "（1） A"), _of_gaps),
    (_has("（1）", "(1)"), _unframed),
    (_has("1) "), _optional),
    (lambda text: bool(_HOLLOW.search(text)), _unframed_numbers),
    (_has(*_BEFORE), _keyed),
    (_has("■", "◆", "▼"), glances.later("unmarked_titles", "squared")),
    (lambda text: "\n二、" in text, glances.later("unmarked_titles", "counted")),
    (_has(*_FIRST), glances.later("unmarked_titles", "titled")),
    (_has("\n||"), _unspoiled),
    (glances.has_shared, glances.later("shared_stems", "titled")),
    (glances.has_speakers, glances.later("speakers", "labelled")),
    (_has("\n#"), glances.later("part_headings", "paired")),
    (_has("\n##"), glances.later("part_headings", "lowered")),
)
