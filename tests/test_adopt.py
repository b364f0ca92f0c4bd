"""Decks that somebody studies already, taken over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import genanki
import pytest
from anki.collection import ExportAnkiPackageOptions, ImportAnkiPackageOptions
from anki.collection import ImportAnkiPackageRequest as Request
from anki.models import ChangeNotetypeRequest

from tests import outputs
from tests.conftest import ROOT, Run, write
from tests.judge import Judge, judge
from tests.test_edits import reimport
from tiku.commands.adopt import adopt
from tiku.commands.packages import OldNote, read
from tiku.exporters import notes
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.known import Known
from tiku.identity.lock import Lock
from tiku.model import Settings
from tiku.pipeline import Assembled, assemble, finish, rebuild
from tiku.reading import read as read_sources

NAME = "generative-ai.md"
SEED = {NAME: (ROOT / "source" / NAME).read_text(encoding="utf-8")}
BASIC = genanki.Model(
    1_607_392_319, "Old type", fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"}],
)  # fmt: skip


def seed() -> Assembled:
    return assemble(read_sources(SEED), Settings(), Known())


def deck(tmp_path: Path, *sides: tuple[str, str]) -> bytes:
    """A deck as a script with genanki makes it, GUIDs and all."""
    made = genanki.Deck(2_059_400_110, "Old deck")
    for front, back in sides:
        made.add_note(genanki.Note(BASIC, [front, back]))
    genanki.Package(made).write_to_file(tmp_path / "old.apkg")
    return (tmp_path / "old.apkg").read_bytes()


def plain(tmp_path: Path) -> bytes:
    """Question in front, answer behind."""
    return deck(tmp_path, *((i.stem.html, i.response.answer.html) for i in seed().identity.items))


def headed(tmp_path: Path) -> bytes:
    """The heading in front with its number, everything else behind with its labels."""
    sides = (
        (
            f"{n}. {item.title.plain or item.stem.plain}",
            f"<p><b>题目：</b>{item.stem.html}</p><p><b>答案：</b>{item.response.answer.html}</p>",
        )
        for n, item in enumerate(seed().identity.items, 1)
    )
    return deck(tmp_path, *sides)


def by_anki(tmp_path: Path, *, legacy: bool) -> bytes:
    """Exported from a collection that a deck of genanki's was imported into."""
    with judge() as anki:
        anki.package(plain(tmp_path))
        options = ExportAnkiPackageOptions(legacy=legacy)
        out = tmp_path / "export.apkg"
        anki.col.export_anki_package(out_path=str(out), options=options, limit=None)
        return out.read_bytes()


def legacy(tmp_path: Path) -> bytes:
    return by_anki(tmp_path, legacy=True)


def latest(tmp_path: Path) -> bytes:
    return by_anki(tmp_path, legacy=False)


def ours(_: Path) -> bytes:
    return outputs.package(rebuild(SEED).bank)


@pytest.mark.parametrize("make", [plain, headed, legacy, latest, ours], ids=lambda f: f.__name__)
def test_every_question_goes_on_under_the_guid_of_its_note(
    make: Callable[[Path], bytes], tmp_path: Path
) -> None:
    old = read(make(tmp_path))
    assembled = seed()
    made = adopt(old, assembled.identity, Lock(), FIRST_BUILD + 99)
    assert len(made.pairs) == len(assembled.identity.items) == 29
    assert (made.left_notes, made.left_items) == ((), ())
    for pair, note in zip(sorted(made.pairs, key=lambda p: p.item.sources), old, strict=True):
        assert pair.note == note, "each its own, the siblings of a template too"
    again = assemble(read_sources(SEED), Settings(), Known(made.lock))
    assert {item.id for item in again.bank.items} == {note.guid for note in old}
    built = finish(again, made.lock, FIRST_BUILD + 500)
    stays = make is ours
    assert {item.modified > FIRST_BUILD for item in built.bank.items} == {not stays}


def test_a_deck_of_tiku_s_own_goes_on_as_if_nothing_had_happened(tmp_path: Path) -> None:
    first = rebuild(SEED)
    made = adopt(read(ours(tmp_path)), seed().identity, Lock(), FIRST_BUILD + 99)
    with judge() as anki:
        anki.package(outputs.package(first.bank))
        anki.study()
        log = reimport(anki, rebuild(SEED, Settings(), made.lock, FIRST_BUILD + 999))
        assert (log.new, log.updated) == (0, 0)


def always(anki: Judge, content: bytes) -> None:
    """Import with `Update notes: Always`."""
    path = anki.folder / "deck.apkg"
    path.write_bytes(content)
    rule = ImportAnkiPackageOptions(update_notes=1)  # type: ignore[arg-type]
    anki.col.import_anki_package(Request(package_path=str(path), options=rule))


def test_the_steps_for_a_deck_of_another_tool_keep_every_history(tmp_path: Path) -> None:
    """As docs/identity.md has them: import, change the note type, import with Always."""
    old = plain(tmp_path)
    made = adopt(read(old), seed().identity, Lock(), FIRST_BUILD + 99)
    built = rebuild(SEED, Settings(), made.lock, FIRST_BUILD + 999)
    with judge() as anki:
        anki.package(old)
        anki.study()
        before = anki.histories()
        log = anki.package(outputs.package(built.bank))
        assert (log.new, log.updated, log.refused) == (0, 0, 29)
        models = anki.col.models
        ids = [models.by_name(name)["id"] for name in (BASIC.name, notes.BASIC.name)]  # type: ignore[index]
        info = models.change_notetype_info(old_notetype_id=ids[0], new_notetype_id=ids[1])
        request = ChangeNotetypeRequest()
        request.CopyFrom(info.input)
        request.note_ids.extend(anki.col.find_notes('note:"Old type"'))
        models.change_notetype_of_notes(request)
        assert anki.histories() == before
        always(anki, outputs.package(built.bank))
        assert anki.histories() == before
        sent = {note.guid: "\x1f".join(note.fields) for note in notes.notes(built.bank)}
        assert {str(row[0]): str(row[3]) for row in anki.rows()} == sent
        assert anki.check()


def test_what_has_no_counterpart_is_left_and_said(tmp_path: Path) -> None:
    old = read(deck(tmp_path, ("What is TCP?", "A protocol."), ("What is Rust?", "A language.")))
    text = "## What is TCP?\n\nA protocol.\n\n## What is Go?\n\nA game of two players.\n"
    assembled = assemble(read_sources({"q.md": text}), Settings(), Known())
    made = adopt(old, assembled.identity, Lock(), FIRST_BUILD)
    assert [pair.item.stem.plain for pair in made.pairs] == ["What is TCP?"]
    assert [note.fields[0][1] for note in made.left_notes] == ["What is Rust?"]
    assert [item.stem.plain for item in made.left_items] == ["What is Go?"]


def test_a_guid_that_stands_twice_or_not_at_all_is_left() -> None:
    fields = (("Front", "What is TCP?"), ("Back", "A protocol."))
    twice = OldNote("g", 1, "Basic", fields, (), "Deck", 5)
    none = OldNote("", 1, "Basic", fields, (), "Deck", 5)
    text = {"q.md": "## What is TCP?\n\nA protocol.\n"}
    assembled = assemble(read_sources(text), Settings(), Known())
    made = adopt([twice, twice, none], assembled.identity, Lock(), FIRST_BUILD)
    assert (made.pairs, len(made.left_notes)) == ((), 3)


def test_an_id_that_the_lock_had_stays_as_an_alias(tmp_path: Path) -> None:
    text = {"q.md": "## What is TCP?\n\nA protocol.\n"}
    first = rebuild(text)
    old = read(deck(tmp_path, ("What is TCP?", "A protocol.")))
    assembled = assemble(read_sources(text), Settings(), Known(first.lock))
    made = adopt(old, assembled.identity, first.lock, FIRST_BUILD + 9)
    built = rebuild(text, Settings(), made.lock, FIRST_BUILD + 99)
    assert built.bank.items[0].id == old[0].guid
    assert [(each.id, each.into) for each in built.bank.retired] == [
        (first.bank.items[0].id, old[0].guid)
    ]


def test_a_time_in_milliseconds_is_no_time_in_the_future() -> None:
    """mdanki and md2apkg write such; to Anki it is the year 58,000."""
    fields = (("Front", "What is TCP?"), ("Back", "A protocol."))
    note = OldNote("g", 1, "Basic", fields, (), "Deck", 1_790_000_000_000)
    text = {"q.md": "## What is TCP?\n\nA protocol.\n"}
    assembled = assemble(read_sources(text), Settings(), Known())
    made = adopt([note], assembled.identity, Lock(), FIRST_BUILD)
    built = rebuild(text, Settings(), made.lock, FIRST_BUILD + 7)
    assert built.bank.items[0].modified == FIRST_BUILD + 7


# The command


def test_adopt_then_build(project: Path, tiku: Run, tmp_path: Path) -> None:
    write(project / "source" / NAME, SEED[NAME])
    plain(tmp_path)
    done = tiku("adopt", "old.apkg")
    assert done.returncode == 0
    assert "adopted    the ids of 29 of 29 questions\n" in done.stdout
    assert "the notes of type 'Old type' must become 'tiku'" in done.stdout
    assert tiku("build", "--json").returncode == 0
    ids = {each["id"] for each in json.loads((project / "decks/bank.json").read_text())["items"]}
    assert ids == {note.guid for note in read((project / "old.apkg").read_bytes())}
    with judge() as anki:  # ids with any character arrive in the text format too
        anki.package((project / "decks/generative-ai.apkg").read_bytes())
        log = anki.text((project / "decks/generative-ai.anki.txt").read_bytes())
        assert (log.new, log.updated, log.refused) == (0, 0, 0)


@pytest.mark.parametrize("content", [b"", b"no package", b"PK\x03\x04"])
def test_what_is_no_package_is_said(project: Path, tiku: Run, content: bytes) -> None:
    write(project / "source/q.md", "Q: A?\nA: b\n")
    write(project / "old.apkg", content)
    done = tiku("adopt", "old.apkg")
    assert done.returncode == 1
    assert done.stderr.startswith("old.apkg: error: this is no Anki package")
    assert not (project / "tiku.lock").exists()


def test_a_deck_in_which_nothing_is_found_changes_nothing(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", "Q: A?\nA: b\n")
    deck(project, ("What is Rust?", "A language."))
    done = tiku("adopt", "old.apkg")
    assert done.returncode == 0
    assert "adopted    the ids of 0 of 1 questions" in done.stdout
    assert not (project / "tiku.lock").exists()


def test_what_is_left_on_either_side_is_listed(project: Path, tiku: Run) -> None:
    text = "## What is TCP?\n\nA protocol.\n\n## What is Go?\n\nA game of two players.\n"
    write(project / "source/q.md", text)
    deck(project, ("What is TCP?", "A protocol."), ("What is Rust?", "A language."))
    said = tiku("adopt", "old.apkg").stdout
    assert "new        1 questions that the deck does not have" in said
    assert "unknown    1 notes of the deck that no question has" in said
    assert "What is Rust?" in said


def test_an_id_that_a_source_beside_has_is_left_to_it(project: Path, tiku: Run) -> None:
    for name in ("one", "two"):
        write(project / name / "q.md", "## What is TCP?\n\nA protocol.\n")
        assert tiku("build", name, "--output", f"out-{name}").returncode == 0
    before = (project / "tiku.lock").read_bytes()
    assert "of 1 questions" in tiku("adopt", "out-two/q.apkg", "one").stdout
    assert tiku("build", "two", "--output", "out-two", "--frozen").returncode == 0
    assert (project / "tiku.lock").read_bytes() == before
