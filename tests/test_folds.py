"""What folds, and answers that stand elsewhere than their questions."""

from __future__ import annotations

import pytest

from tiku.documents.document import parse
from tiku.documents.outline import Outline
from tiku.reading import read


def outline(text: str) -> Outline:
    document, _ = parse("q.md", text, ())
    return Outline(document)


@pytest.mark.parametrize(
    ("text", "title", "lines"),
    [
        ("<details><summary>Answer</summary>\n\nx\n\n</details>\n", "Answer", (1, 5)),
        ("<details>\n<summary>\nAnswer\n</summary>\nx</details>\n", "Answer", (1, 5)),
        ("<DETAILS markdown=1><summary>A</summary>\n</DETAILS>\n", "A", (1, 2)),
        ("::: details 答案\nx\n:::\n", "答案", (1, 3)),
        (":::tip[Risposta]\nx\n:::\n", "Risposta", (1, 3)),
        ('??? success "Answer"\n    x\n\n    y\n\nz\n', "Answer", (1, 4)),
        ('!!! note "A"\n    x\n', "A", (1, 2)),
        ("> [!success]- Answer\n> x\n\ny\n", "Answer", (1, 2)),
        ('{{< expand "Answer" >}}\n\nx\n\n{{< /expand >}}\n', "Answer", (1, 5)),
        ('{% details "Answer" %}\nx\n{% enddetails %}\n', "Answer", (1, 3)),
        ('<solution style="display:none;">3</solution>\n', "solution", (1, 1)),
        ("<details>\n\nx\n\n## Next\n", "", (1, 4)),
    ],
)
def test_what_folds(text: str, title: str, lines: tuple[int, int]) -> None:
    (fold,) = outline(text).folds.values()
    assert (fold.title, (fold.first, fold.last)) == (title, lines)


@pytest.mark.parametrize(
    "text",
    [
        "```html\n<details><summary>x</summary></details>\n```\n",
        "    <details>\n",
        "a ::: b\n",
        "!!!\n",
        "[!note] not in a quote\n",
        "{{ x }}\n",
        "</details>\n",
    ],
)
def test_what_does_not_fold(text: str) -> None:
    assert not outline(text).folds


QUESTIONS = "# Quiz\n\n1. What is TCP?\n2. Which is prime?\n   A. 4\n   B. 5\n3. Why?\n"


@pytest.mark.parametrize(
    "key",
    [
        "## Answers\n\n1. A protocol\n2. B\n3. Because\n",
        "**Answer key**\n\n1. A protocol\n2. B\n3. Because\n",
        "## Solutions - Quiz\n\n**1.** A protocol\n\n**2.** B\n\n**3.** Because\n",
        "## 参考答案\n\n| No | 答案 |\n|---|---|\n| 1 | A protocol |\n| 2 | B |\n| 3 | Because |\n",
        "<details><summary>Answers</summary>\n\n1. A protocol\n2. B\n3. Because\n\n</details>\n",
        "## Key\n\n| 1 | 2 | 3 |\n|---|---|---|\n| A protocol | B | Because |\n",
        "## Key\n\n| Q | A | Q | A |\n|-|-|-|-|\n| 1 | A protocol | 2 | B |\n| 3 | Because | | |\n",
    ],
)
def test_a_key_at_the_end_answers_by_number(key: str) -> None:
    (reading,) = read({"q.md": f"{QUESTIONS}\n{key}"})
    answers = [item.response.answer.plain for item in reading.items]
    assert answers == ["A protocol", "B. 5", "Because"]
    assert not reading.unread
    assert not reading.problems


@pytest.mark.parametrize("key", ["1. B 2. A 3. B", "1-3: BAB", "1~3 B A B", "1-B, 2-A, 3-B"])
def test_a_key_may_stand_on_one_line(key: str) -> None:
    asked = "".join(f"{n}. Which one?\n   A. x{n}\n   B. y{n}\n\n" for n in (1, 2, 3))
    (reading,) = read({"q.md": f"# Quiz\n\n{asked}## Answers\n\n{key}\n"})
    assert [item.response.answer.plain for item in reading.items] == ["B. y1", "A. x2", "B. y3"]


def test_numbers_that_begin_anew_find_the_answers_of_their_part() -> None:
    part = "1. What is {0}1?\n2. What is {0}2?\n\n"
    text = f"# Exam\n\n## A\n\n{part.format('a')}## B\n\n{part.format('b')}"
    key = "# Answers\n\n### A\n\n1. one\n2. two\n\n### B\n\n1. three\n2. four\n"
    (reading,) = read({"q.md": text + key})
    answers = [item.response.answer.plain for item in reading.items]
    assert answers == ["one", "two", "three", "four"]


@pytest.mark.parametrize(
    "text",
    [
        "# Steps\n\n1. one\n2. two\n\n## Answers\n\nThere are none.\n",
        "# Steps\n\n1. one\n2. two\n\n## Answers\n\n| 1 |\n|---|\n| 2 |\n",
        "**题目：** 甲？\n\n**答案：**\n\n1. 一\n2. 二\n\n**题目：** 乙？\n\n**答案：** 三\n",
    ],
)
def test_what_names_answers_is_not_always_a_key(text: str) -> None:
    (reading,) = read({"q.md": text})
    assert all("一" in i.response.answer.plain for i in reading.items[:1])


@pytest.mark.parametrize(
    ("questions", "answers"),
    [
        ("questions.md", "answers.md"),
        ("quiz.md", "quiz-answers.md"),
        ("quiz.md", "soluciones-quiz.md"),
        ("a/voprosy.md", "a/otvety.md"),
        ("题目.md", "答案.md"),
        ("Klausur.md", "Klausur_Lösung.md"),
        ("unit 1.md", "Answers/unit 1.md"),
        ("a/questions/unit.md", "a/answers/unit.md"),
        ("a/exam.md", "a/answer key.md"),
    ],
)
def test_a_key_in_a_file_of_its_own(questions: str, answers: str) -> None:
    key = "# Key\n\n1. A protocol\n2. B\n3. Because\n"
    found = {reading.path: reading for reading in read({questions: QUESTIONS, answers: key})}
    plain = [item.response.answer.plain for item in found[questions].items]
    assert plain == ["A protocol", "B. 5", "Because"]
    assert (found[answers].dialect, found[answers].items) == ("answer key", ())
    assert questions in found[answers].why


def test_a_file_of_answers_alone_is_read_like_any_other() -> None:
    (reading,) = read({"answers.md": "Q: What is TCP?\nA: A protocol.\n"})
    assert len(reading.items) == 1


@pytest.mark.parametrize(
    ("others", "key"),
    [
        (("a.md", "b.md"), "1. A protocol\n2. B\n"),
        (("a.md",), "1. What is UDP?\n\n   A protocol\n\n2. What is IP?\n\n   Another\n"),
        (("b/a.md",), "1. A protocol\n2. B\n"),
    ],
)
def test_a_key_without_a_name_answers_the_only_file_beside_it(
    others: tuple[str, ...], key: str
) -> None:
    found = [*read({**dict.fromkeys(others, QUESTIONS), "key.md": key})]
    assert "answer key" not in [reading.dialect for reading in found]


def test_footnotes_answer_where_most_questions_have_one() -> None:
    text = "# Quiz\n\n1. Which is longest?[^1]\n2. Which is highest?[^b]\n3. Why?\n\n"
    notes = "[^1]: The Weser\n    with the Werra\n[^b]: Zugspitze\n"
    (reading,) = read({"q.md": text + notes})
    found = [(item.stem.plain, item.response.answer.plain) for item in reading.items]
    assert found[0] == ("Which is longest?", "The Weser\nwith the Werra")
    assert found[1] == ("Which is highest?", "Zugspitze")


def test_comments_answer_where_most_questions_have_one() -> None:
    text = "# Quiz\n\n1. Which is it? <!-- this -->\n2. And who? <!-- ans: she -->\n"
    (reading,) = read({"q.md": text})
    found = [(item.stem.plain, item.response.answer.plain) for item in reading.items]
    assert found == [("Which is it?", "this"), ("And who?", "she")]
    (one,) = read({"q.md": "# Quiz\n\n1. Which? <!-- a remark -->\n2. Who?\n3. Why?\n"})
    assert not any(item.response.answer.plain for item in one.items)
