"""Commands that look at all of a project: each joins the disk and the clock to the pipeline."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tiku import pipeline
from tiku.changes import Changes, changes, counts
from tiku.commands.outcome import Outcome
from tiku.commands.project import gaps, idle, lost, opened, read_all
from tiku.commands.surroundings import as_typed, now
from tiku.disk import output, recent, sources, walk
from tiku.exporters import bank_json
from tiku.identity import lock
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.known import Known
from tiku.identity.lock import Entry, Lock
from tiku.markup import embedding
from tiku.model import Bank, Code, Problem
from tiku.reading import printable, with_less
from tiku.request import REPORT, Options
from tiku.system import timing
from tiku.values import NamedTuple

if TYPE_CHECKING:
    from tiku.exporters.writing import Sizes


def build(options: Options) -> Outcome:
    """Write the outputs; with `--check`, only compare them with what the sources give."""
    outcome = Outcome()
    try:
        before = None if options.check else recent.look(options)
        if not options.check and output.is_pending(options.place):
            with output.exclusive(options.place):  # finishes what a killed build decided on
                pass
        outcome = check(options)
        if outcome.failed and opened(options) != outcome.project:  # another build came between
            outcome = check(options)
        if outcome.failed or options.check:
            return outcome if outcome.failed else _compare(options, outcome)
        with output.exclusive(options.place):
            if not _is_current(options, before, outcome):  # else a slow build undoes a later one
                outcome = check(options)
            return outcome if outcome.failed else _write(options, outcome, before)
    except output.OutputError as error:
        return outcome._replace(problems=(*outcome.problems, error.problem))


def _is_current(options: Options, before: recent.Look | None, outcome: Outcome) -> bool:
    """Tell whether all that a build has read still stands there."""
    if before and (now := recent.look(options)):
        return now.files == before.files and not recent.has_young(before)
    return opened(options) == outcome.project


def _remember(
    options: Options, before: recent.Look | None, outcome: Outcome, finished: _Finished
) -> None:
    """Let the next build know what this one saw and told."""
    from tiku.patching import remembering

    project, assembled = outcome.project, outcome.assembled
    assert project
    assert assembled
    assert finished.sizes
    files, paths = project.loaded.files, project.loaded.paths
    read = recent.Read(
        files.renamed({path.as_posix(): name for name, path in paths.items()}),
        {path.as_posix(): name for name, path in paths.items()},
        (path for reading in outcome.readings for path, _ in reading.media),
        any(each.source != project.known.source for each in project.known.lock.entries.values()),
    )
    said = (each for each in outcome.problems if each.code != Code.LOCK_GAP)  # that one once
    problems = tuple(dict(bank_json.problem(each)) for each in said)
    memory = ""
    if before and not project.loaded.problems and not read.is_shared:
        ahead = len(project.problems) + len([*embedding.check_diagrams(project.settings)])
        known = finished.lock or project.known.lock
        made = remembering.Build(
            outcome.readings,
            assembled,
            finished.bank,
            known,
            outcome.summary,
            ahead,
            finished.sizes,
        )
        memory = remembering.remember(options.place, made)
    of_outputs = sum(each.code == Code.STALE_OUTPUT for each in outcome.problems)
    told = recent.Told(outcome.summary, outcome.written, problems, memory, of_outputs)
    recent.remember(options, before, read, told)


def check(options: Options) -> Outcome:
    """Find all problems of the sources."""
    with timing.stage("load"):
        project = opened(options)
    readings = tuple(timing.steps("read", with_less(read_all(project))))
    shown = {path for reading in readings for path, _ in reading.media}
    found = sources.media(options.source, shown)
    assembled = pipeline.assemble(readings, project.settings, project.known, found)
    problems = (*project.loaded.problems, *assembled.bank.problems)
    assembled = assembled._replace(bank=assembled.bank._replace(problems=problems))
    placed = as_typed(problems, options.source)
    problems = (
        *project.problems,
        *embedding.check_diagrams(project.settings),
        *placed,
        *project.faults,
        *idle(options, project, assembled),
        *lost(options, project, assembled.bank),
        *gaps(options, project, assembled),
    )
    return Outcome(problems, readings, assembled, assembled.bank, project=project)


def diff(options: Options) -> Outcome:
    """Tell what a build would change, and write nothing."""
    outcome = check(options)
    try:
        return outcome if outcome.failed else _finished(outcome).outcome
    except output.OutputError as error:
        return outcome._replace(problems=(*outcome.problems, error.problem))


def explain(options: Options) -> Outcome:
    """Read each source by itself, and compare nothing."""
    project = opened(options)
    readings = tuple(read_all(project))
    found = (problem for reading in readings for problem in reading.problems)
    placed = as_typed((*project.loaded.problems, *found), options.source)
    return Outcome((*project.problems, *placed), readings, said=tuple(_left_out(options.source)))


def _left_out(source: Path) -> Iterator[str]:
    """Say which folders with Markdown are no part of a source."""
    for path in walk.left_out(source):
        yield f"{printable(path.as_posix())}/: not read"
        yield f"  {'':>11}  folders of this name are left out, for programs keep theirs in them"


# Outputs


class _Finished(NamedTuple):
    """An outcome with the times of its items, its bank, and the lock if it has changed.

    When they are written, `sizes` are those of the outputs.
    """

    outcome: Outcome
    bank: Bank
    lock: Lock | None
    sizes: Sizes | None = None


def _finished(outcome: Outcome) -> _Finished:
    """Give the bank its times, and tell what has changed since the last build."""
    project, assembled = outcome.project, outcome.assembled
    assert project
    assert assembled
    known = project.known.lock
    moment = FIRST_BUILD if project.is_first else now()
    bank, new = pipeline.finish(assembled, known, moment)
    found = changes(assembled.identity, bank.items, known, new)
    is_new = project.is_first or new != known
    return _Finished(outcome._replace(bank=bank, changes=found), bank, new if is_new else None)


def _write(options: Options, outcome: Outcome, before: recent.Look | None) -> Outcome:
    from tiku.exporters.registry import outputs
    from tiku.exporters.writing import Sizes

    place, sizes = options.place, Sizes()
    if problem := _of_another(options, outcome) or _source_among(options, outcome):
        return outcome._replace(problems=(*outcome.problems, problem))
    finished = _finished(outcome)
    outcome, bank, new, _ = finished
    if new and options.frozen:
        return outcome._replace(problems=(*outcome.problems, _frozen(place.lock, outcome.changes)))
    with timing.stage("write"), output.scratch(place) as scratch:
        pieces = outputs(bank, scratch, sizes)
        files = output.write(place, pieces, output.Pieces(lock.pieces(new)) if new else None)
    what, remedy = "this build does not write it", "delete it if nobody needs it"
    stale = (
        Problem(Code.STALE_OUTPUT, (place.folder / name).as_posix(), 0, what, remedy)
        for name in output.strays(place.folder, files)
    )
    outcome = outcome._replace(problems=(*outcome.problems, *stale), written=files)
    with timing.stage("remember"):
        _remember(options, before, outcome, finished._replace(sizes=sizes))
    return outcome


def _of_another(options: Options, outcome: Outcome) -> Problem | None:
    """Report outputs of another source that shares the lock: this build would replace them."""
    assert outcome.project
    known, folder = outcome.project.known, options.folder
    other = ""
    for entry in _written(folder, known) if known.others else ():
        if entry.source == known.source:
            return None
        other = other or (entry.source if entry.source in known.others else "")
    if not other:
        return None
    here = folder.as_posix()
    what = f"the outputs here are those of '{other}', and '{known.source}' is built"
    remedy = (
        "name another folder with --output, or build a folder that holds both; "
        f"if nobody needs those outputs, delete '{here}' and build again"
    )
    return Problem(Code.OUTPUT_OTHER, here, 0, what, remedy)


def _source_among(options: Options, outcome: Outcome) -> Problem | None:
    """Report a source that stands where an output is to stand: it would be lost."""
    assert outcome.project
    report = os.path.realpath(options.folder / REPORT)
    for path in outcome.project.loaded.paths.values():
        if path.name == REPORT and os.path.realpath(path) == report:
            what = "this is a source, and would be replaced by an output of the same name"
            remedy = "give the source another name, or name another folder with --output"
            return Problem(Code.OUTPUT_OTHER, path.as_posix(), 0, what, remedy)
    return None


def _written(folder: Path, known: Known) -> Iterator[Entry]:
    """Give what the lock knows of the questions in the outputs that stand there, if any do."""
    path = folder / bank_json.Writer.name
    with suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
        found = map(known.lock.entries.get, bank_json.ids(file))
        yield from filter(None, found)


def _frozen(path: Path, found: Changes) -> Problem:
    told = ", ".join(f"{count:,} {kind}" for kind, count in counts(found).items() if count)
    what = f"this build would change it ({told or 'places only'}), and --frozen forbids that"
    remedy = "run 'tiku build' and commit the lock"
    return Problem(Code.LOCK_FROZEN, path.as_posix(), 0, what, remedy)


def _compare(options: Options, outcome: Outcome) -> Outcome:
    from tiku.exporters.registry import outputs

    folder = options.folder
    if problem := _of_another(options, outcome) or _source_among(options, outcome):
        return outcome._replace(problems=(*outcome.problems, problem))
    outcome, bank, new, _ = _finished(outcome)
    outdated, names = output.outdated(folder, outputs(bank))
    try:
        old = [folder / name for name in (*outdated, *output.leftovers(folder, names))]
    except OSError as error:
        problem = sources.unreadable(folder.as_posix(), error)
        return outcome._replace(problems=(*outcome.problems, problem))
    if new:
        old.append(options.place.lock)
    what, remedy = "this is not what the sources give", "run 'tiku build'"
    found = (Problem(Code.OUT_OF_DATE, path.as_posix(), 0, what, remedy) for path in old)
    return outcome._replace(problems=(*outcome.problems, *found))
