"""Commands that go on from the last build: what an edit changes, and nothing else, is made anew.

Where that cannot be, they go the whole way, and load what that takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from tiku.changes import Changes
from tiku.commands.outcome import Outcome
from tiku.commands.surroundings import as_typed, name_of, now, settings_of
from tiku.disk import output, recent, sources
from tiku.exporters import bank_json
from tiku.model import Problem
from tiku.patching import building as patching
from tiku.patching.building import Asked, Told
from tiku.request import Options
from tiku.system import timing


def build(options: Options, recalled: recent.Recalled | None = None) -> Outcome:
    """Write the outputs; with `--check`, only compare them with what the sources give.

    `recalled` is what is known of the last build.
    """
    try:
        if recalled and (done := _patched(options, recalled)):
            return done
    except output.OutputError as error:
        return Outcome((error.problem,))
    from tiku.commands import building

    return building.build(options)


def check(options: Options, recalled: recent.Recalled | None = None) -> Outcome:
    """Find all problems of the sources; `recalled` is what is known of the last build."""
    if recalled and (told := _foretold(options, recalled)):
        return told._replace(changes=Changes())
    from tiku.commands import building

    return building.check(options)


def diff(options: Options, recalled: recent.Recalled | None = None) -> Outcome:
    """Tell what a build would change, and write nothing."""
    if recalled and (told := _foretold(options, recalled)):
        return told
    from tiku.commands import building

    return building.diff(options)


def _patched(options: Options, found: recent.Recalled) -> Outcome | None:
    """Build after an edit by a patch of the outputs; none if that takes more."""
    if not found.changed:
        problems = tuple(map(bank_json.problem_of, found.told.problems))
        return Outcome(problems, counted=found.told.summary, written=found.told.written)
    if options.frozen:
        return None
    with output.exclusive(options.place), ExitStack() as opened:
        asked = _edit(options, found)
        with timing.stage("patch"):
            made = patching.patch(options, asked, opened) if asked else None
        if not asked or not made or not _is_as_seen(options, found):
            return None
        names = made.names(found.told.written)
        with timing.stage("write"):
            output.patch(options.place, names, made.files, made.lock)
        problems = _problems_now(options, found.told.problems, made.told)
        rows = tuple(dict(bank_json.problem(each)) for each in problems)
        memory = patching.remember(options, made)
        by_path = {found.changed[name].as_posix(): each for name, each in asked.texts.items()}
        told = found.told._replace(
            summary=made.told.summary, written=names, problems=rows, memory=memory
        )
        recent.update(options, found, by_path, told)
    return Outcome(problems, changes=made.told.changes, written=names, counted=told.summary)


def _foretold(options: Options, found: recent.Recalled) -> Outcome | None:
    """Tell what a build would after an edit, by a patch that is not written; none if it cannot."""
    with timing.stage("patch"):
        asked = _edit(options, found)
        told = patching.told(options, asked) if asked else None
    if not told or not _is_as_seen(options, found):
        return None
    problems = _problems_now(options, found.told.of_sources, told)
    return Outcome(problems, changes=told.changes, counted=told.summary)


def _edit(options: Options, found: recent.Recalled) -> Asked | None:
    """Read the sources that changed; none if one cannot be, or nothing is known of the rest."""
    texts = {name: sources.read(path, name) for name, path in found.changed.items()}
    contents = {name: each for name, each in texts.items() if isinstance(each, bytes)}
    if not found.told.memory or len(contents) < len(texts):
        return None
    settings, _ = settings_of(options.source)
    own = name_of(options.source, options.place.lock)
    return Asked(contents, settings, found.told.memory, own, now())


def _is_as_seen(options: Options, found: recent.Recalled) -> bool:
    """Tell whether all files still are what they were when they were looked at."""
    seen = recent.look(options)
    return seen is not None and seen.files == found.seen.files


def _problems_now(
    options: Options, before: Iterable[dict[str, Any]], told: Told
) -> tuple[Problem, ...]:
    """Put the problems of an edited bank in the place of those that it had."""
    known = tuple(map(bank_json.problem_of, before))
    own = as_typed(told.problems, options.source)
    return (*known[: told.ahead], *own, *known[told.ahead + told.were :])
