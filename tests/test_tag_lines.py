"""Lines beside questions that become tags, and those that stay text."""

from __future__ import annotations

import pytest

from tiku.items import tag_lines
from tiku.reading import read


def tags(*entries: str, front: str = "") -> list[tuple[str, ...]]:
    (reading,) = read({"notes.md": front + "\n\n".join(entries)})
    assert all(item.response.answer.plain == "That." for item in reading.items)
    return [item.tags for item in reading.items]


def entry(name: str, line: str) -> str:
    return f"## What is {name}?\n\nThat.\n\n{line}"


@pytest.mark.parametrize("word", tag_lines._TAGS)
def test_each_word_for_tags_lists_them(word: str) -> None:
    assert tags(entry("A", f"**{word}:** x, y z"), entry("B", f"{word}：x y")) == [
        ("x", "y_z"),
        ("x", "y"),
    ]


@pytest.mark.parametrize("word", [*tag_lines._LEVELS, *tag_lines._NAMES])
def test_each_other_word_names_a_tag(word: str) -> None:
    name = "_".join(word.casefold().split())
    lines = f"**{word}**: x y", f"【{word}】z"
    assert tags(entry("A", lines[0]), entry("B", lines[1])) == [(f"{name}::x_y",), (f"{name}::z",)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Difficulty: 3", ("difficulty::3",)),
        ("*Difficulty:* 3", ("difficulty::3",)),
        ("- **Difficulty**: 3", ("difficulty::3",)),
        ("> **Company:** A | **Difficulty:** 3", ("company::A", "difficulty::3")),
        ("⭐ **Difficulty:** `3`", ("difficulty::3",)),
        ("**Difficulty:** 3 | **Topic:** a, b", ("difficulty::3", "topic::a", "topic::b")),
        ("难度：3 类型：选择题", ("类型::选择题", "难度::3")),
        ("**Difficulty:** 3  \n**Tags:** #a #b", ("a", "b", "difficulty::3")),
        ("**Tags:** [a](b.md)\n\n**Difficulty:** 3", ("a", "difficulty::3")),
        ("**难度：** $\\star \\star$", ("难度::★★",)),
    ],
)
def test_a_line_may_be_written_in_many_ways(line: str, found: tuple[str, ...]) -> None:
    assert tags(entry("A", line), entry("B", line)) == [found, found]


def test_tags_of_a_file_and_of_an_entry_add_up() -> None:
    front = "---\ntags: [file]\n---\n\n"
    lines = entry("A", "Tags: own"), entry("B", "Tags: file"), entry("C", "")
    assert tags(*lines, front=front) == [("file", "own"), ("file",), ("file",)]


@pytest.mark.parametrize(
    "line",
    [
        "**Topic:** it says, in a whole sentence, what the entry is about, and that is text",
        "**Topic:** Which?",
        "**来源:** https://example.org/a",
        "**Owner:** nobody",
        "**Topic:**",
        "Topic",
        "It has a difficulty: none",
        "**Difficulty:** 3 | and more",
        "`Difficulty: 3`",
        "```\nDifficulty: 3\n```",
    ],
)
def test_other_lines_are_text(line: str) -> None:
    (reading,) = read({"notes.md": entry("A", line) + "\n\n" + entry("B", line)})
    found = [(item.tags, item.response.answer.markdown) for item in reading.items]
    assert found == [((), f"That.\n\n{line}")] * 2


def test_what_few_entries_have_is_text() -> None:
    entries = [entry(name, "**Topic:** x" if name == "A" else "") for name in "ABC"]
    (reading,) = read({"notes.md": "\n\n".join(entries)})
    assert [item.tags for item in reading.items] == [(), (), ()]
    assert reading.items[0].response.answer.markdown == "That.\n\n**Topic:** x"


def test_an_answer_that_says_no_more_stays_unless_it_never_is_one() -> None:
    topic, level = "## What is {}?\n\n**Topic:** x\n\n", "## What is {}?\n\n**Difficulty:** x\n\n"
    (reading,) = read({"notes.md": topic.format("A") + topic.format("B")})
    assert [item.response.answer.plain for item in reading.items] == ["Topic: x"] * 2
    (reading,) = read({"notes.md": level.format("A") + level.format("B")})
    assert [(item.kind, item.tags) for item in reading.items] == [
        ("question-only", ("difficulty::x",))
    ] * 2


@pytest.mark.parametrize(
    ("asked", "stem", "found"),
    [
        ("What is A? #net #exam/2026", "What is A?", ("exam/2026", "net")),
        ("**什么是A？** #网络", "什么是A？", ("网络",)),
        ("What is A? #card", "What is A?", ()),
        ("What does #include do? #1 or #2", "What does #include do? #1 or #2", ()),
        ("What is C #or #else?", "What is C #or #else?", ()),
        ("What is A?#b", "What is A?#b", ()),
    ],
)
def test_tags_of_obsidian_behind_a_question(asked: str, stem: str, found: tuple[str, ...]) -> None:
    (reading,) = read({"notes.md": f"## {asked}\n\nThat.\n\n## What is B?\n\nThat.\n"})
    assert [(item.stem.plain, item.tags) for item in reading.items] == [
        (stem, found),
        ("What is B?", ()),
    ]


def test_what_stands_behind_few_questions_is_no_tag() -> None:
    asked = ("What does this select? #header", "What is an id?", "What is a class?")
    (reading,) = read({"notes.md": "".join(f"## {each}\n\nThat.\n\n" for each in asked)})
    assert tuple(item.stem.plain for item in reading.items) == asked
