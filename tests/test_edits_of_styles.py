"""Edits in documents of mixed styles: one changes how others are read; no history is lost."""

from __future__ import annotations

import pytest

from tests.edits import _put
from tests.test_edits import build
from tiku.identity import likeness
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.known import Known, NeedsAllError
from tiku.model import ItemId, Settings
from tiku.pipeline import assemble, rebuild
from tiku.reading import read

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
MAIN = "The main part of curd is"
KEEPS = "Because it keeps."
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
        # The heading has no mark, and options stand before the other.
        (
            [
                _entry("Part 3 What is curd? Wood or milk or salt", f"Milk. {MAIN}: B) {RICOTTA}"),
                _entry(f"Part 3 {MAIN} wood or milk or salt", f"Salt. {RICOTTA}"),
            ],
            False,
        ),
        # A whole file was read as one, and begins with another question now.
        (
            [
                _entry(
                    "制作 3. 乳糖属于下列哪一类？木头，四十度", f"四十度。 4. What is whey? {WHEY}"
                ),
                _entry(
                    "制作 1. 消毒属于下列哪一类？木头，四十度", f"木头。 2. What is whey? {WHEY}"
                ),
            ],
            False,
        ),
        # What stood ahead has options, or had them behind both.
        (
            [
                _entry("The main part of curd is - A. salt - B. milk How is whey made?", WHEY),
                _entry("How is whey made?", WHEY),
            ],
            False,
        ),
        (
            [
                _entry(
                    "The main part of curd is Why is brine salty? wood milk", f"B. milk {KEEPS}"
                ),
                _entry("Why is brine salty?", KEEPS),
            ],
            False,
        ),
        # So many were read as one that the lock does not keep the last.
        ([_entry(f"Which is wet? 2. Which is dry? {'wood ' * 90}", WHEY), WHICH], False),
        # They changed places, and are read as one again.
        (
            [
                _entry(
                    "Keeping What is the role of salting",
                    f"{WHEY} What is the role of the wax {KEEPS}",
                ),
                _entry(
                    "Keeping What is the role of the wax",
                    f"{KEEPS} What is the role of salting {WHEY}",
                ),
            ],
            False,
        ),
        # They are two now, of which the first has no answer.
        (
            [
                _entry("Making Explain the role of curd 什么是乳清？", WHEY),
                _entry("什么是乳清？", WHEY) + "**Question:** Explain the role of curd\n",
            ],
            False,
        ),
        (
            [
                _entry("Making Explain the role of curd 什么是乳清？", WHEY),
                _entry("什么是乳清？", WHEY),
            ],
            True,
        ),
        # The next one has a word more now.
        (
            [
                _entry("How does salting work? 3. What is whey?", WHEY),
                _entry("What often is whey?", WHEY),
            ],
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


SYNC = "The thread waits until the called function gives its result, and does nothing else."
FROZEN = "What it holds is never written again: who needs another value makes another object."


def test_answers_that_were_mixed_up_take_no_question_with_them() -> None:
    """Of two questions whose answers changed places, one has another word, too."""
    first = rebuild({"a.md": _entry("What is blocking?", FROZEN) + _entry("Which are pure?", SYNC)})
    texts = _entry("What really is blocking?", SYNC) + _entry("Which are pure?", FROZEN)
    after, found = build({"a.md": texts}, first.lock, FIRST_BUILD + 9)
    blocking, pure = (item.id for item in first.bank.items)
    assert after.bank.items[1].id == pure
    assert after.bank.items[0].id not in {blocking, pure}
    both = _entry("What really is blocking?", SYNC) + _entry("Which often are pure?", FROZEN)
    after, found = build({"a.md": both}, first.lock, FIRST_BUILD + 9)
    assert {blocking, pure}.isdisjoint(item.id for item in after.bank.items)
    assert "the question's words may be another's" in found.of("perhaps")[0].why


def test_a_file_is_split_and_edited() -> None:
    """Questions and answers were edited while their file became two, or went on in another."""
    texts = [_entry(f"What does {word} do?", f"{word} {n} times.") for n, word in enumerate(VERBS)]
    edited = [_entry(f"What does {word} do?", f"{word} {n} times.") for n, word in enumerate(VERBS)]
    for n in (1, 5):
        edited[n] = _entry(f"What does {VERBS[n]} really do?", f"{VERBS[n]} often {n} times.")
    first = rebuild({"a.md": "".join(texts)})
    for name in ("b.md", "a.md"):
        split = {name: "".join(edited[:4]), "c.md": "".join(edited[4:])}
        after, _ = build(split, first.lock, FIRST_BUILD + 9)
        assert [i.id for i in after.bank.items] == [i.id for i in first.bank.items]


def test_a_question_is_alone_again_after_it_was_read_with_another_twice() -> None:
    alone = _entry("The main part of salting is", "A cloth.")
    first = built = rebuild({"a.md": alone})
    for n, ahead in enumerate(("The main part of wax is", "The main part of wax often is")):
        both = _entry(f"{ahead} A. heat B. wood 7. The main part of salting is", "A cloth.")
        built, _ = build({"a.md": both}, built.lock, FIRST_BUILD + 9 * n)
        assert built.bank.items[0].id == first.bank.items[0].id
    ahead = _entry("The main part of wax often is", "Heat.")
    after, _ = build({"a.md": ahead + alone}, built.lock, FIRST_BUILD + 27)
    assert after.bank.items[1].id == first.bank.items[0].id


def test_what_came_before_a_question_does_not_take_its_history() -> None:
    """Both were read as one, with the heading above them."""
    press = _entry("Keeping The main part of the press is a screw or milk", f"A screw. {RENNET}")
    both = press.replace("Keeping", "Keeping Which of these is a cheese? Feta or kefir. No:")
    first = rebuild({"a.md": press})
    second, _ = build({"a.md": both}, first.lock, FIRST_BUILD + 9)
    assert second.bank.items[0].id == first.bank.items[0].id
    cheese = _entry("Which of these is a cheese?", f"Feta. {RENNET}")
    third, _ = build({"a.md": cheese}, second.lock, FIRST_BUILD + 18)
    assert third.bank.items[0].id != first.bank.items[0].id


def test_a_question_that_was_read_with_another_and_is_alone_again() -> None:
    """Its answer was edited meanwhile: what was read with it had the answer that it has now."""
    alone = _entry("Was ist der Bruch?", "Die dicke Milch, wenn man sie schneidet.")
    first = rebuild({"a.md": alone})
    now = "Die dicke Milch, wenn man sie klein schneidet."
    both = _entry("The harp cuts all of it, as a rule. Was ist der Bruch?", now)
    gone, _ = build({"a.md": _entry("What is whey?", WHEY)}, first.lock, FIRST_BUILD + 9)
    second, _ = build({"a.md": both}, gone.lock, FIRST_BUILD + 18)
    assert second.bank.items[0].id != first.bank.items[0].id
    third, _ = build({"a.md": _entry("Was ist der Bruch?", now)}, second.lock, FIRST_BUILD + 27)
    assert third.bank.items[0].id == first.bank.items[0].id


def test_what_was_moved_and_edited_on_both_sides_is_shown() -> None:
    """Where it stands tells; but slips of the pen alone make no other question, wherever it is."""
    first = rebuild({"a.md": f"# Milk\n\n{WHICH}{_entry('What is ricotta?', RICOTTA)}"})
    edited = _entry("What exactly is ricotta?", RICOTTA.replace("until all", "until nearly all"))
    texts = {"a.md": f"# Milk\n\n{WHICH}", "b.md": f"# Whey\n\n{edited}"}
    after, found = build(texts, first.lock, FIRST_BUILD + 9)
    assert after.bank.items[1].id not in first.lock.entries
    (perhaps,) = found.of("perhaps")
    assert "it stands in another place" in perhaps.why
    mended = _entry("What is riccotta?", RICOTTA.replace("heated", "heatd"))
    after, _ = build({**texts, "b.md": f"# Whey\n\n{mended}"}, first.lock, FIRST_BUILD + 9)
    assert after.bank.items[1].id == first.bank.items[1].id


def test_what_stands_in_another_question_now_is_no_other_one() -> None:
    """It was joined to one, and its sibling, which is new, has its answer."""
    brine = _entry("¿Qué es brine?", RENNET)
    why = "Because it keeps, and the salt."
    first = rebuild({"a.md": brine + _entry("Why is curd needed?", why)})
    joined = _entry("¿Qué es brine? Why is curd needed?", f"{RENNET} {why}")
    after, _ = build(
        {"a.md": joined + _entry("Why is the harp needed?", why)}, first.lock, FIRST_BUILD + 9
    )
    assert after.bank.items[1].id not in first.lock.entries


def test_words_of_one_ending_are_no_slips_of_each_other() -> None:
    was, now = "Which tepmerature suits salting, ", "Which temperature suits waxing, "
    options = ("acid, fresh cream, forty degrees, a cloth", "milk, fresh cream, old bread, twelve")
    old = likeness.sides(was + options[0], "B. fresh cream Above it salting comes apart.")
    new = likeness.sides(now + options[1], "B. fresh cream Above it waxing comes apart.")
    assert likeness.other(old, new) == "'salting' became 'waxing' in question and answer"


def test_a_question_is_again_as_it_was_elsewhere_and_its_answer_was_edited() -> None:
    first = rebuild({"a.md": _entry("What is rennet?", RENNET)})
    reworded = _entry("Explain what people mean by rennet", RENNET)
    second, _ = build({"a.md": reworded}, first.lock, FIRST_BUILD + 9)
    again = f"# Milk\n\n{_entry('What is rennet?', RENNET.replace('is taken', 'was once taken'))}"
    third, _ = build({"b.md": again}, second.lock, FIRST_BUILD + 18)
    assert [each.bank.items[0].id for each in (second, third)] == [first.bank.items[0].id] * 2
    both, _ = build({"a.md": reworded + _entry("What is rennet?", WHEY)}, second.lock, FIRST_BUILD)
    fourth, _ = build({"b.md": again}, both.lock, FIRST_BUILD + 18)
    assert fourth.bank.items[0].id != first.bank.items[0].id, "another was asked so since"


def test_a_heading_is_renamed_and_answers_below_it_are_written_anew() -> None:
    asked = ("What is a socket?", "Which port has HTTP?", "What is a router?", "What is a hub?")
    answers = ("An address and a port.", "Eighty.", "It passes packets on.", "It repeats bits.")
    anew = ("One end of a link.", "80", *answers[2:])
    texts = ["".join(map(_entry, asked, each)) for each in (answers, anew)]
    first = rebuild({"a.md": f"# Basics\n\n{texts[0]}"})
    ids = [item.id for item in first.bank.items]
    for renamed in ("# Grundlagen\n\n", "", "# Net\n\n## First\n\n"):
        after, _ = build({"a.md": renamed + texts[1]}, first.lock, FIRST_BUILD + 9)
        assert [item.id for item in after.bank.items] == ids
    bare = texts[0].replace(f"**Answer:** {answers[0]}\n\n", "")
    after, _ = build({"a.md": f"# Grundlagen\n\n{bare}"}, first.lock, FIRST_BUILD + 9)
    assert [item.id for item in after.bank.items] == ids
    beside = f"# Grundlagen\n\n{texts[1]}# Basics\n\n{_entry('What is a bus?', 'Wires.')}"
    after, found = build({"a.md": beside}, first.lock, FIRST_BUILD + 9)
    assert after.bank.items[1].id != ids[1]
    assert "with another answer" in found.of("perhaps")[0].why


VERBS = ("whisking", "turning", "salting", "draining", "pressing", "cutting", "waxing", "drying")


@pytest.mark.parametrize(
    "answer",
    ["Pressing the grounds", "Pressing the grounds, evenly, for they must not move. Then brew."],
)
def test_an_open_question_gets_options(answer: str) -> None:
    first = rebuild({"a.md": f"# Coffee\n\n{_entry('Tamping?', answer)}"})
    options = "A. Washing the cup\nB. Grinding the beans\nC. Pressing the grounds"
    text = f"**Question:** Tamping?\n\n{options}\n\n**Answer:** C\n"
    for place in ("# Coffee", "# Quiz"):
        after, _ = build({"a.md": f"{place}\n\n{text}"}, first.lock, FIRST_BUILD + 9)
        assert after.bank.items[0].kind == "choice"
        assert after.bank.items[0].id == first.bank.items[0].id


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
