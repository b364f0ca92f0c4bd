"""Search and replace: the same words give way to the same others throughout."""

from __future__ import annotations

import pytest

from tiku.identity.lock import Lock
from tiku.model import Settings
from tiku.pipeline import Built, rebuild

# Long answers that no other question has are edits for sure; `Yes.` says nothing.
SURE = "".join(
    f"## How does a widget {verb}?\n\n"
    f"It {verb}s with {n} springs, each wound by {n + 20} teeth.\n\n"
    for n, verb in enumerate(("turn", "stop", "bend", "spin"))
)
SHORT = "## Is a widget round?\n\nYes.\n\n## Is a widget made of tin?\n\nNo.\n\n"


def edited(before: str, after: str) -> tuple[Built, Built]:
    first = rebuild({"a.md": before}, Settings())
    return first, rebuild({"a.md": after}, Settings(), first.lock, 1_800_000_000)


def kept(one: Built, other: Built) -> list[bool]:
    before = [item.id for item in one.bank.items]
    return [item.id == old for item, old in zip(other.bank.items, before, strict=True)]


def test_what_is_replaced_throughout_stays_the_same() -> None:
    text = SURE + SHORT
    assert all(kept(*edited(text, text.replace("widget", "gadget"))))


def test_words_taken_out_throughout() -> None:
    text = (SURE + SHORT).replace("a widget", "a widget of ours")
    assert all(kept(*edited(text, text.replace(" of ours", ""))))


def test_parts_of_words() -> None:
    """`net` is `mesh` now in whatever word it stands, and several of them in one question."""
    words = ("subnet", "network", "netmask", "internet")
    text = "".join(
        f"## How does a {word} {verb}?\n\nIt {verb}s with {n} springs, each of {n + 20} teeth.\n\n"
        for n, (word, verb) in enumerate(zip(words, ("turn", "stop", "bend", "spin"), strict=True))
    )
    text += "## Is a netbook in a subnet?\n\nYes.\n\n## Is an ethernet a lan?\n\nNo, a net.\n\n"
    after = text.replace("net", "mesh")
    assert all(kept(*edited(text, after)))
    assert kept(*edited(text, after.replace("a lan", "a wan"))) == [*[True] * 5, False]


def test_what_is_replaced_in_answers_is_replaced_in_questions() -> None:
    """Whose question has the word has it in its answer, too; others have it in the answer alone."""
    text = "".join(
        f"## How is {verb} done?\n\nA widget {verb}s, and it takes {n} rods to make a widget.\n\n"
        for n, verb in enumerate(("turning", "stopping", "bending", "spinning"))
    )
    text += "## What is a widget?\n\nA widget is what one turns; most of the widgets are of tin.\n"
    assert all(kept(*edited(text, text.replace("widget", "gadget"))))


def test_two_replacements_at_once() -> None:
    text = SURE + SHORT + SURE.replace("widget", "lever").replace("springs", "rods")
    after = text.replace("widget", "gadget").replace("lever", "crank")
    assert all(kept(*edited(text, after)))


def test_few_others_tell_nothing() -> None:
    """Two questions with the same change are no search and replace."""
    few = SURE.partition("## How does a widget bend")[0]
    assert kept(*edited(few + SHORT, (few + SHORT).replace("widget", "gadget"))) == [
        *[True] * 2,
        *[False] * 2,
    ]


def test_another_answer_is_another_question() -> None:
    text = SURE + SHORT
    after = text.replace("widget", "gadget").replace("Yes.", "Only seen from above.")
    assert kept(*edited(text, after)) == [*[True] * 4, False, True]


@pytest.mark.parametrize("between", ["Is a widget round?\n\nYes.\n\n## ", ""])
def test_of_two_that_say_the_same_neither_is_taken(between: str) -> None:
    """Beside one that had the new words before, nothing is guessed."""
    text = f"{SURE}## {between}Is a gadget round?\n\nYes.\n\n"
    after = SURE.replace("widget", "gadget") + "## Is a gadget round?\n\nYes.\n\n"
    first, second = edited(text, after)
    last = second.bank.items[-1]
    assert last.id == next(i.id for i in first.bank.items if i.stem.plain == "Is a gadget round?")


def test_a_person_who_told_two_apart_is_obeyed() -> None:
    text = SURE + SHORT
    first, second = edited(text, text.replace("widget", "gadget"))
    never = second.lock.entries[second.bank.items[4].id].wording.question
    entries = {
        each.id: each._replace(never=(never,)) if each.id == first.bank.items[4].id else each
        for each in first.lock.entries.values()
    }
    again = rebuild(
        {"a.md": text.replace("widget", "gadget")}, Settings(), Lock(entries), 1_800_000_000
    )
    assert kept(first, again) == [*[True] * 4, False, True]
