"""Paragraphs that ask, each with what follows as the answer, where a document has many of them.

They may stand in quotes, between rules (`---`), or behind a mark such as ❓, and the answer on the
next line, or on the same if nearly all do so. Two are enough if a marked answer or options with
their key stand below them, or if they are all that a document has.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tiku.dialects import marks, option_lines, topics
from tiku.dialects.entries import Entry, after_question, draft, parted
from tiku.documents.outline import Outline, paragraphs
from tiku.languages import asking, numbering
from tiku.languages.labels import label
from tiku.model import Reading
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_FEW = 3
_FEWEST = 2  # with a key
_MOST = 0.5
_SOME = 0.25
_NEARLY_ALL = 0.7
_LONGEST = 3  # lines
_BOLD = ("**", "__", "<b", "<s")  # what is bold is another dialect's


class _Paragraph(NamedTuple):
    first: int
    last: int
    asks: bool
    is_parted: bool  # a rule or a heading stands above it
    quotes: int
    goes_on: bool  # below what it asks
    answered: str = ""  # on the line that asks


def read(outline: Outline) -> Reading:
    """Read the paragraphs that do nothing but ask."""
    found = [
        _paragraph(outline, first, last) for first, last in paragraphs(outline, 1, outline.last)
    ]
    inside = marks.within_parts(outline)
    found = [x for x in found if not outline[x.first].depth and x.first not in inside]
    chosen, keyed = _chosen(outline, found), _keyed(outline, found)
    if len(keyed) >= max(_FEWEST, len(chosen)):
        chosen = keyed
    elif len(chosen) < (_FEWEST if _is_all(outline, chosen) else _FEW) and not (
        chosen := _led(outline, found)
    ):
        return Reading(why="no paragraphs that ask")
    spans = list(_spans(outline, chosen))
    marked = asking.share(marks.answers(outline, one.last + 1, last) == 1 for one, last in spans)
    drafts = tuple(
        draft(outline, _entry(outline, one, last), by_marks=marked >= _MOST) for one, last in spans
    )
    return Reading(drafts, (), confidence=0.5, why=f"paragraphs that ask ({len(drafts)})")


def _is_all(outline: Outline, chosen: Sequence[_Paragraph]) -> bool:
    """Tell whether a document has no headings, and begins with a paragraph that only asks."""
    first = next((n for n, line in enumerate(outline.lines, 1) if line.text), 0)
    asks = bool(chosen) and chosen[0].first == first
    return asks and not outline.headings and not any(each.goes_on for each in chosen)


def _chosen(outline: Outline, found: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Take those between rules, those in quotes, or all that ask if many do."""
    pure = [each for each in found if not each.goes_on]
    parted = [each for each in pure if each.is_parted and not each.quotes]
    if sum(each.asks for each in parted) >= max(_FEW, _MOST * len(parted)):
        nearly_all = asking.share(each.asks for each in parted) >= _NEARLY_ALL
        return parted if nearly_all or topics.is_deck(outline) else [p for p in parted if p.asks]
    quoted = [each for each in pure if each.quotes]
    if sum(each.asks for each in quoted) >= max(_FEW, _MOST * len(quoted)):
        return [each for each in quoted if each.asks]
    is_topical = topics.is_about_questions(outline)
    plain = [each for each in found if not each.quotes]
    speaks = asking.share(outline[each.first].text[:1] in _QUOTATION for each in plain)
    if speaks >= _MOST and not is_topical:
        return []  # people in a story do
    asked = [each for each in plain if each.asks and (is_topical or not each.goes_on)]
    if not asked and asking.share(each.asks for each in plain) == 1.0:
        asked = plain  # each paragraph asks, and answers
    return asked if len(asked) >= (_SOME if is_topical else _MOST) * len(plain) else []


_QUOTATION = frozenset("\"“„«»‘'—–「『")


def _led(outline: Outline, found: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Take the paragraphs that begin with a question, and answer it on that line: most have to."""
    led = [
        one._replace(last=one.first, answered=rest)
        for one in found
        if not one.quotes and (rest := after_question(outline[one.first].text))
    ]
    share = _NEARLY_ALL if topics.is_about_questions(outline) else 1.0
    return led if len(led) >= max(_FEW, share * len(found)) else []


def _keyed(outline: Outline, found: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Take the paragraphs right above options, if most have a key: a tick, or an answer below."""
    above = [stem for each in found if (stem := _above_key(outline, each))]
    spans = list(_spans(outline, above))
    if all(_has_key(outline, one, last, is_quiz=True) for one, last in spans):
        return above
    is_quiz = topics.is_about_questions(outline)
    keyed = [one for one, last in spans if _has_key(outline, one, last, is_quiz=is_quiz)]
    return keyed if len(keyed) >= _MOST * len(above) else []


def _above_key(outline: Outline, one: _Paragraph) -> _Paragraph | None:
    """Give the lines of a paragraph above options or an answer, that stand in it or below it."""
    first = outline[one.first]
    if one.quotes or first.text.startswith(_BOLD) or label(first.text):
        return None
    inside = (n for n in range(one.first + 1, one.last + 1) if _opens(outline, n))
    last = next(inside, one.last + 1) - 1
    below = last + 1
    while below <= outline.last and outline[below].kind == "blank":
        below += 1
    if below > outline.last or option_lines.is_option_line(outline, one.first):
        return None
    is_option = bool(outline[below].marker) or option_lines.is_option_line(outline, below)
    asks = is_option or (_opens(outline, below) and _requests(outline[last].text))
    return one._replace(last=last) if asks else None


def _requests(text: str) -> bool:
    return asking.requests(numbering.strip(_ESCAPED.sub(r"\1", text)))


_ESCAPED = lazy(r"^(\d{1,4})\\(?=[.)])")  # `1\.`, which begins no list


def _opens(outline: Outline, number: int) -> bool:
    """Tell whether options or the parts of a question may begin on a line."""
    mark = marks.mark_at(outline, number)
    return bool(mark) or option_lines.is_option_line(outline, number)


def _has_key(outline: Outline, one: _Paragraph, last: int, *, is_quiz: bool) -> bool:
    """Tell whether an answer is marked below options, or one of them is ticked."""
    first = one.last + 1
    end = option_lines.options_end(outline, first, last)
    asks = _requests(outline[one.last].text)
    if marks.answers(outline, end + 1 if end else first, last) == 1:
        return bool(end) or asks  # else a list goes on with what is said, and `✅ Note` below it
    is_choice = option_lines.is_choice(outline, first, last, 0 if asks else option_lines.FEWEST)
    return is_choice and (asks or is_quiz)


def _paragraph(outline: Outline, first: int, last: int) -> _Paragraph:
    end = _asked_end(outline, first, last)
    above = outline.said_above(first)
    parted = not above or outline[above].kind == "rule"
    goes_on = 0 < end < last
    return _Paragraph(first, end or last, bool(end), parted, outline[first].quotes, goes_on)


def _asked_end(outline: Outline, first: int, last: int) -> int:
    """Give the last line of what a paragraph asks, 0 if it does not; the answer may go on below."""
    if label(outline[first].text):
        return 0
    lines = range(first, min(last, first + _LONGEST - 1) + 1)
    asked = [n for n in lines if asking.ends_asking(outline[n].text)]
    if last in asked:
        return last
    return first if first in asked else 0


def _spans(outline: Outline, chosen: Sequence[_Paragraph]) -> Iterator[tuple[_Paragraph, int]]:
    for one, after in zip_longest(chosen, chosen[1:]):
        last = after.first - 1 if after else outline.last
        ends = (
            n
            for n in range(one.last + 1, last + 1)
            if (outline[n].kind == "heading" and not marks.mark_at(outline, n))
            or (one.is_parted and outline[n].kind == "rule")
        )
        yield one, next(ends, last + 1) - 1


def _entry(outline: Outline, one: _Paragraph, last: int) -> Entry:
    line = outline[one.first]
    text = "\n".join(outline[n].text for n in range(one.first, one.last + 1))
    if one.answered:
        text = parted(text)[0].rstrip()
    return Entry(
        first=one.first,
        stem=one.last,
        last=last,
        asked=numbering.strip(_ESCAPED.sub(r"\1", text)).strip() or text,
        answered=one.answered,
        section=outline.above(one.first),
        quotes=0
        if line.quotes and not outline[min(one.last + 1, outline.last)].quotes
        else line.quotes,
    )
