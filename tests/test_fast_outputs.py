"""What outputs do in a quick way is what the plain way does, byte for byte."""

from __future__ import annotations

import csv
import html
import io
import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import genanki
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import documents, outputs
from tests.test_properties import LINES
from tiku import Bank, build
from tiku.exporters import (
    anki_package,
    apkg,
    apkg_patch,
    bank_csv,
    bank_json,
    collection,
    fields,
    formulas,
    notes,
    page_parts,
    rows,
    writing,
)
from tiku.identity import lock
from tiku.items import keys
from tiku.model import Form, Html, Item, ItemId, Markdown, OpenResponse, Said, Span, Text

MARKS = "\"',;\t\n\r\0=+-@%|#<>[]\\{}:$/!&$＝＠…\u00a0\u0301\u2028\ufeff\udc80aA1题"
texts = st.one_of(st.text(MARKS, max_size=12), st.text(max_size=12), st.sampled_from(LINES))
values = st.recursive(
    st.one_of(texts, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["id", "text", "stem_html", "a"]), inner, max_size=4),
    ),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return documents.bank()


# JSON


def test_json_of_a_bank(bank: Bank) -> None:
    plain = json.dumps(bank_json.to_json(bank), ensure_ascii=False, indent=2) + "\n"
    assert outputs.whole_json(bank).decode() == plain


def test_json_of_an_empty_bank() -> None:
    plain = json.dumps(bank_json.to_json(Bank("x", ())), ensure_ascii=False, indent=2) + "\n"
    assert outputs.whole_json(Bank("x", ())).decode() == plain


@given(values)
def test_json(value: object) -> None:
    assert bank_json.pretty(value, "\n") == json.dumps(value, ensure_ascii=False, indent=2)


@given(values)
def test_json_for_the_page(value: object) -> None:
    assert json.loads(page_parts.dumps(value)) == value


# Rows


def plain_row(cells: Sequence[str], separator: str, *, is_quoted: bool) -> str:
    """Let Python's own writer write a row."""
    out = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=separator, lineterminator="\n", quoting=quoting).writerow(cells)
    return out.getvalue()


@given(st.lists(texts, min_size=2, max_size=6), st.sampled_from(",\t"), st.booleans())
def test_rows(cells: list[str], separator: str, is_quoted: bool) -> None:  # noqa: FBT001
    expected = plain_row(cells, separator, is_quoted=is_quoted)
    assert rows.row(cells, separator, is_quoted=is_quoted) == expected


@given(texts)
def test_cells_that_are_safe(cell: str) -> None:
    seen = (char for char in cell if unicodedata.category(char)[0] not in "CZ")
    start = unicodedata.normalize("NFKC", next(seen, ""))
    is_formula = (start and start in "=+-@'|%") or cell[:1] in ("\t", "\n")
    assert bank_csv._safe(cell) == (f"'{cell}" if is_formula else cell)


# Fields of notes

pieces = st.sampled_from(
    (
        "[sound:a.mp3]",
        "[$]x[/$]",
        "\\(\\href{a}{b}\\)",
        '<a href="other.md" class="x">there</a>',
        '<a href="https://x.invalid">there</a>',
        '<audio controls src="a-0.mp3">a</audio>',
        '<video src="../b.mp4">b</video>',
        "e\u0301",
        "\\",
        "bbox",
        "h",
        "ref",
        "ss",
        "<wbr>",
        "{{c1::",
        "}}",
        "\ue0001",
    )
)


@given(st.lists(st.one_of(pieces, texts), max_size=6).map("".join))
def test_fields(field: str) -> None:
    plain = fields.COMMAND.sub("&#91;", field)
    if "\\" in plain and formulas._REACHING.search(formulas._WITHIN.sub("", plain)):
        plain = formulas._OPENING.sub(r"\\<span></span>", formulas._WBR.sub("", plain))
    plain = fields._LOCAL_LINK.sub(r"\1", plain)
    plain = fields._PLAYER.sub(fields._player, plain)
    assert fields._clean(field) == unicodedata.normalize("NFC", plain)


def test_a_formula_that_reaches() -> None:
    for broken in ("\\href{a}", "\\<wbr>href", "\\h}}ref", "\\st\ue00012yle", "\\c{{c1::lass"):
        assert formulas.harmless(f"\\({broken}\\)").startswith("\\<span></span>(")


# Packages and the lock


def test_cards(bank: Bank) -> None:
    found = [note for note in notes.notes(bank) if not note.type.is_cloze]
    assert len(found) > len({tuple(map(bool, note.fields)) for note in found})
    for note in found:
        cards = genanki.Note(anki_package.note_type(note.type), list(note.fields)).cards
        assert collection.cards(note) == [card.ord for card in cards]


@pytest.mark.parametrize("of", notes.NOTE_TYPES, ids=lambda of: of.name)
def test_fields_that_make_a_card(of: notes.NoteType) -> None:
    ours = anki_package.note_type(of)
    theirs = genanki.Model(
        of.id, of.name, ours.fields, ours.templates, ours.css, model_type=ours.model_type
    )
    assert ours._req == theirs._req


long = st.lists(st.one_of(texts, st.just(" " * 300), st.just("a" * 300))).map("".join)


@given(long)
def test_start_of_a_text(text: str) -> None:
    assert lock.shown(text) == " ".join(text.split())[: lock.SHOWN]


def test_keys_written_at_once(bank: Bank) -> None:
    for item in (*bank.items, *(copy for each in bank.items for copy in each.copies)):
        plain = (item.stem.form, keys.question(item), keys.answer(item))
        assert keys.digests(item) == tuple(map(keys.digest, plain))


@given(st.text(), st.text(), st.text())
def test_keys_of_any_text(stem: str, answer: str, hint: str) -> None:
    made = [Text(Markdown(t), Html(html.escape(t)), t, Form(t)) for t in (stem, answer, hint)]
    response = OpenResponse(made[1])
    span = Span("a.md", 1, 1)
    said = Said(stem=made[0], response=response, hint=made[2])
    item = Item(id=ItemId("q"), content=said, sources=(span,))
    assert keys.digests(item) == tuple(
        map(keys.digest, (item.stem.form, keys.question(item), keys.answer(item)))
    )


@pytest.mark.parametrize("count", range(1, 9))
def test_a_package_of_any_decks_is_patched_to_what_is_written(tmp_path: Path, count: int) -> None:
    bank = build({f"{n}.md": f"Q: What is {n}?\nA: {n} it is.\n" for n in range(count)})
    path = tmp_path / "bank.apkg"
    path.write_bytes(writing.whole(apkg.Writer, bank)[f"{bank.name}.apkg"])
    out = io.BytesIO()
    apkg_patch.patched(path, (), tmp_path).write(out)
    assert out.getvalue() == path.read_bytes()
