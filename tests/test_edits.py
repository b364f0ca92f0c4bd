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
from tiku.identity import likeness
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.known import Known, NeedsAllError
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


# Documents of mixed styles, in which an edit of one question changes how others are read.

BESIDE_TICKS = """# Cheese

### Question 1: What is rennet?

> An enzyme that makes milk set.

### Question 2: The main part of whey is

- [x] water
- [ ] salt

### Question 3: Which one is a mould?

- [ ] brine
- [x] annatto

### Question 4: Why is brine salty?

> So that nothing lives in it.
"""
AS_LETTERS = ("- [ ] brine\n- [x] annatto", "- A) brine\n- B) annatto\n\n**Answer: B. annatto**")
NO_LABELS = """# Cheese

### 1. How does rennet work?

It cuts a protein, and the milk sets.

### 2. Which one is a mould?

- [ ] brine
- [x] annatto
"""
COUNTERS = ("### 1. How", "### Question 1: How"), ("### 2. W", "### 第 2 题\n\nW"), AS_LETTERS
CHAPTERS = """# Making

**1. What is rennet?**

Answer: What makes milk set.

# Keeping

**2. Which of these is wet?**

a) wax
b) brine

Answer: B
"""
SIGNS = """# Cheese

Q: What is rennet?

A: What makes milk set.

### ❓ 2. Which of these is wet?

a) wax
b) brine

Answer: B
"""


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        (BESIDE_TICKS, [("- [x] water", "- [ ] water")]),
        (NO_LABELS, COUNTERS),
        (CHAPTERS, [("**2.", "**3."), ("# Keeping", "**2. Why?**\n\nAnswer: So.\n\n# Keeping")]),
        (SIGNS, [("❓ 2.", "❓ 3.")]),
    ],
    ids=["a tick goes", "another style", "a question above", "renumbered"],
)
def test_an_edit_changes_no_question_beside_it(text: str, edits: list[tuple[str, str]]) -> None:
    first = rebuild({"a.md": text})
    after, _ = build(_put({"a.md": text}, "a.md", *edits), first.lock, FIRST_BUILD + 9)
    ids = {item.id: item for item in after.bank.items}
    assert {item.id for item in first.bank.items} <= {*ids}
    for item in first.bank.items:
        assert ids[item.id].is_bare <= any("[ ] water" in new for _, new in edits)
        assert "\n" not in item.stem.plain


WHEY = "What runs off when the curd is cut, and what ricotta is made from."
AS_A_QUESTION = f"**Question:** What is whey?\n\n{WHEY}\n\n**Question:** Why?\n\n**Answer:** So.\n"


def test_a_question_that_is_parted_from_its_answer_is_the_same() -> None:
    """The label was forgotten: question and answer were the question, and there was no card."""
    first = rebuild({"a.md": AS_A_QUESTION})
    parted = AS_A_QUESTION.replace(WHEY, f"**Answer:** {WHEY}")
    after, found = build({"a.md": parted}, first.lock, FIRST_BUILD + 9)
    assert [i.id for i in after.bank.items] == [i.id for i in first.bank.items]
    assert [i.stem.plain for i in after.bank.items] == ["What is whey?", "Why?"]
    back, _ = build({"a.md": AS_A_QUESTION}, after.lock, FIRST_BUILD + 18)
    assert [i.id for i in back.bank.items] == [i.id for i in first.bank.items]
    assert not found.of("perhaps")


@pytest.mark.parametrize(("was", "now"), [("1. What is whey?", "2. What is whey?")])
def test_a_number_tells_even_what_is_parted_otherwise(was: str, now: str) -> None:
    """No number counts here: `1. Weltkrieg` and `2. Weltkrieg` are two."""
    first = rebuild({"a.md": AS_A_QUESTION.replace("What is whey?", was)})
    parted = AS_A_QUESTION.replace("What is whey?", now).replace(WHEY, f"**Answer:** {WHEY}")
    after, _ = build({"a.md": parted}, first.lock, FIRST_BUILD + 9)
    assert after.bank.items[0].id != first.bank.items[0].id


RENNET = "rennet is taken from the stomach of a calf, and makes the milk set in an hour or so."
RICOTTA = "ricotta is made from whey that is heated once more, until all that is in it sets."
SWALLOWED = (
    f"**Question:** What is rennet?\n\n**Answer:** {RENNET}\n\nWhat is ricotta?\n\n{RICOTTA}\n"
)


def test_a_question_that_stood_in_an_answer_does_not_take_over_its_history() -> None:
    first = rebuild({"a.md": SWALLOWED})
    alone = f"**Question:** What is ricotta?\n\n**Answer:** {RICOTTA}\n"
    after, found = build({"a.md": alone}, first.lock, FIRST_BUILD + 9)
    assert after.bank.items[0].id != first.bank.items[0].id
    (perhaps,) = found.of("perhaps")
    assert "one of them stood in the answer of the other" in perhaps.why


def _entry(asked: str, answer: str) -> str:
    return f"**Question:** {asked}\n\n**Answer:** {answer}\n\n"


WHICH = _entry("What is rennet?", WHEY)
BOTH = _entry("What is rennet? What is ricotta?", RICOTTA)
CUTTING = "The main part of cutting is wood or cloth or a harp"
WET = _entry("Keeping Which one is wet, wood or cloth or a harp", f"Wood. 2. {CUTTING} {RICOTTA}")
HEADED = _entry("Keeping What is ricotta?", RICOTTA)


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        # One was read together with the next, and only the next is left.
        ([SWALLOWED, BOTH, _entry("What is ricotta?", RICOTTA)], False),
        ([SWALLOWED, BOTH, _entry("What is rennet?", RENNET)], True),
        ([SWALLOWED, BOTH, _entry("What is rennet?", "So.")], False),
        ([SWALLOWED, BOTH, f"{_entry('What is rennet?', RENNET)}# Whey\n\n{WHICH}"], False),
        ([SWALLOWED, BOTH, SWALLOWED], True),
        # One was read behind another, which is left or not.
        ([_entry("什么是奶酪？", RICOTTA), _entry("什么是酪？ 什么是奶酪？", RICOTTA)], False),
        ([_entry("What is ricotta?", RICOTTA), BOTH, _entry("What is ricotta?", RICOTTA)], True),
        ([_entry("What is ricotta?", RICOTTA), BOTH, _entry("What is rennet?", RENNET)], False),
        # A heading got before both.
        ([HEADED, _entry("Keeping Which one is wet? What is ricotta?", RICOTTA)], False),
        ([WET, _entry(f"Keeping 1. {CUTTING}", f"Wood. {RICOTTA}")], False),
        (
            [HEADED, _entry("Keeping Why is brine needed?", f"So. What is ricotta? {RICOTTA}")],
            False,
        ),
    ],
)
def test_questions_that_are_read_as_one_take_over_no_history(
    texts: list[str], *, kept: bool
) -> None:
    first = built = rebuild({"a.md": texts[0]})
    for n, text in enumerate(texts[1:], 1):
        built, _ = build({"a.md": text}, built.lock, FIRST_BUILD + 9 * n)
    assert (built.bank.items[0].id == first.bank.items[0].id) == kept


def test_a_question_below_a_heading_is_none_of_those_beside_it() -> None:
    """It was read together with the next, in which a word was put, too."""
    how = _entry("How does turning work?", RENNET)
    first = rebuild({"a.md": _entry("How many litres does turning hold?", "70") + how})
    both = _entry(
        "Part 3 How many litres does turning hold?", f"70 How often does turning work? {RENNET}"
    )
    second, found = build({"a.md": both}, first.lock, FIRST_BUILD + 9)
    assert second.bank.items[0].id not in {item.id for item in first.bank.items}
    assert "every word of another question" in found.of("perhaps")[0].why


def test_a_question_that_was_read_with_another_is_none_of_its_template() -> None:
    """What it was read with is read alone now, and its sibling is gone."""
    why, how = "Because it keeps, and keeps well.", f"How is it cut? {RENNET}"
    siblings = _entry("Why is waxing needed?", why) + _entry(f"{how} Why is the harp needed?", why)
    first = rebuild({"a.md": siblings})
    after = {"a.md": _entry("Why is the harp needed?", why)}
    second, found = build(after, first.lock, FIRST_BUILD + 9)
    assert second.bank.items[0].id not in {item.id for item in first.bank.items}
    assert "within another question" in found.of("perhaps")[-1].why


KIND = "Of which kind is {}: salty, sweet or sour?"


@pytest.mark.parametrize("asked", ["brine", "old and new 5. brine", "brine of the old kind"])
def test_words_that_got_beside_another_one_hide_no_template(asked: str) -> None:
    first = rebuild(
        {"a.md": _entry(KIND.format("whey"), "Sour, for whey has acid when it runs off.")}
    )
    other = _entry(KIND.format(asked), "Salty, for brine has salt when it runs off.")
    second, found = build({"a.md": other}, first.lock, FIRST_BUILD + 9)
    assert second.bank.items[0].id != first.bank.items[0].id
    assert [each.id for each in found.of("perhaps")] == [second.bank.items[0].id]


def test_what_is_asked_now_comes_before_what_is_gone() -> None:
    """The same question went on elsewhere with another answer, which is the earlier one again."""
    asked = "How do you declare a constant?"
    first = rebuild({"a.md": f"# Go\n\n{_entry(asked, 'By a keyword.')}"})
    other = f"# Rust\n\n{_entry(asked, 'With `const`, and its type.')}"
    second, _ = build({"b.md": other}, first.lock, FIRST_BUILD + 9)
    assert second.bank.items[0].id != first.bank.items[0].id
    again = {"b.md": f"# Rust\n\n{_entry(asked, 'By a keyword.')}"}
    third, _ = build(again, second.lock, FIRST_BUILD + 18)
    assert third.bank.items[0].id == second.bank.items[0].id
    back = {"a.md": f"# Go\n\n{_entry(asked, 'By a keyword.')}"}
    fourth, _ = build(back, second.lock, FIRST_BUILD + 18)
    assert fourth.bank.items[0].id == first.bank.items[0].id


def test_an_answer_that_goes_on_is_the_same_in_another_file_too() -> None:
    text = "**Question:** Why is brine needed?\n\n**Answer:** Because it keeps.\n"
    first = rebuild({"a.md": f"# Making\n\n{text}"})
    longer = f"# Keeping\n\n{text}\n{RENNET}\n\n{RICOTTA}\n"
    after, _ = build({"b.md": longer}, first.lock, FIRST_BUILD + 9)
    assert after.bank.items[0].id == first.bank.items[0].id


CAPITAL = "The capital of {{{{c1::{}}}}} is {{{{c2::{}}}}}.\n\n"
FRANCE, ITALY, JAPAN = (CAPITAL.format(*each) for each in (
    ("France", "Paris"), ("Italy", "Rome"), ("Japan", "Tokyo")))  # fmt: skip
TUNISIA = CAPITAL.format("Tunisia", "Tunis")  # which has what stands between its gaps
FRUIT = "Brine is a solution of {{{{c1::{}}}}} in water.\n\n"


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (FRANCE, ITALY, False),
        (FRANCE, CAPITAL.format("Italy", "Paris"), True),
        (FRANCE, CAPITAL.format("France", "Lutetia"), True),
        (FRANCE, CAPITAL.format("Frances", "Pariis"), True),
        (FRANCE, FRANCE.replace("capital", "capital city"), True),
        (FRANCE, FRANCE.replace("capital", "caiptal"), True),
        (TUNISIA, TUNISIA.replace(" is ", " still is "), True),
        (FRANCE, FRANCE.replace("{{c1::France}}", "France"), True),
        (FRANCE, ITALY.replace("capital", "capital city"), False),
        (FRANCE, ITALY.replace("{{c1::Italy}}", "Italy"), False),
        (FRUIT.format("salt"), FRUIT.format("sodium chloride"), True),
        (FRUIT.format("salt"), FRUIT.format("sugar"), True),
    ],
)
def test_a_text_is_told_by_what_fills_its_gaps(before: str, after: str, *, kept: bool) -> None:
    first = rebuild({"a.md": before})
    second, found = build({"a.md": after}, first.lock, FIRST_BUILD + 9)
    assert [i.kind for i in second.bank.items] == ["cloze"]
    assert (second.bank.items[0].id == first.bank.items[0].id) == kept
    said = found.of("re-linked") if kept else found.of("perhaps")
    assert {each.id for each in said} <= {second.bank.items[0].id}


@pytest.mark.parametrize("count", [1, 4])
def test_texts_of_one_template_are_told_by_their_gaps(count: int) -> None:
    """Where one gap is filled as before, the other was mended; else it is a sibling."""
    siblings = [ITALY, JAPAN, CAPITAL.format("Peru", "Lima"), CAPITAL.format("Chad", "N'Djamena")]
    rest = "".join(siblings[:count])
    first = rebuild({"a.md": FRANCE + rest})
    old = first.bank.items[0].id

    def id_of(text: str) -> ItemId:
        items = build({"a.md": text + rest}, first.lock, FIRST_BUILD + 9)[0].bank.items
        assert [i.id for i in items[1:]] == [i.id for i in first.bank.items[1:]]
        return items[0].id

    assert id_of(CAPITAL.format("France", "Pariis")) == old
    assert id_of(CAPITAL.format("France", "Lutetia")) == old
    assert id_of(CAPITAL.format("Spain", "Madrid")) != old
    assert id_of(FRANCE.replace("capital", "capital city")) == old


def test_a_single_gap_tells_texts_of_one_template() -> None:
    rest = FRUIT.format("sugar")
    first = rebuild({"a.md": FRUIT.format("salt") + rest})
    for text, kept in (("saltt", True), ("honey", False)):
        items = rebuild({"a.md": FRUIT.format(text) + rest}, lock=first.lock).bank.items
        assert (items[0].id == first.bank.items[0].id) == kept
        assert items[1].id == first.bank.items[1].id


QUIZ = """**Question:** Which of these belongs to {}?

- A. {}
- B. {}
- C. {}

**Answer:** C

**Explanation:** Only this one has to do with {}.
"""


def test_other_options_do_not_hide_that_a_template_is_filled_anew() -> None:
    """Many words are new where all options are others; what the answer follows in still tells."""
    first = rebuild({"a.md": QUIZ.format("lipase", "air and light", "salt", "acid", "lipase")})
    other = QUIZ.format("waxing", "nothing at all", "a cloth", "air and light", "waxing")
    after, found = build({"a.md": other}, first.lock, FIRST_BUILD + 9)
    assert after.bank.items[0].id != first.bank.items[0].id
    (perhaps,) = found.of("perhaps")
    assert "'lipase' became 'waxing' in question and answer" in perhaps.why


@pytest.mark.parametrize(
    "asked",
    ["Which temperature suits the cellar best? Above it the rind comes apart.",
     "The main part of the rind, which is in the cellar, is 4."],
)  # fmt: skip
def test_a_question_that_stood_behind_another_does_not_take_over_its_history(asked: str) -> None:
    options = ("a copper kettle", "a cloth", "old bread", "wood")
    behind = QUIZ.format("rennet", *options[1:], "rennet")
    text = behind.replace("Which of these", f"{asked} Which of these")
    first = rebuild({"a.md": text})
    after, found = build({"a.md": behind + "\nSo it is said.\n"}, first.lock, FIRST_BUILD + 9)
    assert after.bank.items[0].id != first.bank.items[0].id
    (perhaps,) = found.of("perhaps")
    assert "behind another question" in perhaps.why


@pytest.mark.parametrize(
    ("before", "after"),
    [(AS_A_QUESTION, AS_A_QUESTION.replace(WHEY, f"**Answer:** {WHEY}")), (FRANCE, ITALY)],
)
def test_what_only_others_can_tell_needs_all_questions(before: str, after: str) -> None:
    known = Known(rebuild({"a.md": before}).lock, is_part=True)
    with pytest.raises(NeedsAllError):
        assemble(read({"a.md": after}), Settings(), known)


def test_of_two_that_are_parted_otherwise_none_is_taken() -> None:
    first = rebuild({"a.md": AS_A_QUESTION})
    part, rest = WHEY.split(", ")
    two = f"**Question:** What is whey?\n\n**Answer:** {WHEY}\n\n**Question:** What is whey? {part}"
    text = f"{two}\n\n**Answer:** {rest}\n"
    after, _ = build({"a.md": text}, first.lock, FIRST_BUILD + 9)
    assert first.bank.items[0].id not in {item.id for item in after.bank.items}


def test_a_slip_of_the_pen_in_question_and_answer_fills_no_template_anew() -> None:
    old = likeness.sides("Where in the cellar does it ripen", "on the boards of the cellar")
    new = likeness.sides("Where in the celar does it ripen", "on the boards of the celar")
    assert likeness._refilled(old, new, {"cellar"}, {"celar"}) is None


@pytest.mark.parametrize("body", ["", "- 1. So it is.\n\n", "Some text.\n\n"])
def test_a_heading_asks_where_nothing_below_it_counts(body: str) -> None:
    text = f"## The cellar\n\n{body}**Answer:** Where it ripens.\n\n"
    items = rebuild({"a.md": text + text.replace("cellar", "press")}).bank.items
    assert [item.stem.plain.split("\n")[0] for item in items] == ["The cellar", "The press"]


def test_a_template_may_be_filled_anew_in_another_place() -> None:
    old = likeness.sides("Is TCP fast and safe?", "TCP is.")
    new = likeness.sides("Is it fast and safe, that UDP?", "UDP is.")
    assert likeness.other(old, new) == "'tcp' became 'udp' in question and answer"
