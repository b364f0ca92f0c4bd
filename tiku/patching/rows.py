"""Questions and problems as a memory notes them down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tiku.dedupe.digests import Flat, flat
from tiku.model import ChoiceResponse, ClozeResponse, Code, Item, OpenResponse, Problem
from tiku.reading import Made
from tiku.system.hashes import blake2b


def problem_row(problem: Problem) -> list[object]:
    """Write a problem down."""
    return [problem.code.value, problem.path, problem.line, problem.what, problem.remedy]


def problem_of(row: Sequence[Any]) -> Problem:
    """Read a problem that was noted down."""
    code, path, line, what, remedy = row
    return Problem(Code(code), path, line, what, remedy)


def draft_rows(drafts: Iterable[Made]) -> list[list[object]]:
    """Write down what came of drafts."""
    return [
        [each.key, each.line, each.has_item, list(map(problem_row, each.problems)), each.media]
        for each in drafts
    ]


def made_of(row: Sequence[Any]) -> Made:
    """Read what came of a draft."""
    key, line, has_item, problems, media = row
    shown = tuple((str(path), int(line)) for path, line in media)
    return Made(key, line, has_item, tuple(map(problem_of, problems)), shown)


def digest(item: Item) -> str:
    """Digest all that an item says; what else it has is a function of that."""
    response = item.response
    said: Flat = ()
    if isinstance(response, OpenResponse):
        said = tuple((point.term, point.text) for point in response.points)
    elif isinstance(response, ChoiceResponse):
        said = tuple((c.label, c.text.markdown, c.keyed) for c in response.choices)
    elif isinstance(response, ClozeResponse):
        said = (response.gaps, response.hidden.markdown)
    texts = (item.stem, response.answer, item.title, item.explanation, item.hint)
    place = (item.section, item.deck, item.tags, item.language, item.study, item.name)
    whole = (response.kind, *(text.markdown for text in texts), said, place)
    return blake2b(flat(whole), digest_size=12).hexdigest()
