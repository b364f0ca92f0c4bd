"""The contract of `docs/identity.md`, row by row, with a learner who studied every card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import outputs
from tests.conftest import ROOT
from tests.edits import BASE, EDITS, SIZE, Sources, _put
from tests.judge import Judge, Log, judge
from tiku.changes import Changes, changes, counts
from tiku.exporters import anki_package, anki_search, notes
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.known import Known
from tiku.identity.lock import Lock
from tiku.model import ItemId, Settings
from tiku.pipeline import Built, assemble, finish, rebuild
from tiku.reading import read

PAGE = (ROOT / "docs" / "identity.md").read_text(encoding="utf-8")
TABLE = {
    cells[0]: cells[1:]
    for line in PAGE.splitlines()
    if line.startswith("| ") and len(cells := [cell.strip() for cell in line.split("|")[1:-1]]) == 6
}


def build(sources: Sources, lock: Lock, now: int) -> tuple[Built, Changes]:
    assembled = assemble(read(sources), Settings(), Known(lock))
    built = finish(assembled, lock, now)
    return built, changes(assembled.identity, built.bank.items, lock, built.lock)


@contextmanager
def studied(first: Built) -> Iterator[Judge]:
    """A learner who has studied every card of a build."""
    with judge() as anki:
        anki.package(outputs.package(first.bank))
        anki.study()
        yield anki


def reimport(anki: Judge, built: Built) -> Log:
    """Import a build; every history must stay on its card, its note, its row."""
    before, rows = anki.histories(), {str(row[0]): row for row in anki.rows()}
    owners = {history.guid for history in before.values()}
    log = anki.package(outputs.package(built.bank))
    assert anki.histories() == before
    assert log.refused == 0
    made = {str(note.guid): note for note in notes.notes(built.bank)}
    after = anki.rows()
    for guid, _, tags, fields in after:
        if str(guid) in made:
            assert str(fields) == "\x1f".join(made[str(guid)].fields), "an edit that did not arrive"
            assert set(str(tags).split()) == set(made[str(guid)].tags)
    touched = {guid for guid, row in rows.items() if row not in after}
    assert len(touched) == log.updated, "touched in vain"
    assert len(owners) == len(before)
    assert anki.check()
    assert anki.empty_cards() == 0
    return log


def row(log: Log, found: Changes, total: int) -> list[str]:
    """Write what happened as a row of the table."""
    said = ", ".join(f"{kind} {count}" for kind, count in counts(found).items() if count)
    gone = len(found.of("retired")) + len(found.of("merged"))
    cells = (total - gone, log.new, log.updated, len(found.of("moved")))
    return [*map(str, cells), said or "same"]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_does_what_the_table_says(name: str) -> None:
    first = rebuild(BASE)
    assert len(first.bank.items) == SIZE
    after, found = build(EDITS[name](BASE), first.lock, FIRST_BUILD + 1000)
    with studied(first) as anki:
        log = reimport(anki, after)
        assert row(log, found, SIZE) == TABLE.get(name)
        for step in found.steps:
            ids = {str(each.id) for each in found.listed if each.kind in ("moved", "retired")}
            assert anki.find(step.search) <= ids
        if found.steps:
            assert set().union(*(anki.find(step.search) for step in found.steps)) == ids
        again = rebuild(EDITS[name](BASE), Settings(), after.lock, FIRST_BUILD + 2000)
        assert reimport(anki, again) == Log(0, 0, log.new + log.updated + log.duplicate, 0)
        back, _ = build(BASE, after.lock, FIRST_BUILD + 3000)
        assert [i.id for i in back.bank.items] == [i.id for i in first.bank.items], "undone"
        assert reimport(anki, back).new == 0


def test_the_table_has_no_other_rows() -> None:
    assert set(TABLE) - {"edit", "---"} == set(EDITS)


def test_no_step_of_a_template_ever_takes_another_s_history() -> None:
    after, found = build(EDITS["a question replaced by another of its template"](BASE),
                         rebuild(BASE).lock, FIRST_BUILD + 1)  # fmt: skip
    assert not found.of("re-linked")
    assert "udp" in found.of("perhaps")[0].why
    assert after.lock.entries[found.of("retired")[0].id].wording.asked == "What is UDP?"


def test_deleted_and_restored() -> None:
    first = rebuild(BASE)
    without, _ = build(EDITS["deleted"](BASE), first.lock, FIRST_BUILD + 1000)
    again, found = build(BASE, without.lock, FIRST_BUILD + 2000)
    assert [change.kind for change in found.listed] == ["returned"]
    with studied(first) as anki:
        assert reimport(anki, without) == Log(0, 0, SIZE - 1, 0)
        assert reimport(anki, again) == Log(0, 0, SIZE, 0)


def test_a_tag_is_removed_again() -> None:
    first = rebuild(BASE)
    tagged, _ = build(EDITS["tag added"](BASE), first.lock, FIRST_BUILD + 1000)
    untagged, _ = build(BASE, tagged.lock, FIRST_BUILD + 2000)
    with studied(first) as anki:
        assert reimport(anki, tagged) == Log(0, 3, SIZE - 3, 0)
        assert reimport(anki, untagged) == Log(0, 3, SIZE - 3, 0)


def test_the_style_of_the_cards_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = rebuild(BASE)
    with studied(first) as anki:
        monkeypatch.setattr(anki_package, "style", lambda: ".card { color: red; }")
        monkeypatch.setattr(anki_package, "NOTE_TYPE_MODIFIED", notes.NOTE_TYPE_MODIFIED + 1)
        again, found = build(BASE, first.lock, FIRST_BUILD + 1000)
        assert not found.listed
        assert reimport(anki, again) == Log(0, 0, SIZE, 0)
        model = anki.col.models.by_name(notes.BASIC.name)
        assert model
        assert model["css"] == ".card { color: red; }"


REVERSED = """---
study: [reversed, typed]
---
Q: Rome
A: Roma

Q: Which port has HTTPS?
A: 443

Q: Which is a fruit?
- [x] Apple
- [ ] Stone
"""


@pytest.mark.parametrize("study", ["[]", "[typed]", "[reveal]"])
def test_cards_that_ask_in_reverse_no_more_are_said_to_be_empty(study: str) -> None:
    """They stay in Anki, and nothing but *Empty Cards* takes them away."""
    first = rebuild({"q.md": REVERSED})
    same, found = build({"q.md": REVERSED}, first.lock, FIRST_BUILD + 500)
    assert (same.lock, found.steps) == (first.lock, ())
    text = REVERSED.replace("[reversed, typed]", study).replace("A: Roma", "A: Roma, in Italian")
    after, found = build({"q.md": text}, first.lock, FIRST_BUILD + 1000)
    (step,) = found.steps
    assert step.what == (
        "an import leaves 2 notes with an empty card, which asked in reverse before"
    )
    assert build({"q.md": text}, after.lock, FIRST_BUILD + 2000)[1].steps == (), "said once"
    with studied(first) as anki:
        assert len(anki.cards()) == 5
        assert anki.find(step.search) == set()
        before = anki.histories()
        anki.package(outputs.package(after.bank))
        assert anki.histories() == before
        assert anki.find(step.search) == {item.id for item in first.bank.items[:2]}
        assert anki.empty_cards() == len(anki.col.find_cards(step.search)) == 2


UNANSWERED = "Q: What is TCP?\nA: {}\n\nQ: What is UDP?\nA: It sends datagrams.\n"


def test_a_question_that_loses_its_answer_is_said_with_the_search_for_its_note() -> None:
    """No package has its note then, so the card stays as it was; with an answer it is updated."""
    first = rebuild({"q.md": UNANSWERED.format("A protocol that keeps the order.")})
    bare, found = build({"q.md": UNANSWERED.format("")}, first.lock, FIRST_BUILD + 1000)
    assert [each.kind for each in found.listed] == ["re-linked", "unanswered"]
    (change,) = found.of("unanswered")
    assert change.id == first.bank.items[0].id
    (step,) = found.steps
    assert step.what == (
        "an import keeps 1 note whose question has no answer now: "
        "the card shows the old one until there is another"
    )
    again, listed = build({"q.md": UNANSWERED.format("TODO")}, bare.lock, FIRST_BUILD + 2000)
    assert listed.steps == (), "said once"
    back, listed = build({"q.md": UNANSWERED.format("In order.")}, again.lock, FIRST_BUILD + 3000)
    assert len(listed.of("updated")) == 1
    with studied(first) as anki:
        assert reimport(anki, bare) == Log(0, 0, 1, 0)
        assert anki.find(step.search) == {change.id}
        assert reimport(anki, back) == Log(0, 1, 1, 0)


def test_a_first_answer_is_no_other_answer() -> None:
    bare = rebuild({"q.md": UNANSWERED.format("")})
    answered, found = build(
        {"q.md": UNANSWERED.format("It keeps the order.")}, bare.lock, FIRST_BUILD + 1000
    )
    assert [each.kind for each in found.listed] == ["updated"]
    assert [item.id for item in answered.bank.items] == [item.id for item in bare.bank.items]
    _, found = build({"q.md": UNANSWERED.format("A dog.")}, answered.lock, FIRST_BUILD + 2000)
    assert [each.kind for each in found.listed] == ["re-linked", "updated"]


CONFLICT = "Q: Why?\nA: {}\n\nQ: Why?\nA: {}\n\nQ: Else, and what then?\nA: Nothing else at all.\n"


def test_two_that_became_one_are_two_again_with_both_histories() -> None:
    one, other = "Because it is so.", "For a wholly different reason."
    first = rebuild({"q.md": CONFLICT.format(one, other)})
    merged, found = build({"q.md": CONFLICT.format(one, one)}, first.lock, FIRST_BUILD + 1000)
    assert [change.kind for change in found.listed] == ["merged"]
    (alias,) = (entry for entry in merged.lock.entries.values() if entry.into)
    assert alias.into == merged.bank.items[0].id
    assert [(each.id, each.into) for each in merged.bank.retired] == [(alias.id, alias.into)]
    apart, found = build({"q.md": CONFLICT.format(one, other)}, merged.lock, FIRST_BUILD + 2000)
    assert [change.kind for change in found.listed] == ["returned"]
    assert [i.id for i in apart.bank.items] == [i.id for i in first.bank.items]
    with studied(first) as anki:
        assert reimport(anki, merged) == Log(0, 0, 2, 0)
        assert anki.find(
            build({"q.md": CONFLICT.format(one, one)}, first.lock, 0)[1].steps[0].search
        ) == {alias.id}
        assert reimport(anki, apart) == Log(0, 0, 3, 0)


def test_what_a_learner_wrote_on_a_note_that_its_author_left_alone_survives() -> None:
    first = rebuild(BASE)
    edited, found = build(EDITS["typo in the answer"](BASE), first.lock, FIRST_BUILD + 1000)
    (changed,) = (change.id for change in found.of("updated"))
    with studied(first) as anki:
        for nid in anki.col.find_notes(f"-Id:{changed}"):
            note = anki.col.get_note(nid)
            note.tags.append("mine")
            note["Context"] = "my own words"
            anki.col.update_note(note)
        before = anki.histories()
        assert anki.package(outputs.package(edited.bank)).updated == 1
        assert anki.histories() == before
        assert len(anki.find("tag:mine Context:my*words")) == SIZE - 1


def test_the_user_s_document_keeps_every_id_when_one_is_inserted_on_top() -> None:
    name = "generative-ai.md"
    text = (ROOT / "source" / name).read_text(encoding="utf-8")
    first = rebuild({name: text})
    at = text.index("### 1.")
    new = "### 1. 提示工程\n\n**题目：** 什么是提示工程？\n\n**答案：** 设计模型的输入。\n\n"
    later = re.sub(
        r"^### (\d+)\.", lambda m: f"### {int(m[1]) + 1}.", text[at:], flags=re.MULTILINE
    )
    after, found = build({name: text[:at] + new + later}, first.lock, FIRST_BUILD + 1000)
    kept = {item.id: item.modified for item in after.bank.items[1:]}
    assert kept == {item.id: item.modified for item in first.bank.items}
    assert len(kept) == 29
    assert [change.kind for change in found.listed] == ["added"]


def test_new_cards_come_in_the_order_of_the_source_with_ids_that_stay() -> None:
    first = rebuild(BASE)
    after, _ = build(EDITS["inserted on top"](BASE), first.lock, FIRST_BUILD + 1000)
    with judge() as anki:
        anki.package(outputs.package(after.bank))
        assert [card.guid for card in anki.cards()] == [item.id for item in after.bank.items]
    born = {item.id: item.created for item in first.bank.items}
    assert {item.id: item.created for item in after.bank.items if item.id in born} == born
    assert len({item.created for item in after.bank.items}) == SIZE + 1


def test_a_template_that_is_filled_anew_is_another_question() -> None:
    """What tells siblings apart is a word, in Chinese and in English."""
    swaps = (("UDP", "SCTP"), ("图像修复", "语音合成"))
    for old, new in swaps:
        path = "ai.md" if old == "图像修复" else "net/basics.md"
        after, found = build(_put(BASE, path, (old, new)), rebuild(BASE).lock, FIRST_BUILD + 1)
        assert not found.of("re-linked"), old
        assert len(found.of("retired")) == len(found.of("added")) == 1
        assert len(after.bank.items) == SIZE


ODD = ('a"b*c_d', "#<&> (x)", "a\\b:c", "OO+3)hUVDQ", "x y")


def test_searches_find_ids_and_decks_of_any_characters() -> None:
    text = "".join(f"Q: Q{n}?\nA: a\n\n" for n in range(len(ODD)))
    decks = ("current", "Filtered", 'a_b "c"', "d*:e 字", "net::sub")
    bank = rebuild({"q.md": text}).bank
    items = (
        item._replace(id=ItemId(id_), deck=tuple(deck.split("::")))
        for item, id_, deck in zip(bank.items, ODD, decks, strict=True)
    )
    bank = bank._replace(items=tuple(items))
    with judge() as anki:
        anki.package(outputs.package(bank))
        for item in bank.items:
            assert anki.find(anki_search.ids([item.id])) == {item.id}
            assert anki.find(anki_search.deck("::".join(item.deck))) == {item.id}
        assert anki.find(anki_search.deck("net")) == set(), "not what is in decks within"


CONSTANT = "How do you declare a constant?"
IN_PYTHON = f"## Python\n\n### {CONSTANT}\n\nThere is none; by convention a name in capitals.\n\n"
OTHER = "## Go\n\n### What is a goroutine?\n\nA function that runs beside others.\n\n"
IN_JAVASCRIPT = f"## JavaScript\n\n### {CONSTANT}\n\nWith the keyword const.\n"


@pytest.mark.parametrize(
    "after",
    [
        {"a.md": OTHER + IN_JAVASCRIPT},
        {"a.md": OTHER, "js.md": IN_JAVASCRIPT},
    ],
)
def test_the_same_words_elsewhere_with_another_answer_are_another_question(
    after: dict[str, str],
) -> None:
    """Two subjects may ask the same; a person is told that it is perhaps the earlier one."""
    first = rebuild({"a.md": IN_PYTHON + OTHER})
    (old,) = (item.id for item in first.bank.items if item.stem.plain == CONSTANT)
    second, found = build(after, first.lock, FIRST_BUILD + 9)
    (new,) = (item.id for item in second.bank.items if item.stem.plain == CONSTANT)
    assert new != old
    assert [each.id for each in found.of("perhaps")] == [new]


def test_a_question_that_many_share_is_asked_about_in_its_place() -> None:
    def files(lisp: str) -> dict[str, str]:
        entries = {"Python": "A sequence.", "Lisp": lisp, "HTML": "An ul or ol element."}
        asked = (
            f"## {name}\n\n**Q:** What is a list?\n\n**A:** {a}\n" for name, a in entries.items()
        )
        return {"a.md": "\n".join(asked)}

    first = rebuild(files("A chain of cons cells."))
    edited = files("Pairs that point to the rest.")
    second, found = build(edited, first.lock, FIRST_BUILD + 9)
    assert [each.id for each in found.of("perhaps")] == [second.bank.items[1].id]
