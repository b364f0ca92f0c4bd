"""Questions and problems as a memory notes them down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tiku.model import Code, Problem
from tiku.reading import Made


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
