"""The options at the end of a question: how they are named, and which ones are marked as right.

They stand in a list, in lines, or side by side in one line. A name is a letter of some alphabet, a
box, or nothing at all, where the answer repeats the text of one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from tiku.items import option_marks
from tiku.items.option_marks import Option
from tiku.languages import alphabets
from tiku.languages.part_titles import names_options
from tiku.markup import markdown
from tiku.model import Block
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

BOX = lazy(r"\[(?P<tick>[ xX✓✔])\]\s+")
_BULLET = lazy(r"(?P<indent>[ \t]*)(?:(?P<marker>[-*+]|\d{1,2}[.)])[ \t]+)?(?=\S)")
_FENCE = lazy(r"[ \t]*(?P<fence>`{3,}|~{3,})")
_LABEL = lazy(r"\s*(?:#+\s+[\w\s]+|[\w\s]+[:：]|(?P<bold>\*\*|__)[\w\s]+[:：]?(?P=bold)[:：]?)\s*")
_MOST = 26


class Split(NamedTuple):
    """A question's stem and its options; no options if it is not a choice question.

    What stands below each option and calls it right or wrong is the `feedback`.
    """

    stem: str
    options: tuple[Option, ...]
    feedback: str = ""


class _Start(NamedTuple):
    """Where an option starts: its line, its indent, its name or box, and its text on that line."""

    line: int
    indent: int
    marker: str
    text: str
    name: alphabets.Name | None
    tick: str


def split(question: str) -> Split:
    """Part named options, or options with boxes, from the end of a question."""
    return _split(question) if _may_have_options(question) else Split(question, ())


def _may_have_options(text: str) -> bool:
    """Tell by a glance whether a box stands in a text, or the first letter of an alphabet."""
    return any(box in text for box in _BOXES) or bool(_FIRST.search(text))


_BOXES = tuple(f"[{tick}]" for tick in " xX✓✔")
_BEFORE = r"\s。？?؟：:；;)）"  # a name, and the marks that open it
_OPENS = r"*_(\[（［"
_ALONE = "アⓐ①🅰"
_CLOSES = "[)\\].、:）］．：*_\ufe0f\u20e3]"  # a name, or are marks that do not
_FIRST = lazy(
    rf"[1١۱१{_ALONE}AaＡａАаΑα가कअกأا甲א](?!(?<=\n1)[.)][ \t]+\S)"  # but not that of a list
    rf"(?<![^{_BEFORE}{_OPENS}].)(?<![^{_BEFORE}{_OPENS}][{_OPENS}].)"
    rf"(?:(?<=ا)لف)?(?:(?<=[{_ALONE}])|(?={_CLOSES}|\s?-\s|\s[.、:：．]))",
    re.DOTALL,
)


def _split(question: str) -> Split:
    lines = question.split("\n")
    if found := _in_columns(question, lines):
        return found
    starts = list(_starts(lines))
    run = _last_run(lines, starts, _follows)
    if len(run) < 2 and (opened := _without_last_fence(lines)):
        return _split(opened)
    if len(run) < 2:
        return _side_by_side(question, lines)
    return _made(question, lines, run)


def _without_last_fence(lines: Sequence[str]) -> str:
    """Open a fence at the end in which nothing stands but named options; else give ""."""
    if not lines or not _FENCE.match(lines[-1]):
        return ""
    first = next((n for n in range(len(lines) - 2, -1, -1) if _FENCE.match(lines[n])), 0)
    inner = [line.strip() for line in lines[first + 1 : -1] if line.strip()]
    if not first or not inner or alphabets.name(inner[0]) is None:
        return ""
    return "\n".join([*lines[:first], *lines[first + 1 : -1]])


def split_loosely(question: str) -> Iterator[Split]:
    """Part a list without names, or with numbers, which are options only if an answer says so."""
    if "\n" not in question:
        return
    lines = question.split("\n")
    starts = list(_starts(lines))
    for alike in (_is_numbered, _is_bullet):
        items = [start for start in starts if start.marker and not is_label(start.text)]
        run = _last_run(lines, items, alike)
        if len(run) > 1:
            yield _made(question, lines, run)


def without_list(question: str, texts: Sequence[str]) -> str:
    """Take a list off the end of a question that the options of its answer repeat."""
    for split in split_loosely(question):
        ours = {" ".join(option.text.split()) for option in split.options}
        theirs = {" ".join(text.split()) for text in texts}
        if len(ours & theirs) * 2 >= len(theirs):
            return split.stem
    return question


# Lines


def _starts(lines: Sequence[str]) -> Iterator[_Start]:
    """Find the lines at which an option may start, none within a fence."""
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and (not fence or found["fence"].startswith(fence)):
            fence = "" if fence else found["fence"]
        if fence or found or not (bullet := _BULLET.match(line)):
            continue
        text = line[bullet.end() :].rstrip().removesuffix("\\").rstrip()
        marker = bullet["marker"] or ""
        box = BOX.match(text)
        named = None if box else alphabets.name(text)
        if marker[:-1].isdigit() and not box and not named:
            named = alphabets.Name(alphabets.DIGITS, int(marker[:-1]) - 1, marker[:-1], 0)
        if marker or named or box:
            tick = box["tick"] if box else ""
            yield _Start(
                number,
                len(bullet["indent"].expandtabs(4)),
                marker,
                text[box.end() :] if box else text,
                named,
                tick,
            )


def _follows(before: _Start | None, start: _Start) -> bool:
    """Tell whether named options or boxes go on: the next letter, or another box."""
    if start.tick:
        return before is None or bool(before.tick)
    if not start.name or (start.name.alphabet == alphabets.DIGITS and start.marker[:-1].isdigit()):
        return False
    if before is None:
        return start.name.place == 0
    same = before.name and before.name.alphabet == start.name.alphabet and not before.tick
    return bool(same and before.name and start.name.place == before.name.place + 1)


def _is_numbered(before: _Start | None, start: _Start) -> bool:
    """Tell whether a list with numbers goes on; of its items some may have boxes."""
    number = _number(start)
    return bool(number) and number == (_number(before) + 1 if before else 1)


def _number(start: _Start) -> int:
    """Give the number of an item, 0 if it has none."""
    if start.name and start.name.alphabet == alphabets.DIGITS:
        return start.name.place + 1
    return int(start.marker[:-1]) if start.tick and start.marker[:-1].isdigit() else 0


def _is_bullet(before: _Start | None, start: _Start) -> bool:
    """Tell whether a list of bullets goes on."""
    return start.marker in ("-", "*", "+") and (before is None or before.marker == start.marker)


def _last_run(
    lines: Sequence[str], starts: Sequence[_Start], follows: Callable[[_Start | None, _Start], bool]
) -> list[_Start]:
    """Give the options that stand last; nothing if text touches them from below."""
    run: list[_Start] = []
    for start in starts:
        if run and start.indent > run[0].indent + 1 and not follows(run[-1], start):
            continue  # a list within an option
        if run and follows(run[-1], start) and not _broken(lines, run[-1], start.line):
            run.append(start)
        elif follows(None, start):
            run = [start]
        elif run:
            run = []
    end = _broken(lines, run[-1], len(lines)) if run else 0
    return [] if len(run) > _MOST or (end and lines[end - 1].strip()) else run


def _broken(lines: Sequence[str], start: _Start, before: int) -> int:
    """Give the line below an option, before another, at which other text starts; 0 if none."""
    fence, is_blank = "", False
    for number in range(start.line + 1, before):
        line = lines[number]
        found = _FENCE.match(line)
        if found and (not fence or found["fence"].startswith(fence)):
            fence = "" if fence else found["fence"]
        elif not line.strip():
            is_blank = True
        elif not fence:
            indent = len(line) - len(line.lstrip())
            is_out = indent <= start.indent and (is_blank or indent < 2)
            if is_out and not _is_lazy(start, line, is_blank):
                return number
    return 0


def _is_lazy(start: _Start, line: str, is_blank: bool) -> bool:  # noqa: FBT001
    """Tell a line that goes on with a bullet's text without indentation, as Markdown allows."""
    return bool(start.marker) and not is_blank and not alphabets.name(line.strip())


def _made(question: str, lines: Sequence[str], run: Sequence[_Start]) -> Split:
    last = _broken(lines, run[-1], len(lines)) or len(lines)
    ends = [start.line for start in run[1:]] + [last]
    stem = _without_label("\n".join(lines[: run[0].line]).strip())
    if not stem:
        return Split(question, ())
    options = tuple(
        _option(lines, start, end, n) for n, (start, end) in enumerate(zip(run, ends, strict=True))
    )
    remark = "\n".join(lines[last:]).strip()  # a remark below the options, apart from them
    if _are_counted(run):
        options = tuple(
            o._replace(label=str(n), alphabet=alphabets.DIGITS) for n, o in enumerate(options, 1)
        )
    options, feedback = option_marks.without_feedback(options)
    if any(option.ticked for option in options):  # what stands below the key explains it
        return Split(
            stem, option_marks.marked(options), "\n\n".join(filter(None, [remark, feedback]))
        )
    return Split("\n\n".join(filter(None, [stem, remark])), option_marks.marked(options), feedback)


def _are_counted(run: Sequence[_Start]) -> bool:
    """Tell items of a list with numbers by which the answer may name them: not all are ticked off.

    They are empty boxes without names, or boxes beside items that have none.
    """
    if [_number(start) for start in run] != [*range(1, len(run) + 1)]:
        return False
    return all(s.tick == " " for s in run) or not all(s.tick for s in run)


def _without_label(stem: str) -> str:
    """Leave out a last line that only says that options follow."""
    above, _, last = stem.rpartition("\n")
    said = last.lstrip()
    said = said[2:] if said.startswith(("- ", "* ")) else last  # - **Options:**
    return above.rstrip() if is_label(said) and above.strip() else stem


def is_label(line: str) -> bool:
    """Tell whether a line only says that options follow: `## Options`, `第1题选项：`."""
    if line[:1] == "第":
        line = _ORDINAL.sub("", line)
    return names_options(line) and bool(_LABEL.fullmatch(line))


_ORDINAL = lazy(r"^第\s?\d{1,3}\s?[题題问問]的?")


def _option(lines: Sequence[str], start: _Start, end: int, place: int) -> Option:
    named = alphabets.name(start.text) if start.tick else start.name
    if start.tick and named and named.place != place:
        named = None
    text = start.text[named.end :] if named else start.text
    mark = start.text[:2]
    if named and named.end and mark in ("**", "__") and text.count(mark) % 2:
        text = mark + text.strip()  # bold that spans the name too
    rest = _dedented(lines[start.line + 1 : end])
    text = markdown.as_prose("\n".join([text.strip(), *rest]).strip())
    is_ticked = start.tick != " " if start.tick else None
    if named and not start.tick:
        return Option(named.letter, text, is_ticked, named.alphabet)
    return Option(chr(ord("A") + place), text, is_ticked)


def _dedented(lines: Sequence[str]) -> list[str]:
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    width = min(indents, default=0)
    return [line[width:].rstrip() for line in lines]


# Several on a line


def _in_columns(question: str, lines: Sequence[str]) -> Split | None:
    """Part options in columns that are read downwards: `A  C` over `B  D`."""
    rows: list[list[tuple[alphabets.Name, str]]] = []
    for line in reversed(lines):
        cells = _WIDE.split(line.strip())
        named = [(name, cell) for cell in cells if (name := alphabets.name(cell))]
        if len(named) < 2 or len(named) < len(cells):
            break
        rows.append(named)
    found = [each for row in reversed(rows) for each in row]
    places = [name.place for name, _ in found]
    if len(rows) < 2 or places == sorted(places) or sorted(places) != [*range(len(places))]:
        return None
    stem = _without_label("\n".join(lines[: -len(rows)]).strip())
    options = tuple(
        Option(name.letter, cell[name.end :].strip(), None, name.alphabet)
        for name, cell in sorted(found, key=lambda each: each[0].place)
    )
    return Split(stem, option_marks.marked(options)) if stem else Split(question, ())


_WIDE = lazy(r"\t\s*|\s{2,}|\u3000+")


def _side_by_side(question: str, lines: Sequence[str]) -> Split:
    """Part options that stand side by side at the end: `(A) one (B) two`, `ア 一　イ 二`."""
    if not any(named.place == 0 for _, named in _names_in(question)):
        return Split(question, ())
    blocks = list(markdown.structure(question).blocks)
    remark = ""
    if len(blocks) > 1 and _FRAMED.match(lines[blocks[-1].first - 1]):  # 【难度】 easy
        remark = "\n".join(lines[blocks.pop().first - 1 :]).strip()
    if not blocks or blocks[-1].kind not in _LEADS:
        return Split(question, ())
    first, last = _first_of_rows(lines, blocks), blocks[-1].last
    text = "\n".join(lines[first:last])
    if lead := _LEADS[blocks[-1].kind]:
        text = lead.sub("", text)
        if not (named := alphabets.name(text)) or named.place:
            return Split(question, ())
    if len(text) > option_marks.LONGEST:
        return Split(question, ())
    firsts = ((start, named) for start, named in _names_in(text) if named.place == 0)
    tried = ((at, _in_line(text, at, named)) for at, named in islice(firsts, _MOST_TRIES))
    ways = [(at, found) for at, found in tried if found.options]
    if not ways:
        return Split(question, ())
    # Of `This is a:` over `a) one b) two`, what has the mark of the next one is the name.
    start, (found, _) = next((way for way in ways if way[1].are_alike), ways[0])
    stem = _without_label("\n".join([*lines[:first], text[:start]]).strip())
    whole = "\n\n".join(filter(None, [stem, remark]))
    return Split(whole, option_marks.marked(found)) if stem else Split(question, ())


_FRAMED = lazy(r"【[^【】]{1,8}】")
# Where options may stand side by side, and what stands before each line of them.
_LEADS: dict[str, re.Pattern[str] | None] = {
    "paragraph": None,
    "quote": lazy(r"^ {0,3}> ?", re.MULTILINE),
    "bullets": lazy(r"^ {0,3}[-*+] {1,3}", re.MULTILINE),
}


def _bare(text: str, start: int) -> str:
    """Take off what stands between an option and the next, `, or (c) …`; bold of it stays."""
    option = _OR.sub("", text[start:].strip(_APART)).strip(_APART)
    is_open = text[start - 2 : start] == "**" and option.count("**") == 1  # (a)**one**
    return f"**{option}" if is_open and option.endswith("**") else option


_APART = " \t\n;；,，　"
_OR = lazy(r"[\s,，;](?:or|oder|ou|или|lub)$")


def _first_of_rows(lines: Sequence[str], blocks: Sequence[Block]) -> int:
    """Give the place of the first line of the last paragraphs, `A. 1 B. 2` over `C. 3 D. 4`."""
    at = len(blocks) - 1
    while at and blocks[at - 1].kind == "paragraph":
        named, above = (alphabets.name(lines[blocks[n].first - 1]) for n in (at, at - 1))
        if not named or not named.place or not above or above.place >= named.place:
            break
        at -= 1
    return blocks[at].first - 1


def _names_in(text: str) -> Iterator[tuple[int, alphabets.Name]]:
    """Give what may be names of options in a text, each with its place."""
    for gap in _GAP.finditer(text):
        if named := alphabets.name(text, gap.start()):
            yield gap.start(), named


_MOST_TRIES = 5  # places at which the first one may stand
_GAP = lazy(r"(?:^|(?<=[\s。？?؟：:；;)）]))(?=\S)")


def names(text: str) -> list[alphabets.Name]:
    """Give the names of the options that stand on a line, which starts with one: `(A) x (B) y`."""
    text = text[: option_marks.LONGEST]
    first = alphabets.name(text)
    if not first:
        return []
    found = [first]
    for gap in _GAP.finditer(text, first.end):
        named = alphabets.name(text, gap.start())
        if named and named.alphabet == first.alphabet and named.place == found[-1].place + 1:
            found.append(named)
    return found


class _Row(NamedTuple):
    """Options on a line, if there are any, and whether the first two are marked alike."""

    options: tuple[Option, ...]
    are_alike: bool


def _in_line(text: str, start: int, first: alphabets.Name) -> _Row:
    names = [(start, first)]
    for found in _GAP.finditer(text, first.end):
        named = alphabets.name(text, found.start())
        if named and named.alphabet == first.alphabet and named.place == names[-1][1].place + 1:
            names.append((found.start(), named))
    ends = [at for at, _ in names[1:]] + [len(text)]
    options = tuple(
        Option(named.letter, _bare(text[:end], named.end), None, named.alphabet)
        for (_, named), end in zip(names, ends, strict=True)
    )
    is_good = len(options) > 1 and all(option.text for option in options)
    is_good = is_good and "\n" not in options[-1].text
    if not is_good or (len(options) == 2 and first.alphabet == alphabets.DIGITS):
        return _Row((), are_alike=False)
    marks = [
        text[at : named.end].strip().upper().replace(named.letter, "", 1) for at, named in names[:2]
    ]
    return _Row(options, are_alike=marks[0] == marks[1])
