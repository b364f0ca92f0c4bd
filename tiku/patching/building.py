"""A build after an edit: from the sources that changed to the outputs, as far as a patch goes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

from tiku.changes import Changes
from tiku.disk import output, sources
from tiku.disk.output import Content, Pieces
from tiku.exporters import (
    anki_text,
    apkg_patch,
    bank_csv,
    bank_json,
    bank_patch,
    duplicates_md,
    notes,
    page_findings,
    page_patch,
)
from tiku.exporters.apkg_patch import Notes, Package
from tiku.exporters.page_patch import Edits, Gone, Stretch
from tiku.exporters.splice import Old, Rows, Spliced, SpliceError
from tiku.identity import lock
from tiku.identity.lock import Entry
from tiku.markup import embedding, media
from tiku.markup.media import Fault, Found
from tiku.model import Item, ItemId, Problem, Retired, Settings
from tiku.patching import blocks, memory, reading
from tiku.patching.blocks import Blocks
from tiku.patching.edited import Edited
from tiku.patching.holding import UnpatchableError
from tiku.patching.memory import Bank, Ties
from tiku.patching.patch import Change, Patch, Patching
from tiku.patching.problems import problems_of
from tiku.patching.rows import problem_of
from tiku.reading import natural, printable
from tiku.request import Options, Place
from tiku.summary import Summary
from tiku.values import NamedTuple


class Asked(NamedTuple):
    """What to patch: the sources that changed, by name, and the build that was before.

    `source` is what the lock calls all of them, and `now` the time of this build.
    """

    texts: Mapping[str, bytes]
    settings: Settings
    memory: str
    source: str
    now: int


class Told(NamedTuple):
    """What is to be told of a patch.

    `problems` are those of the bank; they were `were` before, and `ahead` others come first.
    """

    summary: Summary
    problems: Sequence[Problem]
    were: int
    ahead: int
    changes: Changes


class Patched(NamedTuple):
    """What a patch came to: the outputs that change, the lock if it does, and what to remember."""

    files: dict[str, Content]
    lock: Content | None
    told: Told
    patch: Patch
    ties: Ties

    def names(self, written: Sequence[str]) -> tuple[str, ...]:
        """Name all outputs that there are now."""
        if self.patch.problems is None:
            return tuple(written)
        count = page_findings.count(self.patch.problems.concerned)
        parts = (f"{_PROBLEMS}{number}.js" for number in range(1, count + 1))
        return (*(name for name in written if not name.startswith(_PROBLEMS)), *parts)


_PROBLEMS = "page/data/problems-"


def patch(options: Options, asked: Asked, opened: ExitStack) -> Patched | None:
    """Make what an edit changes; none if that takes a full build.

    What the outputs are made of is let go of when `opened` ends.
    """
    try:
        found = _found(options, asked, opened)
        made, entries = found.patch, found.entries
        outputs = _Outputs(_Written(options.place, opened), found.bank, made, entries)
        files = outputs.files()
    except (UnpatchableError, SpliceError):  # of a lock too: a full build says what is wrong
        return None
    made = made._replace(bank=made.bank._replace(blocks=outputs.blocks_now()))
    new = found.lock.spliced(entries.edits(made.entries))
    return Patched(files, None if new.is_same else new, found.told, made, found.ties)


def told(options: Options, asked: Asked) -> Told | None:
    """Tell what an edit changes, and make nothing of it; none if that takes a full build."""
    with ExitStack() as opened, suppress(UnpatchableError, SpliceError):
        return _found(options, asked, opened).told
    return None


class _Found(NamedTuple):
    """A patch, and what it was made of."""

    patch: Patch
    bank: Bank
    ties: Ties
    lock: Old
    entries: lock.Lines

    @property
    def told(self) -> Told:
        """Give what is to be told of it."""
        was, now = self.bank, self.patch.bank
        problems = [problem_of(row) for row in now.problems]
        counts = (len(was.problems), was.ahead)
        return Told(Summary(*now.summary), problems, *counts, self.patch.told)


def _found(options: Options, asked: Asked, opened: ExitStack) -> _Found:
    """Find out what an edit changes. Raises UnpatchableError or SpliceError if that takes more."""
    bank = memory.load_bank(options.place, asked.memory)
    ties = memory.load_ties(options.place, bank.ties) if bank else None
    edited = _edited(options, asked, bank) if bank and ties else None
    if not bank or not ties or not edited or asked.settings.diagrams == "drawn":
        raise UnpatchableError
    known = Old(options.place.lock)
    opened.callback(known.close)
    entries = lock.Lines(known.content)
    at = asked.now, asked.source
    made = Patching(bank, ties, entries, *at, edited.sources, edited.shown).run()
    return _Found(made, bank, ties, known, entries)


def remember(options: Options, patched: Patched) -> str:
    """Save what the next patch needs to know; give the digest of it."""
    made, place = patched.patch, options.place
    digests = {path: memory.save_file(place, path, file) for path, file in made.files.items()}
    known = [each._replace(digest=digests.get(each.path, each.digest)) for each in made.bank.files]
    ties = memory.save_ties(place, patched.ties)
    return memory.save_bank(place, made.bank._replace(files=known, ties=ties))


class _Edits(NamedTuple):
    """The sources that changed, and the files that they show now."""

    sources: Mapping[str, Edited]
    shown: Found


def _edited(options: Options, asked: Asked, bank: Bank) -> _Edits | None:
    """Read the sources that changed, in the order of the bank."""
    known = {each.path: each for each in bank.files}
    found: dict[str, Edited] = {}
    for name, content in sorted(asked.texts.items(), key=lambda each: natural(each[0])):
        path = printable(name)
        was = known.get(path)
        file = memory.load_file(options.place, was) if was else None
        now = reading.read(path, content, asked.settings, file) if file else None
        if file is None or now is None:
            return None
        found[path] = Edited(file, now)
    names = {name for each in found.values() for name, _ in each.now.media}
    shown = embedding.cleaned(sources.media(options.source, names)) if names else {}
    if not all(_is_there(options.folder, *each) for each in shown.items()):
        return None
    return _Edits(
        {path: _checked(each, shown, asked.settings) for path, each in found.items()}, shown
    )


def _is_there(folder: Path, path: str, content: bytes | Fault) -> bool:
    """Tell whether a file lies beside the outputs as it is: it may have changed just now."""
    if isinstance(content, str):
        return True
    return (folder / media.FOLDER / media.medium(path, content).name).is_file()


def _checked(edited: Edited, shown: Found, settings: Settings) -> Edited:
    """Report what is wrong with the files that a source shows."""
    now = edited.now
    problems = embedding.check(now.path, now.media, shown, settings)
    return Edited(edited.was, now._replace(problems=(*now.problems, *problems)))


class _Written:
    """The outputs of the last build, as they lie there until `opened` ends."""

    def __init__(self, place: Place, opened: ExitStack) -> None:
        self.place, self.opened = place, opened
        self.read = cache(self._read)

    def open(self, name: str) -> Old:
        """Map one into memory."""
        old = Old(self.place.folder / name)
        self.opened.callback(old.close)
        return old

    def holds(self, name: str, content: bytes) -> bool:
        """Tell whether one is there, and holds this."""
        try:
            return self.read(name) == content
        except UnpatchableError:
            return False

    def _read(self, name: str) -> bytes:
        try:
            return (self.place.folder / name).read_bytes()
        except OSError:
            raise UnpatchableError from None

    def scratch(self) -> Path:
        """Give a folder for what is needed only now."""
        return self.opened.enter_context(output.scratch(self.place))


class _Outputs:
    """What a patch makes of the outputs of the last build, whose bank was `was`.

    `rows` are those that have one for each question, by the names of their writers.
    """

    def __init__(
        self, written: _Written, was: Bank, made: Patch, entries: Mapping[ItemId, Entry]
    ) -> None:
        self.written, self.was, self.made, self.entries = written, was, made, entries
        self.blocks = Blocks(was)
        self.rows: dict[str, Spliced] = {}

    def files(self) -> dict[str, Content]:
        """Give those that change."""
        name, made, written = self.was.name, self.made, self.written
        self._bank()
        found: dict[str, Spliced | Package] = {**self.rows}
        if cards := [*self._cards()]:
            text, package = f"{name}.anki.txt", f"{name}.apkg"
            texts = self._rows(".anki.txt", _text, cards)
            self.rows[".anki.txt"] = anki_text.patched(written.open(text), texts)
            found[text] = self.rows[".anki.txt"]
            path = written.place.folder / package
            found[package] = apkg_patch.patched(path, self._notes(cards), written.scratch())
        parts = page_patch.patched(written.read, self._edits())
        if made.moves.are_found:
            name = "duplicates.md"
            parts[name] = duplicates_md.patched(written.read(name), made.moves)
        return {
            **{name: each for name, each in found.items() if not each.is_same},
            **{n: Pieces((each,)) for n, each in parts.items() if not written.holds(n, each)},
        }

    def _bank(self) -> None:
        """Put what changed into the bank as JSON and as a table, with the places that moved."""
        was, made, json, csv = self.was, self.made, "bank.json", "bank.csv"
        retired = None
        if made.bank.retired != was.retired:
            retired = [
                Retired(ItemId(i), ItemId(into), stem) for i, into, stem in made.bank.retired
            ]
        problems = made.problems.rows if made.problems else None
        bank = self.written.open(json)
        moved = bank_patch.moved(bank, made.moves, self._near(json))
        self.rows[json] = bank_patch.patched(
            bank,
            self._rows(json, bank_json.fragment, made.changes),
            [edit for edit, _ in moved],
            bank_patch.Behind(self.blocks.end(json), made.moves, retired, problems),
        )
        self.rows[csv] = bank_csv.patched(
            self.written.open(csv),
            self._rows(csv, bank_csv.row, made.changes),
            [each for _, each in moved],
            self._near(csv),
        )

    def _near(self, name: str) -> list[range]:
        """Give the stretches of an output that have the rows of the sources that changed."""
        return [self.blocks.of(name, path) for path in self.made.files]

    def _rows(
        self, name: str, row: Callable[[Item], str], changes: Iterable[Change]
    ) -> Iterator[Rows]:
        for each in changes:
            first = self.blocks.first(each.path)
            last = first + each.above + len(each.old)
            within = self.blocks.around(name, first + (each.above if each.old else 0), last)
            new = [row(item).encode() for item in each.new]
            yield Rows(each.before, [one.id for one in each.old], new, within)

    def blocks_now(self) -> blocks.Columns:
        """Say where rows are to be looked for from now on."""
        firsts = (self.blocks.first(each.path) + each.above for each in self.made.changes)
        items = [
            (first, first + len(each.old), len(each.new))
            for first, each in zip(firsts, self.made.changes, strict=True)
        ]
        rows = (self.rows.get(name) for name in blocks.OUTPUTS)
        return self.blocks.after([items, *(each.changes if each else () for each in rows)])

    def _cards(self) -> Iterator[Change]:
        """Give the changes of questions that have answers: others have no cards."""
        for each in self.made.changes:
            old = tuple(one for one in each.old if not self.entries[ItemId(one.id)].is_bare)
            new = tuple(item for item in each.new if not item.is_bare)
            if new and not old and not each.card:
                raise UnpatchableError
            if old or new:
                yield each._replace(before=each.card, old=old, new=new)

    def _notes(self, changes: Iterable[Change]) -> Iterator[Notes]:
        for each in changes:
            old = [self.entries[ItemId(one.id)].created for one in each.old]
            before = self.entries[each.before].created if each.before else 0
            yield Notes(before, old, [notes.note(item) for item in each.new])

    def _edits(self) -> Edits:
        was, made = self.was, self.made
        of, _, counts = made.bank.places
        return Edits(
            [Stretch(each.before, tuple(self._gone(each)), each.new) for each in made.changes],
            made.moves,
            {*made.moves.items, *made.touched},
            made.faded,
            made.newest,
            (made.problems or problems_of(was)).concerned,
            made.problems is not None,
            (of, Counter(dict(counts))),
            len(made.bank.retired),
        )

    def _gone(self, change: Change) -> Iterator[Gone]:
        for each in change.old:
            entry = self.entries[ItemId(each.id)]
            yield Gone(each.id, each.kind, each.length, entry.deck, entry.section, tuple(each.tags))


def _text(item: Item) -> str:
    return anki_text.row(notes.note(item))
