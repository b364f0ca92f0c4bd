"""Cards whose sides a line parts, `?` or `??`, paragraphs with a tag, `What? #card`, and blocks.

A block has the kind of its note below `START`, and `Back:` between the sides, up to `END`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import zip_longest

from tiku.dialects.entries import Entry, draft
from tiku.lines import Line
from tiku.model import Reading
from tiku.outline import Outline
from tiku.patterns import lazy

_LONGEST_LINE = 2_000  # characters
_LONGEST = 100  # lines of a front
_ENDS = ("blank", "heading", "rule")
_PARTS = frozenset({"?", "??"})
_TAG = lazy(r"\s*#(?:card|flashcard)s?(?:[-/][\w-]+)?(?:\s+#[\w/-]+)*\s*")


def read(outline: Outline) -> Reading:
    """Read the paragraphs above a line `?`, and those that end with a tag of cards."""
    entries = [*_parted(outline), *_blocks(outline)]
    taken = {n for entry in entries for n in range(entry.first, entry.last + 1)}
    tagged = (e for e in _tagged(outline) if taken.isdisjoint(range(e.first, e.last + 1)))
    entries += tagged
    if not entries:
        return Reading(why="no line '?' between two sides")
    drafts = tuple(
        draft(outline, entry) for entry in sorted(entries, key=lambda entry: entry.first)
    )
    return Reading(drafts, (), confidence=1.0, why=f"cards of two sides ({len(drafts)})")


def _parted(outline: Outline) -> Iterator[Entry]:
    parts = [
        n for n, line in enumerate(outline.lines, 1) if line.kind == "text" and line.text in _PARTS
    ]
    fronts = [(_front(outline, n), n) for n in parts]
    # Without a blank line above it, the front is one line: the back of the last card is above it.
    fronts = [
        (n - 1 if first <= before else first, n)
        for (first, n), before in zip(fronts, [0, *parts], strict=False)
    ]
    fronts = [(first, n) for first, n in fronts if first < n and first not in parts]
    for (first, part), after in zip_longest(fronts, fronts[1:]):
        last = _back(outline, part, after[0] - 1 if after else outline.last)
        if any(outline.is_text(n) for n in range(part + 1, last + 1)):
            yield Entry(
                first=first, stem=part - 1, last=last, section=outline.above(first), below=True
            )


def _front(outline: Outline, part: int) -> int:
    """Give the first line of what stands above a line `?`, a blank line between or not."""
    number = part - 1
    while number > max(0, part - _LONGEST) and outline[number].kind == "blank":
        number -= 1
    first = part
    while number > max(0, part - _LONGEST) and outline[number].kind not in _ENDS:
        first, number = number, number - 1
    return first


def _back(outline: Outline, part: int, last: int) -> int:
    """Give the last line of what stands below; a blank line ends it unless one starts it."""
    if outline[part + 1 if part < outline.last else part].kind != "blank":
        ends = (n for n in range(part + 1, last + 1) if outline[n].kind in _ENDS)
    else:
        ends = (n for n in range(part + 1, last + 1) if outline[n].kind in ("heading", "rule"))
    return next(ends, last + 1) - 1


def _blocks(outline: Outline) -> Iterator[Entry]:
    """Find the blocks from `START` to `END`."""
    texts = {n: line.text for n, line in enumerate(outline.lines, 1) if line.kind == "text"}
    starts = [n for n, text in texts.items() if text == "START"]
    for start, after in zip_longest(starts, starts[1:]):
        lines = range(start + 2, min(after or outline.last + 1, start + _LONGEST))
        back = next((n for n in lines if texts.get(n, "").startswith(_BACK)), 0)
        end = next((n for n in lines if texts.get(n) == "END"), 0)
        is_block = all(outline[n].kind != "blank" for n in range(start, back))
        if lines.start < back < end and is_block:
            front = "\n".join(outline.raws(lines.start, back - 1)).strip()
            tags = {n: "" for n in range(back + 1, end) if texts.get(n, "").startswith("Tags:")}
            instead = {back: texts[back].removeprefix(_BACK).strip(), **tags, end: ""}
            yield Entry(
                first=start,
                stem=back - 1,
                last=end,
                asked=front,
                section=outline.above(start),
                instead=instead,
            )


_BACK = "Back:"


def _tagged(outline: Outline) -> Iterator[Entry]:
    """Find lines with a tag, each with what stands below it up to the next one or a blank line."""
    fronts = {n: front for n, line in enumerate(outline.lines, 1) if (front := _tagged_front(line))}
    for number, front in fronts.items():
        last = number
        while last < outline.last and not _ends(outline, last + 1, fronts):
            last += 1
        if last > number:
            yield Entry(
                first=number,
                stem=number,
                last=last,
                asked=front,
                section=outline.above(number),
            )


def _ends(outline: Outline, number: int, fronts: Container[int]) -> bool:
    return outline[number].kind in _ENDS or number in fronts


def _tagged_front(line: Line) -> str:
    """Give what a line with a tag asks; nothing if it has none, or asks nothing."""
    if line.kind != "text" or len(line.text) > _LONGEST_LINE:
        return ""
    if "#card" not in line.text and "#flashcard" not in line.text:
        return ""
    found = re.fullmatch(rf"(?P<front>.*\S){_TAG.pattern}", line.text)
    is_asking = found and not re.fullmatch(r"[\W\d_]*", found["front"])
    return found["front"] if found and is_asking else ""
