"""The items of the page: an index to list and filter by, and what each card shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tiku.exporters import page_clusters, page_findings, page_parts, page_statistics
from tiku.exporters.notes import NOTE_TYPES, Note, of_items
from tiku.exporters.page_clusters import Place
from tiku.exporters.page_findings import Concerned
from tiku.exporters.page_parts import Entry, Row
from tiku.exporters.page_statistics import Newest
from tiku.identify import FIRST_BUILD
from tiku.model import Bank, Item, ItemId, Problem

_START = 160  # characters of a stem that a list shows

Show = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class About:
    """What is known of items beyond their notes."""

    problems: Mapping[ItemId, Sequence[Problem]] = field(default_factory=dict)
    clusters: Mapping[ItemId, Sequence[Place]] = field(default_factory=dict)
    newest: Newest = field(default_factory=lambda: Newest(0))


@dataclass(slots=True)
class Items:
    """The parts by name, how many items the runs of each part of the index have, and all tags."""

    parts: dict[str, bytes] = field(default_factory=dict)
    index: list[list[int]] = field(default_factory=list)
    tags: Counter[tuple[str, ...]] = field(default_factory=Counter)


def items(bank: Bank, found: Concerned, show: Show) -> Items:
    """Write all items; `show` makes of a field what a browser can show."""
    written = Items()
    runs = 0
    for group in page_parts.groups(page_parts.runs(_rows(bank, found, show))):
        for run in group:
            runs += 1
            name = f"items-{runs}"
            written.parts[name] = page_parts.script(name, (row.text for row in run))
        written.index.append([len(run) for run in group])
        name = f"index-{len(written.index)}"
        rows = [row for run in group for row in run]
        written.parts[name] = index(name, rows)
        for row in rows:
            written.tags.update(page_statistics.above(row.entry.tags))
    return written


def _rows(bank: Bank, found: Concerned, show: Show) -> Iterator[Row]:
    about = About(
        page_findings.by_item(found), page_clusters.places(bank), page_statistics.newest(bank)
    )
    return (
        row(item, made, about, show) for item, made in zip(bank.items, of_items(bank), strict=True)
    )


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
        "sources": [(span.path, span.first, span.last) for span in item.sources],
        "problems": [page_findings.row(each) for each in about.problems.get(item.id, ())],
        "clusters": about.clusters.get(item.id, ()),
        "type": NOTE_TYPES.index(made.type),
        "makesCard": not item.is_bare,
        "modified": item.modified if item.modified != FIRST_BUILD else 0,
    }


def _entry(item: Item, made: Note, about: About) -> Entry:
    return Entry(
        item.response.kind,
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


def index(name: str, rows: Sequence[Row]) -> bytes:
    """Write a part of the index; its first row lists the decks and tags that others count by."""
    decks: dict[str, int] = {}
    tags: dict[str, int] = {}
    lines = [
        page_parts.dumps(
            (
                row.id,
                row.entry.kind,
                decks.setdefault(row.entry.deck, len(decks)),
                [tags.setdefault(tag, len(tags)) for tag in row.entry.tags],
                row.entry.codes,
                row.entry.marks,
                row.entry.language,
                row.entry.start,
            )
        )
        for row in rows
    ]
    return page_parts.script(name, [page_parts.dumps((list(decks), list(tags))), *lines])
