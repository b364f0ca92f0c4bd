"""What a document holds beside its questions, stretch by stretch, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tiku.documents.outline import Outline
from tiku.languages import asking
from tiku.markup import markdown
from tiku.model import Draft, Left, Span

_NOTHING = "nothing here looks like a question"
_STUB = "a template that nobody has filled in"
_FURNITURE = "a section that most documents have"
_CONTENTS = "a table of contents"
_TITLE = "a title over no question"
_PICTURES = "HTML without text"
_ABOVE, _BELOW = "text above the first question", "text below the last question"
_BETWEEN = "text between questions"
TEXT = (_ABOVE, _BELOW, _BETWEEN, _STUB)  # what may be a question that was missed


def find(
    outline: Outline, drafts: Sequence[Draft], stubs: Sequence[Draft], unread: Iterable[Span]
) -> tuple[Left, ...]:
    """Say of each stretch that no draft has taken why it was left, parted where reasons change."""
    found: list[Left] = []
    of_stubs = {n for draft in stubs for n in range(draft.span.first, draft.span.last + 1)}
    first = min((draft.span.first for draft in drafts), default=0)
    last = max((draft.span.last for draft in drafts), default=0)
    for span in unread:
        for number in range(span.first, span.last + 1):
            if not drafts:
                why = _NOTHING
            elif number in of_stubs:
                why = _STUB
            else:
                place = _ABOVE if number < first else _BELOW if number > last else _BETWEEN
                why = _why(outline, number) or place
            if found and found[-1].why == why and _touch(outline, found[-1].span.last, number):
                found[-1] = Left(Span(span.path, found[-1].span.first, number), why)
            else:
                found.append(Left(Span(span.path, number, number), why))
    return tuple(found)


def _touch(outline: Outline, before: int, number: int) -> bool:
    """Tell whether nothing but blank lines stands between two lines."""
    return all(not outline.raw(n).strip() for n in range(before + 1, number))


def _why(outline: Outline, number: int) -> str:
    line = outline[number]
    if asking.leads_within(line.text) or asking.leads_back(line.text):
        return _CONTENTS
    if any(map(asking.is_furniture, _titles(outline, number))):
        return _FURNITURE
    if line.kind == "heading":
        return _TITLE
    return _PICTURES if line.kind == "html" and not line.text.strip("</>") else ""


def _titles(outline: Outline, number: int) -> Iterator[str]:
    """Give the titles above a line but the document's own, and the line's own if it is one."""
    yield from outline.above(number)[1:]
    if outline[number].kind == "heading":
        yield markdown.plain(outline[number].text)
