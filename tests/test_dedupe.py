"""What is merged, what is only shown, and what is left alone."""

from __future__ import annotations

import pytest

from tiku import build
from tiku.model import Bank, ChoiceResponse


def bank(*entries: tuple[str, str], front: str = "") -> Bank:
    """A bank of one file with these questions and answers."""
    text = "".join(f"**Question:** {q}\n\n**Answer:** {a}\n\n" for q, a in entries)
    return build({"q.md": front + text})


def verdicts(found: Bank) -> list[str]:
    return [cluster.verdict for cluster in found.clusters]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("What is TCP?", "A protocol."), ("what is **TCP**", "A protocol")),
        (("什么是 TCP？", "协议。"), ("什么是TCP?", "协议")),
        (("What is TCP?", ""), ("What is TCP?", "A protocol.")),
        (("What is TCP?", "A protocol."), ("What is TCP?", "")),
        (("Which?\n\n- [x] a\n- [ ] b", ""), ("Which?\n\n- [ ] b\n- [x] a", "")),
        (("Why TCP?", "a\n\n**Explanation:** b"), ("Why TCP?", "a")),
        (("Why TCP?\n\n**Hint:** b", "a"), ("Why TCP?", "a")),
    ],
)
def test_the_same_is_merged(one: tuple[str, str], other: tuple[str, str]) -> None:
    found = bank(one, other)
    assert len(found.items) == 1
    assert [span.first for span in found.items[0].sources] == sorted(
        span.first for span in found.clusters[0].sources
    )
    assert len(found.items[0].sources) == 2
    assert found.items[0].response.answer.plain
    assert verdicts(found) == ["same"]
    assert [problem.code for problem in found.problems if problem.code[0] == "M"] == ["M1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("What is TCP?", "A protocol."), ("What is TCP?", "A cheese.")),
        (("Who wrote TCP?", "[this](https://a.org)"), ("Who wrote TCP?", "[this](https://b.org)")),
        (("Which?\n\n- [x] a\n- [ ] b", ""), ("Which?\n\n- [ ] a\n- [x] b", "")),
        (("How is TCP closed?", "1. a\n2. b"), ("How is TCP closed?", "1. b\n2. a")),
        (("Why TCP?", "a\n\n**Explanation:** b"), ("Why TCP?", "a\n\n**Explanation:** c")),
        (("Why TCP?\n\n**Hint:** b", ""), ("Why TCP?", "a")),
        (("Why TCP?", "\n\n**Explanation:** b"), ("Why TCP?", "a")),
        (
            ("Which?\n\n- [x] a\n- [ ] b", "\n\n**Explanation:** [c](http://d)"),
            ("Which?\n\n- [x] a\n- [ ] b", "\n\n**Explanation:** [c](http://e)"),
        ),
        (("Which sign tests equality in C?", "`==`"), ("Which sign tests equality in C?", "`===`")),
    ],
)
def test_another_answer_is_a_conflict(one: tuple[str, str], other: tuple[str, str]) -> None:
    found = bank(one, other)
    assert len(found.items) == 2
    assert len({item.id for item in found.items}) == 2
    assert verdicts(found) == ["conflict"]
    assert [problem.code for problem in found.problems if problem.code[0] == "M"] == ["M2"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("What is TCP?", "x"), ("What is UDP?", "x")),
        (("What is Vue 2?", "x"), ("What is Vue 3?", "x")),
        (
            ("[Which](http://a)?\n\n- [x] a\n- [ ] b", ""),
            ("[Which](http://b)?\n\n- [x] a\n- [ ] b", ""),
        ),
        (("A?", "- c\n- d\n- 1\n- 2\n- 3"), ("B?", "- c\n- d\n- 4\n- 5\n- 6")),
        (("Which?\n\n- [x] a\n- [ ] b", ""), ("Which?\n\n- [x] a\n- [ ] c", "")),
        (("What is printed?\n\n```\n1\n```", "x"), ("What is printed?\n\n```\n2\n```", "x")),
        (("Why [this](https://a.org)?", ""), ("Why [this](https://b.org)?", "")),
        (("A?", "- only\n- one: shared"), ("B?", "- other\n- one: shared")),
    ],
)
def test_another_question_is_left_alone(one: tuple[str, str], other: tuple[str, str]) -> None:
    found = bank(one, other)
    assert len(found.items) == 2
    assert not found.clusters


def test_the_same_words_in_another_order_are_shown() -> None:
    found = bank(("模型的安全性如何保证？", "x"), ("如何保证模型的安全性？", "y"))
    assert verdicts(found) == ["alike"]
    assert found.clusters[0].reason == "the same words in another order"
    assert [problem.code for problem in found.problems] == ["M3"]


def test_rare_points_in_common_are_shown_but_a_template_s_are_not() -> None:
    shared = "- **Encryption:** use it\n- **Access:** limit it\n- {}"
    found = bank(("How is it secured?", shared.format("a")), ("How to stop attacks?", shared))
    assert verdicts(found) == ["alike"]
    assert found.clusters[0].reason == "2 of 3 points of the answer are the same"
    third = ("How do you sleep?", shared.format("c"))
    assert not bank(
        ("How is it secured?", shared.format("a")), ("How to stop?", shared.format("b")), third
    ).clusters


def test_an_unanswered_copy_of_a_disputed_question_is_kept() -> None:
    found = bank(("Why TCP?", "a"), ("Why TCP?", "b"), ("Why TCP?", ""))
    assert len(found.items) == 3
    assert verdicts(found) == ["conflict"]


def test_a_merge_unites_what_the_copies_have() -> None:
    one = "---\ntags: a\n---\n**Question:** Why TCP?\n\n**Answer:** So.\n"
    other = (
        "---\ntags: b\n---\n# 1. The reason\n\n<!-- id: why -->\n\n**Question:** Why TCP?\n\n"
        "**Answer:** So!\n"
    )
    found = build({"a.md": one, "b.md": other})
    (item,) = found.items
    assert item.id == "why"
    assert item.tags == ("a", "b")
    assert item.title.plain == "The reason"
    assert [span.path for span in item.sources] == ["a.md", "b.md"]
    assert item.response.answer.plain == "So!"


def test_a_merge_loses_neither_title_nor_explanation_nor_hint() -> None:
    entry = "## 1. {}\n\n**Question:** Why TCP?\n\n**Hint:** Look.\n\n**Answer:** So.\n\n"
    entry += "**Explanation:** Because.\n\n"
    bare = "**Question:** Why TCP?\n\n"
    (item,) = build({"a.md": bare + entry.format("The reason") + entry.format("the reason")}).items
    assert item.title.markdown == "The reason"
    assert (item.hint.plain, item.explanation.plain) == ("Look.", "Because.")
    assert len(item.sources) == 3


def test_one_question_under_two_titles_is_kept_twice_and_shown() -> None:
    entry = "## 1. {}\n\n**Question:** Which layer?\n\n**Answer:** Transport\n\n"
    found = build({"a.md": entry.format("TCP") + entry.format("UDP") + entry.format("TCP")})
    assert [len(item.sources) for item in found.items] == [2, 1]
    assert verdicts(found) == ["same", "alike"]


def test_copies_with_ids_of_their_own_are_kept_apart_and_shown() -> None:
    found = bank(
        ("Why TCP? <!-- id: x -->", "a"), ("Why TCP?", "a"), ("Why TCP? <!-- id: y -->", "a")
    )
    assert [(item.id, len(item.sources)) for item in found.items] == [("x", 2), ("y", 1)]
    assert verdicts(found) == ["same", "alike"]
    assert found.clusters[1].reason == "the same but for their ids"


def test_a_merge_says_where_the_copies_are() -> None:
    entry = "**Question:** Why TCP?\n\n**Answer:** So.\n"
    found = build({"a.md": "\n" + entry, "b/c.md": entry + "\n" + entry})
    said = [(p.path, p.line, p.what) for p in found.problems]
    assert said == [
        ("b/c.md", 1, "this question repeats a.md:2; the two became one"),
        ("b/c.md", 5, "this question repeats a.md:2; the two became one"),
    ]


def test_choices_keep_their_order() -> None:
    (item,) = bank(("Which?\n\n- [ ] b\n- [x] a", "")).items
    assert isinstance(item.response, ChoiceResponse)
    assert [(c.label, c.text.plain, c.keyed) for c in item.response.choices] == [
        ("A", "b", False),
        ("B", "a", True),
    ]
