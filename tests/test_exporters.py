"""JSON, CSV and the package, read back by other programs."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

from tests import documents, outputs, schema
from tests.conftest import ROOT
from tiku import Bank, Settings, build
from tiku.exporters import bank_json, notes, registry
from tiku.identity.identify import FIRST_BUILD
from tiku.pipeline import bank_name, rebuild


@pytest.fixture(scope="module")
def bank() -> Bank:
    return documents.bank()


# JSON


def test_the_published_schema_is_that_of_the_types() -> None:
    assert schema.FILE.read_text(encoding="utf-8") == schema.as_text()


def test_the_bank_is_valid_by_its_schema(bank: Bank) -> None:
    jsonschema.Draft202012Validator(schema.schema()).validate(json.loads(outputs.whole_json(bank)))


def test_a_field_that_a_later_tiku_adds_is_valid_by_the_published_schema() -> None:
    found = json.loads(outputs.whole_json(build({"q.md": "Q: Why?\nA: So.\n"})))
    found["items"][0]["extra"] = found["extra"] = 1
    jsonschema.validate(found, schema.schema())
    with pytest.raises(jsonschema.ValidationError, match="'extra' was unexpected"):
        jsonschema.validate(found, schema.schema(is_strict=True))


def test_the_json_lists_what_earlier_builds_had() -> None:
    """A program that follows an id finds what became of it."""
    entry = "**Question:** {}\n\n**Answer:** {}\n\n"
    asked = (("Why?", "a"), ("Why?", "b"), ("How is it done?", "So."), ("Unanswered?", ""))
    first = rebuild({"q.md": "".join(entry.format(*each) for each in asked)})
    one, copy, deleted, _ = (item.id for item in first.bank.items)
    later = rebuild({"q.md": entry.format("Why?", "a") * 2}, Settings(), first.lock).bank
    found = bank_json.to_json(later)
    assert [item["id"] for item in found["items"]] == [one]
    assert sorted(found["retired"], key=lambda each: each["stem"]) == [
        {"id": deleted, "into": "", "stem": "How is it done?"},
        {"id": copy, "into": one, "stem": "Why?"},
    ]


# CSV


def cells(bank: Bank) -> list[dict[str, str]]:
    text = outputs.table(bank).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def value(cell: str) -> str:
    """Read a cell as the documentation says."""
    return cell.removeprefix("'")


def test_csv_has_one_row_an_item_with_the_same_values_as_the_json(bank: Bank) -> None:
    items = bank_json.to_json(bank)["items"]
    rows = cells(bank)
    assert [value(row["id"]) for row in rows] == [item["id"] for item in items]
    for row, item in zip(rows, items, strict=True):
        assert value(row["stem"]) == item["stem"]
        assert value(row["answer"]) == item["answer"]
        assert value(row["title"]) == item["title"]
        assert value(row["explanation"]) == item["explanation"]
        assert value(row["kind"]) == item["kind"]
        assert value(row["correct"]) == "".join(c["label"] for c in item["choices"] if c["correct"])
        assert value(row["fingerprint"]) == item["fingerprint"]
        assert value(row["deck"]).split("::") == item["deck"]


def test_pandas_reads_the_same_values(bank: Bank) -> None:
    frame = pd.read_csv(io.BytesIO(outputs.table(bank)), dtype=str, keep_default_na=False)
    assert frame.to_dict("records") == cells(bank)


def test_no_cell_starts_a_formula(bank: Bank) -> None:
    starts = {cell[:1] for row in cells(bank) for cell in row.values()}
    assert not starts & set("=+-@＝＋－＠\t\r")
    assert "'" in starts


def test_csv_starts_as_spreadsheets_need_it(bank: Bank) -> None:
    content = outputs.table(bank)
    assert content.startswith(b"\xef\xbb\xbfid,kind,")
    assert b"\r" not in content


# Package and text


def collection(content: bytes) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert archive.testzip() is None
        database = archive.read("collection.anki2")
    db = sqlite3.connect(":memory:")
    db.deserialize(database)
    return db


@pytest.fixture(scope="module")
def db(bank: Bank) -> Iterator[sqlite3.Connection]:
    with closing(collection(outputs.package(bank))) as opened:
        yield opened


def test_the_package_holds_every_answered_item_in_order(bank: Bank, db: sqlite3.Connection) -> None:
    answered = [item.id for item in bank.items if item.response.kind != "question-only"]
    assert len(answered) < len(bank.items)
    rows = db.execute("SELECT guid FROM notes JOIN cards ON nid = notes.id ORDER BY due, ord")
    assert list(dict.fromkeys(guid for (guid,) in rows)) == answered


def test_the_package_is_sound(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("SELECT count(*) FROM notes WHERE mod <> ?", [FIRST_BUILD]).fetchone() == (0,)
    assert db.execute("SELECT max(due) < 1000000 FROM cards").fetchone() == (1,)


@pytest.mark.parametrize("many", [2, 2_000], ids=["large pages", "small pages"])
def test_the_package_is_the_same_whatever_sqlite_leaves_in_it(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every system's SQLite overwrites what gives way; Debian's does, Python's own does not."""
    bank = build({"q.md": "".join(f"Q: What is {n}?\nA: {'x' * 50} {n}.\n\n" for n in range(300))})
    monkeypatch.setattr("tiku.exporters.collection._MANY", many)
    connect, made = sqlite3.connect, []
    for mode in ("ON", "OFF"):

        def opened(path: Path, mode: str = mode) -> sqlite3.Connection:
            db = connect(path)
            db.execute(f"PRAGMA secure_delete = {mode}")
            return db

        monkeypatch.setattr("sqlite3.connect", opened)
        made.append(outputs.package(bank))
    assert made[0] == made[1]


def test_pages_hold_nothing_between_their_rows(bank: Bank) -> None:
    """What moved leaves traces there, and each version of SQLite other ones."""
    with zipfile.ZipFile(io.BytesIO(outputs.package(bank))) as archive:
        database = archive.read("collection.anki2")
    size, gaps = int.from_bytes(database[16:18]), 0
    for at in range(0, len(database), size):
        page = database[at : at + size]
        head = page[100:112] if at == 0 else page[:12]
        if head[0] in (2, 5, 10, 13):
            rows = (100 if at == 0 else 0) + (12 if head[0] < 8 else 8)
            end, start = rows + 2 * int.from_bytes(head[3:5]), int.from_bytes(head[5:7])
            assert page[end:start] == bytes(start - end)
            gaps += start > end
    assert gaps > 5


def test_the_note_types_are_frozen() -> None:
    """Anki never again updates the notes of a type whose fields or templates have changed."""
    frozen = json.loads((ROOT / "tests" / "note_types.json").read_text(encoding="utf-8"))
    assert frozen == [
        {
            "id": each.id,
            "name": each.name,
            "fields": each.field_ids,
            "templates": each.template_ids,
            "is_cloze": each.is_cloze,
        }
        for each in notes.NOTE_TYPES
    ]
    for each in notes.NOTE_TYPES:
        assert list(each.field_ids) == list(notes.FIELDS)
        assert list(notes.templates(each)) == list(each.template_ids)


def test_a_change_of_the_look_comes_with_a_new_time(db: sqlite3.Connection) -> None:
    """Anki takes over a note type only if its time is newer; note both when you change it."""
    (models,) = db.execute("SELECT models FROM col").fetchone()
    found = json.loads(models).values()
    look = [[m["css"], [[t["qfmt"], t["afmt"]] for t in m["tmpls"]]] for m in found]
    assert {model["mod"] for model in found} == {notes.NOTE_TYPE_MODIFIED}
    assert hash_of(look) == "cba29ff8"


def hash_of(value: Any) -> str:
    from hashlib import sha256

    return sha256(json.dumps(value).encode()).hexdigest()[:8]


def test_a_command_of_anki_s_in_a_text_is_shown_as_text() -> None:
    answer = "It plays; [latex], `[$]` and [[type:Back]] too; [$]x[/$]."
    text = f"Q: What does `[sound:x.mp3]` do?\nA: {answer}\n"
    stem, answer, *_ = notes.notes(build({"q.md": text}))[0].fields
    assert "<code>&#91;sound:x.mp3]</code>" in stem
    assert "&#91;latex], <code>&#91;$]</code> and &#91;[type:Back]] too; <span" in answer
    assert r'class="math inline">\(x\)</span>' in answer


def test_tags_are_the_author_s_and_the_place() -> None:
    head = '---\ntags: [b, "A a", "a<b>"]\n---\n# The "Net" :: 1\n\n'
    text = f"{head}Q: Why?\nA: So.\n\nQ: How?\nA: So.\n"
    (note, _) = notes.notes(build({"x y/q.md": text}))
    assert note.deck == "x y::q"
    assert note.tags == ("A_a", "a＜b＞", "b", "x_y::q::The_Net_:_1")


def test_the_text_format_starts_with_its_headers(bank: Bank) -> None:
    lines = outputs.text(bank).decode().split("\n")
    assert lines[:6] == [
        "#separator:tab",
        "#html:true",
        "#guid column:1",
        "#notetype column:2",
        "#deck column:3",
        "#tags column:4",
    ]
    assert lines[6].startswith("#columns:GUID\tNote type\tDeck\tTags\tStem\tAnswer")


@pytest.mark.parametrize(
    ("paths", "name"),
    [
        (["net.md"], "net"),
        (["a/b.md", "a/c.md"], "a"),
        (["a.md", "b.md"], "bank"),
        (["Collection.md"], "bank"),
        (["backup-1.md"], "bank"),
        (["BACKUP-1/x.md"], "bank"),
        (["backup.md"], "backup"),
        (["?*.md"], "bank"),
        ([], "bank"),
    ],
)
def test_a_deck_file_never_has_a_name_by_which_anki_replaces_everything(
    paths: list[str], name: str
) -> None:
    assert bank_name(paths) == name


def test_every_output_has_one_name(bank: Bank) -> None:
    assert [name for name in registry.export(bank) if "/" not in name] == [
        "bank.apkg", "bank.anki.txt", "bank.json", "bank.csv", "duplicates.md", "index.html"
    ]  # fmt: skip
