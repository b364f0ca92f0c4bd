"""A bank as a text that a person can read, for goldens."""

from __future__ import annotations

from collections.abc import Iterator

from tiku.model import EMPTY, ChoiceResponse, ClozeResponse, Item, OpenResponse, Problem, Span, Text
from tiku.reading import FileReading


def show(reading: FileReading) -> str:
    """Lay out what was read of a file."""
    lines = [f"dialect: {reading.dialect or '-'} ({reading.why})"]
    for item in reading.items:
        lines += ["", *_item(item)]
    if reading.unread:
        lines += ["", *(f"unread: {_lines(left.span)}, {left.why}" for left in reading.unread)]
    if reading.media:
        lines += ["", *(f"shows: {line}, {path}" for path, line in reading.media)]
    if reading.problems:
        lines += ["", *map(_problem, reading.problems)]
    return "\n".join(lines) + "\n"


def _item(item: Item) -> Iterator[str]:
    mark = " explicit" if item.name else ""
    yield f"[{', '.join(map(_lines, item.sources))}] {item.response.kind} {item.id}{mark}"
    about = (("deck", "::".join(item.deck)), ("tags", " ".join(item.tags)), ("in", item.language))
    yield "  " + ", ".join(f"{name} {value}" for name, value in about if value)
    if item.section:
        yield f"  section: {' > '.join(item.section)}"
    yield from _text("title", item.title)
    yield from _text("stem", item.stem)
    match item.response:
        case ChoiceResponse(choices=choices):
            for choice in choices:
                yield from _text(f"{'*' if choice.keyed else ' '}{choice.label}", choice.text)
        case ClozeResponse(answer=answer, gaps=gaps):
            yield from _text("answer", answer)
            yield from (f"  gap: {gap}" for gap in gaps)
        case OpenResponse(answer=answer, points=points):
            yield from _text("answer", answer)
            for point in points:
                yield f"  point: {point.term or '-'} | {' / '.join(point.text.splitlines())}"
    yield from _text("explanation", item.explanation)
    yield from _text("hint", item.hint)


def _text(name: str, text: Text) -> Iterator[str]:
    if text != EMPTY:
        first, *more = text.markdown.split("\n")
        yield f"  {name}: {first}"
        yield from (f"    {line}".rstrip() for line in more)


def _lines(span: Span) -> str:
    return f"{span.first}-{span.last}" if span.last > span.first else str(span.first)


def _problem(problem: Problem) -> str:
    return f"{problem.line}: {problem.severity} {problem.code}: {problem.what}; {problem.remedy}"
