"""Ids and times."""

from __future__ import annotations

import re
import sys

import pytest

from tiku import Bank, Settings, build
from tiku.exporters.notes import fingerprint
from tiku.identity import matching
from tiku.identity.fillings import fillings
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.known import Known
from tiku.identity.lock import Wording
from tiku.model import Item, ItemId
from tiku.pipeline import rebuild

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"
LATER = FIRST_BUILD + 1000


def text(*entries: tuple[str, str]) -> dict[str, str | bytes]:
    return {"q.md": "".join(ENTRY.format(*each) for each in entries)}


def bank(*entries: tuple[str, str]) -> Bank:
    return build(text(*entries))


def ids(items: tuple[Item, ...]) -> list[ItemId]:
    return [item.id for item in items]


# Ids of new questions


def test_the_id_of_a_new_question_is_a_function_of_its_stem_alone() -> None:
    one = bank(("What is TCP?", "a"), ("What is UDP?", "b")).items
    other = bank(("what is **udp**", "c"), ("What is TCP", "d")).items
    assert {*ids(one)} == {*ids(other)}
    assert all(re.fullmatch(r"q[a-z2-7]{12}", item.id) for item in one)


def test_conflicting_items_have_ids_of_their_own() -> None:
    single = bank(("Why?", "a")).items[0].id
    found = ids(bank(("Why?", "a"), ("Why?", "b"), ("Why?", "c")).items)
    assert found[0] == single
    assert len(set(found)) == 3


def test_an_id_that_an_author_took_is_not_given_twice() -> None:
    minted = bank(("Why?", "a")).items[0].id
    found = bank(("Why?", "a"), (f"Other? <!-- id: {minted} -->", "b")).items
    assert len({*ids(found)}) == 2
    assert found[1].id == minted


def test_the_same_explicit_id_twice_is_an_error() -> None:
    (problem,) = bank(("A? <!-- id: x -->", "a"), ("B? <!-- id: x -->", "b")).problems
    assert (problem.code, problem.severity, problem.line) == ("I1", "error", 5)
    assert "line 1" in problem.what


def test_an_id_that_the_lock_knows_is_given_to_no_new_question() -> None:
    """The old question may come back, and learners still have its note."""
    first = rebuild(
        text(
            ("Why does it rain?", "Water vapour condenses into drops that fall."),
        )
    )
    renamed = ("For what reason does rain fall?", "Water vapour condenses into drops that fall.")
    second = rebuild(text(renamed), Settings(), first.lock, LATER)
    assert ids(second.bank.items) == ids(first.bank.items)
    again = text(renamed, ("Why does it rain?", "Ask the clouds."))
    third = rebuild(again, Settings(), second.lock, LATER).bank.items
    assert third[0].id == first.bank.items[0].id
    assert third[1].id not in first.lock.entries


# Ids of questions that the lock knows


def test_an_id_outlives_every_part_of_its_question() -> None:
    """First the stem is edited, then the answer, then the place: nothing of the start is left."""
    built = rebuild(
        text(
            ("What is TCP?", "A protocol that delivers bytes in order."),
        )
    )
    (first,) = built.bank.items
    for path, stem, answer in (
        ("q.md", "What is TCP in a few words?", "A protocol that delivers bytes in order."),
        ("q.md", "What is TCP in a few words?", "It delivers all bytes in order, or says so."),
        ("net/x.md", "What is TCP in a few words?", "It delivers all bytes in order, or says so."),
    ):
        built = rebuild({path: ENTRY.format(stem, answer)}, Settings(), built.lock, LATER)
        assert ids(built.bank.items) == [first.id]
    assert build({path: ENTRY.format(stem, answer)}).items[0].id != first.id


def test_an_id_that_is_written_later_names_the_question_and_the_old_one_stays() -> None:
    """Anki knows the note by the id that it came with."""
    first = rebuild(text(("Why?", "a"), ("How?", "b")))
    named = text(("Why? <!-- id: why -->", "a"), ("How?", "b"))
    second = rebuild(named, Settings(), first.lock, LATER)
    assert ids(second.bank.items) == ids(first.bank.items)
    assert second.lock.entries[first.bank.items[0].id].name == "why"
    other = text(("How?", "b"), ("Something else? <!-- id: why -->", "c"))
    third = rebuild(other, Settings(), second.lock, LATER)
    assert ids(third.bank.items) == ids(first.bank.items)[::-1]


def test_a_question_that_returns_has_its_old_id_and_note() -> None:
    both = text(("Why is it so?", "a"), ("How is it done?", "b"))
    first = rebuild(both)
    gone = rebuild(text(("Why is it so?", "a")), Settings(), first.lock, LATER)
    assert [each.id for each in gone.bank.retired] == [first.bank.items[1].id]
    back = rebuild(both, Settings(), gone.lock, LATER + 1000)
    assert back == first


def test_a_copy_that_became_one_with_another_question_is_remembered() -> None:
    first = rebuild(text(("Why?", "a"), ("Why?", "b")))
    one, other = ids(first.bank.items)
    merged = rebuild(text(("Why?", "a"), ("Why?", "a")), Settings(), first.lock, LATER)
    assert ids(merged.bank.items) == [one]
    assert merged.lock.entries[other].into == one
    assert not merged.lock.entries[other].active
    assert [(each.id, each.into) for each in merged.bank.retired] == [(other, one)]
    parted = rebuild(text(("Why?", "a"), ("Why?", "b")), Settings(), merged.lock, LATER)
    assert ids(parted.bank.items) == [one, other]


def test_nothing_is_to_be_done_for_a_question_that_never_had_a_note() -> None:
    first = rebuild(text(("Why?", "a"), ("How?", "")))
    assert [entry.is_bare for entry in first.lock.entries.values()].count(True) == 1
    gone = rebuild(text(("Why?", "a")), Settings(), first.lock, LATER)
    assert not gone.bank.retired
    assert len(gone.lock.entries) == 2


# What counts as a change


@pytest.mark.parametrize(
    "change",
    [
        ENTRY.format("Why?", "b"),
        ENTRY.format("Why?", "**a**"),
        "# 1. Title\n\n" + ENTRY.format("Why?", "a"),
        ENTRY.format("Why?", "a\n\n**Explanation:** b"),
        ENTRY.format("Why?\n\n**Hint:** b", "a"),
        "---\ntags: t\n---\n" + ENTRY.format("Why?", "a"),
        "---\ndeck: d\n---\n" + ENTRY.format("Why?", "a"),
        "---\nlanguage: en\n---\n" + ENTRY.format("Why?", "a"),
    ],
)
def test_a_fingerprint_changes_with_the_content(change: str) -> None:
    before = build({"q.md": ENTRY.format("Why?", "a")}).items[0]
    after = build({"q.md": change}).items[0]
    assert fingerprint(before) != fingerprint(after)


def test_a_fingerprint_changes_with_the_file_that_a_card_names() -> None:
    source = "---\ndeck: d\n---\n" + ENTRY.format("Why?", "a")
    one, other = (build({name: source}).items[0] for name in ("a.md", "b.md"))
    assert fingerprint(one) != fingerprint(other)


def test_a_fingerprint_does_not_change_with_place_time_or_id() -> None:
    before = bank(("Why?", "a")).items[0]
    after = build({"q.md": "\n\nSome text.\n\n" + ENTRY.format("Why?", "a")}).items[0]
    assert before.sources != after.sources
    assert fingerprint(before) == fingerprint(after._replace(created=7, modified=7, name=after.id))
    named = bank(("Why? <!-- id: why -->", "a")).items[0]
    assert fingerprint(before) == fingerprint(named)


def test_an_item_has_the_fingerprint_of_its_note() -> None:
    for item in bank(("Why?", "a"), ("How?", "")).items:
        assert item.fingerprint == fingerprint(item)


@pytest.mark.parametrize("heading", ["## {}", "## 1. {}", "## {}?"])
def test_a_question_that_is_added_changes_no_other(heading: str) -> None:
    entry = "\n\nQ: What is {}?\nA: It.\n\n"
    names = ("First", "Second")
    before = "# Deck\n\n" + "".join(heading.format(n) + entry.format(n) for n in names)
    one = build({"q.md": before}).items
    other = build({"q.md": before + heading.format("Third") + entry.format("Third")}).items
    assert [fingerprint(item) for item in other[:2]] == [fingerprint(item) for item in one]


# Times


def test_a_time_moves_only_with_the_content() -> None:
    first = rebuild(text(("Same?", "a"), ("Other?", "b")))
    assert {item.modified for item in first.bank.items} == {FIRST_BUILD}
    edited = text(("Same?", "a"), ("Other?", "c"))
    later = rebuild(edited, Settings(), first.lock, FIRST_BUILD + 100).bank
    assert [item.modified - FIRST_BUILD for item in later.items] == [0, 100]
    still = rebuild(edited, Settings(), first.lock, FIRST_BUILD - 100).bank
    assert [item.modified - FIRST_BUILD for item in still.items] == [0, 1], "never back"


def test_an_edit_that_is_taken_back_is_an_edit() -> None:
    """Anki has the edited text, and would not take the old one with its old time."""
    built = rebuild(text(("Why?", "a")))
    for answer, time in (("b", LATER), ("a", LATER), ("a", LATER + 9), ("b", FIRST_BUILD)):
        before = built
        built = rebuild(text(("Why?", answer)), Settings(), before.lock, time)
        (item,), (old,) = built.bank.items, before.bank.items
        moved = item.modified > old.modified
        assert moved == (item.response != old.response)


def test_no_two_questions_are_created_in_the_same_second_and_none_again() -> None:
    """Of that second Anki's note id is made: learners find new questions last."""
    asked = [(f"What is T{n}?", f"Answer {n}.") for n in range(5)]
    built, created = rebuild(text(*asked)), dict[str, int]()
    for more in range(3):
        assert len({item.created for item in built.bank.items}) == len(built.bank.items)
        before, created = created, {item.id: item.created for item in built.bank.items}
        assert before.items() <= created.items()
        new = [created[each] for each in created.keys() - before.keys()]
        assert not before or min(new) > max(before.values())
        asked[:0] = [(f"Which port has U{more}{n}?", f"Port {more}{n}.") for n in range(5)]
        built = rebuild(text(*asked), Settings(), built.lock, FIRST_BUILD)
    assert [item.created for item in rebuild(text(*asked)).bank.items] == [
        FIRST_BUILD - len(asked) + n for n in range(len(asked))
    ]


def test_an_id_that_is_that_of_an_unchanged_question_is_an_error() -> None:
    first = rebuild({"q.md": ENTRY.format("What is TCP?", "A protocol.")})
    taken = f"What is a cat? <!-- id: {first.bank.items[0].id} -->"
    text = ENTRY.format("What is TCP?", "A protocol.") + ENTRY.format(taken, "An animal.")
    problems = rebuild({"q.md": text}, Settings(), first.lock, FIRST_BUILD + 9).bank.problems
    assert [problem.code for problem in problems] == ["I1"]


def test_an_id_and_the_name_of_its_question_are_one_id() -> None:
    first = rebuild({"q.md": ENTRY.format("What is TCP?", "A protocol.")})
    id_ = first.bank.items[0].id
    named = {"q.md": ENTRY.format("What is TCP? <!-- id: tcp -->", "A protocol.")}
    second = rebuild(named, Settings(), first.lock, FIRST_BUILD + 9)
    both = {"q.md": named["q.md"] + ENTRY.format(f"What is a cat? <!-- id: {id_} -->", "It.")}
    problems = rebuild(both, Settings(), second.lock, FIRST_BUILD + 99).bank.problems
    assert "I1" in {problem.code for problem in problems}


def test_a_question_full_of_slips_is_not_taken_for_a_new_one_of_its_template() -> None:
    """Two words that are new in question and answer are another question's, slips or not."""
    old = (
        "# More\n\n**Question:** does often the fuanction `insert` of the oeften modauule network "
        "return?\n\n**Answer:** A list very with one inseort for each eleament network, in the "
        "order in they were addeod.\n"
    )
    new = (
        "# More\n\n**Question:** What does the function `write` of the module session return?\n\n"
        "**Answer:** A list with one write for each element of session, in the order in which "
        "they were added.\n"
    )
    first = rebuild({"a.md": old})
    after = rebuild({"a.md": new}, lock=first.lock)
    assert after.bank.items[0].id != first.bank.items[0].id


def test_a_short_answer_is_no_reason_to_take_one_question_for_another() -> None:
    first = bank(("a very Is ICMP reliable?", "Yes."))
    known = rebuild(text(("a very Is ICMP reliable?", "Yes."))).lock
    after = rebuild(text(("Is IGMP reliable?", "Yes.")), lock=known)
    assert after.bank.items[0].id != first.items[0].id


@pytest.mark.parametrize(
    ("asked", "reply", "found"),
    [
        ("The capital of […] is […].", "The capital of Italy is Rome. It is old.", "Italy|Rome"),
        ("[a verb] and […]", "to go and come", "to go|come"),
        ("[…] […]", "a b", ""),  # nothing parts them
        ("The […] is here", "A cat is here", ""),
        ("[…], " * 20 + "end", "a, " * 60 + "other", ""),  # in no time
    ],
)
def test_gaps_are_filled_by_what_stands_between_the_words(
    asked: str, reply: str, found: str
) -> None:
    words = Wording("", "", "", asked=asked, reply=reply)
    assert "|".join(" ".join(each) for each in fillings(words)) == found.lower()


def test_questions_that_were_all_shortened_are_not_each_compared_with_each() -> None:
    def work(count: int) -> int:
        asked = [f"What is the word {n * 7919:x} of the list" for n in range(count)]
        answers = [
            f"It is the {n * 104729:x} that stands at place {n * 31:x}." for n in range(count)
        ]
        long = [f"{each} that was written last year" for each in asked]
        before = rebuild(text(*zip(long, answers, strict=True)), Settings())
        items = build(text(*zip(asked, answers, strict=True))).items
        calls = 0

        def call(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(call)
        try:
            found = matching.match(items, Known(before.lock))
        finally:
            sys.setprofile(None)
        assert {each.how for each in found.of} == {"answer"}
        return calls

    assert work(1200) < 7 * work(300)
