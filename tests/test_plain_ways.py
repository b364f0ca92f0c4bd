"""Ways that are shorter where a text is plain: each gives what the general way gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tiku import dialects, explaining
from tiku.document import parse
from tiku.explaining import Explanation, explain

CASES = sorted(Path(__file__).parent.joinpath("cases").rglob("*.md"))


def texts() -> Iterator[str]:
    return (case.read_text("utf-8", "replace") for case in CASES)


# Documents in which one dialect reads all

LINES = (
    "",
    "# Networks",
    "# What is it?",
    "## Part",
    "## Why so?",
    "## Why not? #card",
    "### 1. What is TCP?",
    "### Question 2",
    "Networks",
    "========",
    "---",
    "\t---",
    "* * *",
    "**Question:** What is TCP?",
    "**Question:** Question 1",
    "**Answer:** A protocol.",
    "**Explanation:** Because.",
    "Q: What?",
    "A: That.",
    "What is UDP?",
    "1. What is IP?",
    "- **What is it?**",
    "- one",
    "**Why is that?**",
    "<!-- id: a1 -->",
    "<!-- remark -->",
    "<!-- <details><summary>What is it?</summary>Yes.</details> -->",
    "<!-- {{c1::Paris}} -->",
    "<details><summary>What is TCP?</summary>",
    "</details>",
    "{{c1::Paris}} is the capital.",
    "front :: back",
    "| Question | Answer |\n|---|---|\n| What? | That |",
    "?",
    "[Back to top](#top)",
    "> # What is that?",
    "> **Answer:** that",
    "2. # Why is that?",
    "## Answers\n1. B\n2. C",
    "Term?\n: definition",
)
ENTRY = ("\n### 1. What is TCP?\n\n**Question:** What is TCP?\n", "**Answer:** A protocol.\n")


def explained(text: str) -> tuple[Explanation, Explanation]:
    """Explain a document as ever, and by all dialects."""
    document, _ = parse("a.md", text, dialects.DIALECTS)
    short = explain(document)
    with patch.object(explaining, "is_whole", lambda *_: False):
        return short, explain(document)


@given(st.lists(st.sampled_from([*LINES, *LINES[:20], *ENTRY, *ENTRY]), max_size=16))
@example(["## Why A?", "<!-- c -->", *ENTRY, "## Why B?", "<!-- c -->", *ENTRY])
@example(["## Why A?", "", *ENTRY, "## Why B?", "", *ENTRY])
@example(["# A?", "# A?", "### 1. B?", "**Question:** B?", "# A?", "### 2. C?", "**Question:** C?"])
@example([LINES[26], *ENTRY, LINES[26], *ENTRY])
@example(["## Why A? #card", "Text #card", *ENTRY, "## Why B? #card", *ENTRY])
@example([*ENTRY, "**Question:** Question 1", "**Answer:** Text"])
@example(["## Why A?", "", "### Question 1", *ENTRY, "## Why B?", "", "### Question 2", *ENTRY])
@example(["---\nquestion: A?\nanswer: B\n---", *ENTRY])
def test_what_one_dialect_reads_wholly_no_other_changes(lines: list[str]) -> None:
    short, whole = explained("\n".join(lines))
    assert short == whole


@pytest.mark.parametrize("text", list(texts()), ids=[case.stem for case in CASES])
def test_documents_are_read_alike(text: str) -> None:
    short, whole = explained(text)
    assert short == whole


def test_documents_of_labels_alone_take_the_shorter_way() -> None:
    text = "# Networks\n\n## Part 1\n" + "".join(ENTRY) + "\n---\n" + "".join(ENTRY)
    document, _ = parse("a.md", text, dialects.DIALECTS)
    with patch.object(explaining, "_strength", lambda *_: pytest.fail("all were asked")):
        assert explain(document).dialect == "labelled"
