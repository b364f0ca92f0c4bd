"""Where the options of a question end, line by line; `tiku.items.options` reads what they say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tiku.dialects.marks import mark_at
from tiku.documents.outline import Outline, once
from tiku.items import judged, option_marks, options
from tiku.languages import alphabets
from tiku.languages.labels import label
from tiku.model import Fragment, Markdown
from tiku.system.patterns import lazy

_FEWEST = 2


def options_end(outline: Outline, first: int, last: int) -> int:
    """Give the last line of the options between two lines, 0 if there are none."""
    numbers = _between(_all(outline), first, last)
    run: list[int] = []
    expected: tuple[int, int] | None = None  # alphabet and place of the next one; None for boxes
    for number in numbers:
        if run and outline[number].depth > outline[run[0]].depth:
            continue
        names = options.names(outline[number].text)
        is_box = bool(options.BOX.match(outline[number].text))
        goes_on = (
            expected is None
            if is_box
            else bool(names) and expected == (names[0].alphabet, names[0].place)
        )
        if run and goes_on and not _parts(outline, run[-1], number):
            run += [number] * max(1, len(names))
        elif run and len(run) >= _FEWEST:
            break
        elif is_box or names[0].place == 0:
            run = [number] * (1 if is_box else len(names))
        else:
            run = []
        expected = None if is_box or not names else (names[-1].alphabet, names[-1].place + 1)
    if len(run) < _FEWEST:
        return _signed_end(outline, first, last)
    return _end_of_item(outline, run[-1], last)


def _signed_end(outline: Outline, first: int, last: int) -> int:
    """Give the last line of a list of bullets of which some are marked as right."""
    if not _between(_signed(outline), first, last):
        return 0
    items = [n for n in range(first, last + 1) if outline[n].marker]
    items = [n for n in items if outline[n].depth == outline[items[0]].depth]
    texts = [outline[n].text for n in items]
    signed = sum(map(option_marks.is_signed, texts))
    if len(items) < _FEWEST or not 0 < signed < len(items):
        return 0
    if option_marks.are_named_by_signs(texts):
        return 0
    return _end_of_item(outline, items[-1], last)


def is_box(text: str) -> bool:
    """Tell whether an item starts with a box."""
    return bool(options.BOX.match(text))


def has_ticked(outline: Outline, first: int, last: int) -> bool:
    """Tell whether options stand between two lines, one of which is ticked or marked as right."""
    return any(_ticks(outline, first, last))


FEWEST = 3  # options of a choice that does not ask


def is_choice(outline: Outline, first: int, last: int, fewest: int) -> bool:
    """Tell whether ticked options between two lines are those of a choice, and no things to do.

    Of things to do any number is done; of the `fewest` options or more, one is ticked. Where it is
    0, as below what asks, any will do.
    """
    ticks = _ticks(outline, first, last)
    if fewest and is_one_called_right(outline, first, last):
        fewest = _FEWEST  # things to do are ticked, and not called right
    return any(ticks) and (not fewest or (sum(ticks) == 1 and len(ticks) >= fewest))


def is_one_called_right(outline: Outline, first: int, last: int) -> bool:
    """Tell whether words mark an item between two lines as the right one."""
    signed = _between(_signed(outline), first, last)
    return any(option_marks.is_called_right(outline[n].text) for n in signed)


def _ticks(outline: Outline, first: int, last: int) -> list[bool]:
    """Tell of each item of the options between two lines whether it is ticked."""
    numbers = range(first, options_end(outline, first, last) + 1)
    items = [n for n in numbers if outline[n].marker] or [
        n for n in numbers if is_option_line(outline, n)
    ]
    texts = [outline[number].text for number in items]
    if any(text.startswith(_NOT) for text in texts):
        return []  # what something has, and what it has not
    return [_is_ticked(text) for text in texts]


_NOT = ("❌", "✗", "✘")


def _is_ticked(text: str) -> bool:
    box = options.BOX.match(text)
    return box["tick"] != " " if box else option_marks.is_signed(text)


def is_judged(text: str) -> bool:
    """Tell whether a statement ends with its verdict, or a question with its key: `…（ B ）`."""
    return is_verdict(text) or bool(_KEY_IN_STEM.search(text))


def is_verdict(text: str) -> bool:
    """Tell whether a statement ends with its verdict, `…（×）`."""
    return bool(judged.split(Fragment(Markdown(text), 0))[1])


_KEY_IN_STEM = lazy(  # …（ B ）  …（ 2 ） (1) yes
    r"[（(]\s*[A-H]{1,5}\s*[)）]\s*[。.？?：:]?\s*$"
    r"|（ [A-E1-5] ） [(（](?:A|1[)）].{1,200}?[(（]2)[)）]"
)


def is_option_line(outline: Outline, number: int) -> bool:
    """Tell whether a line may be an option; a digit names one only in a bullet, `- 1: yes`."""
    numbers = _all(outline)
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


@once
def _signed(outline: Outline) -> list[int]:
    """Give all lines of a document on which an item is marked as right."""
    lines = enumerate(outline.lines, 1)
    return [n for n, x in lines if x.marker and option_marks.is_signed(x.text)]


@once
def _all(outline: Outline) -> list[int]:
    """Give all lines of a document that may be options."""
    return [n for n in range(1, outline.last + 1) if _is_option_line(outline, n)]


def _is_option_line(outline: Outline, number: int) -> bool:
    line = outline[number]
    if line.kind != "text":
        return False
    if options.BOX.match(line.text):
        return bool(line.marker)
    found = alphabets.name(line.text)
    if not found:
        return False
    return not found.letter.isdecimal() or (bool(line.marker) and not line.is_ordered)


def letter(text: str) -> str:
    """Give the letter or digit of an option, "" if a text does not start with one."""
    found = alphabets.name(text)
    return found.letter if found else ""


def _parts(outline: Outline, one: int, other: int) -> bool:
    """Tell whether something that is no option stands between two options."""
    between = (outline[n] for n in range(one + 1, other))
    return any(
        line.kind in ("heading", "rule", "table", "html")
        or (line.kind == "text" and label(line.text))
        for line in between
    )


def _end_of_item(outline: Outline, number: int, last: int) -> int:
    """Give the last line of the option that starts on a line: it may go on below."""
    line, end = outline[number], number
    for below in range(number + 1, last + 1):
        other = outline[below]
        if other.kind == "blank":
            if not line.marker:
                break
            continue
        is_inside = (
            other.depth > line.depth
            or (other.kind == "text" and other.leaf == line.leaf and below == end + 1)
            or (
                line.marker
                and other.depth == line.depth
                and not other.marker
                and other.offset >= line.offset
            )
        )
        if not is_inside or other.kind == "heading" or mark_at(outline, below):
            break
        end = below
    return end
