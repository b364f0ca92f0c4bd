"""The page: every card as Anki shows it, in files that a browser opens from disk.

`index.html` stands beside the other outputs, and all that it loads below `page/`: its own script
and style, the style of cards, and the data in parts (`page_parts`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tiku.exporters import (
    page_clusters,
    page_findings,
    page_items,
    page_parts,
    page_statistics,
    writing,
)
from tiku.exporters.notes import FIELDS, NOTE_TYPES, NoteType, behaviour, look, templates
from tiku.exporters.page_findings import Concerned
from tiku.exporters.page_items import Items
from tiku.exporters.writing import Noted, Portion
from tiku.markup import mathml
from tiku.model import Bank
from tiku.system import assets, entities

# They become one script, in this order.
_SCRIPTS = (
    "dom.js",
    "address.js",
    "templates.js",
    "data.js",
    "find.js",
    "host.js",
    "filters.js",
    "keys.js",
    "list.js",
    "study.js",
    "repeats.js",
    "problems.js",
    "statistics.js",
    "print.js",
    "page.js",
)
_FILES = ("icon.svg", "page.css", "shown.css", "print.css", "theme.js")


class Writer(writing.Writer):
    """Writes the files of the page."""

    name = "page"

    def __init__(self, bank: Bank, scratch: Path | None = None) -> None:
        """Find what each item's row says beside its note."""
        super().__init__(bank, scratch)
        self._found = page_findings.concerned(bank)
        self._items = Items(page_items.about(bank, self._found), mathml.replaced)

    def begin(self) -> Iterator[Portion]:
        """Write the files that do not depend on the items."""
        yield "index.html", _html(self.bank)
        yield from ((f"page/{name}", _file(name).encode()) for name in _FILES)
        yield "page/page.js", _script().encode()
        yield "page/card.css", look().encode()
        yield "page/card.js", behaviour().encode()

    def add(self, batch: Sequence[Noted], /) -> Iterator[Portion]:
        """Write the parts that these items make whole."""
        return _parts(self._items.add(batch))

    def end(self) -> Iterator[Portion]:
        """Write the rest of the data."""
        yield from _parts(self._items.end())
        yield from _parts(page_clusters.parts(self.bank))
        yield from _parts(page_findings.parts(self._found))
        bank = page_parts.record("bank", _bank(self.bank, self._found, self._items))
        yield from _parts([("bank", bank)])


def _parts(found: Iterable[tuple[str, bytes]]) -> Iterator[Portion]:
    return ((f"page/data/{name}.js", content) for name, content in found)


def _bank(bank: Bank, found: Concerned, items: Items) -> dict[str, object]:
    """Describe the bank: how to make cards, what to filter by, and which parts there are."""
    return {
        "name": bank.name,
        "types": [_note_type(each) for each in NOTE_TYPES],
        "index": items.index,
        "decks": page_statistics.decks(bank),
        "tags": page_statistics.counted(items.tags),
        "kinds": page_statistics.kinds(Counter(item.kind for item in bank.items)),
        "clusters": page_clusters.summary(bank),
        "problems": page_findings.summary(found),
        "statistics": page_statistics.statistics(bank, items.lengths),
    }


def _note_type(of: NoteType) -> dict[str, object]:
    """Describe a note type; what its templates' script does, the page does once for all cards."""
    script = f"<script>\n{behaviour()}</script>\n"
    return {
        "name": of.name,
        "fields": FIELDS,
        "templates": [
            (name, *(side.replace(script, "") for side in sides))
            for name, sides in templates(of).items()
        ],
        "isCloze": of.is_cloze,
    }


def _html(bank: Bank) -> bytes:
    """Fill in the bank's name, and nothing else that a source wrote."""
    return _file("index.html").replace("{name}", entities.escape(bank.name)).encode()


def _script() -> str:
    parts = (_file(name).removeprefix(_STRICT) for name in _SCRIPTS)
    return _STRICT + "\n".join(parts)


_STRICT = '"use strict";\n\n'


def _file(name: str) -> str:
    return assets.text(f"exporters/page/{name}")
