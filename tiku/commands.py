"""The commands: each joins the disk and the clock to the pure pipeline."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tiku import identify, output, pipeline, progress, sources
from tiku.dialects import DIALECTS
from tiku.encoding import decode
from tiku.exporters import bank_json
from tiku.identify import FIRST_BUILD, History
from tiku.model import Bank, Code, Problem, Settings
from tiku.pipeline import FileReading
from tiku.settings import project_settings

_LATEST = 253_402_300_799  # the end of the year 9999


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    source: Path = Path("source")
    output: Path | None = None
    check: bool = False
    json: bool = False
    quiet: bool = False

    @property
    def folder(self) -> Path:
        """Give the output folder: `decks` beside the source, unless another is named."""
        return self.output or Path(os.path.normpath(self.source / "..")) / "decks"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to. The paths of its problems are as a person would type them."""

    problems: tuple[Problem, ...] = ()
    readings: tuple[FileReading, ...] = ()
    bank: Bank | None = None
    written: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether anything is an error."""
        return any(problem.severity == "error" for problem in self.problems)


def build(options: Options) -> Outcome:
    """Write the outputs; with `--check`, only compare them with what the sources give."""
    outcome = check(options)
    if outcome.failed or outcome.bank is None:
        return outcome
    try:
        if options.check:
            return _compare(options, outcome, outcome.bank)
        with output.exclusive(options.folder):
            return _write(options, outcome, outcome.bank)
    except output.OutputError as error:
        return replace(outcome, problems=(*outcome.problems, error.problem))


def check(options: Options) -> Outcome:
    """Find all problems of the sources."""
    project = _open(options)
    readings = tuple(_read(project))
    bank = pipeline.assemble(readings, project.settings)
    placed = _placed((*project.loaded.problems, *bank.problems), options.source)
    bank = replace(bank, problems=(*project.loaded.problems, *bank.problems))
    return Outcome((*project.problems, *placed), readings, bank)


def explain(options: Options) -> Outcome:
    """Read each source by itself, and compare nothing."""
    project = _open(options)
    readings = tuple(_read(project))
    found = (problem for reading in readings for problem in reading.problems)
    placed = _placed((*project.loaded.problems, *found), options.source)
    return Outcome((*project.problems, *placed), readings)


# A project: a source, and the settings that stand beside it


@dataclass(frozen=True, slots=True)
class _Project:
    settings: Settings
    loaded: sources.Loaded
    problems: tuple[Problem, ...]  # of the settings


def _open(options: Options) -> _Project:
    path = _settings_path(options.source)
    settings, problems = _settings(path) if path else (Settings(), ())
    return _Project(settings, sources.load(options.source), problems)


def _settings_path(source: Path) -> Path | None:
    """Find the nearest `tiku.yaml` above a source, within the repository that it stands in."""
    for folder in source.resolve().parents:
        path = folder / "tiku.yaml"
        if os.path.lexists(path):
            here = Path.cwd()
            return path.relative_to(here) if path.is_relative_to(here) else path
        if (folder / ".git").exists():
            break
    return None


def _settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        what = f"the settings cannot be read: {error.strerror or error}"
        problem = Problem(Code.UNREADABLE, str(path), 0, what, "make the file readable")
        return Settings(), (problem,)
    text, problems = decode(str(path), content)
    if text is None:
        return Settings(), problems
    settings, found = project_settings(text, str(path), DIALECTS)
    return settings, (*problems, *found)


def _read(project: _Project) -> Iterable[FileReading]:
    files = project.loaded.files
    readings = pipeline.read(files, project.settings, progress.questions)
    return progress.files(readings, len(files))


def _placed(problems: Iterable[Problem], source: Path) -> Iterator[Problem]:
    """Name the file of each problem as it is seen from here."""
    for problem in problems:
        path = source / problem.path if problem.path and not source.is_file() else source
        yield replace(problem, path=path.as_posix())


# Outputs


def _write(options: Options, outcome: Outcome, bank: Bank) -> Outcome:
    from tiku.exporters.registry import export  # loads genanki, 70 ms

    folder = options.folder
    history, unreadable = _history(folder, bank.name)
    files = export(identify.stamp(bank, history))
    output.write(folder, files)
    what, remedy = "this build does not write it", "delete it if nobody needs it"
    stale = (
        Problem(Code.STALE_OUTPUT, (folder / name).as_posix(), 0, what, remedy)
        for name in output.decks(folder)
        if name not in files
    )
    return replace(outcome, problems=(*outcome.problems, *unreadable, *stale), written=tuple(files))


def _compare(options: Options, outcome: Outcome, bank: Bank) -> Outcome:
    from tiku.exporters.registry import export

    folder = options.folder
    history, unreadable = _history(folder, bank.name)
    what, remedy = "this is not what the sources give", "run 'tiku build'"
    old = (
        Problem(Code.OUT_OF_DATE, (folder / name).as_posix(), 0, what, remedy)
        for name in output.outdated(folder, export(identify.stamp(bank, history)))
    )
    return replace(outcome, problems=(*outcome.problems, *unreadable, *old))


def _history(folder: Path, name: str) -> tuple[History, tuple[Problem, ...]]:
    """Remember through the last `bank.json` when each item last changed."""
    path = folder / "bank.json"
    try:
        return History(bank_json.known(path.read_bytes()), _now()), ()
    except (OSError, ValueError) as error:
        is_gone = isinstance(error, (FileNotFoundError, NotADirectoryError))
        if is_gone and f"{name}.apkg" not in output.decks(folder):
            return History(), ()  # the first build
        reason = error.strerror if isinstance(error, OSError) else error
        what = f"the last build's times cannot be read: {reason}"
        remedy = "get the file back from your history, or Anki will take every card as changed"
        problem = Problem(Code.HISTORY_UNREADABLE, path.as_posix(), 0, what, remedy)
        return History(now=_now()), (problem,)


def _now() -> int:
    """Give the time of this build; see reproducible-builds.org/specs/source-date-epoch."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isdecimal() and int(given) <= _LATEST):
        what = f"'{given}' is no time in seconds since 1970"
        remedy = "set it to one, or unset it"
        problem = Problem(Code.SETTING_INVALID, "SOURCE_DATE_EPOCH", 0, what, remedy)
        raise output.OutputError(problem)
    return max(int(given) if given else int(time.time()), FIRST_BUILD)
