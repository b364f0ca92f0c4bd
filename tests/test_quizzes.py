"""Choice questions as people write them: each way to ask with each to list options and a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import pytest

from tiku.model import ChoiceResponse
from tiku.reading import FileReading, read


class Quiz(NamedTuple):
    """A question, its options, and which is right, counted from 0."""

    asked: str
    options: tuple[str, ...]
    right: int


ASKING = (
    Quiz("Which is a prime?", ("4", "7", "9"), 1),
    Quiz("Which number is even?", ("3", "5", "8"), 2),
)
STATING = (
    Quiz("A prime number is", ("4", "7", "9"), 1),
    Quiz("The square of three is", ("9", "8", "7"), 0),
)
CHINESE = (
    Quiz("下列哪个是质数？", ("四", "七", "九"), 1),
    Quiz("最小的偶数是（ ）", ("三", "五", "二"), 2),
)

QUESTIONS = (
    "{n}. {asked}",
    "{n}) {asked}",
    "{n}\\. {asked}",
    "{n}、{asked}",
    "**{n}. {asked}**",
    "**{n}.** {asked}",
    "### {n}. {asked}",
    "### {asked}",
    "### Question {n}\n\n{asked}",
    "### Question {n}: {asked}",
    "Q{n}. {asked}",
    "Q{n}: {asked}",
    "**Q{n}.** {asked}",
    "Question {n}: {asked}",
    "**{asked}**",
    "{asked}",
)
LETTERED = (
    "{upper}. {option}",
    "{upper}. {option}  ",  # a line break of Markdown
    "{upper}. {option}\n",  # paragraphs
    "{lower}) {option}",
    "({upper}) {option}",
    "{upper}、{option}",
    "- {upper}. {option}",
    "- {upper}) {option}",
    "* {lower}) {option}",
    "- **{upper}.** {option}",
    "   - {upper}. {option}",
    "   {upper}. {option}",
)
TICKED = ("- [{tick}] {option}", "* [{tick}] {option}", "   - [{tick}] {option}")
KEYS = (
    "Answer: {upper}",
    "**Answer: {upper}**",
    "**Answer:** {upper}",
    "*Answer: {upper}*",
    "Answer: {upper}. {option}",
    "Answer: {option}",
    "Ans: {lower}",
    "Correct answer: {upper}",
    "**Correct Answer:** {upper}) {option}",
    "答案：{upper}",
    "> Answer: {upper}",
    "<details>\n<summary>Answer</summary>\n\n{upper}\n\n</details>",
    "<details><summary>Answer</summary>{upper}. {option}</details>",
)


def _written(quizzes: Sequence[Quiz], question: str, options: str, key: str) -> str:
    return "\n\n".join(
        _entry(quiz, question.format(n=n, asked=quiz.asked), options, key)
        for n, quiz in enumerate(quizzes, 1)
    )


def _entry(quiz: Quiz, question: str, options: str, key: str) -> str:
    parts = [_parts(quiz, at) for at in range(len(quiz.options))]
    lines = [options.format_map(each) for each in parts]
    end = ["", key.format_map(parts[quiz.right])] if key else []
    return "\n".join([question, *lines, *end])


def _parts(quiz: Quiz, at: int) -> Mapping[str, str]:
    letter, tick = "ABC"[at], "x" if at == quiz.right else " "
    return {
        "upper": letter,
        "lower": letter.lower(),
        "option": quiz.options[at],
        "tick": tick,
    }


def _read(text: str) -> list[Quiz]:
    (reading,) = read({"notes.md": text})
    return list(_choices(reading))


def _choices(reading: FileReading) -> Iterator[Quiz]:
    for item in reading.items:
        if isinstance(item.response, ChoiceResponse):
            texts = tuple(choice.text.plain for choice in item.response.choices)
            (right,) = (n for n, choice in enumerate(item.response.choices) if choice.keyed)
            yield Quiz(item.stem.plain, texts, right)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("quizzes", [ASKING, STATING, CHINESE], ids=["asks", "states", "chinese"])
def test_a_quiz_is_read_whichever_way_it_is_written(quizzes: Sequence[Quiz], question: str) -> None:
    ways = [
        *((options, "Answer: {upper}") for options in LETTERED),
        *((options, key) for options, key in product((LETTERED[0], LETTERED[6]), KEYS)),
        *((options, "") for options in TICKED),
    ]
    texts = [_written(quizzes, question, options, key) for options, key in ways]
    assert [text for text in texts if _read(text) != list(quizzes)] == []


@pytest.mark.parametrize("heading", ["{n}. {asked}", "### {asked}", "**{asked}**", "{asked}"])
def test_things_to_do_are_no_quiz(heading: str) -> None:
    plans = (
        Quiz("Today", ("write", "read", "swim"), 0),
        Quiz("Tomorrow", ("run", "rest"), 1),
        Quiz("Next week", ("travel", "sleep"), 0),
    )
    done = _written(plans, heading, "- [{tick}] {option}", "").replace("[ ] swim", "[x] swim")
    assert _read(done) == []
