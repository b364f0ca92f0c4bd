"""Options behind signs that are no boxes of Markdown, written so: `- [] no`, `✅ Option 1: yes`."""

import re
from collections.abc import Callable, Iterator, Sequence

from tiku import part_titles
from tiku.flavours import are_code
from tiku.patterns import lazy

_HOLLOW = lazy(r"(?P<start>\s*(?:[-*+]|\d{1,2}[.)])\s{1,4})\[(?P<tick>[ xX]?)\]\s(?P<text>\s*\S.*)")
TICKS, _CROSSES = ("✅", "✔", "☑"), "❌✗✘"
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


_Found = re.Match[str]


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
