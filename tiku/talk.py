"""What tiku says of an outcome: problems to stderr, results to stdout."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from typing import Any, Literal, TextIO

from tiku.commands import Options, Outcome
from tiku.exporters import bank_json
from tiku.model import Bank, ChoiceResponse, Code, Item, NoResponse, Problem, Span, Verdict
from tiku.pipeline import FileReading

Command = Literal["build", "check", "explain"]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_PLAIN = "\x1b[0m"


def speak_utf8() -> None:
    """Let neither an old console nor an odd locale fail on a text in Chinese."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(outcome: Outcome, command: Command, options: Options) -> None:
    """Print the problems of an outcome, then its result for a person or a program."""
    for problem in outcome.problems:
        print(message(problem, colour=_has_colour(sys.stderr)), file=sys.stderr)
    if options.json:
        result = _extracted(outcome) if command == "explain" else _counts(outcome, options)
        print(json.dumps(result, ensure_ascii=False, indent=2))
    elif options.quiet:
        return
    elif command == "explain":
        print("\n".join(line for reading in outcome.readings for line in _explained(reading)))
    elif outcome.failed:
        print(f"tiku: {_failure(outcome, options)}", file=sys.stderr)
    elif outcome.bank:
        print("\n".join(_summary(outcome, options, outcome.bank)))


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
    bare = _unanswered(bank)
    dropped = sum(problem.code == Code.POINT_REPEATED for problem in bank.problems)
    merged, conflict, alike = (_clusters(bank, v) for v in ("same", "conflict", "alike"))
    rows = [
        ("read", read, f"{_count(read, 'question')} in {_count(files, 'file')}"),
        ("dropped", dropped, f"{_count(dropped, 'repeated point')}"),
        ("merged", merged, f"{_count(read - len(bank.items), 'repeated question')}"),
        ("conflict", conflict, f"{_count(conflict, 'question')} with several answers, all kept"),
        ("alike", alike, f"{_count(alike, 'pair or group', 'pairs or groups')}, all kept"),
        ("no answer", bare, f"{_count(bare, 'question')}, no card for them"),
    ]
    for name, count, text in rows:
        if count:
            yield f"{name:<10} {text}"
    if options.check:
        yield f"{'current':<10} {options.folder.as_posix()}/ is what the sources give"
    if outcome.written:
        total, folder = _count(len(bank.items), "question"), options.folder.as_posix()
        yield f"{'written':<10} {total} to {folder}/: {', '.join(outcome.written)}"


def _explained(reading: FileReading) -> Iterator[str]:
    name = reading.dialect or "not read"
    yield f"{_shown(reading.path)}: {name}" + (f", by its {reading.why}" * bool(reading.items))
    for item in reading.items:
        stem = _shown(" ".join(item.stem.plain.split()))
        yield f"  {_lines(item.sources[0]):>11}  {item.response.kind:<13}  {stem[:100]}"
    for span in reading.unread:
        yield f"  {_lines(span):>11}  -- not part of any question"


def _lines(span: Span) -> str:
    return f"{span.first}-{span.last}" if span.last > span.first else str(span.first)


# For a program


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
        "written": list(outcome.written),
        "problems": [bank_json.problem(problem) for problem in outcome.problems],
    }


def _extracted(outcome: Outcome) -> list[dict[str, Any]]:
    """List the items as they were read, before anything is merged."""
    return [_item(item) for reading in outcome.readings for item in reading.items]


def _item(item: Item) -> dict[str, Any]:
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    return {
        "question": item.stem.markdown,
        "answer": response.answer.markdown,
        "file": item.sources[0].path,
        "line": item.sources[0].first,
        "kind": response.kind,
        "choices": [f"{choice.label}: {choice.text.plain}" for choice in choices],
        "correct": [choice.label for choice in choices if choice.keyed],
    }


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
