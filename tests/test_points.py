"""Repeats within an answer: what is dropped, what is only reported, what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiku import build
from tiku.items.points import Folded, fold
from tiku.model import Fragment, Markdown, OpenResponse

FIRST = 10  # the line on which every answer here begins


def folded(answer: str) -> Folded:
    return fold("a.md", Fragment(Markdown(answer), FIRST))


def told(found: Folded) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.line, problem.what) for problem in found.problems]


@pytest.mark.parametrize(
    ("answer", "left", "lines"),
    [
        ("- a b\n- c\n- A B.", "- a b\n- c", [12]),
        ("- **云:** 水滴\n- 云：水滴", "- **云:** 水滴", [11]),
        ("- 雲：水滴\n- 云:水滴。", "- 雲：水滴", [11]),
        ("- a\n- a\n- a", "- a", [11, 12]),
        ("- a\n- b\n- a\n- b", "- a\n- b", [12, 13]),
        ("- `x`\n- `x`", "- `x`", [11]),
        ("- [a](x)\n- [a](x)", "- [a](x)", [11]),
        ("+ a\n+ a", "+ a", [11]),
        ("* a\n\n* a\n\n* b", "* a\n\n\n* b", [12]),
        ("-   a\n    more\n-   a\n    more", "-   a\n    more", [12]),
        ("- a\n  - b\n- a\n  - b", "- a\n  - b", [12]),
        ("- a\n  - b\n  - b\n- c\n  - b", "- a\n  - b\n- c\n  - b", [12]),
        ("1. a\n   - b\n   - b\n2. c", "1. a\n   - b\n2. c", [12]),
        ("A statement.\n\nA statement.", "A statement.", [12]),
        ("A statement\nof two.\n\n**a statement of two**", "A statement\nof two.", [13]),
    ],
)
def test_a_repeat_is_dropped_and_reported(answer: str, left: str, lines: list[int]) -> None:
    found = folded(answer)
    assert found.answer == Fragment(Markdown(left), FIRST)
    assert [(code, line) for code, line, _ in told(found)] == [("N6", line) for line in lines]


@pytest.mark.parametrize(
    "answer",
    [
        "1. a\n2. a",
        "1. taste\n2. salt\n3. taste",
        "```\na\na\n```",
        "| a |\n|---|\n| 1 |\n| 1 |",
        "> a b c d e\n\n> a b c d e",
        "> 甲：好\n> 乙：好\n> 甲：好",
        "short\n\nshort",
        "Such as these:\n\n- a\n\nSuch as these:\n\n- b",
        "Such as these：\n\nSuch as these：",
        "For example this\n\n```\na\n```\n\nFor example this\n\n```\nb\n```",
        "- a\n  - b\n- c\n  - b",
        "- a\n- b\n\nbetween them\n\n- a",
        "- a\n\n  ```\n  x\n  ```\n- a\n\n  ```\n  x\n  ```",
        "- a\n  1. x\n- a\n  1. x",
        "- a\n-\n-\n- b",
        "- [a](x)\n- [a](y)",
        "- ![](a.png)\n- ![](b.png)",
        "- `a == b`\n- `a === b`",
        "- x²\n- x2",
        "- A: 4\n- B: 8\n- C: 4",
        "- Boil for 10 minutes\n- Boil for 100 minutes",
        "- a b c d\n- a b c d 5",
        "- Salt the water\n- Do not salt the water",
        "- 要盖锅盖煮\n- 不要盖锅盖煮",
        "- Roast the duck\n- Roast the goose",
        "- one two three four five\n- five one two three four six",
    ],
)
def test_what_is_no_repeat_is_left_alone(answer: str) -> None:
    assert folded(answer).answer.markdown == answer
    assert not folded(answer).problems


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ("- a b\n- a b c d e", "this point is nearly the same as line 10"),
        ("- a b c d e\n- a b", "this point is nearly the same as line 10"),
        ("- one two three four\n- one two and three four", "this point is nearly the same as"),
        ("- 早停法\n- 早停法：监控验证集", "this point is nearly the same as line 10"),
        ("- **T:** a\n- **T:** b", "this point is about the same term as line 10"),
        ("- **云：** 水滴\n- **雲**: 冰晶", "this point is about the same term as line 10"),
        ("- [x] a b\n- [ ] a b", "this point is but for a tick or a note the same as line 10"),
        ("- a b[^1]\n- a b[^2]", "this point is but for a tick or a note the same as line 10"),
        ("- A statement.\n\nA statement.", "this point says what line 12 says"),
    ],
)
def test_what_is_nearly_a_repeat_is_kept_and_reported(answer: str, what: str) -> None:
    found = folded(answer)
    assert found.answer.markdown == answer
    ((code, line, said),) = told(found)
    assert (code, line) == ("N10", 10 if "says what" in what else 11)
    assert said.startswith(what)


def test_a_bullet_that_says_what_a_paragraph_says_is_reported() -> None:
    found = folded("Ice is lighter.\n\n- Salt\n- ice is lighter")
    assert told(found) == [("N10", 13, "this point says what line 10 says")]


def test_each_point_is_reported_once_and_in_order() -> None:
    found = folded("- a b\n- a b c d\n- a b c d e\n- a b\n\nA statement.\n\nA statement.")
    assert [(code, line) for code, line, _ in told(found)] == [
        ("N10", 11), ("N10", 12), ("N6", 13), ("N6", 17),
    ]  # fmt: skip


def test_near_repeats_are_looked_for_among_the_first_sixty_points_only() -> None:
    many = "\n".join(f"- point{n} of it" for n in range(59))
    assert [p.line for p in folded(f"{many}\n- point0 of it all").problems] == [FIRST + 59]
    assert not folded(f"{many}\n- another\n- point0 of it all").problems


@pytest.mark.parametrize(
    ("bullet", "point"),
    [
        ("- **Salt:** white", ("Salt", "white")),
        ("- **盐：**白色", ("盐", "白色")),
        ("- **Salt**: white", ("Salt", "white")),
        ("- __Salt:__ white", ("Salt", "white")),
        ("- **Salt**", ("Salt", "")),
        ("- **Salt** is white", ("", "**Salt** is white")),
        ("- **a** and **b**: c", ("", "**a** and **b**: c")),
        ("- Salt: white", ("", "Salt: white")),
        ("1. **Salt:** white", ("Salt", "white")),
        ("- Salt\n  is white", ("", "Salt\nis white")),
        ("-", ("", "")),
    ],
)
def test_a_point_has_its_term_and_text_apart(bullet: str, point: tuple[str, str]) -> None:
    (found,) = folded(bullet).points
    assert (found.term, found.text) == point


@pytest.mark.parametrize("answer", ["", "\n", "[a]: http://a.org", "---", "<!-- a -->"])
def test_an_answer_without_a_statement_has_no_points(answer: str) -> None:
    assert folded(answer) == (Fragment(Markdown(answer.strip("\n")), FIRST), (), ())


def test_a_repeat_in_a_source_is_reported_where_it_stands() -> None:
    bank = build({"a.md": "# Kitchen\n\n**Question:** Why salt?\n\n**Answer:** So.\n\n- a\n- a\n"})
    assert [(p.code, p.line, p.remedy) for p in bank.problems] == [
        ("N6", 8, "delete it in the source")
    ]
    (item,) = bank.items
    assert isinstance(item.response, OpenResponse)
    assert [point.text for point in item.response.points] == ["a"]


line = st.sampled_from(
    [
        "- a",
        "- b",
        "- **a:** b",
        "  - a",
        "1. a",
        "a statement",
        "",
        "```",
        "> a",
        "- [x] a",
        "| a |",
    ]
)


@given(st.lists(line, min_size=1, max_size=12).map("\n".join))
@settings(deadline=None, max_examples=150)
def test_folding_what_was_folded_changes_nothing(answer: str) -> None:
    if not answer.strip():
        return
    once = folded(answer)
    again = folded(once.answer.markdown)
    assert again.answer.markdown == once.answer.markdown
    assert {*once.answer.markdown.split("\n")} <= {*answer.split("\n")}
    assert not [code for code, _, _ in told(again) if code == "N6"]
