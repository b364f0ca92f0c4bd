"""Questions in bold on a line of their own, each with what follows as the answer.

The answer may begin on that line: `**What is TCP?** A protocol.` So are bold numbers,
`**3)** The number of active ads.`, if they count up. A question ends where the next one starts, or
at a heading.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tiku.dialects import marks, option_lines, topics
from tiku.dialects.entries import Entry, draft
from tiku.documents.outline import Outline
from tiku.languages import asking, numbering
from tiku.languages.labels import label
from tiku.model import Reading
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_WHOLE = lazy(
    r"(?P<mark>\*\*\*|\*\*|__|<b>|<strong>)(?P<text>.*[^*])(?:\*\*\*|\*\*|__|</b>|</strong>)(?P<rest>[^\w]*)",
    re.DOTALL,
)
_COUNTED = lazy(
    r"(?P<mark>\*\*|__)(?P<number>(?:(?:Q(?:uestion)?|[問问题題])\s*)?\d{1,4}\s{0,3}[.)、:：]{0,3}[^*_]*)(?P=mark)[.):：]*\s*(?P<text>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_NUMBER = lazy(r"(?:Q(?:uestion)?|[問问题題])?\s*\d{1,4}[\s.)、:：]*", re.IGNORECASE)
_LED = lazy(r"(?P<whole>(\*\*|__)(?P<text>[^*_]+)\2)(?:<br\s*/?>|[ \t])[ \t]*(?=\S)")
_MOST = 0.5
_MARKED = 0.4
_FEW = 2
_LONGEST = 2_000  # characters


class _Bold(NamedTuple):
    first: int
    last: int  # of the bold lines
    text: str
    number: str
    asks: bool
    above: tuple[str, ...]
    answered: str = ""  # on the line of the question


def read(outline: Outline) -> Reading:
    """Read the paragraphs in bold that ask, or that count up."""
    every = list(_bold(outline))
    told = [bold for bold in every if _tells(bold)]
    found = [bold for bold in every if not _tells(bold)]
    found = [_whole(outline, bold, last) for bold, last in _spans(outline, found)]
    asked = [bold for bold in found if bold.asks]
    counted = [bold for bold in found if bold.number]
    spans = list(_spans(outline, found))
    answered = [bold for bold, last in spans if marks.answers(outline, bold.last + 1, last) == 1]
    if all(_is_choice(outline, b, last) for b, last in spans):
        answered = found
    if len(answered) >= _FEW and len(answered) >= _MOST * len(found):
        chosen = answered if len(answered) > len(counted) else counted
    elif (
        len(counted) >= _FEW
        and numbering.count_up(b.number for b in counted)
        and _is_asked(outline, counted)
    ):
        chosen = counted
    elif len(asked) >= _FEW and len(asked) >= _MOST * len(found):
        all_request = all(asking.requests(bold.text) for bold in found)
        is_faq = topics.is_faq(outline) and not any(b.text.endswith((":", "：")) for b in found)
        is_faq = is_faq and all(_has_text(outline, *each) for each in _spans(outline, found))
        chosen = found if all_request or is_faq else asked
    else:
        return Reading(why="no questions in bold")
    if asking.share(bool(bold.answered) for bold in chosen) >= _MOST:
        chosen = sorted([*chosen, *told])
    spans = list(_spans(outline, chosen))
    marked = [marks.answers(outline, bold.last + 1, last) == 1 for bold, last in spans]
    by_marks = asking.share(marked) >= _MARKED
    share = asking.share(bold.asks for bold in chosen)
    confidence = 0.7 if share >= _MOST or topics.is_about_questions(outline) else 0.4
    drafts = tuple(
        draft(outline, _entry(outline, bold, last), by_marks=by_marks) for bold, last in spans
    )
    return Reading(drafts, (), confidence=confidence, why=f"paragraphs in bold ({len(drafts)})")


def _is_choice(outline: Outline, bold: _Bold, last: int) -> bool:
    fewest = 0 if bold.asks else option_lines.FEWEST
    return option_lines.is_choice(outline, bold.last + 1, last, fewest)


def _whole(outline: Outline, bold: _Bold, last: int) -> _Bold:
    """Let what stands behind bold belong to the question, if it is answered or chosen below."""
    rest = bold.answered
    if not rest:
        return bold
    below = (outline, bold.last + 1, last)
    if rest[0] in "([（【`" or marks.answers(*below) or option_lines.options_end(*below):
        return bold._replace(text=f"{bold.text} {rest}", answered="")
    return bold


def _is_asked(outline: Outline, counted: Sequence[_Bold]) -> bool:
    """Tell whether numbers in bold are those of questions: steps of a guide have them too."""
    if asking.share(bold.asks for bold in counted) >= _MOST or outline.has_key:
        return True
    return len(counted) > _FEW and topics.is_about_questions(outline)


def _bold(outline: Outline) -> Iterator[_Bold]:
    """Find the lines of bold that stand by themselves, and bold numbers."""
    number = 1
    while number <= outline.last:
        line, start = outline[number], number
        number += 1
        if (
            line.kind != "text"
            or len(line.text) > _LONGEST
            or line.text[:2] not in ("**", "__", "<b", "<s")
        ):
            continue
        text = line.text
        while _is_open(text) and number <= outline.last and outline[number].leaf == line.leaf:
            text += "\n" + outline[number].text
            number += 1
        found = _read(start, number - 1, text, outline.above(start))
        if found and not (found.answered and line.depth):  # in a list it is another dialect's
            yield found


def _is_open(text: str) -> bool:
    return text.startswith("**") and text.count("**") == 1


def _read(first: int, last: int, text: str, above: tuple[str, ...]) -> _Bold | None:
    if counted := _COUNTED.fullmatch(text):
        inner = f"{counted['number']} {counted['text']}"
        return _Bold(
            first,
            last,
            counted["text"] if _NUMBER.fullmatch(counted["number"]) else numbering.strip(inner),
            counted["number"],
            asking.asks(inner),
            above,
        )
    whole, answered = _WHOLE.fullmatch(text), ""
    if not whole and (led := _LED.match(text)) and _may_ask(led["text"]):
        whole, answered = _WHOLE.fullmatch(led["whole"]), text[led.end() :]
    if not whole or whole["mark"] in whole["text"]:
        return None
    inner = whole["text"].strip()
    named = label(inner)
    if named and named.role != "question":
        return None
    title = numbering.strip(inner).strip()
    number = inner[: len(inner) - len(title)] if title != inner else ""
    text = title + whole["rest"].strip(" \\\n")
    return _Bold(first, last, text, number.strip(" *_"), asking.asks(title), above, answered)


def _has_text(outline: Outline, bold: _Bold, last: int) -> bool:
    """Tell whether anything stands below bold that asks: else the next one begins its answer."""
    below = range(bold.last + 1, last + 1)
    return bool(not bold.asks or bold.answered or any(outline.is_text(n) for n in below))


def _tells(bold: _Bold) -> bool:
    """Tell whether bold with its answer on the line tells to do something, and asks nothing."""
    return bool(bold.answered) and not asking.has_mark(bold.text)


def _may_ask(text: str) -> bool:
    """Tell whether what stands in bold before an answer asks, or tells to: `**Define work.** …`."""
    return asking.has_mark(text) or (text.endswith(".") and asking.requests(text))


def _spans(outline: Outline, chosen: Sequence[_Bold]) -> Iterator[tuple[_Bold, int]]:
    """Give each with its last line: up to the next one, or to a heading of a level above it."""
    for bold, after in zip_longest(chosen, chosen[1:]):
        last = after.first - 1 if after else outline.last
        ends = (
            n
            for n in range(bold.last + 1, last + 1)
            if outline[n].kind == "heading" and not (outline[n].depth or marks.mark_at(outline, n))
        )
        yield bold, next(ends, last + 1) - 1


def _entry(outline: Outline, bold: _Bold, last: int) -> Entry:
    line = outline[bold.first]
    return Entry(
        first=bold.first,
        stem=bold.last,
        last=last,
        asked=bold.text,
        answered=bold.answered,
        section=bold.above,
        column=line.offset if line.depth else 0,
        quotes=line.quotes,
    )
