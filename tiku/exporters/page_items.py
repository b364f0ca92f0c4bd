"""The items of the page: an index to list and filter by, and what each card shows."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from tiku.exporters import page_clusters, page_findings, page_parts, page_statistics
from tiku.exporters.moves import Moves
from tiku.exporters.notes import NOTE_TYPES, Note
from tiku.exporters.page_clusters import Place
from tiku.exporters.page_findings import Concerned
from tiku.exporters.page_parts import Entry, Row
from tiku.exporters.page_statistics import Newest
from tiku.exporters.writing import Noted
from tiku.identity.identify import FIRST_BUILD
from tiku.model import Bank, Item, ItemId, Problem, Span
from tiku.values import NamedTuple

_START = 160  # characters of a stem that a list shows

Show = Callable[[str], str]


class About(NamedTuple):
    """What is known of items beyond their notes."""

    problems: Mapping[ItemId, Sequence[Problem]] = MappingProxyType({})
    clusters: Mapping[ItemId, Sequence[Place]] = MappingProxyType({})
    newest: Newest = Newest(0)


def about(bank: Bank, found: Concerned) -> About:
    """Find what is known of the items of a bank."""
    return About(
        page_findings.by_item(found), page_clusters.places(bank), page_statistics.newest(bank)
    )


class Listed(NamedTuple):
    """A row of the index: an item, and the row as it was written, when decks and tags had numbers.

    It is still written so if they have the same.
    """

    id: ItemId
    entry: Entry
    deck: int = -1
    tags: Sequence[int] = ()
    text: str = ""


class Items:
    """Writes items run by run, and the index part by part.

    `index` is how many items the runs of each part of the index have, `tags` are all, and `lengths`
    those of answers.
    """

    def __init__(self, about: About, show: Show) -> None:
        """Start with none; `show` makes of a field what a browser can show."""
        self._about, self._show = about, show
        self.index: list[list[int]] = []
        self.tags: Counter[tuple[str, ...]] = Counter()
        self.lengths: Counter[int] = Counter()
        self._runs = 0
        self._run: list[Row] = []
        self._size = 0  # characters of the run
        self._group: list[list[Listed]] = []

    def add(self, batch: Sequence[Noted]) -> Iterator[tuple[str, bytes]]:
        """Give the parts that the next items make whole, by name."""
        for item, made in batch:
            one = row(item, made, self._about, self._show)
            self.tags.update(page_statistics.above(one.entry.tags))
            self.lengths[page_statistics.length(len(item.response.answer.plain))] += 1
            self._run.append(one)
            self._size += len(one.text)
            if page_parts.ends_run(one.id, len(self._run), self._size):
                yield self._end_run()
                if page_parts.ends_group(one.id, len(self._group)):
                    yield self._end_group()

    def end(self) -> Iterator[tuple[str, bytes]]:
        """Give the rest."""
        if self._run:
            yield self._end_run()
        if self._group:
            yield self._end_group()

    def _end_run(self) -> tuple[str, bytes]:
        self._runs += 1
        name = f"items-{self._runs}"
        content = page_parts.script(name, (each.text for each in self._run))
        self._group.append([Listed(each.id, each.entry) for each in self._run])
        self._run, self._size = [], 0
        return name, content

    def _end_group(self) -> tuple[str, bytes]:
        group, self._group = self._group, []
        self.index.append([len(run) for run in group])
        name = f"index-{len(self.index)}"
        return name, index(name, [each for run in group for each in run])


def row(item: Item, made: Note, about: About, show: Show) -> Row:
    """Write an item, with its note, as the page needs it."""
    text = page_parts.dumps(_card(item, made, about, show))
    return Row(item.id, _entry(item, made, about), text)


def _card(item: Item, made: Note, about: About, show: Show) -> dict[str, object]:
    fields = [content and show(content) for content in made.fields]
    while fields and not fields[-1]:
        fields.pop()
    return {
        "id": item.id,
        "deck": made.deck,
        "tags": made.tags,
        "fields": fields,
        **_where(item.places, about.problems.get(item.id, ())),
        "clusters": about.clusters.get(item.id, ()),
        "type": NOTE_TYPES.index(made.type),
        "makesCard": not item.is_bare,
        "modified": item.modified if item.modified != FIRST_BUILD else 0,
    }


def _where(sources: Iterable[Span], problems: Iterable[Problem]) -> dict[str, object]:
    """Say where an item stands, and what is to be said of that."""
    return {
        "sources": [(span.path, span.first, span.last) for span in sources],
        "problems": [page_findings.row(each) for each in problems],
    }


def renewed(row: Row, entry: Entry, moved: Moves, problems: Iterable[Problem]) -> Row:
    """Write an item with other places and problems: no text has quotes as they are."""
    start = row.text.index(',"sources":') + 1
    end = row.text.index(',"clusters":', start)
    was = json.loads(f"{{{row.text[start:end]}}}")["sources"]
    now = _where(moved.of(Span(*each) for each in was), problems)
    text = row.text[:start] + page_parts.dumps(now)[1:-1] + row.text[end:]
    return Row(row.id, entry, text)


def _entry(item: Item, made: Note, about: About) -> Entry:
    return Entry(
        item.kind,
        made.deck,
        made.tags,
        page_findings.codes(about.problems.get(item.id, ())),
        list(_marks(item, about)),
        item.language,
        " ".join(item.stem.plain[: 2 * _START].split())[:_START],
    )


def _marks(item: Item, about: About) -> Iterator[str]:
    """Say in what clusters an item is, and whether the newest build brought or changed it."""
    yield from dict.fromkeys(place.verdict for place in about.clusters.get(item.id, ()))
    if item.id in about.newest.new:
        yield "new"
    if item.id in about.newest.changed:
        yield "changed"


def index(name: str, rows: Sequence[Listed]) -> bytes:
    """Write a part of the index; its first row lists the decks and tags that others count by."""
    decks: dict[str, int] = {}
    tags: dict[str, int] = {}
    lines: list[str] = []
    for row in rows:
        deck = decks.setdefault(row.entry.deck, len(decks))
        named = [tags.setdefault(tag, len(tags)) for tag in row.entry.tags]
        is_written = (row.deck, row.tags) == (deck, named)
        lines.append(row.text if is_written else _listed(row, deck, named))
    return page_parts.script(name, [page_parts.dumps((list(decks), list(tags))), *lines])


def _listed(row: Listed, deck: int, tags: Sequence[int]) -> str:
    id_, (kind, _, _, codes, marks, language, start) = row.id, row.entry
    return page_parts.dumps((id_, kind, deck, tags, codes, marks, language, start))


def listed(content: str) -> Iterator[Listed]:
    """Read a part of the index."""
    (decks, tags), *rows = json.loads(content[content.index("[") : content.rindex(")")])
    for text, row in zip(page_parts.lines(content)[1:], rows, strict=True):
        id_, kind, deck, numbers, codes, marks, language, start = row
        named = tuple(tags[number] for number in numbers)
        entry = Entry(kind, decks[deck], named, codes, marks, language, start)
        yield Listed(id_, entry, deck, numbers, text)
