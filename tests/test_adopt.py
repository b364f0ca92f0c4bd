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
from tiku.commands.adopt import Adopted, Pair, adopt
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


def change(anki: Judge, notes_: str, to: str) -> None:
    """Give notes that a search finds another type, fields and templates as Anki proposes."""
    models, found = anki.col.models, anki.col.find_notes(notes_)
    old = anki.col.get_note(found[0]).mid
    target = models.by_name(to)
    assert target
    info = models.change_notetype_info(old_notetype_id=old, new_notetype_id=target["id"])
    request = ChangeNotetypeRequest()
    request.CopyFrom(info.input)
    request.note_ids.extend(found)
    models.change_notetype_of_notes(request)


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
        change(anki, 'note:"Old type"', notes.BASIC.name)
        assert anki.histories() == before
        always(anki, outputs.package(built.bank))
        assert anki.histories() == before
        sent = {note.guid: "\x1f".join(note.fields) for note in notes.notes(built.bank)}
        assert {str(row[0]): str(row[3]) for row in anki.rows()} == sent
        assert anki.check()


GAPS = (
    "The capital of {{c1::France}} is {{c2::Paris}}.",
    "The capital of {{c1::Spain}} is {{c2::Madrid}}.",
    "The capital of {{c1::Italy}} is {{c2::Rome}}.",
    "1. Water is {{c1::H<sub>2</sub>O::a formula}}, and boils at {{c1::100 °C}}.",
    "In C++ a list that grows is <code>{{c1::vector}}</code>.",
)
GAPPED = """\
The capital of {{c1::Spain}} is {{c2::Madrid}}.

The capital of {{c1::Italy}} is {{c2::Rome}}.

The capital of {{c1::France}} is {{c2::Paris}}.

Water is {{c1::H<sub>2</sub>O::a formula}}, and boils at {{c1::100 °C}}.

In C++ a list that grows is {{c1::`vector`}}.
"""


def with_gaps(anki: Judge, *texts: str) -> bytes:
    """Write notes of Anki's own type for texts with gaps, and export their deck."""
    models, deck_id = anki.col.models, anki.col.decks.id("Mine")
    assert deck_id
    for text in texts:
        note = anki.col.new_note(models.by_name("Cloze"))  # type: ignore[arg-type]
        note["Text"], note["Back Extra"] = text, "See the atlas."
        anki.col.add_note(note, deck_id)
    out = anki.folder / "export.apkg"
    options = ExportAnkiPackageOptions(legacy=True)
    anki.col.export_anki_package(out_path=str(out), options=options, limit=None)
    return out.read_bytes()


def test_texts_with_gaps_of_anki_s_own_type_go_on_with_their_histories() -> None:
    with judge() as anki:
        old = read(with_gaps(anki, *GAPS))
        assembled = assemble(read_sources({"q.md": GAPPED}), Settings(), Known())
        made = adopt(old, assembled.identity, Lock(), FIRST_BUILD + 99)
        assert (made.left_notes, made.left_items) == ((), ())
        found = [GAPS.index(pair.note.fields[0][1]) for pair in in_order(made)]
        assert found == [1, 2, 0, 3, 4], "each its own"
        anki.study()
        before = anki.histories()
        built = rebuild({"q.md": GAPPED}, Settings(), made.lock, FIRST_BUILD + 999)
        assert anki.package(outputs.package(built.bank)).refused == len(GAPS)
        change(anki, "note:Cloze", notes.CLOZE.name)
        always(anki, outputs.package(built.bank))
        assert anki.histories() == before
        assert anki.col.card_count() == len(before) == 8
        sent = {note.guid: "\x1f".join(note.fields) for note in notes.notes(built.bank)}
        assert {str(row[0]): str(row[3]) for row in anki.rows()} == sent


def in_order(made: Adopted) -> list[Pair]:
    return sorted(made.pairs, key=lambda pair: pair.item.sources)


def test_a_deck_of_tiku_s_own_with_gaps_goes_on_after_an_edit() -> None:
    """Without its lock a question has another id once its words have changed."""
    old = read(outputs.package(rebuild({"q.md": GAPPED}).bank))
    edited = {"q.md": GAPPED.replace("a list that grows", "a list that grows at its end")}
    made = adopt(old, assemble(read_sources(edited), Settings(), Known()).identity, Lock(), 9)
    assert made.left_notes == ()
    assert [pair.why == "the same id" for pair in in_order(made)] == [True] * 4 + [False]


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
    assert "adopted    the ids of 0 of 1 question" in done.stdout
    assert not (project / "tiku.lock").exists()


def test_what_is_left_on_either_side_is_listed(project: Path, tiku: Run) -> None:
    text = "## What is TCP?\n\nA protocol.\n\n## What is Go?\n\nA game of two players.\n"
    write(project / "source/q.md", text)
    deck(project, ("What is TCP?", "A protocol."), ("<p>What is&nbsp;Rust?</p>", "A language."))
    said = tiku("adopt", "old.apkg").stdout
    assert "new        1 question that the deck does not have" in said
    assert "unknown    1 note of the deck that no question has" in said
    assert "  What is Rust?\n" in said


def test_the_search_for_notes_of_another_type_stays_within_their_decks(
    project: Path, tiku: Run
) -> None:
    """A learner has notes of such a type in decks that are no business of this one."""
    with judge() as anki:
        models = anki.col.models
        basic = models.by_name("Basic")
        places = ("Net", "Net::DNS", "Net::DNS::Old", "Cooking")
        for name in places:
            note = anki.col.new_note(basic)  # type: ignore[arg-type]
            note["Front"], note["Back"] = f"What is {name}?", f"It is what {name} is."
            anki.col.add_note(note, anki.col.decks.id(name) or anki.col.decks.id("Default"))  # type: ignore[arg-type]
        out = project / "old.apkg"
        options = ExportAnkiPackageOptions(legacy=True)
        anki.col.export_anki_package(out_path=str(out), options=options, limit=None)
        asked = ("Net", "Net::DNS")
        text = "\n".join(f"## What is {name}?\n\nIt is what {name} is.\n" for name in asked)
        write(project / "source/q.md", text)
        (step,) = json.loads(tiku("adopt", "old.apkg", "--json").stdout)["steps"]
        found = {anki.col.get_note(each)["Front"] for each in anki.col.find_notes(step["search"])}
        assert found == {f"What is {name}?" for name in asked}
        assert step["what"].endswith("once, to be updated")


def test_a_note_beside_that_no_question_has_is_counted(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", "## What is TCP?\n\nA protocol.\n")
    deck(project, ("What is TCP?", "A protocol."), ("What is Rust?", "A language."))
    (step,) = json.loads(tiku("adopt", "old.apkg", "--json").stdout)["steps"]
    assert step["what"].endswith("the search finds 1 more that no question has: leave them out")


def test_an_id_that_a_source_beside_has_is_left_to_it(project: Path, tiku: Run) -> None:
    for name in ("one", "two"):
        write(project / name / "q.md", "## What is TCP?\n\nA protocol.\n")
        assert tiku("build", name, "--output", f"out-{name}").returncode == 0
    before = (project / "tiku.lock").read_bytes()
    assert "of 1 question" in tiku("adopt", "out-two/q.apkg", "one").stdout
    assert tiku("build", "two", "--output", "out-two", "--frozen").returncode == 0
    assert (project / "tiku.lock").read_bytes() == before
