"""Labels, numbering and titles, by example."""

from __future__ import annotations

import pytest

from tiku.items.titles import adds_to
from tiku.languages import numbering
from tiku.languages.label_words import WORDS
from tiku.languages.labels import Label, label, names_case
from tiku.markup.markdown import text


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("**题目：** 什么？", Label("question", "题目", "什么？")),
        ("**题目**：什么？", Label("question", "题目", "什么？")),
        ("题目：什么？", Label("question", "题目", "什么？")),
        ("**题目：什么？**", Label("question", "题目", "什么？")),
        ("__Answer__: yes", Label("answer", "Answer", "yes")),
        ("**Answer**", Label("answer", "Answer", "")),
        ("Q1: What?", Label("question", "Q", "What?")),
        ("Question 12: What?", Label("question", "Question", "What?")),
        ("answer: **bold** text", Label("answer", "answer", "**bold** text")),
        ("A:** odd", Label("answer", "A", "**odd")),
        ("Correct answer: B", Label("answer", "Correct answer", "B")),
        ("解析：因为", Label("explanation", "解析", "因为")),
        ("A. an option", None),
        ("Answer", None),
        ("Questions: many", None),
        ("Anna: a name", None),
        ("**Q: open bold", None),
        ("**Q: one** and **two**", None),
        ("题目的答案：x", None),
        ("Hınt: a dotless i", None),
        ("SOLUTİON: a dotted one", None),
    ],
)
def test_labels(line: str, found: Label | None) -> None:
    assert label(line) == found


def test_every_word_of_every_language_is_a_label() -> None:
    for roles in WORDS.values():
        for role, words in roles.items():
            for word in words:
                assert label(f"**{word}:** x") == Label(role, word, "x")


@pytest.mark.parametrize(
    ("text_", "rest"),
    [
        ("1. What?", "What?"),
        ("12) What?", "What?"),
        ("3、什么？", "什么？"),
        ("（4）什么？", "什么？"),
        ("第5题：什么？", "什么？"),
        ("一、什么？", "什么？"),
        ("十二、什么？", "什么？"),
        ("Q6. What?", "What?"),
        ("Question 7: What?", "What?"),
        ("8: What?", "What?"),
        ("① 什么？", "什么？"),
        ("9.", ""),
        ("10", ""),
        ("3.11 有哪些新特性？", "3.11 有哪些新特性？"),
        ("16:9 is what?", "16:9 is what?"),
        ("第46題", "第46題"),
        ("1984. Who wrote it?", "1984. Who wrote it?"),
        ("3、4 的和是什么？", "3、4 的和是什么？"),
        ("1234. What?", "What?"),
        ("2024 in review", "2024 in review"),
        ("(5) What?", "What?"),
        ("[1] + [] is of which type?", "[1] + [] is of which type?"),
        ("(0) || 1 gives?", "(0) || 1 gives?"),
        ("404: what does it mean?", "404: what does it mean?"),
        ("三、四线城市有哪些特点？", "三、四线城市有哪些特点？"),
        ("What? 1. No", "What? 1. No"),
    ],
)
def test_numbering_is_stripped_only_where_it_counts(text_: str, rest: str) -> None:
    assert numbering.strip(text_) == rest
    assert numbering.is_numbered(text_) == (rest != text_)


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (["1. a", "2. b", "3. c"], True),
        (["Q1", "Q2", "Q4", "Q5", "Q6", "Q7"], True),
        (["404: a", "500: b"], False),
        (["1. Weltkrieg"], False),
        (["a", "b"], False),
    ],
)
def test_numbers_that_count_up(texts: list[str], *, counts: bool) -> None:
    assert numbering.count_up(texts) == counts


@pytest.mark.parametrize(
    ("heading", "stem", "adds"),
    [
        ("什么是GAN？", "什么是GAN？", False),
        ("什么是GAN", "**什么是 GAN？** 请举例说明。", False),
        ("如何提高多样性？", "如何提高多样性？请列举几种常见的方法。", False),
        ("如何训练？", "如何训练？请简要介绍训练过程中的关键步骤。", True),
        ("有哪些应用？", "有哪些指标？", True),
        ("What is TCP?", "What is TCP? Please explain briefly with an example.", False),
        ("What is TCP?", "What is TCP? Explain the handshake.", True),
        ("Networks", "What is TCP?", True),
    ],
)
def test_a_heading_is_a_title_if_it_says_something_of_its_own(
    heading: str, stem: str, *, adds: bool
) -> None:
    assert adds_to(text(heading).form, text(stem)) == adds


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("Scenario 1: Loss", True),
        ("Case B", True),
        ("Case study IV", True),
        ("Cas n° 2", True),
        ("案例A", True),
        ("情境二", True),
        ("Cash", False),
        ("Cases", False),
        ("Falls of Niagara", False),
        ("Cast", False),
    ],
)
def test_titles_that_count_cases(title: str, counts: bool) -> None:  # noqa: FBT001
    assert names_case(title) == counts
