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
class Project:
    """What stands on the disk: settings and sources, and what is wrong with them."""

    settings: Settings
    loaded: sources.Loaded
    problems: tuple[Problem, ...]  # of the settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to. The paths of its problems are as a person would type them."""

    problems: tuple[Problem, ...] = ()
    readings: tuple[FileReading, ...] = ()
    bank: Bank | None = None
    written: tuple[str, ...] = ()
    project: Project | None = None

    @property
    def failed(self) -> bool:
        """Tell whether anything is an error."""
        return any(problem.severity == "error" for problem in self.problems)


def build(options: Options) -> Outcome:
    """Write the outputs; with `--check`, only compare them with what the sources give."""
    outcome = Outcome()
    try:
        if not options.check and output.is_pending(options.folder):
            with output.exclusive(options.folder):  # finishes what a killed build decided on
                pass
        outcome = check(options)
        if outcome.failed or options.check:
            return outcome if outcome.failed else _compare(options, outcome)
        with output.exclusive(options.folder):
            if _open(options) != outcome.project:  # else a slow build undoes a later one
                outcome = check(options)
            return outcome if outcome.failed else _write(options, outcome)
    except output.OutputError as error:
        return replace(outcome, problems=(*outcome.problems, error.problem))


def check(options: Options) -> Outcome:
    """Find all problems of the sources."""
    project = _open(options)
    readings = tuple(_read(project))
    bank = pipeline.assemble(readings, project.settings)
    placed = _placed((*project.loaded.problems, *bank.problems), options.source)
    bank = replace(bank, problems=(*project.loaded.problems, *bank.problems))
    return Outcome((*project.problems, *placed), readings, bank, project=project)


def explain(options: Options) -> Outcome:
    """Read each source by itself, and compare nothing."""
    project = _open(options)
    readings = tuple(_read(project))
    found = (problem for reading in readings for problem in reading.problems)
    placed = _placed((*project.loaded.problems, *found), options.source)
    return Outcome((*project.problems, *placed), readings)


# A project: a source, and the settings that stand beside it


def _open(options: Options) -> Project:
    path = _settings_path(options.source)
    settings, problems = _settings(path) if path else (Settings(), ())
    return Project(settings, sources.load(options.source), problems)


def _settings_path(source: Path) -> Path | None:
    """Find the nearest `tiku.yaml` above a source, within the repository that it stands in."""
    for folder in Path(os.path.realpath(source)).parents:
        path = folder / "tiku.yaml"
        if os.path.lexists(path):
            here = Path.cwd()
            return path.relative_to(here) if path.is_relative_to(here) else path
        if os.path.lexists(folder / ".git"):
            break
    return None


def _settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    name = path.as_posix()
    content = sources.read(path, name)
    if isinstance(content, Problem):
        return Settings(), (content,)
    text, problems = decode(name, content)
    if text is None:
        return Settings(), problems
    settings, found = project_settings(text, name, DIALECTS)
    return settings, (*problems, *found)


def _read(project: Project) -> Iterable[FileReading]:
    files = project.loaded.files
    readings = pipeline.read(files, project.settings, progress.questions)
    return progress.files(readings, len(files))


def _placed(problems: Iterable[Problem], source: Path) -> Iterator[Problem]:
    """Name the file of each problem as it is seen from here."""
    for problem in problems:
        is_below = problem.path and os.path.isdir(source)  # noqa: PTH112 - raises nothing
        path = source / problem.path if is_below else source
        yield replace(problem, path=path.as_posix())


# Outputs


def _export(options: Options, outcome: Outcome) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    from tiku.exporters.registry import export  # loads genanki, 70 ms

    assert outcome.bank
    history, problems = _history(options.folder)
    return export(identify.stamp(outcome.bank, history)), problems


def _write(options: Options, outcome: Outcome) -> Outcome:
    folder = options.folder
    files, unreadable = _export(options, outcome)
    output.write(folder, files)
    what, remedy = "this build does not write it", "delete it if nobody needs it"
    stale = (
        Problem(Code.STALE_OUTPUT, (folder / name).as_posix(), 0, what, remedy)
        for name in output.decks(folder)
        if name not in files
    )
    return replace(outcome, problems=(*outcome.problems, *unreadable, *stale), written=tuple(files))


def _compare(options: Options, outcome: Outcome) -> Outcome:
    folder = options.folder
    files, unreadable = _export(options, outcome)
    what, remedy = "this is not what the sources give", "run 'tiku build'"
    old = (
        Problem(Code.OUT_OF_DATE, (folder / name).as_posix(), 0, what, remedy)
        for name in output.outdated(folder, files)
    )
    return replace(outcome, problems=(*outcome.problems, *unreadable, *old))


def _history(folder: Path) -> tuple[History, tuple[Problem, ...]]:
    """Remember through the last `bank.json` when each item last changed."""
    path = folder / "bank.json"
    try:
        return History(bank_json.known(path.read_bytes()), _now()), ()
    except (OSError, ValueError) as error:
        is_gone = isinstance(error, (FileNotFoundError, NotADirectoryError))
        if is_gone and not output.decks(folder):
            return History(), ()  # the first build
        reason = error.strerror if isinstance(error, OSError) else error
        what = f"the last build's times cannot be read: {reason}"
        remedy = "get the file back from your history, or Anki will take every card as changed"
        problem = Problem(Code.HISTORY_UNREADABLE, path.as_posix(), 0, what, remedy)
        return History(now=_now()), (problem,)


def _now() -> int:
    """Give the time of this build, never in the future, for Anki would not take later ones.

    See reproducible-builds.org/specs/source-date-epoch.
    """
    now = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isdecimal() and len(given) < 20):
        what = f"'{given[:80]}' is no time in seconds since 1970"
        remedy = "set it to one, or unset it"
        problem = Problem(Code.SETTING_INVALID, "SOURCE_DATE_EPOCH", 0, what, remedy)
        raise output.OutputError(problem)
    return max(min(int(given), now) if given else now, FIRST_BUILD)
