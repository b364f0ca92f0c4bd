"""Options that are no list of Markdown, written as one: `- [] no`, `✅ Option 1: yes`, in code."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from tiku import part_titles
from tiku.flavours import are_code
from tiku.labels import label
from tiku.patterns import lazy

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
