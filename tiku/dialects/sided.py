"""Cards whose sides a line parts, `?` or `??`, paragraphs with a tag, `What? #card`, and blocks.

A block has the kind of its note below `START`, and `Back:` between the sides, up to `END`. A tag
may stand before what asks, too, in a heading or in an item of a list.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import zip_longest

from tiku.dialects import cloze, inline, topics
from tiku.dialects.card_blocks import card_blocks
from tiku.dialects.entries import Entry, draft
from tiku.dialects.parts import found_ids
from tiku.documents.lines import Line
from tiku.documents.outline import Outline
from tiku.items import gaps, tag_lines
from tiku.languages import asking
from tiku.model import Draft, Reading
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_LONGEST_LINE = 2_000  # characters
_LONGEST = 100  # lines of a front
_MOST = 0.5  # of the paragraphs above a tag that stands apart from them ask
_ENDS = ("blank", "heading", "rule")
_PARTS = frozenset({"?", "??"})
_TAG = r"#(?:card|flashcard)s?(?:[-/][\w-]+)?"
_TAGGED = lazy(  # What? #net #card #chapter-1, #card What?
    rf"(?P<front>[^\s#].*?)(?:\s+#[\w/-]+)*?\s*{_TAG}(?:\s+#[\w/-]+)*\s*|{_TAG}\s+(?P<behind>[^\s#].*\S)\s*"
)


_TAG_ALONE = lazy(  # of one card; `#flashcards` is one of a note
    r"(?:#[^\s#]{1,100}\s{1,3}){0,9}#(?:flash)?card(?:[-/]reverse)?(?:\s{1,3}#[^\s#]{1,100}){0,9}\s{0,9}"
)


def read(outline: Outline) -> Reading:
    """Read the paragraphs above a line `?`, and those that end with a tag of cards.

    In a note with cards lines with `::` and texts with gaps are cards, too.
    """
    entries = [*_parted(outline), *_blocks(outline)]
    if topics.is_note_with_cards(outline):  # with a tag such a card has two sides all the same
        entries += _beside(entries, inline.entries(outline))
    entries += _beside(entries, _tagged(outline))
    drafts = [*(draft(outline, entry) for entry in entries), *_with_gaps(outline)]
    if topics.is_note_with_cards(outline):
        drafts += cloze.drafts(outline, _lines(entries))
    if not drafts:
        return Reading(why="no line '?' between two sides")
    drafts.sort(key=lambda each: each.span)
    return Reading(tuple(drafts), (), confidence=1.0, why=f"cards of two sides ({len(drafts)})")


def _beside(entries: Sequence[Entry], others: Iterable[Entry]) -> list[Entry]:
    """Give those that stand on no line of entries that are known."""
    taken = _lines(entries)
    return [each for each in others if taken.isdisjoint(range(each.first, each.last + 1))]


def _lines(entries: Sequence[Entry]) -> set[int]:
    return {n for entry in entries for n in range(entry.first, entry.last + 1)}


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
    is_tag = first < part - 1 and topics.is_tag_of_cards(outline[first].text)
    return first + 1 if is_tag else first


def _back(outline: Outline, part: int, last: int) -> int:
    """Give the last line of what stands below; a blank line ends it unless one starts it."""
    if outline[part + 1 if part < outline.last else part].kind != "blank":
        ends = (n for n in range(part + 1, last + 1) if outline[n].kind in _ENDS)
    else:
        ends = (n for n in range(part + 1, last + 1) if outline[n].kind in ("heading", "rule"))
    return next(ends, last + 1) - 1


def _blocks(outline: Outline) -> Iterator[Entry]:
    """Find the blocks from `START` to `END`, but for those with gaps."""
    for block in card_blocks(outline):
        texts = {n: outline.raw(n).strip() for n in block.within}
        back = next((n for n in block.within if texts[n].startswith(_BACK)), 0)
        front = "\n".join(outline.raws(block.within.start, back - 1)).strip()
        if not back or not front or any(not texts[n] for n in range(block.within.start, back)):
            continue
        named = {n: "" for n in range(back + 1, block.last) if _NAMED.match(texts[n])}
        instead = {back: texts[back].removeprefix(_BACK).strip(), **named, block.last: ""}
        yield Entry(
            first=block.first,
            stem=back - 1,
            last=block.last,
            asked=front,
            section=outline.above(block.first),
            instead=instead,
            tags=_tags(texts.values()),
        )


def _with_gaps(outline: Outline) -> Iterator[Draft]:
    """Read the blocks of the kind `Cloze`."""
    for block in card_blocks(outline):
        if block.kind == "Cloze":
            named = (n for n in block.within if _NAMED.match(outline.raw(n).strip()))
            text = range(block.within.start, next(named, block.within.stop))
            if found := cloze.draft(outline, text, gaps.MARKED):
                whole = found.span._replace(first=block.first, last=block.last)
                tags = _tags(outline.raw(n).strip() for n in block.within)
                yield found._replace(
                    span=whole, ids=found_ids(outline.marked, *whole[1:]), tags=tags
                )


def _tags(lines: Iterable[str]) -> tuple[str, ...]:
    """Give the tags of a block."""
    return tuple(
        sorted({tag for line in lines if line.startswith(_TAGS) for tag in tag_lines.listed(line)})
    )


_BACK, _TAGS = "Back:", "Tags:"
_NAMED = lazy("Back(?: Extra)?:|Tags:|Reference:|Deck:|<!--")  # other fields of a block


def _tagged(outline: Outline) -> Iterator[Entry]:
    """Find what has a tag, each with what stands below it up to the next one.

    A paragraph ends at a blank line, an item of a list with the item, a heading with its section.
    """
    found = list(_fronts(outline))
    if asking.share(asking.requests(each.text) for each in found if each.is_parted) < _MOST:
        found = [each for each in found if not each.is_parted]
    fronts = {front.first for front in found}
    for front in found:
        number = front.tag
        last = number if front.is_parted else _apart(outline, number, fronts)
        while last < outline.last and not _ends(outline, front, last + 1, fronts):
            last += 1
        while outline[last].kind == "blank":
            last -= 1
        if last > number:
            line = outline[number]
            is_heading = line.kind == "heading"
            yield Entry(
                first=front.first,
                stem=number,
                last=last,
                asked=front.text,
                section=outline.above(number + 1)[:-1] if is_heading else outline.above(number),
                column=line.offset if line.depth else 0,
            )


class _Front(NamedTuple):
    """What has a tag on a line, and where it begins; blank lines may part it from the tag."""

    first: int
    tag: int
    text: str
    is_parted: bool = False


def _fronts(outline: Outline) -> Iterator[_Front]:
    for number, line in enumerate(outline.lines, 1):
        if line.kind not in ("text", "heading") or not _has_tag(line.text):
            continue
        if text := _tagged_front(line):
            yield _Front(number, number, text)
        elif line.kind == "text" and _TAG_ALONE.fullmatch(line.text):
            yield from _above_tag(outline, number)


def _above_tag(outline: Outline, number: int) -> Iterator[_Front]:
    """Find the paragraph above a line that is nothing but tags, with or without a blank between."""
    last = outline.said_above(number)
    if not last or outline[last].kind != "text" or outline[last].depth != outline[number].depth:
        return
    first = last
    while first > outline[last].leaf and not _has_tag(outline[first - 1].text):
        first -= 1
    if first > outline[last].leaf:
        first = last  # below a card without a blank line between it is one line
    text = "\n".join([outline[first].text, *map(str.strip, outline.raws(first + 1, last))])
    if not _ASKS_NOTHING.fullmatch(text):
        yield _Front(first, number, text, is_parted=last < number - 1)


def _apart(outline: Outline, front: int, fronts: Container[int]) -> int:
    """Give the line below which an answer starts: one blank line may part it from its paragraph."""
    blank, below = front + 1, front + 2
    if below > outline.last or outline[blank].kind != "blank" or not outline.is_prose(front):
        return front
    is_answer = outline.is_prose(below) and below not in fronts
    return blank if is_answer and "{{c" not in outline[below].text else front


def _ends(outline: Outline, front: _Front, number: int, fronts: Container[int]) -> bool:
    """Tell whether what has a tag ends above another line."""
    start, line = outline[front.tag], outline[number]
    if number in fronts:
        return True
    if start.depth:
        is_other = line.depth < start.depth or (line.depth == start.depth and bool(line.marker))
        return line.kind != "blank" and is_other
    if start.kind == "heading":
        return line.kind == "heading" and not line.depth and line.level <= start.level
    return line.kind in (_ENDS[1:] if front.is_parted else _ENDS)


def _has_tag(text: str) -> bool:
    return "#card" in text or "#flashcard" in text


def _tagged_front(line: Line) -> str:
    """Give what a line with a tag asks; nothing if it has none, or asks nothing."""
    if len(line.text) > _LONGEST_LINE:
        return ""
    found = _TAGGED.fullmatch(line.text)
    front = (found["front"] or found["behind"]) if found else ""
    return "" if _ASKS_NOTHING.fullmatch(front) else front


_ASKS_NOTHING = lazy(r"[\W\d_]*")
