"""What tiku takes from genanki: the tables of a collection, and how it tells of types and decks.

No other module imports genanki.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tiku.exporters.collection import REQUIRED, Used
from tiku.exporters.notes import FIELDS, NOTE_TYPE_MODIFIED, NoteType, style, templates
from tiku.identity.identify import FIRST_BUILD
from tiku.system import lean

lean.load("genanki")

from genanki import Deck, Model  # noqa: E402
from genanki.apkg_col import APKG_COL  # noqa: E402
from genanki.apkg_schema import APKG_SCHEMA  # noqa: E402

if TYPE_CHECKING:
    from sqlite3 import Connection

SCHEMA = tuple(each.strip() for each in APKG_SCHEMA.split(";") if each.strip())


def tables(of: str) -> str:
    """Give the statements that make the tables, without indexes, in the database of a name."""
    made = (each for each in SCHEMA if each.startswith("CREATE TABLE"))
    return "".join(each.replace("TABLE ", f"TABLE {of}.", 1) + ";" for each in made)


def describe(db: Connection, of: str, last: int, used: Used) -> None:
    """Put in the time of the last change, and the note types and decks that are used."""
    db.executescript(APKG_COL.replace("INTO col", f"INTO {of}.col", 1))
    (own,) = db.execute(f"SELECT decks FROM {of}.col").fetchone()  # noqa: S608 - ours
    made = (note_type(each) for each in used.types.values())
    models = {str(each.model_id): each.to_json(NOTE_TYPE_MODIFIED, 1) for each in made}
    decks = {str(id_): Deck(id_, name).to_json() for name, id_ in used.decks.items()}
    all_decks = json.loads(own) | decks  # a collection comes with Anki's own deck, Default
    said = (FIRST_BUILD, last, FIRST_BUILD * 1000, dumps(models), dumps(all_decks))
    names = "crt = ?, mod = ?, scm = ?, models = ?, decks = ?"
    db.execute(f"UPDATE {of}.col SET {names}", said)  # noqa: S608 - ours


def note_type(of: NoteType) -> Model:
    """Make a note type; genanki would find out which fields make a card by rendering, in 6 ms."""
    made = Model(
        of.id,
        of.name,
        fields=[{"name": name, "id": of.field_ids[name]} for name in FIELDS],
        templates=[
            {"name": name, "id": of.template_ids[name], "qfmt": front, "afmt": back}
            for name, (front, back) in templates(of).items()
        ],
        css=style(),
        model_type=Model.CLOZE if of.is_cloze else Model.FRONT_BACK,
    )
    made._req = [  # noqa: SLF001 - a cached property
        [n, rule, [FIELDS.index(name) for name in names]]
        for n, (rule, names) in enumerate(REQUIRED[of.id])
    ]
    return made


def dumps(value: object) -> str:
    """Write JSON, always alike."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
