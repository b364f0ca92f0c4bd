"""Options that are no list of Markdown, written as one.

So are `- [] no`, `✅ Option 1: yes`, `A.` over its text, and those in code.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from tiku.documents.flavours import are_code
from tiku.languages import part_titles
from tiku.languages.labels import label
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_Found = re.Match[str]
_HOLLOW = lazy(r"(?P<start>\s*(?:[-*+]|\d{1,2}[.)])\s{1,4})\[(?P<tick>[ xX]?)\]\s(?P<text>\s*\S.*)")
TICKS, _CROSSES = ("✅", "✔", "☑"), "❌✗✘"
_BESIDE = lazy(
    rf"(?P<start>\s*[-*+]\s{{1,4}})(?:(?P<box>\[[ xX]\])\s|[{''.join(TICKS)}]\ufe0f?)\s*"
    r"(?P<text>\S.*)"
)
_SIGNED = lazy(
    rf"(?P<start>\s*)(?:[-*+]\s+)?(?:(?P<tick>[{''.join(TICKS)}])|[{_CROSSES}])\ufe0f?\s*"
    r"(?:(?:option|opción|opção|opzione|вариант|lựa\schọn)\s?[1-9A-H]\s?[:：]\s*)?(?P<text>\S.*)",
    re.IGNORECASE,
)


def filled(lines: Sequence[str]) -> list[str]:
    """Write `- []` as an empty box where one of the items beside it is a box."""
    told = [*lines]
    for run in _runs(lines, _HOLLOW.match):
        if any(found["tick"] for _, found in run):
            for number, found in run:
                told[number] = f"{found['start']}[{found['tick'] or ' '}] {found['text']}"
    return told


def may_be_escaped(text: str) -> bool:
    r"""Tell by a glance whether the first option may be written as `A\)`."""
    return any(name in text for name in ("A\\)", "A\\.", "a\\)", "a\\."))


def unescaped(lines: Sequence[str]) -> list[str]:
    r"""Write `A\) yes` as `A) yes`, which shows the same."""
    told = zip(lines, are_code(lines), strict=True)
    return [line if is_code else _ESCAPED.sub(r"\1\2", line, count=1) for line, is_code in told]


_ESCAPED = lazy(r"^(\s{0,8}(?:[-*+]\s{1,3})?[*_]{0,3}\(?[A-Ha-h])\\([.)])(?=[\s*_])")


def ticked(lines: Sequence[str]) -> list[str]:
    """Write `- ✅ yes` beside `- [ ] no` as a box, too."""
    told = [*lines]
    for run in _runs(lines, _BESIDE.match):
        if any(found["box"] for _, found in run):
            for number, found in run:
                box = found["box"] or "[x]"
                told[number] = f"{found['start']}{box} {found['text']}"
    return told


def boxed(lines: Sequence[str]) -> list[str]:
    """Write `❌ no` over `✅ yes` as boxes where a line above says that options follow."""
    told = [*lines]
    for run in _runs(lines, _SIGNED.match):
        ticks = [bool(found["tick"]) for _, found in run]
        above = lines[max(0, run[0][0] - 1)]
        if any(ticks) and not all(ticks) and above[:1] != "#" and part_titles.names_options(above):
            for (number, found), tick in zip(run, ticks, strict=True):
                told[number] = f"{found['start']}- [{'x' if tick else ' '}] {found['text']}"
    return told


def may_be_spaced(text: str) -> bool:
    """Tell by a glance whether nothing but a space may stand behind the first two letters."""
    return bool(_FIRST_SPACED.search(text)) or bool(_FIRST_NUMBER.search(text))


def spaced(lines: Sequence[str]) -> list[str]:
    """Write `A yes` over `B no` and `C none`, or all on a line, as `A. yes`."""
    told = [*lines]
    for run in _runs(lines, _SPACED.match):
        at = 0
        while at < len(run):
            count = _counted([found["letter"] for _, found in run[at : at + _SEEN]])
            if count >= _FEWEST_SPACED:
                for number, found in run[at : at + count]:
                    told[number] = f"{found['start']}{found['letter']}. {found['text']}"
            elif run[at][1]["letter"] == "A" and (parts := _beside(run[at][1]["text"])):
                number, found = run[at]
                told[number] = f"{found['start']}A. {'  '.join(parts)}"
            at += max(1, count)
    return told


def _counted(letters: Sequence[str]) -> int:
    """Tell how many letters from `A` on, or numbers from 1 on, follow each other."""
    known = next((each for each in (_LETTERS, _CYRILLIC) if each[0] == letters[0]), "12345 ")
    told = enumerate(zip(letters, known, strict=False))
    return next((n for n, (x, name) in told if x != name), min(len(letters), len(known)))


def _beside(text: str) -> list[str]:
    """Part what stands behind `A` on a line into its options, each with its name; [] if none do."""
    first, *others = _BESIDES.split(text)
    names = others[::2]
    if len(names) < _FEWEST_SPACED - 1 or _counted(["A", *names]) <= len(names):
        return []
    return [first, *(f"{name}. {said}" for name, said in zip(names, others[1::2], strict=True))]


_FEWEST_SPACED = 3  # options
_CYRILLIC = "АБВГД "
_SEEN = 10  # letters: more than follow each other
_GAP = r"[ \u3000]{1,4}"
_SPACED = lazy(
    rf"(?P<start>[ ]{{0,3}})(?P<letter>[A-HА-Д]|[1-5](?=\u3000)){_GAP}"
    r"(?P<text>[^\s.、．:：)）=+*/-].*)"
)
_BESIDES = lazy(rf"{_GAP}([B-H]){_GAP}(?=[^\s.、．:：)）=+*/-])")
_FIRST_NUMBER = lazy(r"\n[ ]{0,3}1\u3000[^\n]{1,200}\n\n?[ ]{0,3}2\u3000")
_FIRST_SPACED = lazy(
    rf"\n[ ]{{0,3}}[AА]{_GAP}[^\s.、．:：)）=+*/-]"
    rf"(?:[^\n]{{0,200}}\n\n?[ ]{{0,3}}|[^\n]{{0,80}}?[ \u3000])[BБ]{_GAP}\S"
)


def may_be_starred(text: str) -> bool:
    """Tell by a glance whether an asterisk may stand before the letter of an option."""
    return bool(_STARRED_LINE.search(text))


def starred(lines: Sequence[str]) -> list[str]:
    """Write `*B. yes` beside `A. no` with a tick: Markdown takes the asterisk for emphasis."""
    told = [*lines]
    for run in _runs(lines, _STARRED.fullmatch):
        at = 0
        while at < len(run):
            count = max(1, _counted([found["letter"].upper() for _, found in run[at : at + _SEEN]]))
            options = run[at : at + count]
            if 0 < sum(bool(found["star"]) for _, found in options) < count:
                for number, found in options:
                    tick = f" {TICKS[0]}" if found["star"] else ""
                    told[number] = f"{found['start']}{found['name']} {found['text'].rstrip()}{tick}"
            at += count
    return told


_STARRED = lazy(
    r"(?P<start>[ ]{0,3})(?P<star>\*)?(?P<name>(?P<letter>[A-Ha-h])[.)、．])[ ]{0,3}(?P<text>[^*]+)"
)
_STARRED_LINE = lazy(r"\n[ ]{0,3}\*[A-Ha-h][.)、．][^*\n]+\n")


def may_be_alone(text: str) -> bool:
    """Tell by a glance whether the first letter of options may stand alone on a line."""
    return any(name in text for name in ("A.", "A、", "A．")) and bool(_FIRST_ALONE.search(text))


def lettered(lines: Sequence[str]) -> list[str]:
    """Write letters that stand alone, from `A.` on, before the paragraph below each."""
    told = [*lines]
    run: list[_Lettered] = []
    for number, found in _alone(lines):
        letter, (first, end) = found["letter"], _paragraph(lines, number + 1)
        is_next = run and letter == _LETTERS[len(run)] and run[-1].after == number
        if not is_next:
            _join(told, run)
            run = []
        if first < end and letter == _LETTERS[len(run)]:
            words = " ".join(line.strip() for line in lines[first:end])
            after = next((n for n in range(end, len(lines)) if lines[n].strip()), len(lines))
            run.append(_Lettered(number, first, f"{found['start']}{letter}. {words}", end, after))
    _join(told, run)
    return told


class _Lettered(NamedTuple):
    """The line of a letter, that of the text below it, both in one, and where other text starts."""

    line: int
    first: int
    text: str
    end: int
    after: int


def _alone(lines: Sequence[str]) -> Iterator[tuple[int, _Found]]:
    for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        if not is_code and (found := _ALONE.fullmatch(line)):
            yield number, found


def _paragraph(lines: Sequence[str], start: int) -> tuple[int, int]:
    """Give the first line of text from a line on, and that below its paragraph, if it is plain.

    What is indented less, or a label, stands below it.
    """
    first = next((n for n in range(start, len(lines)) if lines[n].strip()), len(lines))
    end = first
    while end < len(lines) and not _ends(lines, first, end):
        if not _IS_TEXT.match(lines[end]):
            return first, first
        end += 1
    return first, end


def _ends(lines: Sequence[str], first: int, number: int) -> bool:
    line = lines[number]
    if not line.strip() or _ALONE.fullmatch(line):
        return True
    depth = len(lines[first]) - len(lines[first].lstrip())
    return len(line) - len(line.lstrip()) < depth or label(line.strip()) is not None


def _join(lines: list[str], run: Sequence[_Lettered]) -> None:
    for each in run if len(run) > 1 else ():
        lines[each.line : each.end] = [""] * (each.end - each.line)
        lines[each.first] = each.text


_LETTERS = "ABCDEFGH "
_LETTER = r"(?P<letter>[A-H])[.、．][ \\]{0,4}"
_ALONE = lazy(rf"(?P<start>[ ]{{0,3}}(?:[-*+][ ]{{1,3}})?){_LETTER}")
_FIRST_ALONE = lazy(r"\n[ ]{0,3}(?:[-*+][ ]{1,3})?A[.、．][ \\]{0,4}\n")
_IS_TEXT = lazy(r"\s*(?![A-H][.、．)]|```|~~~|#|>|[-*+]\s|\|)\S")


def unfenced(lines: Sequence[str]) -> list[str]:
    """Take off fences around nothing but options, and their key; what looks like markup is code."""
    told: list[str] = []
    for is_code, run in groupby(zip(are_code(lines), lines, strict=True), key=itemgetter(0)):
        block = [line for _, line in run]
        told += (_without_fence(block) if is_code else []) or block
    return told


def _without_fence(block: Sequence[str]) -> list[str]:
    """Write what a fence holds as options, if it is nothing else and counts from the first."""
    if [n for n, line in enumerate(block) if _FENCE.match(line)] != [0, len(block) - 1]:
        return []
    lines = block[1:-1]
    named = [found for line in lines if (found := _NAMED.fullmatch(line))]
    others = [line for line in lines if line.strip() and not _NAMED.fullmatch(line)]
    letters = "".join(found["letter"] for found in named).upper()
    if len(named) < 2 or letters != "ABCDEFGH"[: len(named)]:
        return []
    if any(found is None or found.role != "answer" for found in map(label, others)):
        return []
    return ["", *(_NAMED.sub(_coded, line) for line in lines), ""]


def _coded(found: _Found) -> str:
    text = found["text"].rstrip()
    is_markup = _MARKUP.search(text) and "`" not in text
    return f"{found['name']} `{text}`" if is_markup else f"{found['name']} {text}"


_FENCE = lazy(r" {0,3}(?:```|~~~)[\w-]{0,20}\s*$")
_NAMED = lazy(r"\s{0,4}(?P<name>\(?(?P<letter>[A-Ha-h])[).:])\s{1,4}(?P<text>\S.*)")
_MARKUP = lazy(r"[<>*_\[\]$\\|#]")


def _runs(
    lines: Sequence[str], match: Callable[[str], _Found | None]
) -> Iterator[list[tuple[int, _Found]]]:
    """Give the lines that match and follow each other, blank ones between them; no code."""
    run: list[tuple[int, _Found]] = []
    for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        found = None if is_code else match(line)
        if found:
            run.append((number, found))
        elif line.strip() and run:
            yield run
            run = []
    if run:
        yield run
