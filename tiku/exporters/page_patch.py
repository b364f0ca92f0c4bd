"""The page after an edit: only the parts of its data that hold what was edited."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from tiku.exporters import (
    page_clusters,
    page_findings,
    page_items,
    page_parts,
    page_statistics,
)
from tiku.exporters.moves import Moves
from tiku.exporters.notes import note, tags_of
from tiku.exporters.page_findings import Concerned
from tiku.exporters.page_items import About, Listed
from tiku.exporters.page_parts import Entry, Row
from tiku.exporters.page_statistics import Newest
from tiku.exporters.splice import SpliceError
from tiku.markup import mathml
from tiku.model import Item, ItemId
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

Read = Callable[[str], bytes]  # an output by its name


class Gone(NamedTuple):
    """A question that gives way to others, as far as the page counts it."""

    id: str
    kind: str
    length: int  # of its answer
    deck: tuple[str, ...]
    section: tuple[str, ...]
    tags: tuple[str, ...]


class Stretch(NamedTuple):
    """Questions side by side that give way to others; `before` is the one above them."""

    before: ItemId
    old: tuple[Gone, ...]
    new: tuple[Item, ...]


class Edits(NamedTuple):
    """What of a bank has changed, and what is global now.

    `touched` are questions that stand on other lines, or that other problems concern, `faded` the
    ids of those that are no longer the latest. `problems` are all, of which `have_changed` tells
    whether they are others than before.
    """

    stretches: Sequence[Stretch]
    moves: Moves
    touched: Collection[ItemId]
    faded: Sequence[str]
    newest: Newest
    problems: Concerned
    have_changed: bool
    places: tuple[str, Counter[str]]
    retired: int


def patched(read: Read, edits: Edits) -> dict[str, bytes]:
    """Give the files of the page that an edit changes.

    Raises SpliceError where more would change than the parts that hold what was edited.
    """
    return _Page(read, edits).run()


class _Page:
    def __init__(self, read: Read, edits: Edits) -> None:
        self.read, self.edits = read, edits
        self.bank: dict[str, Any] = {}
        self.parts: dict[int, list[Listed]] = {}
        self.runs: dict[int, list[Row]] = {}
        self.about = About()

    def run(self) -> dict[str, bytes]:
        content = self.read("page/data/bank.js").decode()
        self.bank = json.loads(content[content.index("{") : content.rindex(")")])
        edits = self.edits
        problems = page_findings.by_item(edits.problems)
        self.about = About(problems, {}, edits.newest)
        for stretch in edits.stretches:
            self._replace(stretch)
        self._renew()
        for faded in edits.faded:
            part, row = self._place(faded)
            entry = self.parts[part][row].entry
            entry = entry._replace(marks=_without_newest(entry.marks))
            self.parts[part][row] = Listed(ItemId(faded), entry)
        return {f"page/data/{name}.js": content for name, content in self._written()}

    def _replace(self, stretch: Stretch) -> None:
        if stretch.old:
            part, row = self._place(stretch.old[0].id)
        else:
            part, row = self._place(stretch.before)
            row += 1
        ids = [each.id for each in self.parts[part][row : row + len(stretch.old)]]
        if ids != [each.id for each in stretch.old]:
            raise SpliceError
        self._put(part, row, len(stretch.old), stretch.new)

    def _place(self, id_: str) -> tuple[int, int]:
        """Find the part of the index that lists an item, and its row there."""
        sign = f"\n[{page_parts.dumps(id_)},".encode()
        for part in range(len(self.bank["index"])):
            content = self.read(f"page/data/index-{part + 1}.js")
            if part in self.parts or sign in content:
                row = next((n for n, each in enumerate(self._part(part)) if each.id == id_), -1)
                if row >= 0:
                    return part, row
        raise SpliceError

    def _put(self, part: int, row: int, old: int, new: Sequence[Item]) -> None:
        """Put items into a part of the index, and into the run that holds them."""
        made = [page_items.row(item, note(item), self.about, mathml.replaced) for item in new]
        counts: list[int] = self.bank["index"][part]
        ends = [sum(counts[: n + 1]) for n in range(len(counts))]
        run = min(bisect_left(ends, max(row + bool(old), 1)), len(counts) - 1)
        start = ends[run] - counts[run]
        if row + old > ends[run]:
            raise SpliceError
        number = sum(map(len, self.bank["index"][:part])) + run + 1
        rows = self._run(number)
        last = rows[-1].id
        rows[row - start : row - start + old] = made
        is_last = part == len(self.bank["index"]) - 1 and run == len(counts) - 1
        if not page_parts.is_run(rows, is_last=is_last) or not (is_last or rows[-1].id == last):
            raise SpliceError
        counts[run] = len(rows)
        self.parts[part][row : row + old] = [Listed(each.id, each.entry) for each in made]

    def _renew(self) -> None:
        """Put other lines and problems into the rows of items that stay as they are."""
        wanted = set(self.edits.touched)
        for part in range(len(self.bank["index"])):
            if own := wanted and wanted & self._listed(part):
                self._renew_in(part, own)
                wanted -= own
        if wanted:
            raise SpliceError

    def _listed(self, part: int) -> set[ItemId]:
        """Give the ids that a part of the index lists."""
        if part in self.parts:
            return {each.id for each in self.parts[part]}
        content = self.read(f"page/data/index-{part + 1}.js")
        return {ItemId(each.decode()) for each in _LISTED.findall(content)}

    def _renew_in(self, part: int, ids: Collection[ItemId]) -> None:
        index: list[list[int]] = self.bank["index"]
        listed, first, start = self._part(part), sum(map(len, index[:part])), 0
        for run, count in enumerate(index[part]):
            own = [n for n in range(start, start + count) if listed[n].id in ids]
            rows = self._run(first + run + 1) if own else []
            for n in own:
                problems = self.about.problems.get(listed[n].id, ())
                entry = listed[n].entry._replace(codes=page_findings.codes(problems))
                if entry != listed[n].entry:
                    listed[n] = Listed(listed[n].id, entry)
                row = rows[n - start]
                rows[n - start] = page_items.renewed(row, entry, self.edits.moves, problems)
            is_last = part == len(index) - 1 and run == len(index[part]) - 1
            if own and not page_parts.is_run(rows, is_last=is_last):
                raise SpliceError
            start += count

    def _part(self, part: int) -> list[Listed]:
        if part not in self.parts:
            content = self.read(f"page/data/index-{part + 1}.js")
            self.parts[part] = list(page_items.listed(content.decode()))
        return self.parts[part]

    def _run(self, number: int) -> list[Row]:
        if number not in self.runs:
            content = self.read(f"page/data/items-{number}.js").decode()
            self.runs[number] = [
                Row(ItemId(_id(text)), _NONE, text) for text in page_parts.lines(content)
            ]
        return self.runs[number]

    def _written(self) -> Iterator[tuple[str, bytes]]:
        for number, rows in self.runs.items():
            name = f"items-{number}"
            yield name, page_parts.script(name, (row.text for row in rows))
        for part, each in self.parts.items():
            name = f"index-{part + 1}"
            yield name, page_items.index(name, each)
        if self.edits.have_changed:
            yield from page_findings.parts(self.edits.problems)
        if self.edits.moves.are_found:
            yield from page_clusters.patched(self.read, self.bank["clusters"], self.edits.moves)
        yield "bank", page_parts.record("bank", self._bank())

    def _bank(self) -> dict[str, object]:
        edits, bank = self.edits, self.bank
        old = [each for stretch in edits.stretches for each in stretch.old]
        new = [item for stretch in edits.stretches for item in stretch.new]
        decks = _counted(bank["decks"])
        decks.subtract(_paths(["::".join(each.deck)] for each in old))
        decks.update(_paths(["::".join(each.deck)] for each in new))
        tags = _counted(bank["tags"])
        tags.subtract(_paths(tags_of(each.tags, (*each.deck, *each.section)) for each in old))
        tags.update(_paths(tags_of(each.tags, (*each.deck, *each.section)) for each in new))
        kinds = Counter(dict(bank["kinds"]))
        kinds.subtract(each.kind for each in old)
        kinds.update(item.kind for item in new)
        bank["decks"] = page_statistics.counted(+decks)
        bank["tags"] = page_statistics.counted(+tags)
        bank["kinds"] = page_statistics.kinds(kinds)
        if edits.have_changed:
            bank["problems"] = page_findings.summary(edits.problems)
        statistics = bank["statistics"]
        lengths = [count for _, count in statistics["lengths"]]
        for each in old:
            lengths[page_statistics.length(each.length)] -= 1
        for item in new:
            lengths[page_statistics.length(len(item.response.answer.plain))] += 1
        newest = edits.newest
        statistics["places"] = page_statistics.shown(*edits.places)
        statistics["lengths"] = page_statistics.labelled(lengths)
        statistics["newest"] = page_statistics.numbers(newest)
        statistics["retired"] = edits.retired
        return bank


_LISTED = lazy(rb'\n\["([^"\\]+)",')
_NONE = Entry("", "", (), [], [], "", "")


def _counted(rows: Iterable[Sequence[Any]]) -> Counter[tuple[str, ...]]:
    return Counter({tuple(str(path).split("::")): int(count) for path, count in rows})


def _paths(of: Iterable[Iterable[str]]) -> Iterator[tuple[str, ...]]:
    return (path for each in of for path in page_statistics.above(each))


def _without_newest(marks: Iterable[str]) -> list[str]:
    return [mark for mark in marks if mark not in ("new", "changed")]


def _id(text: str) -> str:
    start = text.index('"id":') + len('"id":')
    return str(json.JSONDecoder().raw_decode(text, start)[0])
