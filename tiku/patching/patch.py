"""What an edit changes in a bank: some questions and nothing else, or more than a patch can do."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tiku.changes import Changes, changes
from tiku.dedupe.digests import digest as tie
from tiku.dedupe.traits import traits
from tiku.dialects import answer_files
from tiku.exporters import notes
from tiku.exporters.moves import Moves
from tiku.exporters.page_statistics import Newest, Placed
from tiku.identity import identify
from tiku.identity.identify import Identity, Moment
from tiku.identity.known import Known, NeedsAllError
from tiku.identity.lock import Entry, Lock
from tiku.markup import embedding, media
from tiku.markup.media import Found
from tiku.model import Code, Item, ItemId, Settings, Span
from tiku.patching import moving, tying
from tiku.patching.counting import Counting, newest
from tiku.patching.edited import Edited
from tiku.patching.holding import UnpatchableError, hold
from tiku.patching.memory import Bank, File, Places, Seen, Ties, unpacked
from tiku.patching.moving import Stayed
from tiku.patching.noting import entry_keys, places, seen
from tiku.patching.problems import Problems, problems_now, problems_of, touched
from tiku.patching.rows import draft_rows, made_of, problem_row
from tiku.patching.tying import Held
from tiku.values import NamedTuple

# From so many edits apart from each other on, or one for so many questions, a full build is faster.
_MANY, _SOME = 100, 4


class Change(NamedTuple):
    """Questions side by side in a bank that give way to others; `before` is the one above them.

    `card` is the nearest one above that has an answer, and so a card; empty if that is not known.
    In the source of that `path` so many `above` are listed before them.
    """

    path: str
    above: int
    before: ItemId
    card: ItemId
    old: tuple[Seen, ...]
    new: tuple[Item, ...]


class Patch(NamedTuple):
    """All that an edit changes.

    `moves` is what stands on other lines, and `touched` names questions that other problems concern
    than before. `files` and `bank` are what to remember, `entries` what the lock is to say, and
    `problems` those of the whole bank.
    """

    changes: tuple[Change, ...]
    moves: Moves
    touched: Collection[ItemId]
    files: Mapping[str, File]
    bank: Bank
    entries: Mapping[ItemId, Entry]
    told: Changes
    problems: Problems | None  # none if they are as they were
    newest: Newest
    faded: tuple[str, ...]  # questions that are no longer the latest


class Patching(NamedTuple):
    """What a patch is made of: `found` are the files that the edited sources show."""

    bank: Bank
    ties: Ties
    lock: Mapping[ItemId, Entry]
    now: int
    source: str
    edited: Mapping[str, Edited]
    found: Found

    def run(self) -> Patch:
        """Make the patch. Raises UnpatchableError where a full build is needed."""
        self._check_count()
        old = [one for each in self.edited.values() for one in each.old]
        new = [item for each in self.edited.values() for item in each.new]
        self._check_places(old)
        self._check_media()
        identity = self._identity(old, new)
        identity = identity._replace(items=self._embedded(identity.items))
        stamped = identify.stamp(
            identity,
            Lock(self._own_entries(old)),
            Moment(self.now, self.bank.last_created),
            notes.fingerprint,
        )
        entries = dict(stamped.lock.entries)
        told = changes(identity, stamped.items, Lock(self._own_entries(old)), stamped.lock)
        items = dict(zip(map(_place, new), stamped.items, strict=True))
        files = {path: self._file(path, items) for path in self.edited}
        idle = tying.idle(identity, self._own_entries(old), entries)
        self._check_ties(Held(*self._held(old, files, entries), idle))
        moved = moving.moves({path: self._stayed(path, file) for path, file in files.items()})
        was, renewed = problems_of(self.bank), moving.renewed(self.bank, moved)
        problems = problems_now(was, renewed, files)
        counting = Counting(self.bank, old, self._own_entries(old), stamped.items)
        times = counting.times()
        late = counting.late(times)
        if late is None:
            raise UnpatchableError
        return Patch(
            tuple(self._changes(items)),
            moved,
            touched(was, problems) - {ItemId(each.id) for each in old} - entries.keys(),
            files,
            self._remembered(stamped, files, problems, counting)._replace(
                notices=renewed.notices,
                times=[list(each) for each in sorted(times.items())],
                late=[list(each) for each in late],
            ),
            entries,
            told,
            problems if problems != was else None,
            newest(times, late),
            self._faded({each for each, _ in late}, old),
        )

    def _faded(self, late: Collection[str], old: Iterable[Seen]) -> tuple[str, ...]:
        """Name the questions that stay as they are and are no longer the latest."""
        others = {*late, *(each.id for each in old)}
        return tuple(each for each, _ in self.bank.late if each not in others)

    def _own_entries(self, old: Iterable[Seen]) -> dict[ItemId, Entry]:
        return {ItemId(each.id): self.lock[ItemId(each.id)] for each in old}

    # What a patch may touch

    def _check_count(self) -> None:
        """Let only so many questions be edited as take less time one by one than all at once."""
        count = sum(len(each.stretches) for each in self.edited.values())
        hold(count <= max(_MANY, sum(each.kept for each in self.bank.files) // _SOME))

    def _check_places(self, old: Sequence[Seen]) -> None:
        """Let only questions that are nobody's copy and have notes of their own give way."""
        hold(all(each.free for each in old))
        for path, each in self.edited.items():
            was, now = each.was, each.now
            hold(not answer_files.is_key(path))
            hold(not any(problem.severity == "error" for problem in now.problems))
            hold(bool(now.parts) == bool(was.seen))
            hold(len({part.lines for part in now.parts}) == len(now.parts))
            hold(not each.come or any(one.free for one in was.seen))  # of the file's own deck
            if now.parts:
                hold([*now.deck] == [*was.deck] and [*now.tags] == [*was.tags])

    def _check_media(self) -> None:
        """Let the bank show the same files as before, and none that only other sources name."""
        for each in self.edited.values():
            shown = {name for name, _ in each.now.media}
            before = {name for draft in each.was.drafts for name, _ in made_of(draft).media}
            old = {name for one in each.old for name in one.media}
            new = {name for item in each.new for name in media.files(item)}
            hold(old == new <= shown <= before)

    def _embedded(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Name the files that items show as they are named in a deck."""
        return embedding.embed(tuple(items), self.found, Settings()).items

    def _identity(self, old: Sequence[Seen], new: Sequence[Item]) -> Identity:
        known = Known(Lock(self._own_entries(old)), self.source, is_part=True)
        try:
            identity = identify.identify(new, known)
        except NeedsAllError:
            raise UnpatchableError from None
        matches = identity.matches
        hold(
            not matches.near
            and not matches.merged
            and not any(identify.check_taken(identity, known))
        )
        for item, match in zip(identity.items, matches.of, strict=True):
            if match.entry:
                hold(item.deck == match.entry.deck)
                hold(item.name in ("", match.entry.id, match.entry.name))
            else:
                hold(not item.name and self.ties.count(tie(("id", item.id))) == 0)
        if self.bank.places[0] == "section" and not self._is_whole:
            self._check_sections(identity)
        return identity

    @property
    def _is_whole(self) -> bool:
        """Tell whether all sources that have questions were edited, so that all are known."""
        return all(each.path in self.edited for each in self.bank.files if each.kept)

    def _check_sections(self, identity: Identity) -> None:
        """Let questions keep their sections, by which others are counted that are not looked at."""
        sections = {path: self._sections(path) for path in self.edited}
        for item, match in zip(identity.items, identity.matches.of, strict=True):
            own = sections[item.sources[0].path]
            hold(item.section == match.entry.section if match.entry else item.section in own)
        for each in identity.matches.gone:
            entry = self.lock[each]
            hold(entry.section in sections[entry.file])

    def _sections(self, path: str) -> set[tuple[str, ...]]:
        """Give the sections of the questions right above and below what is new or was old."""
        each = self.edited[path]
        near = {n for s in each.stretches for n in (s.new.start - 1, s.new.stop)}
        return {part.section for n, part in enumerate(each.now.parts) if n in near}

    def _check_ties(self, held: Held) -> None:
        """Let nothing be edited that was or is tied to another question."""
        hold(tying.is_free(self.ties, held))
        self.ties.replace(held.was - held.now, held.now - held.was)

    def _held(
        self, old: Iterable[Seen], files: Mapping[str, File], entries: Mapping[ItemId, Entry]
    ) -> tuple[Counter[int], Counter[int], list[Collection[int]]]:
        was, now, lost, gained = Counter[int](), Counter[int](), Counter[str](), Counter[str]()
        new: list[Collection[int]] = []
        for each in old:
            was.update(unpacked(each.ties))
            lost.update(each.initials)
            was.update(entry_keys(self.lock[ItemId(each.id)]))
        for path, edited in self.edited.items():
            for n in edited.come:
                each = files[path].seen[n]
                new.append(unpacked(each.ties))
                now.update(new[-1])
                gained.update(each.initials)
        for entry in entries.values():
            now.update(entry_keys(entry))
        hold(not lost - gained and (gained - lost).keys() <= {*self.bank.initials})
        return was, now, new

    # What changes

    def _file(self, path: str, items: Mapping[Span, Item]) -> File:
        """Note down what is read now."""
        each, words = self.edited[path], frozenset(self.bank.initials)
        found = {n: each.was.seen[old] for old, n in each.stay}
        for n, item in zip(each.come, each.new, strict=True):
            found[n] = seen(item, items[_place(item)].id, traits(item), words)
        now = [
            found[n]._replace(first=part.lines[0], last=part.lines[1])
            for n, part in enumerate(each.now.parts)
        ]
        rows = [problem_row(problem) for problem in each.now.problems]
        return each.was._replace(seen=now, problems=rows, drafts=draft_rows(each.now.drafts))

    def _changes(self, items: Mapping[Span, Item]) -> Iterator[Change]:
        all_ = {one.id for each in self.edited.values() for one in each.old}
        for path, each in self.edited.items():
            end = listed = 0
            for stretch in each.stretches:
                above = each.was.seen[end : stretch.old.start]
                listed += sum(one.is_row for one in above)
                end = stretch.old.stop
                before = next((one for one in reversed(above) if one.is_row), None)
                hold(before or stretch.old)
                old = tuple(each.was.seen[n] for n in stretch.old)
                new = tuple(items[_place(each.now.parts[n].item)] for n in stretch.new)
                hold({item.id for item in new} & all_ <= {one.id for one in old})
                ids = ItemId(before.id if before else ""), self._card(above)
                yield Change(path, listed, *ids, old, new)
                listed += len(old)  # each of them is free

    def _card(self, above: Sequence[Seen]) -> ItemId:
        """Find the last of some questions that has a card."""
        for each in reversed(above):
            if each.is_row and not self.lock[ItemId(each.id)].is_bare:
                return ItemId(each.id)
        return ItemId("")

    def _stayed(self, path: str, file: File) -> Stayed:
        """Pair the questions of a source that are neither gone nor new, as they were and are."""
        each = self.edited[path]
        return [(each.was.seen[old], file.seen[n]) for old, n in each.stay]

    # What to remember

    def _remembered(
        self,
        stamped: identify.Stamped,
        files: Mapping[str, File],
        problems: Problems,
        counting: Counting,
    ) -> Bank:
        bank, rows = self.bank, [problem_row(each) for each in problems.rows]
        grown = {path: len(each.come) - len(each.old) for path, each in self.edited.items()}
        known = [
            each._replace(
                kept=each.kept + grown[each.path], problems=len(files[each.path].problems)
            )
            if each.path in files
            else each
            for each in bank.files
        ]
        created = (item.created for item in stamped.items)
        retired = ([each.id, each.into, each.stem] for each in stamped.retired)
        return bank._replace(
            files=known,
            problems=rows,
            problem_ids=[list(each) for each in problems.ids],
            summary=[*counting.summary(sum(row[0] == Code.POINT_REPEATED for row in rows))],
            last_created=max((bank.last_created, *created)),
            places=self._places(files) if self._is_whole else counting.places(),
            retired=sorted((*bank.retired, *retired)),
        )

    def _places(self, files: Mapping[str, File]) -> Places:
        """Count all questions by place, where each of them is known."""
        paths = (each.path for each in self.bank.files if each.path in files)
        return places([row for path in paths for row in self._rows(files[path])])

    def _rows(self, file: File) -> Iterator[Placed]:
        for each in file.seen:
            if each.free:
                yield _Row(tuple(file.deck), tuple(each.section))
            elif each.is_row:
                yield self.lock[ItemId(each.id)]


class _Row(NamedTuple):
    deck: tuple[str, ...]
    section: tuple[str, ...]


def _place(item: Item) -> Span:
    return item.sources[0]
