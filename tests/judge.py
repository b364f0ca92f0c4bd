"""The real Anki, as the judge of packages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportCsvRequest,
)
from anki.import_export_pb2 import ImportResponse


class Log(NamedTuple):
    """How many notes an import added, updated, found unchanged, and could not take."""

    new: int
    updated: int
    duplicate: int
    refused: int


class Card(NamedTuple):
    """A card as a learner sees it, and where it is."""

    guid: str
    template: str
    deck: str
    due: int
    front: str
    back: str


class History(NamedTuple):
    """What a learner would lose: a card's deck and state, and each of its reviews."""

    guid: str
    deck: int
    state: tuple[object, ...]
    reviews: tuple[tuple[object, ...], ...]


class Judge:
    """A fresh collection of the real Anki."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.col = Collection(str(folder / "collection.anki2"))

    def package(self, content: bytes) -> Log:
        """Import a package with the options of a fresh profile."""
        path = self.folder / "deck.apkg"
        path.write_bytes(content)
        request = ImportAnkiPackageRequest(
            package_path=str(path), options=ImportAnkiPackageOptions()
        )
        return _log(self.col.import_anki_package(request).log)

    def text(self, content: bytes) -> Log:
        """Import a file in Anki's text format as its headers say."""
        path = self.folder / "notes.txt"
        path.write_bytes(content)
        metadata = self.col.get_csv_metadata(str(path), delimiter=None)
        return _log(self.col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log)

    def study(self) -> None:
        """Review every new card, in several ways; suspend some and flag some."""
        assert self.col.db
        for n, cid in enumerate(self.col.db.list("select id from cards where queue = 0")):
            if n % 3 == 2:
                self.col.sched.set_due_date([cid], "3-9!")
            else:
                card = self.col.get_card(cid)
                card.start_timer()
                self.col.sched.answerCard(card, 4 if n % 3 else 3)
            if n % 5 == 1:
                self.col.sched.suspend_cards([cid])
            if n % 5 == 2:
                self.col.set_user_flag_for_cards(2, [cid])
        self.col.fix_integrity()  # as after many reviews in one second

    def histories(self) -> dict[int, History]:
        """Give the history of every card that has one, by the card's id."""
        assert self.col.db
        reviews: dict[int, list[tuple[object, ...]]] = {}
        for cid, *row in self.col.db.execute(
            "select cid, id, ease, ivl, lastIvl, factor, time, type from revlog order by id"
        ):
            reviews.setdefault(cid, []).append(tuple(row))
        return {
            cid: History(guid, did, tuple(state), tuple(reviews[cid]))
            for cid, guid, did, *state in self.col.db.execute(
                "select c.id, n.guid, c.did, c.type, c.queue, c.due, c.ivl, c.factor, c.reps,"
                " c.lapses, c.left, c.flags, c.data from cards c, notes n where n.id = c.nid"
            )
            if cid in reviews
        }

    def find(self, search: str) -> set[str]:
        """Give the GUIDs of the notes that a search in the browser finds."""
        return {self.col.get_note(nid).guid for nid in self.col.find_notes(search)}

    def check(self) -> bool:
        """Check the database; tell whether all was well and nothing had to be mended."""
        before, cards = self.rows(), self.col.card_count()
        message, ok = self.col.fix_integrity()
        is_same = before == self.rows() and cards == self.col.card_count()
        return ok and is_same and message == "Database rebuilt and optimized."

    def rows(self) -> list[list[object]]:
        """Give every note as it is stored."""
        assert self.col.db
        return [
            list(row)
            for row in self.col.db.execute("select guid, mod, tags, flds from notes order by id")
        ]

    def cards(self) -> list[Card]:
        """Give every card, rendered, in the order in which new cards are shown."""
        assert self.col.db
        found = []
        for cid in self.col.db.list("select id from cards order by due, ord"):
            card = self.col.get_card(cid)
            seen = card.render_output()
            name = self.col.decks.name(card.did)
            guid, template = card.note().guid, str(card.template()["name"])
            found.append(Card(guid, template, name, card.due, seen.question_text, seen.answer_text))
        return found

    def empty_cards(self) -> int:
        """Count the cards whose front is blank."""
        return sum(len(note.card_ids) for note in self.col.get_empty_cards().notes)

    def missing_media(self) -> list[str]:
        """Name the files that notes refer to and that are not there."""
        return list(self.col.media.check().missing)


@contextmanager
def judge() -> Iterator[Judge]:
    """Open a fresh collection, and take it away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        made = Judge(Path(folder))
        try:
            yield made
        finally:
            made.col.close()


def _log(log: ImportResponse.Log) -> Log:
    refused = (
        *log.conflicting,
        *log.first_field_match,
        *log.missing_notetype,
        *log.missing_deck,
        *log.empty_first_field,
    )
    return Log(len(log.new), len(log.updated), len(log.duplicate), len(refused))
