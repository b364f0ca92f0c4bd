"""Packages that somebody studies already."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import cache

import genanki
import pytest
import zstandard
from anki.collection import DeckIdLimit, ExportAnkiPackageOptions
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import outputs
from tests.judge import judge
from tiku import build
from tiku.commands import packages
from tiku.commands.packages import OldNote, PackageError, read
from tiku.exporters import notes

Bad = dict[str, Callable[[], bytes]]
BASIC = 1_600_000_001
MADE_BY_ANKI = {"old": True, "new": False}


def basic() -> genanki.Model:
    return genanki.Model(
        BASIC,
        "Q and A",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[
            {"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"},
            {"name": "Card 2", "qfmt": "{{Back}}", "afmt": "{{Front}}"},
        ],
    )


def written(*decks: genanki.Deck) -> bytes:
    out = io.BytesIO()
    genanki.Package(decks).write_to_file(out, timestamp=1_700_000_000)
    return out.getvalue()


@cache
def by_genanki() -> bytes:
    deck = genanki.Deck(7, "网络::TCP")
    fields = ["What is <b>TCP</b>?", "a &amp; b"]
    deck.add_note(genanki.Note(basic(), fields, guid="a'#1", tags=["net", "x::y"]))
    deck.add_note(genanki.Note(basic(), ["UDP?", ""], guid="b"))
    return written(deck)


EXPECTED = (
    OldNote(
        "a'#1",
        BASIC,
        "Q and A",
        (("Front", "What is <b>TCP</b>?"), ("Back", "a &amp; b")),
        ("net", "x::y"),
        "网络::TCP",
        1_700_000_000,
    ),
    OldNote(
        "b", BASIC, "Q and A", (("Front", "UDP?"), ("Back", "")), (), "网络::TCP", 1_700_000_000
    ),
)


@cache
def by_anki(how: str) -> bytes:
    """The genanki package, imported and exported by Anki."""
    with judge() as anki:
        anki.package(by_genanki())
        options = ExportAnkiPackageOptions(with_scheduling=True, legacy=MADE_BY_ANKI[how])
        path = anki.folder / "exported.apkg"
        deck = anki.col.decks.id_for_name("网络")
        assert deck
        anki.col.export_anki_package(
            out_path=str(path), options=options, limit=DeckIdLimit(deck_id=deck)
        )
        return path.read_bytes()


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def collection(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        if "collection.anki21b" not in archive.namelist():
            return archive.read("collection.anki2")
        reader = zstandard.ZstdDecompressor().stream_reader(archive.read("collection.anki21b"))
        database = bytearray(reader.read())
    assert database[18:20] == b"\x02\x02"
    database[18:20] = b"\x01\x01"
    return bytes(database)


def altered(script: str, package: bytes = b"") -> bytes:
    """A package whose collection went through some SQL."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(collection(package or by_genanki()))
        db.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        db.executescript(script)
        return packed({"collection.anki2": db.serialize()})


def zstd(content: bytes) -> bytes:
    return packed(
        {
            "meta": b"\x08\x03",
            "collection.anki21b": zstandard.ZstdCompressor().compress(content),
        }
    )


# Good ones


def test_genanki() -> None:
    assert read(by_genanki()) == EXPECTED


@pytest.mark.parametrize("how", MADE_BY_ANKI)
def test_anki(how: str) -> None:
    assert read(by_anki(how)) == EXPECTED


def test_anki_asks_for_a_newer_anki_in_a_member_that_is_not_read() -> None:
    with zipfile.ZipFile(io.BytesIO(by_anki("old"))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert (
        "update" in read(packed({"collection.anki2": members["collection.anki2"]}))[0].fields[0][1]
    )
    del members["meta"]
    assert read(packed(members)) == EXPECTED
    members["meta"] = b"\x08\x01"
    assert read(packed(members)) != EXPECTED


def test_an_old_collection_may_be_in_the_newest_format() -> None:
    assert read(zstd(collection(by_genanki()))) == EXPECTED


def test_our_own() -> None:
    bank = build(
        {
            "q.md": "---\ndeck: A::B\n---\n\n**Question:** What?\n\n**Answer:** a < b\n\n"
            "# Net\n\n**Question:** Which?\n\n- A. a\n- B. b\n\n**Answer:** B\n"
        }
    )
    found = read(outputs.package(bank))
    for old, note in zip(found, notes.notes(bank), strict=True):
        assert old.guid == note.guid
        assert (old.note_type, old.note_type_name) == (notes.BASIC.id, notes.BASIC.name)
        assert old.fields == tuple(zip(notes.FIELDS, note.fields, strict=True))
        assert (old.tags, old.deck, old.modified) == (note.tags, note.deck, note.modified)


def test_milliseconds_stay_as_mdanki_writes_them() -> None:
    package = altered(
        "UPDATE notes SET mod = 1700000000123, guid = '81c4b9e1-' || id, tags = ' a  b ';"
    )
    first, second = read(package)
    assert first.modified == second.modified == 1_700_000_000_123
    assert first.tags == ("a", "b")
    assert first.guid != second.guid


def test_notes_come_in_the_order_of_their_ids() -> None:
    package = altered("UPDATE notes SET id = -id; UPDATE cards SET nid = -nid;")
    assert [note.guid for note in read(package)] == ["b", "a'#1"]


def test_both_notes_of_one_guid_are_given() -> None:
    assert [note.guid for note in read(altered("UPDATE notes SET guid = 'g';"))] == ["g", "g"]


def test_the_deck_is_that_of_the_first_card() -> None:
    move = "UPDATE cards SET did = 1 WHERE ord = {};"
    assert {note.deck for note in read(altered(move.format(1)))} == {"网络::TCP"}
    assert {note.deck for note in read(altered(move.format(0)))} == {"Default"}
    borrowed = altered("UPDATE cards SET odid = did, did = 1;")
    assert {note.deck for note in read(borrowed)} == {"网络::TCP"}


@pytest.mark.parametrize("how", ["genanki", "old", "new"])
@pytest.mark.parametrize("cards", ["DELETE FROM cards;", "UPDATE cards SET did = 99;"])
def test_what_is_missing_has_no_name(how: str, cards: str) -> None:
    package = by_genanki() if how == "genanki" else by_anki(how)
    if how == "old":
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            package = packed({"collection.anki2": archive.read("collection.anki21")})
    first, _ = read(altered(cards + "UPDATE notes SET mid = 99;", package))
    assert first.note_type == 99
    assert (first.note_type_name, first.deck) == ("", "")
    assert first.fields == (("", "What is <b>TCP</b>?"), ("", "a &amp; b"))


def test_a_note_may_have_too_few_or_too_many_fields() -> None:
    first, second = read(altered("UPDATE notes SET flds = iif(guid = 'b', '', 'a\x1fb\x1fc');"))
    assert first.fields == (("Front", "a"), ("Back", "b"), ("", "c"))
    assert second.fields == (("Front", ""),)


def test_a_write_ahead_log_is_turned_off() -> None:
    database = bytearray(collection(by_genanki()))
    database[18:20] = b"\x02\x02"
    assert read(packed({"collection.anki2": bytes(database)})) == EXPECTED


def test_utf16_and_columns_without_a_type() -> None:
    with closing(sqlite3.connect(":memory:")) as old, closing(sqlite3.connect(":memory:")) as new:
        old.deserialize(collection(by_genanki()))
        new.execute("PRAGMA encoding = 'UTF-16le'")
        for table in ("col", "notes", "cards"):
            rows = old.execute(f"SELECT * FROM {table}")
            names = ", ".join(column[0] for column in rows.description)
            new.execute(f"CREATE TABLE {table} ({names})")
            marks = ", ".join("?" * len(rows.description))
            new.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        new.commit()
        assert read(packed({"collection.anki2": new.serialize()})) == EXPECTED


def test_half_a_character_in_a_name_is_replaced() -> None:
    package = altered("UPDATE col SET models = replace(models, 'Front', '\\ud800');")
    assert read(package)[0].fields[0][0] == "?"


# Bad ones


def models(change: Callable[[dict[str, object]], object]) -> bytes:
    kind = basic().to_json(0, 1)
    text = json.dumps({str(BASIC): change(kind)}).replace("'", "''")
    return altered(f"UPDATE col SET models = '{text}';")


def encrypted() -> bytes:
    package = bytearray(by_genanki())
    package[package.index(b"PK\x01\x02") + 8] |= 1
    return bytes(package)


def beyond_the_end() -> bytes:
    package = bytearray(by_genanki())
    place = package.index(b"PK\x01\x02") + 42
    package[place : place + 4] = (len(package) - 9).to_bytes(4, "little")
    return bytes(package)


def repeated(depth: int, text: bytes = b"") -> bytes:
    """A note that pages refer to again and again: it is there 4 ** depth times."""
    columns = b"\x00\x0d\x08\x08\x08\x0d%s\x0d\x08\x08\x0d"  # 8: zero, 13: an empty text
    columns %= bytes((0x80 | (13 + 2 * len(text)) >> 7, (13 + 2 * len(text)) & 0x7F))
    record = bytes((len(columns) + 1,)) + columns + text
    row = bytes((0x80 | len(record) >> 7, len(record) & 0x7F, 1)) + record
    database = bytearray(collection(by_genanki()))
    size = int.from_bytes(database[16:18])
    first = len(database) // size + 1
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(database)
        db.execute("PRAGMA writable_schema = ON")
        db.execute("DELETE FROM sqlite_master WHERE type = 'index'")
        db.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'notes'", (first,))
        db.commit()
        database = bytearray(db.serialize())
    for number in range(first + 1, first + depth + 1):
        below = number.to_bytes(4)
        database += _page(size, b"\x05", below, [below + b"\x01"] * 3)
    database += _page(size, b"\x0d", b"", [row])
    database[28:32] = (len(database) // size).to_bytes(4)
    return packed({"collection.anki2": bytes(database)})


def _page(size: int, kind: bytes, last: bytes, cells: list[bytes]) -> bytes:
    content = b"".join(cells)
    places = [size - len(content) + sum(map(len, cells[:n])) for n in range(len(cells))]
    head = kind + bytes(2) + len(cells).to_bytes(2) + places[0].to_bytes(2) + bytes(1) + last
    head += b"".join(place.to_bytes(2) for place in places)
    return head.ljust(size - len(content), b"\x00") + content


COMPUTED = """
CREATE TABLE rest AS SELECT * FROM notes; DROP TABLE notes;
CREATE TABLE notes (id, guid AS (hex(zeroblob(1000000))), mid, mod, tags, flds);
"""
VIEW = """
ALTER TABLE notes RENAME TO rest;
CREATE VIEW notes AS WITH RECURSIVE endless(id) AS (SELECT 1 UNION ALL SELECT id FROM endless)
SELECT id, '' AS guid, 1 AS mid, 1 AS mod, '' AS tags, '' AS flds FROM endless;
"""
VIRTUAL = "DROP TABLE notes; CREATE VIRTUAL TABLE notes USING fts5(guid, mid, mod, tags, flds);"
WITHOUT = "PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = '{}';"
NO_PACKAGE: Bad = {
    "empty": lambda: b"",
    "text": lambda: b"# no package\n",
    "half": lambda: by_genanki()[:-200],
    "beginning cut off": lambda: by_genanki()[50:],
    "beyond the end": beyond_the_end,
    "changed": lambda: by_genanki().replace(b"TCP", b"UDP"),
    "newer ZIP": lambda: by_genanki().replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\xff\x03\xff"),
    "empty ZIP": lambda: packed({}),
    "another ZIP": lambda: packed({"media": b"{}", "readme": b""}),
    "only meta": lambda: packed({"meta": b"\x08\x02"}),
}
FORMAT: Bad = {
    "no number": lambda: packed({"meta": b"", "collection.anki2": b""}),
    "unknown number": lambda: packed({"meta": b"\x08\x04", "collection.anki2": b""}),
}
LOCKED: Bad = {
    "encrypted": encrypted,
    "bzip2": lambda: packed({"collection.anki2": b""}, zipfile.ZIP_BZIP2),
    "lzma": lambda: packed({"collection.anki2": b""}, zipfile.ZIP_LZMA),
}
DAMAGED: Bad = {
    "no bytes": lambda: packed({"collection.anki2": b""}),
    "no database": lambda: packed({"collection.anki2": b"Hello" * 100}),
    "only a header": lambda: packed({"collection.anki2": collection(by_genanki())[:100]}),
    "half": lambda: packed({"collection.anki2": collection(by_genanki())[:-5000]}),
    "zeros": lambda: packed({"collection.anki2": collection(by_genanki())[:4096] + bytes(60_000)}),
    "not compressed": lambda: packed(
        {"meta": b"\x08\x03", "collection.anki21b": collection(by_genanki())}
    ),
    "compressed by half": lambda: packed(
        {
            "meta": b"\x08\x03",
            "collection.anki21b": zstandard.ZstdCompressor().compress(collection(by_genanki()))[
                :-99
            ],
        }
    ),
    "no tables": lambda: altered("DROP TABLE notes; DROP TABLE cards; DROP TABLE col;"),
    "no notes": lambda: altered("DROP TABLE notes;"),
    "no cards": lambda: altered("DROP TABLE cards;"),
    "no table of decks": lambda: altered("DROP TABLE decks;", by_anki("new")),
    "no column": lambda: altered("ALTER TABLE notes RENAME guid TO g;"),
    "no row": lambda: altered("DELETE FROM col;"),
    "no JSON": lambda: altered("UPDATE col SET models = '';"),
    "JSON cut off": lambda: altered("UPDATE col SET decks = substr(decks, 1, 99);"),
    "JSON of a number": lambda: altered("UPDATE col SET decks = '7';"),
    "JSON of a list": lambda: altered("UPDATE col SET models = '[]';"),
    "JSON without end": lambda: altered(
        f"UPDATE col SET models = '{'[' * 100_000}{']' * 100_000}';"
    ),
    "id without number": lambda: altered("""UPDATE col SET decks = '{"a": {"name": "A"}}';"""),
    "id of many digits": lambda: altered(
        f"""UPDATE col SET decks = '{{"{"1" * 5000}": {{"name": "A"}}}}';"""
    ),
    "deck without name": lambda: altered("""UPDATE col SET decks = '{"1": {}}';"""),
    "note type without fields": lambda: models(lambda kind: {"name": kind["name"]}),
    "note type without name": lambda: models(lambda kind: {"flds": kind["flds"]}),
    "field without name": lambda: models(lambda kind: kind | {"flds": [{}]}),
    "field is a text": lambda: models(lambda kind: kind | {"flds": ["Front"]}),
    "fields are a text": lambda: models(lambda kind: kind | {"flds": "Front"}),
    "note type is a number": lambda: models(lambda _: 1),
    "not UTF-8": lambda: altered("UPDATE notes SET flds = CAST(x'611fff' AS TEXT);"),
    "not text": lambda: altered("UPDATE notes SET flds = x'61';"),
    "time is a text": lambda: altered("UPDATE notes SET mod = 'yesterday';"),
    "time is a fraction": lambda: altered("UPDATE notes SET mod = 1.5;"),
    "schema is a text": lambda: altered("UPDATE col SET ver = 'new';"),
    "view": lambda: altered(VIEW),
    "computed column": lambda: altered(COMPUTED),
    "virtual table": lambda: altered(VIRTUAL),
    "no end of rows": lambda: repeated(18),
    "more text than bytes": lambda: repeated(5, b"x" * 3000),
    "schema gone": lambda: altered(WITHOUT.format("notes")),
    "schema that is no SQL": lambda: altered(
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = CAST(x'43ff00' AS TEXT);"
    ),
}
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    **{f"no package: {name}": (make, "no Anki package") for name, make in NO_PACKAGE.items()},
    **{f"format: {name}": (make, "format newer") for name, make in FORMAT.items()},
    **{f"locked: {name}": (make, "encrypted, or compressed") for name, make in LOCKED.items()},
    **{f"damaged: {name}": (make, "damaged") for name, make in DAMAGED.items()},
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.timeout(30)
def test_a_bad_package_is_refused(name: str) -> None:
    make, message = BAD[name]
    with pytest.raises(PackageError, match=message):
        read(make())


def test_a_note_is_where_the_pages_say_it_is() -> None:
    assert len(read(repeated(0))) == 1
    assert len(read(repeated(2, b"x" * 1000))) == 16


@pytest.mark.parametrize("package", [by_genanki, lambda: zstd(collection(by_genanki()))])
def test_a_large_collection_is_refused(
    package: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(collection(by_genanki()))
    monkeypatch.setattr(packages, "_STEP", 1000)
    monkeypatch.setattr(packages, "MAX_COLLECTION", size)
    assert read(package()) == EXPECTED
    monkeypatch.setattr(packages, "MAX_COLLECTION", size - 1)
    with pytest.raises(PackageError, match="larger"):
        read(package())


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_is_no_larger_than_it_says(method: int) -> None:
    package = bytearray(packed({"collection.anki2": collection(by_genanki())}, method))
    place = package.index(b"PK\x01\x02") + 24
    package[place : place + 4] = (4096).to_bytes(4, "little")
    with pytest.raises(PackageError, match="no Anki package"):
        read(bytes(package))


MANY_CARDS = """
WITH RECURSIVE more(n) AS (SELECT 9 UNION ALL SELECT n + 9 FROM more LIMIT 50)
INSERT INTO cards SELECT id + n, nid, did, ord, 0,0,0,0,0,0,0,0,0,0,0,0,0,'' FROM cards, more;
"""


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE notes SET tags = replace(hex(zeroblob(50)), '0', ' a');",
        "UPDATE notes SET flds = replace(hex(zeroblob(50)), '0', '\x1f');",
        "UPDATE col SET decks = replace(hex(zeroblob(50)), '0', ',');",
        MANY_CARDS,
    ],
)
def test_a_collection_of_many_small_parts_is_refused(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = altered(script)
    monkeypatch.setattr(packages, "MAX_PARTS", 99)
    assert read(by_genanki()) == EXPECTED
    with pytest.raises(PackageError, match="larger"):
        read(package)


# Any

edit = st.tuples(
    st.sampled_from(["flip", "cut", "add"]),
    st.floats(0, 1),
    st.binary(min_size=1, max_size=9),
)


def edited(content: bytes, edits: list[tuple[str, float, bytes]]) -> bytes:
    for kind, where, some in edits:
        place = int(where * len(content))
        rest = content[place + (len(some) if kind == "flip" else 0) :]
        content = content[:place] + (some + rest if kind != "cut" else rest[len(some) ** 4 :])
    return content


def outcome(package: bytes) -> tuple[OldNote, ...] | str:
    try:
        return read(package)
    except PackageError as error:
        return str(error)


@given(st.sampled_from(["genanki", "old", "new"]), st.lists(edit, max_size=4))
@settings(deadline=None, max_examples=200)
def test_no_bytes_raise_anything_else(how: str, edits: list[tuple[str, float, bytes]]) -> None:
    package = by_genanki() if how == "genanki" else by_anki(how)
    found = outcome(edited(package, edits))
    assert found == EXPECTED if not edits else found or isinstance(found, tuple)


@pytest.mark.no_cover
@given(st.sampled_from(["genanki", "old", "new"]), st.lists(edit, max_size=4))
@settings(deadline=None, max_examples=500)
def test_nor_do_bytes_that_no_checksum_protects(
    how: str, edits: list[tuple[str, float, bytes]]
) -> None:
    package = by_genanki() if how == "genanki" else by_anki(how)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: edited(archive.read(name), edits) for name in archive.namelist()}
    outcome(packed(members))
    outcome(packed({"collection.anki2": edited(collection(package), edits)}))


value = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from("1 name flds a".split()), inner)
    ),
)


@given(value)
@example({"1": {"name": "a", "flds": [{"name": "\ud800"}]}})
@settings(deadline=None)
def test_nor_does_json(value: object) -> None:
    text = json.dumps(value).replace("'", "''")
    for column in ("models", "decks"):
        found = outcome(altered(f"UPDATE col SET {column} = '{text}';"))
        assert isinstance(found, tuple) or "damaged" in found
