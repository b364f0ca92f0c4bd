"""Cutting the text of a part out of a document, without what an entry stands in."""

import re
from collections.abc import Iterator, Mapping

from tiku.dialects.marks import says
from tiku.dialects.parts import is_nothing
from tiku.documents.folds import END, Fold
from tiku.documents.outline import Outline, once
from tiku.languages import asking
from tiku.markup import markdown
from tiku.model import Fragment, Markdown
from tiku.system.patterns import lazy
from tiku.values import NamedTuple


class Place(NamedTuple):
    """What a text stands in: the column of its list item's text, and the quotes around it."""

    column: int = 0
    quotes: int = 0


def close(outline: Outline, fold: Fold, instead: dict[int, str]) -> None:
    """Take the end of a fold off its last line, in `instead`."""
    raw = outline.raw(fold.last)
    if fold.last >= fold.below and END.search(raw):
        rest = END.sub("", raw).strip(" \t>" if outline[fold.last].quotes else None)
        instead[fold.last] = rest if _means(rest) else ""
    elif outline[fold.last].text.startswith((":::", "{")):
        instead[fold.last] = ""


def last_said(outline: Outline, first: int, last: int) -> int:
    """Give the last line, not before `first`, that says something to a learner."""
    while last > first:
        line, raw = outline[last], outline.raw(last)
        if line.kind == "code" or (
            line.kind != "blank"
            and not (is_nothing(raw) or asking.leads_back(line.text) or _counts_next(outline, last))
        ):
            break
        last -= 1
    return last


def _counts_next(outline: Outline, number: int) -> bool:
    """Tell whether a line only counts the question below it, `Question 2`, and is a paragraph."""
    line = outline[number]
    is_short = len(line.text) < _LONGEST_COUNTER and outline.is_prose(number)
    if not is_short or line.leaf != number or not _COUNTER.fullmatch(line.text):
        return False
    return outline[number - 1].kind == "blank" and number < outline.last


_LONGEST_COUNTER = 30  # characters
_COUNTER = lazy(
    r"(?:(?:question|problem|frage|aufgabe|pregunta|pergunta|questão|domanda|вопрос|câu|soal|题目|問題|문제)"
    r"\s?[#№]?\s?\d{1,4}(?:\s?(?:of|von|de|из|/)\s?\d{1,4})?|第\s?\d{1,4}\s?[题題問问])\s?[.:：)]?",
    re.IGNORECASE,
)


def cut(
    outline: Outline, lines: range, place: Place, instead: Mapping[int, str] | None = None
) -> Fragment:
    """Cut lines out, without the indentation and the quote marks of their place.

    `instead` says some lines otherwise. Breaks and ways back at either end say nothing.
    """
    instead, first = instead or {}, lines.start
    body = outline.raws(first, lines.stop - 1)
    if place.quotes or place.column:
        body = [
            _bare(raw, _of_code(outline, number, place)) for number, raw in enumerate(body, first)
        ]
    for number in _ends(outline, lines):
        body[number - first] = _OF_BOX.sub("", END.sub("", body[number - first])).rstrip()
    for number in _opening(outline, lines):
        body[number - first] = ""
    for number, text in instead.items():
        if number in lines:
            body[number - first] = text
    if first not in instead:
        body = _dedented(outline, first, body)
    start = 0
    while start < len(body) and not (_means(body[start]) and not _closes(body[start])):
        start += 1
    end = len(body)
    while end > start and (
        (_is_end(body[end - 1]) and not instead.get(first + end - 1, "").strip())
        or _closes_more(body[start:end])
    ):
        end -= 1
    kept = body[start:end]
    if kept:
        kept[0] = markdown.as_prose(kept[0], kept[1:]) if first + start in instead else kept[0]
        kept[-1] = kept[-1].rstrip()
    return Fragment(Markdown("\n".join(kept)), first + start)


def quotes_around(outline: Outline, lines: range) -> int:
    """Count the quotes in which all of some lines stand."""
    said = [outline[n].quotes for n in lines if outline[n].kind != "blank"]
    return min(said, default=0)


def _ends(outline: Outline, lines: range) -> Iterator[int]:
    """Give the lines that end a fold which begins above them, and so is none of the text."""
    if not outline.folds:
        return
    ends = _fold_ends(outline)
    for number in lines:
        fold = ends.get(number)
        if not fold or fold.first >= lines.start or not fold.is_closed:
            continue
        if fold.name == "details" or _OF_BOX.fullmatch(outline[number].text):
            yield number


_OF_BOX = lazy(r"^\s*:{3,}\s*$")


@once
def _fold_ends(outline: Outline) -> dict[int, Fold]:
    return {fold.last: fold for fold in outline.folds.values()}


def _opening(outline: Outline, lines: range) -> range:
    """Give the lines at the end that open a fold, if what it holds is none of the text."""
    for number in lines if outline.folds else ():
        fold = outline.folds.get(number)
        if fold and number > lines.start and fold.last >= lines.stop:
            is_empty = not any(says(outline, n) for n in range(fold.below, lines.stop))
            return range(number if is_empty else lines.stop, lines.stop)
    return range(0)


def _dedented(outline: Outline, first: int, body: list[str]) -> list[str]:
    """Take off the indentation that all lines have, as those of a list do; not that of code."""
    at = next((n for n, text in enumerate(body) if text.strip()), None)
    if at is None or not body[at].startswith((" ", "\t")):
        return body
    line = outline[first + at]
    if line.kind == "code" and not line.marker:  # not `- ```python`
        return body
    width = min(len(text) - len(text.lstrip()) for text in body if text.strip())
    return [text[width:] for text in body]


def _is_end(text: str) -> bool:
    """Tell whether a last line is nothing but a break, a way back or an empty bullet."""
    return is_nothing(text) or text.strip() in ("-", "*", "+") or asking.leads_back(text.strip())


def _means(text: str) -> bool:
    """Tell whether a first line is more than a break."""
    return not is_nothing(text) and not asking.leads_back(text.strip())


def _closes(text: str) -> re.Match[str] | None:
    """Match a line that only closes emphasis, as below `</summary><b>`."""
    return _CLOSING.fullmatch(text) if "</" in text else None


def _closes_more(body: list[str]) -> bool:
    """Tell whether the last of some lines closes what begins above them."""
    closing = _closes(body[-1])
    if not closing:
        return False
    openings = (f"<{closing['name']}>", f"<{closing['name']} ")
    return not any(opening in text for text in body for opening in openings)


_CLOSING = lazy(r"\s{0,9}</(?P<name>b|strong|i|em|u|font|span)>(?:\s|<br\s?/?>){0,9}")


def _of_code(outline: Outline, number: int, place: Place) -> Place:
    """Give what a line stands in; code that is less indented than a list item is not in it."""
    line = outline[number]
    if line.kind != "code" or not place.column or place.quotes:
        return place
    fence = outline.raw(line.leaf).expandtabs(4)
    return place._replace(column=min(place.column, len(fence) - len(fence.lstrip(" "))))


def _bare(raw: str, place: Place) -> str:
    for _ in range(place.quotes):
        raw = re.sub(r"^[ \t]*>[ ]?", "", raw)
    if place.quotes or not place.column:
        return raw
    expanded = raw.expandtabs(4) if "\t" in raw[: place.column] else raw
    return expanded[min(place.column, len(expanded) - len(expanded.lstrip(" "))) :]
