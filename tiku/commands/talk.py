"""What tiku says of an outcome: problems to stderr, results to stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any, Literal

from tiku import summary
from tiku.changes import KINDS, Change, Changes, Kind, counts
from tiku.commands.outcome import Open, Outcome
from tiku.exporters import bank_json
from tiku.model import (
    ChoiceResponse,
    ClozeResponse,
    Code,
    Item,
    Left,
    Problem,
    Span,
)
from tiku.reading import FileReading
from tiku.request import Options
from tiku.summary import count
from tiku.system import terminal
from tiku.system.terminal import has_colour, shown

Command = Literal[
    "build",
    "check",
    "explain",
    "diff",
    "watch",
    "ids",
    "link",
    "unlink",
    "adopt",
    "review",
    "judge",
]


def tell(outcome: Outcome, command: Command, options: Options) -> None:
    """Print the problems of an outcome, then its result for a person or a program."""
    with terminal.printing():
        _tell(outcome, command, options)


def _tell(outcome: Outcome, command: Command, options: Options) -> None:
    for problem in outcome.problems:
        print(message(problem, colour=has_colour(sys.stderr)), file=sys.stderr)
    if options.json:
        result = _result(outcome, command, options)
        print(json.dumps(result, ensure_ascii=False, indent=2))
    elif options.quiet:
        return
    elif command == "judge":
        print("".join(f"{line}\n" for line in outcome.said), end="")
    elif command == "explain":
        lines = (line for each in outcome.readings for line in _explained(each, options))
        print("".join(f"{line}\n" for line in (*lines, *outcome.said)), end="")
    elif outcome.failed:
        print(f"tiku: {_failure(outcome, options)}", file=sys.stderr)
    elif outcome.said:
        print("\n".join((*outcome.said, *_steps(outcome))))
    elif outcome.bank or outcome.counted:
        told = _changes(outcome, options, is_long=command == "diff")
        rows = summary.lines(outcome.summary, options, outcome.written)
        print("\n".join((*rows, *told)))


def message(problem: Problem, *, colour: bool = False) -> str:
    """Write a problem as `path:line: severity: what; what to do [CODE]`."""
    return terminal.message(bank_json.problem(problem), colour=colour)


# For a person


def _failure(outcome: Outcome, options: Options) -> str:
    """Say how many errors there are, and where the first is, if it has left the screen."""
    errors = [n for n, each in enumerate(outcome.problems) if each.severity == "error"]
    is_far = len(outcome.problems) - errors[0] > _SCREEN
    said = message(outcome.problems[errors[0]]).partition(": error: ")[0] if is_far else ""
    where = f", the first in {said}" if said else ""
    is_whole = all(problem.code != Code.OUTPUT_HELD for problem in outcome.problems)
    kept = f"; {options.folder.as_posix()} is as it was"
    kept *= is_whole and os.path.isdir(options.folder)  # noqa: PTH112 - raises nothing
    return f"{count(len(errors), 'error')}{where}{kept}"


_SCREEN = 20  # lines


def _explained(reading: FileReading, options: Options) -> Iterator[str]:
    name = reading.dialect or "not read"
    yield f"{shown(options.path_of(reading.path))}: {name}" + (
        f", by its {reading.why}" * bool(reading.dialect)
    )
    if not reading.dialect and reading.why:
        yield from (f"  {'':>11}  {why}" for why in reading.why.split("; "))
    for item in reading.items:
        stem = shown(" ".join(item.stem.plain.split()))
        yield f"  {_lines(item.place):>11}  {item.response.kind:<13}  {stem[:100]}"
    dropped = [p for p in reading.problems if p.code == Code.QUESTION_MISSING]
    left = [*reading.unread, *(Left(Span(p.path, p.line, p.line), p.what) for p in dropped)]
    for span, why in sorted(left, key=lambda each: each.span.first):
        yield f"  {_lines(span):>11}  -- {why}"


def _lines(span: Span) -> str:
    return f"{span.first}-{span.last}" if span.last > span.first else str(span.first)


# What a build changes, of which kinds a person sees each one in the summary of a build

_OFTEN = ("added", "updated")
_MANY = 10
_TOLD = {
    "added": "that no build had before",
    "updated": "with a newer time, which an import updates",
    "re-linked": "taken for an earlier one whose words differ; if wrong: tiku unlink ID",
    "named": "with an id in the source and another one in Anki",
    "moved": "in another deck now",
    "returned": "back from earlier builds, under the old id",
    "unanswered": "without an answer now, and so without a note in the package",
    "merged": "the same as another one now",
    "retired": "in no source any more; the ids are kept",
    "perhaps": "new, but perhaps an earlier one",
}


def _changes(outcome: Outcome, options: Options, *, is_long: bool) -> Iterator[str]:
    """Write what changes for those who study the last build, and what they must do."""
    found, is_first = outcome.changes, bool(outcome.project and outcome.project.is_first)
    for kind, number in counts(found).items():
        if number and not (is_first and not is_long):
            yield f"{kind:<10} {count(number, 'question')} {_TOLD[kind]}"
            rare = kind not in _OFTEN
            told = found.of(kind) if rare else _first_told(found, kind)
            some = told[: None if is_long else _MANY]
            yield from (_change(change, options) for change in some if rare or is_long)
            if rare and number > len(some):
                yield f"  … and {number - len(some):,} more: 'tiku diff' before a build lists all"
    yield from _steps(outcome)
    if is_long and not any(counts(found).values()):
        yield summary.SAME


def _first_told(found: Changes, kind: Kind) -> tuple[Change, ...]:
    """Give the changes of a kind whose questions have not been named yet."""
    before = {c.id for c in found.listed if KINDS.index(c.kind) < KINDS.index(kind)}
    return tuple(change for change in found.of(kind) if change.id not in before)


def _steps(outcome: Outcome) -> Iterator[str]:
    """Write what is left to do in Anki."""
    for step in outcome.changes.steps:
        yield f"{'in Anki':<10} {shown(step.what)}"
        yield f"{'':<10} Browse, search: {shown(step.search)}"
        yield f"{'':<10} then {shown(step.action)}"


def _change(change: Change, options: Options) -> str:
    """Write one change: where, the id, the words before and after, why."""
    place, why = _seen_from_here(change.place, options), change.why
    words = [change.old, change.new] if change.old != change.new else [change.new]
    if change.kind == "moved":
        words, why = [change.new], f"was in {change.old}"
    said = " → ".join(f'"{_cut(each)}"' for each in words if each)
    return f"  {place}  {shown(change.id)}  {said}" + f"  ({shown(why)})" * bool(why)


def _seen_from_here(span: Span, options: Options) -> str:
    path = options.path_of(span.path)
    return shown(f"{path}:{span.first}" if span.first else path)


def _cut(text: str) -> str:
    text = shown(text)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


_WIDTH = 80


# For a program


def _result(
    outcome: Outcome, command: Command, options: Options
) -> dict[str, Any] | list[dict[str, Any]]:
    if command == "explain":
        return _extracted(outcome)
    counts = _counts(outcome, options)
    if command == "ids" and outcome.bank:
        counts["ids"] = [_with_id(item, item.id, options) for item in outcome.bank.items]
    if command == "review":
        counts["open"] = [_open(pair, options) for pair in outcome.open]
    if command == "adopt":
        pairs = outcome.pairs
        counts["adopted"] = [
            _with_id(each.item, each.note.guid, options) | {"why": each.why} for each in pairs
        ]
    return counts


def _open(pair: Open, options: Options) -> dict[str, Any]:
    questions = [_with_id(item, item.id, options) for item in (pair.one, pair.other)]
    return {"verdict": pair.verdict, "reason": pair.reason, "questions": questions}


def _with_id(item: Item, id_: str, options: Options) -> dict[str, Any]:
    span = item.place
    place = {"file": options.path_of(span.path), "line": span.first}
    return {"id": id_, **place, "question": item.stem.markdown}


def _counts(outcome: Outcome, options: Options) -> dict[str, Any]:
    found = summary.record(outcome.summary, options, outcome.written, ok=not outcome.failed)
    return found | {
        "changes": [_as_json(change, options) for change in outcome.changes.listed],
        "steps": [step._asdict() for step in outcome.changes.steps],
        "problems": [bank_json.problem(problem) for problem in outcome.problems],
    }


def _as_json(change: Change, options: Options) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.id,
        "file": options.path_of(change.place.path),
        "line": change.place.first,
        "new": change.new,
        "old": change.old,
        "why": change.why,
    }


def _extracted(outcome: Outcome) -> list[dict[str, Any]]:
    """List the items as they were read, before anything is merged."""
    return [_item(item) for reading in outcome.readings for item in reading.items]


def _item(item: Item) -> dict[str, Any]:
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    return {
        "question": _asked(item),
        "answer": _answer(item),
        "file": item.place.path,
        "line": item.place.first,
        "kind": response.kind,
        "choices": [f"{choice.label}: {choice.text.plain}" for choice in choices],
        "correct": [choice.label for choice in choices if choice.keyed],
    }


def _asked(item: Item) -> str:
    """Give what is asked; of a cloze text the whole, since its gaps tell it apart."""
    response = item.response
    return response.answer.plain if isinstance(response, ClozeResponse) else item.stem.markdown


def _answer(item: Item) -> str:
    response = item.response
    if isinstance(response, ClozeResponse):
        return "; ".join(response.gaps)
    return response.answer.markdown
