"""What a question is without the marks that only say that it is one."""

from __future__ import annotations

import pytest

from tiku import build
from tiku.items import stems
from tiku.model import Fragment, Markdown


def clean(text: str) -> str:
    return stems.clean(Fragment(Markdown(text), 1)).markdown


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("1. What?", "What?"),
        ("### 2) What?", "What?"),
        ("## What? ##", "What?"),
        ("- [ ] What?", "What?"),
        ("- [x] What?", "What?"),
        ("* What?", "What?"),
        ("> What?", "What?"),
        ("> > What?", "What?"),
        ("[What?](#what)", "What?"),
        ("[什么？](#什么)", "什么？"),
        ("==What?==", "What?"),
        ("What? {#id}", "What?"),
        ("What? {#a.b .c}", "What?"),
        ("Q: What?", "What?"),
        ("**Q1:** What?", "What?"),
        ("- [ ] **Q1:** 1. What?", "What?"),
        ("题目：什么？", "什么？"),
        ("第5题：什么？", "什么？"),
        ("Pregunta 3: ¿Qué?", "¿Qué?"),
        ("Frage 3: Was?", "Was?"),
        ("Вопрос 3: Что?", "Что?"),
        ("問題 3：何？", "何？"),
        ("**1. What?**", "What?"),
        ("__4. What?__", "What?"),
        ("***5. What?***", "What?"),
        ("<b>3. What?</b>", "<b>What?</b>"),
        ("**1.** What?", "What?"),
        ("*1.* What?", "What?"),
        ("<i>2.</i> What?", "What?"),
        ("**Q:** **1. What?**", "What?"),
        ("1. What?\n\nmore", "What?\n\nmore"),
        ("1) 2) What?", "What?"),
        ("# What {#a}", "What"),
        ("✅ What?", "What?"),
        ("## 第 3 题\n\n什么？", "什么？"),
        ("**第十二题**\n什么？\n\n为何？", "什么？\n\n为何？"),
        ("- " * 4 + "What?", "What?"),
    ],
)
def test_numbering_labels_and_marks_are_taken_off(written: str, stem: str) -> None:
    assert clean(written) == stem
    assert clean(stem) == stem


@pytest.mark.parametrize(
    "written",
    [
        "What?",
        "",
        "  ",
        "1.",
        "**1.**",
        "{#a}",
        "- a\n- b",
        "- What?\n\nmore",
        "What?\n\n- a",
        "[What?](http://a.org)",
        "[a](#b) and [c](#d)",
        "==a== and ==b==",
        "=====",
        "3.11 有哪些新特性？",
        "**3.11** 有哪些新特性？",
        "1984. Who wrote it?",
        "**bold** word",
        "**What?",
        "What {#a} is it?",
        "`{#a}`",
        "`1. What?`",
        "#What",
        "Answer: What?",
        "C# or F#",
    ],
)
def test_a_question_with_nothing_to_take_off_stays_as_it_is(written: str) -> None:
    assert clean(written) == written


def test_a_question_keeps_its_line() -> None:
    found = stems.clean(Fragment(Markdown("## 1. What?\nmore"), 7))
    assert found == Fragment(Markdown("What?\nmore"), 7)


@pytest.mark.parametrize("heading", ["## 3. What is a fjord?", "## [What is a fjord?](#fjord)"])
def test_the_stem_of_a_heading_is_clean(heading: str) -> None:
    (item,) = build({"a.md": f"# Coasts\n\n{heading}\n\nA valley under water.\n"}).items
    assert item.stem.plain == "What is a fjord?"
