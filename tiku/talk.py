"""What tiku says of an outcome: problems to stderr, results to stdout."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Literal, TextIO

from tiku.changes import KINDS, Change, Changes, Kind, counts
from tiku.commands import Open, Options, Outcome
from tiku.exporters import bank_json
from tiku.model import (
    Bank,
    ChoiceResponse,
    ClozeResponse,
    Code,
    Item,
    NoResponse,
    Problem,
    Span,
    Verdict,
)
from tiku.pipeline import FileReading

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

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_PLAIN = "\x1b[0m"


class UnprintableError(Exception):
    """What is to be said cannot be printed, for instance since the disk is full."""


def speak_utf8() -> None:
    """Let neither an old console nor an odd locale fail on a text in Chinese."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(outcome: Outcome, command: Command, options: Options) -> None:
    """Print the problems of an outcome, then its result for a person or a program."""
    try:
        _tell(outcome, command, options)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnprintableError(error.strerror) from error


def say(text: str) -> None:
    """Tell a person what tiku is at."""
    print(f"tiku: {_shown(text)}", file=sys.stderr, flush=True)


def _tell(outcome: Outcome, command: Command, options: Options) -> None:
    for problem in outcome.problems:
        print(message(problem, colour=_has_colour(sys.stderr)), file=sys.stderr)
    if options.json:
        result = _result(outcome, command, options)
        print(json.dumps(result, ensure_ascii=False, indent=2))
    elif options.quiet:
        return
    elif command == "judge":
        print("".join(f"{line}\n" for line in outcome.said), end="")
    elif command == "explain":
        print("\n".join(line for reading in outcome.readings for line in _explained(reading)))
    elif outcome.failed:
        print(f"tiku: {_failure(outcome, options)}", file=sys.stderr)
    elif outcome.said:
        print("\n".join((*outcome.said, *_steps(outcome))))
    elif outcome.bank:
        told = _changes(outcome, options, is_long=command == "diff")
        print("\n".join((*_summary(outcome, options, outcome.bank), *told)))


def message(problem: Problem, *, colour: bool = False) -> str:
    """Write a problem as `path:line: severity: what; what to do [CODE]`."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    severity: str = problem.severity
    if colour:
        severity = f"{_COLOURS[severity]}{severity}{_PLAIN}"
    said = f"{_shown(place)}: {severity}: {_shown(problem.what)}; {_shown(problem.remedy)}"
    return f"{said} [{problem.code}]"


# For a person


def _failure(outcome: Outcome, options: Options) -> str:
    count = sum(problem.severity == "error" for problem in outcome.problems)
    is_whole = all(problem.code != Code.OUTPUT_HELD for problem in outcome.problems)
    kept = f"; {options.folder.as_posix()} is as it was"
    kept *= is_whole and os.path.isdir(options.folder)  # noqa: PTH112 - raises nothing
    return f"{_count(count, 'error')}{kept}"


def _summary(outcome: Outcome, options: Options, bank: Bank) -> Iterator[str]:
    """Write the outcome in a few aligned lines, only those that have something to say."""
    read, files = _read(bank), len(outcome.readings)
    bare = sum(item.is_bare for item in bank.items)
    dropped = sum(problem.code == Code.POINT_REPEATED for problem in bank.problems)
    kinds: tuple[Verdict, ...] = ("same", "conflict", "alike", "different")
    merged, conflict, alike, phrases = (_clusters(bank, verdict) for verdict in kinds)
    ask = "; 'tiku review' asks which are the same"
    rows = [
        ("read", read, f"{_count(read, 'question')} in {_count(files, 'file')}"),
        ("dropped", dropped, f"{_count(dropped, 'repeated point')}"),
        ("merged", merged, f"{_count(read - len(bank.items), 'repeated question')}"),
        ("conflict", conflict, f"{_count(conflict, 'question')} with several answers, all kept"),
        ("alike", alike, f"{_count(alike, 'pair or group', 'pairs or groups')}, all kept{ask}"),
        ("phrases", phrases, f"{_count(phrases, 'stem')} that stand everywhere, all kept"),
        ("no answer", bare, f"{_count(bare, 'question')}, no card for them"),
    ]
    for name, count, text in rows:
        if count:
            yield f"{name:<10} {text}"
    if options.check:
        yield f"{'current':<10} {options.folder.as_posix()}/ is what the sources give"
    if outcome.written:
        total, folder = _count(len(bank.items), "question"), options.folder.as_posix()
        yield f"{'written':<10} {total} to {folder}/: {', '.join(_written(outcome))}"


def _explained(reading: FileReading) -> Iterator[str]:
    name = reading.dialect or "not read"
    yield f"{_shown(reading.path)}: {name}" + (f", by its {reading.why}" * bool(reading.dialect))
    if not reading.dialect and reading.why:
        yield from (f"  {'':>11}  {why}" for why in reading.why.split("; "))
    for item in reading.items:
        stem = _shown(" ".join(item.stem.plain.split()))
        yield f"  {_lines(item.sources[0]):>11}  {item.response.kind:<13}  {stem[:100]}"
    for left in reading.unread:
        yield f"  {_lines(left.span):>11}  -- {left.why}"


def _lines(span: Span) -> str:
    return f"{span.first}-{span.last}" if span.last > span.first else str(span.first)


# What a build changes, of which kinds a person sees each one in the summary of a build

_OFTEN = ("added", "updated")
_MANY = 10
_TOLD = {
    "added": "new",
    "updated": "with a newer time, which an import updates",
    "re-linked": "taken for an earlier one whose words differ; if wrong: tiku unlink ID",
    "named": "with an id in the source and another one in Anki",
    "moved": "in another deck now",
    "returned": "back from earlier builds, under the old id",
    "merged": "the same as another one now",
    "retired": "in no source any more; the ids are kept",
    "perhaps": "new, but perhaps an earlier one",
}


def _changes(outcome: Outcome, options: Options, *, is_long: bool) -> Iterator[str]:
    """Write what changes for those who study the last build, and what they must do."""
    found, is_first = outcome.changes, bool(outcome.project and outcome.project.is_first)
    for kind, count in counts(found).items():
        if count and not (is_first and not is_long):
            yield f"{kind:<10} {_count(count, 'question')} {_TOLD[kind]}"
            rare = kind not in _OFTEN
            told = found.of(kind) if rare else _first_told(found, kind)
            shown = told[: None if is_long else _MANY]
            yield from (_change(change, options) for change in shown if rare or is_long)
            if rare and count > len(shown):
                yield f"  … and {count - len(shown):,} more: 'tiku diff' before a build lists all"
    yield from _steps(outcome)
    if is_long and not any(counts(found).values()):
        yield f"{'same':<10} a build changes nothing in Anki"


def _first_told(found: Changes, kind: Kind) -> tuple[Change, ...]:
    """Give the changes of a kind whose questions have not been named yet."""
    before = {c.id for c in found.listed if KINDS.index(c.kind) < KINDS.index(kind)}
    return tuple(change for change in found.of(kind) if change.id not in before)


def _steps(outcome: Outcome) -> Iterator[str]:
    """Write what is left to do in Anki."""
    for step in outcome.changes.steps:
        yield f"{'in Anki':<10} {_shown(step.what)}"
        yield f"{'':<10} Browse, search: {_shown(step.search)}"
        yield f"{'':<10} then {_shown(step.action)}"


def _change(change: Change, options: Options) -> str:
    """Write one change: where, the id, the words before and after, why."""
    place, why = _seen_from_here(change.place, options), change.why
    words = [change.old, change.new] if change.old != change.new else [change.new]
    if change.kind == "moved":
        words, why = [change.new], f"was in {change.old}"
    said = " → ".join(f'"{_cut(each)}"' for each in words if each)
    return f"  {place}  {_shown(change.id)}  {said}" + f"  ({_shown(why)})" * bool(why)


def _seen_from_here(span: Span, options: Options) -> str:
    path = options.path_of(span.path)
    return _shown(f"{path}:{span.first}" if span.first else path)


def _cut(text: str) -> str:
    text = _shown(text)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


_WIDTH = 80


def _written(outcome: Outcome) -> list[str]:
    """Name the outputs; of a folder within, such as `page/`, only the folder."""
    return list(dict.fromkeys(re.sub("/.*", "/", name) for name in outcome.written))


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
    span = item.sources[0]
    place = {"file": options.path_of(span.path), "line": span.first}
    return {"id": id_, **place, "question": item.stem.markdown}


def _counts(outcome: Outcome, options: Options) -> dict[str, Any]:
    bank = outcome.bank or Bank("", ())
    return {
        "ok": not outcome.failed,
        "files": len(outcome.readings),
        "read": _read(bank),
        "items": len(bank.items),
        "merged": _read(bank) - len(bank.items),
        "conflict": _clusters(bank, "conflict"),
        "alike": _clusters(bank, "alike"),
        "unanswered": _unanswered(bank),
        "output": options.folder.as_posix(),
        "written": _written(outcome),
        "changes": [_as_json(change, options) for change in outcome.changes.listed],
        "steps": [asdict(step) for step in outcome.changes.steps],
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
        "file": item.sources[0].path,
        "line": item.sources[0].first,
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


# Small things


def _read(bank: Bank) -> int:
    return sum(len(item.sources) for item in bank.items)


def _unanswered(bank: Bank) -> int:
    return sum(isinstance(item.response, NoResponse) for item in bank.items)


def _clusters(bank: Bank, verdict: Verdict) -> int:
    return sum(cluster.verdict == verdict for cluster in bank.clusters)


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _shown(text: str) -> str:
    """Show control characters, which a file name may hold, instead of obeying them."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _has_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
