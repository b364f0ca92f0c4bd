"""A project on the disk: sources, with the settings, the lock and the decisions beside them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from tiku import workers
from tiku.commands.surroundings import as_typed, name_of, settings_of
from tiku.disk import sources, walk
from tiku.exporters import bank_json
from tiku.identity import decisions, lock
from tiku.identity.decisions import Decisions
from tiku.identity.known import Known
from tiku.identity.lock import Entry, Wording
from tiku.identity.pairing import is_of_type
from tiku.model import Bank, Code, Item, Problem, Settings
from tiku.pipeline import Assembled
from tiku.reading import FileReading, read, tasks
from tiku.request import LOCK, Options, seen_from, settings_path
from tiku.system import progress
from tiku.values import NamedTuple


class Project(NamedTuple):
    """What stands on the disk: settings and sources, and what is wrong with them."""

    settings: Settings
    loaded: sources.Loaded
    known: Known
    is_first: bool  # there is no lock yet
    problems: tuple[Problem, ...]  # of the settings
    faults: tuple[Problem, ...]  # of the lock, and of the decisions


def opened(options: Options) -> Project:
    """Read all that a build reads but pictures."""
    settings, problems = settings_of(options.source)
    known, is_first, found = _known(options)
    decided, faults = _decisions(options)
    loaded = sources.load(options.source, options.folder)
    known = known._replace(decisions=decided)
    if not known.others:
        problems += tuple(_idle_rules(options.source, settings, loaded.files))
    return Project(settings, loaded, known, is_first, problems, (*found, *faults))


def _idle_rules(source: Path, settings: Settings, names: Collection[str]) -> Iterator[Problem]:
    """Report patterns of `files` that fit no file of a folder, nor of those that share them.

    Settings further up are for more than this folder.
    """
    path = settings_path(source) if settings.files and names else None
    own = os.path.realpath(source)
    if path is None or os.path.realpath(path.parent) not in (own, os.path.dirname(own)):  # noqa: PTH120
        return
    idle = [r for r in settings.files if not any(fnmatch(name, r.pattern) for name in names)]
    others = [*_beside(Path(own))] if idle and os.path.realpath(path.parent) != own else []
    for rule in idle:
        if not any(fnmatch(name, rule.pattern) for name in others):
            what = f"no file fits '{rule.pattern}'"
            remedy = "write a path below the source folder, such as 'exams/*.md', or delete it"
            yield Problem(Code.RULE_IDLE, path.as_posix(), rule.line, what, remedy)


def _beside(own: Path) -> Iterator[str]:
    """Name the Markdown in the folders beside a source, each as it is seen from its folder."""
    with suppress(OSError):
        for folder in sorted(own.parent.iterdir()):
            if folder.is_dir() and folder != own and walk.is_read(folder.name):
                yield from (p.relative_to(folder).as_posix() for p in walk.paths(folder)[0])


def _known(options: Options) -> tuple[Known, bool, tuple[Problem, ...]]:
    """Read the lock, and see which other sources that it knows are still there."""
    path = options.place.lock
    own = name_of(options.source, path)
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        problem = _whole(options) if options.lock is None else None
        return Known(source=own), True, (problem,) if problem else ()
    except OSError:
        pass  # reading it says why
    content = sources.read(path, path.as_posix())
    if isinstance(content, Problem):
        return Known(source=own), False, (content,)
    try:
        found = lock.load(content, path.as_posix())
    except lock.LockError as error:
        return Known(source=own), False, (error.problem,)
    names = {entry.source for entry in found.entries.values()} - {own}
    if problem := _part(names, own, path):
        return Known(source=own), False, (problem,)
    others = frozenset(name for name in names if walk.is_there(path.parent / name))
    return Known(found, own, others), False, ()


def _decisions(options: Options) -> tuple[Decisions, tuple[Problem, ...]]:
    path = options.decisions
    if not os.path.lexists(path):
        return {}, ()
    content = sources.read(path, path.as_posix())
    if isinstance(content, Problem):
        return {}, (content,)
    try:
        return decisions.load(content, path.as_posix()), ()
    except decisions.DecisionsError as error:
        return {}, (error.problem,)


def idle(options: Options, project: Project, assembled: Assembled) -> Iterator[Problem]:
    """Report decisions on questions that are gone; those of other sources are only not read."""
    known = project.known
    elsewhere = {e.id for e in known.lock.entries.values() if e.source in known.others}
    for decision, missing in assembled.idle:
        if gone := missing - elsewhere:
            ids = " and ".join(f"'{each}'" for each in sorted(gone))
            what = f"this decision no longer applies: no question has the id {ids}"
            path = options.decisions.as_posix()
            yield Problem(Code.DECISION_IDLE, path, decision.line, what, "delete the line")


def _part(names: Iterable[str], own: str, path: Path) -> Problem | None:
    """Report a lock of a folder of which a part is built, or the other way about."""
    for name in sorted(names):
        one, other = PurePosixPath(name), PurePosixPath(own)
        is_part = one in other.parents or other in one.parents
        if is_part and os.path.lexists(path.parent / name):
            whole, built = (_shown(path.parent / each) for each in (name, own))
            what = f"this is the lock of '{whole}', and '{built}' is built"
            remedy = f"build '{whole}', or name another lock with --lock"
            return Problem(Code.LOCK_OTHER, path.as_posix(), 0, what, remedy)
    return None


def _whole(options: Options) -> Problem | None:
    """Report a lock above that knows what is built as a part of its sources: ids would be lost."""
    source = Path(os.path.abspath(options.source))  # noqa: PTH100 - a link keeps its name
    if not os.path.lexists(source):
        return None
    for folder in source.parents:
        path = folder / LOCK
        if not os.path.lexists(path):
            if folder != source.parent and os.path.lexists(folder / ".git"):
                return None
            continue
        content = sources.read(path, path.as_posix())
        try:
            found = lock.load(content, path.as_posix()) if isinstance(content, bytes) else None
        except lock.LockError:
            return None
        names = {entry.source for entry in found.entries.values()} if found else set[str]()
        found_in = next((name for name in names if folder / name in source.parents), "")
        whole = _shown(folder / found_in)
        what = f"'{options.source.as_posix()}' is a part of '{whole}', whose ids are in this lock"
        remedy = f"build '{whole}', or name a lock of its own with --lock"
        return Problem(Code.LOCK_OTHER, _shown(path), 0, what, remedy) if found_in else None
    return None


def _shown(path: Path) -> str:
    return Path(seen_from(Path(), path)).as_posix()


def lost(options: Options, project: Project, bank: Bank) -> Iterator[Problem]:
    """Report outputs without the lock that was written with them."""
    place = options.place
    deck = place.folder / f"{bank.name}.apkg"
    if (
        project.is_first
        and not options.is_adopting
        and any(map(os.path.lexists, (deck, place.folder / "bank.json")))
    ):
        what = f"this lock is missing, but '{place.folder.as_posix()}' was built with one"
        remedy = (
            f"get it back from your history; or take the ids over with 'tiku adopt "
            f"{deck.as_posix()}'; or delete the old outputs, and begin anew"
        )
        yield Problem(Code.LOCK_LOST, place.lock.as_posix(), 0, what, remedy)


def gaps(options: Options, project: Project, assembled: Assembled) -> Iterator[Problem]:
    """Report questions that the outputs know and the lock does not: it lacks lines, or is older."""
    known, matches = project.known.lock.entries, assembled.identity.matches
    found = zip(assembled.bank.items, matches.of, matches.words, strict=True) if known else ()
    new = {
        item.stem.plain: (item, words)
        for item, match, words in found
        if not match.entry and not item.name
    }
    if not new:
        return
    path, now = options.folder / bank_json.Writer.name, {item.id for item in assembled.bank.items}
    with suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
        for id_, stem in bank_json.stems(file):
            item, words = new.get(stem, (None, None))
            if item and words and id_ not in now and _is_unknown(known.get(id_), item, words):
                place = options.place.lock.as_posix()
                problem = _gap(id_, item, (path, place), is_missing=id_ not in known)
                yield from as_typed([problem], options.source)


def _is_unknown(entry: Entry | None, item: Item, words: Wording) -> bool:
    """Tell whether the lock does not know what a question asks, and nobody told them apart."""
    if not entry:
        return True
    is_told = words.question in entry.never or not is_of_type(item, entry)
    return not is_told and not entry.into and entry.wording.stem != words.stem


def _gap(id_: str, item: Item, places: tuple[Path, str], *, is_missing: bool) -> Problem:
    path, place = places
    lack = "no line for that" if is_missing else "other words for that, as an older one does"
    what = (
        f"this question is '{id_}' in '{path.as_posix()}', and '{place}' has {lack}: "
        f"it gets the id '{item.id}', and its reviews stay with the other"
    )
    remedy = f"get the line back from your history: 'git log -S{id_} -- {place}' finds it"
    if not is_missing:
        remedy = f"get the lock of that build back; or say 'tiku link {id_} {item.id}'"
    return Problem(Code.LOCK_GAP, item.place.path, item.place.first, what, remedy)


def read_all(project: Project) -> Iterable[FileReading]:
    """Read all sources."""
    files = project.loaded.files
    if len(files) == 1:
        return read(files, project.settings, progress.questions)
    size = sum(map(len, files.values()))
    return progress.files(workers.read(tasks(files, project.settings), size), len(files))
