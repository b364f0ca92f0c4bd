"""The commands that tend to ids: `ids`, `link`, `unlink` and `adopt`."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tiku.changes import Step, leftovers
from tiku.commands import adopt as adoption
from tiku.commands import building, packages
from tiku.commands.adopt import Adopted
from tiku.commands.outcome import Outcome
from tiku.commands.project import Project
from tiku.commands.surroundings import now
from tiku.disk import output, sources
from tiku.disk.output import OutputError
from tiku.exporters import anki_search, notes
from tiku.identity import linking, lock, stamping
from tiku.identity.identify import Identity
from tiku.identity.lock import Lock
from tiku.identity.stamping import Marks
from tiku.items.normalize import is_id
from tiku.model import Code, Item, ItemId, Problem
from tiku.pipeline import Assembled
from tiku.reading import FileReading, printable, read
from tiku.request import Options
from tiku.summary import count


def link(options: Options, old: str, new: str) -> Outcome:
    """Let a question go on under the id of an earlier one."""
    said = f"linked     '{new}' goes on as '{old}'; build again, and import the deck"
    step = Step(
        f"if the note of '{new}' was imported, its history stays on it",
        anki_search.ids([ItemId(new)]),
        "Notes > Delete, or Cards > Toggle Suspend to keep the history",
    )

    def change(known: Lock, identity: Identity) -> Lock:
        return linking.link(known, identity, ItemId(old), ItemId(new))

    return _linked(options, change, said, lambda *_: (step,))


def unlink(options: Options, id_: str) -> Outcome:
    """Let a question that was taken for an earlier one be new."""
    said = f"unlinked   the next build gives the question that was taken for '{id_}' a new id"

    def change(known: Lock, identity: Identity) -> Lock:
        return linking.unlink(known, identity, ItemId(id_))

    return _linked(options, change, said, leftovers)


def _linked(
    options: Options,
    change: Callable[[Lock, Identity], Lock],
    said: str,
    steps: Callable[[Lock, Lock], tuple[Step, ...]],
) -> Outcome:
    def write(outcome: Outcome, project: Project, assembled: Assembled) -> Outcome:
        try:
            made = change(project.known.lock, assembled.identity)
        except linking.LinkError as error:
            what, _, remedy = str(error).partition("; ")
            path = options.place.lock.as_posix()
            problem = Problem(Code.LINK_INVALID, path, 0, what, remedy)
            return outcome._replace(problems=(*outcome.problems, problem))
        output.write_lock(options.place, output.Pieces(lock.pieces(made)))
        left = outcome.changes._replace(steps=steps(project.known.lock, made))
        return outcome._replace(said=(said,), changes=left)

    return _tended(options, write)


def _tended(options: Options, write: Callable[[Outcome, Project, Assembled], Outcome]) -> Outcome:
    """Read the project, and let `write` change it while no build can."""
    outcome = Outcome()
    try:
        with output.exclusive(options.place):
            outcome = building.check(options)
            if outcome.failed:
                return outcome
            assert outcome.project
            assert outcome.assembled
            return write(outcome, outcome.project, outcome.assembled)
    except OutputError as error:
        return outcome._replace(problems=(*outcome.problems, error.problem))


# Ids in the sources


def ids(options: Options, *, write: bool) -> Outcome:
    """List the questions with their ids; with `write`, put them into the sources."""
    if write:
        return _tended(options, lambda *found: _stamped(options, *found))
    outcome = building.check(options)
    if outcome.failed or not outcome.bank:
        return outcome
    return outcome._replace(said=tuple(_listed(outcome.bank.items, options)))


def _listed(items: Sequence[Item], options: Options) -> Iterator[str]:
    for item in items:
        span = item.place
        stem = " ".join(item.stem.plain.split())
        yield f"{item.id}  {options.path_of(span.path)}:{span.first}  {stem}"


def _stamped(options: Options, outcome: Outcome, project: Project, assembled: Assembled) -> Outcome:
    marks: dict[str, dict[int, ItemId]] = {}
    for item in assembled.identity.items:
        if not item.name and is_id(item.id):  # an adopted one may have other characters
            span = item.place
            marks.setdefault(span.path, {})[span.first] = item.id
    names = {printable(name): name for name in project.loaded.files}
    changed: dict[Path, bytes] = {}
    problems: list[Problem] = []
    for shown, own in marks.items():
        name = names[shown]
        made = _marked(name, project, own)
        if made is None:
            what = "ids cannot be put here without changing how the file is read"
            remedy = "write them yourself: 'tiku ids' lists them"
            path = options.path_of(shown)
            problems.append(Problem(Code.IDS_UNFIT, path, 0, what, remedy))
        else:
            changed[project.loaded.paths[name]] = made
    problems += map(_unwritable, (path for path in changed if not _is_writable(path)))
    if problems:
        return outcome._replace(problems=(*outcome.problems, *problems))
    if not changed:
        return outcome._replace(said=("written    no ids: none is left to write",))
    for place, content in changed.items():
        sources.replace(place, content)
    ids_, files = count(sum(map(len, marks.values())), "id"), count(len(changed), "file")
    said = f"written    {ids_} into {files}; every other byte is as it was"
    return outcome._replace(said=(said,))


def _is_writable(source: Path) -> bool:
    """Tell whether a source may be replaced: its folder takes a new file, and it is not guarded."""
    own = os.path.realpath(source)
    return all(os.access(each, os.W_OK) for each in (own, os.path.dirname(own)))  # noqa: PTH120


def _unwritable(source: Path) -> Problem:
    what = "no id can be written here: Permission denied"
    remedy = "make the file and its folder writable"
    return Problem(Code.OUTPUT_UNWRITABLE, source.as_posix(), 0, what, remedy)


def _marked(name: str, project: Project, marks: Marks) -> bytes | None:
    """Put ids into a file, unless that changes how anything in it is read."""
    content = project.loaded.files[name]
    before = _as_read(name, content, project)
    for behind in (False, True):
        made = stamping.stamp(content, marks, behind=behind)
        if _is_same(before, _as_read(name, made, project), marks):
            return made
    return None


def _as_read(name: str, content: bytes, project: Project) -> FileReading:
    (reading,) = read({name: content}, project.settings)
    return reading


def _is_same(before: FileReading, after: FileReading, marks: Marks) -> bool:
    """Tell whether a file is read as it was, but with the ids."""
    expected = [
        item._replace(name=marks.get(item.place.first, item.name), id=ItemId(""), sources=())
        for item in before.items
    ]
    found = [item._replace(id=ItemId(""), sources=()) for item in after.items]
    return before.dialect == after.dialect and expected == found


# The ids of another deck


def adopt(options: Options, package: Path) -> Outcome:
    """Take over the ids of the notes in a package that somebody studies already."""
    remedy = "name a file that Anki or another tool exported as '.apkg'"
    content = sources.read(package, package.as_posix())
    if isinstance(content, Problem):
        return Outcome((content._replace(remedy=remedy),))
    try:
        found = packages.read(content)
    except packages.PackageError as error:
        problem = Problem(Code.PACKAGE_UNREADABLE, package.as_posix(), 0, str(error), remedy)
        return Outcome((problem,))

    def write(outcome: Outcome, project: Project, assembled: Assembled) -> Outcome:
        made = adoption.adopt(found, assembled.identity, project.known.lock, now())
        if made.pairs:
            output.write_lock(options.place, output.Pieces(lock.pieces(made.lock)))
        said = tuple(_adopted(made, options))
        steps = outcome.changes._replace(steps=_steps(made))
        return outcome._replace(said=said, changes=steps, pairs=made.pairs)

    return _tended(options._replace(is_adopting=True), write)


_MANY = 20


def _adopted(made: Adopted, options: Options) -> Iterator[str]:
    total = count(len(made.pairs) + len(made.left_items), "question")
    yield f"adopted    the ids of {len(made.pairs):,} of {total}"
    changed = [pair for pair in made.pairs if "the same id" not in pair.why]
    for pair in changed[:_MANY]:
        span, stem = pair.item.place, " ".join(pair.item.stem.plain.split())[:80]
        place = f"{options.path_of(span.path)}:{span.first}"
        yield f'  {place}  {pair.note.guid}  "{stem}"  ({pair.why})'
    if len(changed) > _MANY:
        yield f"  … and {len(changed) - _MANY:,} more"
    if made.left_items:
        yield f"new        {count(len(made.left_items), 'question')} that the deck does not have"
    if made.left_notes:
        yield f"unknown    {count(len(made.left_notes), 'note')} of the deck that no question has"
        for note in made.left_notes[:_MANY]:
            yield f"  {note.guid}  {adoption.front(note)[:80]}"
    if made.pairs:
        yield "next       'tiku build', then import the deck"


def _steps(made: Adopted) -> tuple[Step, ...]:
    """Tell how to bring the notes of another note type over: Anki refuses them as they are."""
    decks: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for pair in made.pairs:
        if not notes.is_ours(pair.note.note_type):
            own = notes.note(pair.item).type.name
            decks[pair.note.note_type_name, own].add(pair.note.deck)
    return tuple(
        Step(
            f"the notes of type '{name}' must become '{own}', once, to be updated"
            f"{_others(made, name, found)}",
            anki_search.note_type(name, found),
            "follow 'A deck of another tool' in docs/identity.md; back up first, and never merge "
            "note types",
        )
        for (name, own), found in sorted(decks.items())
    )


def _others(made: Adopted, note_type: str, decks: set[str]) -> str:
    """Say how many notes of a type that no question has lie in the same decks."""
    left = (note for note in made.left_notes if note.note_type_name == note_type)
    more = sum(note.deck in decks for note in left)
    return f"; the search finds {more:,} more that no question has: leave them out" * bool(more)
