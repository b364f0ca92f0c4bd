"""Ids and times."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tiku import Bank, Settings, build
from tiku.identify import FIRST_BUILD, History, Known, fingerprint

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"


def bank(*entries: tuple[str, str], settings: Settings | None = None) -> Bank:
    return build({"q.md": "".join(ENTRY.format(*e) for e in entries)}, settings or Settings())


def test_an_id_is_a_function_of_the_stem_alone() -> None:
    one = bank(("What is TCP?", "a"), ("What is UDP?", "b")).items
    other = bank(("what is **udp**", "c"), ("What is TCP", "d")).items
    assert {item.id for item in one} == {item.id for item in other}
    assert all(re.fullmatch(r"q[a-z2-7]{12}", item.id) for item in one)


def test_conflicting_items_have_ids_of_their_own() -> None:
    single = bank(("Why?", "a")).items[0].id
    found = [item.id for item in bank(("Why?", "a"), ("Why?", "b"), ("Why?", "c")).items]
    assert found[0] == single
    assert len(set(found)) == 3


def test_an_id_that_an_author_took_is_not_given_twice() -> None:
    minted = bank(("Why?", "a")).items[0].id
    text = ENTRY.format("Why?", "a") + ENTRY.format(f"Other? <!-- id: {minted} -->", "b")
    found = build({"q.md": text}).items
    assert len({item.id for item in found}) == 2
    assert found[1].id == minted


def test_the_same_explicit_id_twice_is_an_error() -> None:
    text = ENTRY.format("A? <!-- id: x -->", "a") + ENTRY.format("B? <!-- id: x -->", "b")
    (problem,) = build({"q.md": text}).problems
    assert (problem.code, problem.severity, problem.line) == ("I1", "error", 5)
    assert "q.md:1" in problem.what


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
    text = "---\ndeck: d\n---\n" + ENTRY.format("Why?", "a")
    one, other = (build({name: text}).items[0] for name in ("a.md", "b.md"))
    assert fingerprint(one) != fingerprint(other)


def test_a_fingerprint_does_not_change_with_place_or_time() -> None:
    before = bank(("Why?", "a")).items[0]
    after = build({"q.md": "\n\nSome text.\n\n" + ENTRY.format("Why?", "a")}).items[0]
    assert before.sources != after.sources
    assert fingerprint(before) == fingerprint(replace(after, modified=7))


def test_a_time_moves_only_with_the_content() -> None:
    sources = {"q.md": ENTRY.format("Same?", "a") + ENTRY.format("Other?", "b")}
    first = build(sources)
    assert {item.modified for item in first.items} == {FIRST_BUILD}
    known = {item.id: Known(fingerprint(item), item.modified) for item in first.items}
    sources["q.md"] = ENTRY.format("Same?", "a") + ENTRY.format("Other?", "c")
    later = build(sources, Settings(), History(known, FIRST_BUILD + 100))
    assert [item.modified - FIRST_BUILD for item in later.items] == [0, 100]
    still = build(sources, Settings(), History(known, FIRST_BUILD - 100))
    assert [item.modified - FIRST_BUILD for item in still.items] == [0, 1], "never back"


@pytest.mark.parametrize("heading", ["## {}", "## 1. {}", "## {}?"])
def test_a_question_that_is_added_changes_no_other(heading: str) -> None:
    entry = "\n\nQ: What is {}?\nA: It.\n\n"
    names = ("First", "Second")
    before = "# Deck\n\n" + "".join(heading.format(n) + entry.format(n) for n in names)
    one = build({"q.md": before}).items
    other = build({"q.md": before + heading.format("Third") + entry.format("Third")}).items
    assert [fingerprint(item) for item in other[:2]] == [fingerprint(item) for item in one]
