"""Questions as people write them: each way to ask with each way to answer, or to list options."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import pytest

from tiku.model import ChoiceResponse
from tiku.reading import FileReading, read

NUMBERED = (
    "{n}. {asked}",
    "{n}) {asked}",
    "{n}、{asked}",
    "**{n}. {asked}**",
    "**{n}.** {asked}",
    "### {n}. {asked}",
    "Q{n}. {asked}",
    "Q{n}: {asked}",
    "**Q{n}:** {asked}",
    "{n}\\. {asked}",
    "{n}- {asked}",
    "Q.{n} {asked}",
    "Ques-{n}: {asked}",
    "### {n} – {asked}",
    "### {n}:{asked}",
    "Q{n}- **{asked}**",
)
QUESTIONS = (*NUMBERED, "### {asked}", "**{asked}**")
COUNTERS = (
    "### Question {n}\n\n{asked}",
    "### Question {n}: {asked}",
    "Question {n}: {asked}",
    "### Question {n} (5 points)\n\n{asked}",
    "### Q{n} (Easy)\n\n{asked}",
    "**Question {n} (5 points)**: {asked}",
    "**Question {n}** [5 pts]\n\n{asked}",
    "### ❓ {n}. {asked}",
    "<b>Question {n}.</b> {asked}",
    "### Question {n} (Easy) 🟢\n\n{asked}",
    "### Q{n} ⭐⭐\n\n{asked}",
    "### 问题{n} ⭐⭐\n\n{asked}",
    "### 第 {n} 题（单选）\n\n{asked}",
    "**第{n}题**（5分）\n\n{asked}",
    "#### 【单选题】第{n}题\n\n{asked}",
    "### {n}.（单选题）\n\n{asked}",
)
PLAIN = ("{asked}",)


# Choice questions


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
    "**✅ Answer:** {upper}",
    "🎯 **Correct option:** {upper}",
    "**Correct: {upper}**",
    "The correct answer is **{upper}**.",
    "The correct answer is {upper}. {option}",
    "Ans:- ({lower})",
    "Ans. {upper}",
    "<b>Answer:</b> {upper}",
    "[Answer]: {upper}",
    "[Answer: {upper}]",
    "<!-- Answer: {upper} -->",
    "**【答案】** {upper}",
    "正确答案是 {upper}。",
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


@pytest.mark.parametrize("question", [*QUESTIONS, *COUNTERS, *PLAIN])
@pytest.mark.parametrize("quizzes", [ASKING, STATING, CHINESE], ids=["asks", "states", "chinese"])
def test_a_quiz_is_read_whichever_way_it_is_written(quizzes: Sequence[Quiz], question: str) -> None:
    ways = [
        *((options, "Answer: {upper}") for options in LETTERED),
        *((options, key) for options, key in product((LETTERED[0], LETTERED[6]), KEYS)),
        *((options, "") for options in TICKED),
    ]
    texts = [_written(quizzes, question, options, key) for options, key in ways]
    assert [text for text in texts if _read(text) != list(quizzes)] == []


EXPLAINED = (
    "Answer: {upper}\n\nExplanation: so it is.",
    "Answer: {upper}\nExplanation: so it is.",
    "**Answer:** {upper}\n\n**Explanation:** so it is.",
    "Answer: {upper}\n\nso it is.",
    "Answer: {upper} – so it is.",
    "**Answer: {upper}** — so it is.",
    "**Answer: {upper}. {option}** — so it is.",
    "**Answer: {upper} ({option})**\n\nso it is.",
    "**Correct: {upper}.** so it is.",
    "The correct answer is **{upper}**. so it is.",
    "✅ **Answer:** {upper}\n💡 **Explanation:** so it is.",
    "答案：{upper}\n\n**【解析】** so it is.",
    "Answer: {upper}. so it is.",
    "Answer: {upper} (so it is)",
    "答案：{upper}\n\n解析：so it is.",
    "Answer: {upper}\n\n> so it is.",
    "<details><summary>Answer</summary>\n\n**{upper}**\n\nso it is.\n\n</details>",
    "<details>\n<summary>Answer</summary>\nAnswer: {upper}\n\nExplanation: so it is.\n</details>",
    "<details><summary>Answer</summary>\n\nAnswer: {upper}\n\nExplanation: so it is.\n\n</details>",
    "<details><summary>Show answer</summary>\n\n{upper}. {option}\n\nso it is.\n\n</details>",
    "> [!success]- Answer\n> {upper}\n>\n> so it is.",
    "#### Answer\n\n{upper}\n\n#### Explanation\n\nso it is.",
    "Ans: {upper}) {option}\nExplanation: so it is.",
    "Correct Answer: {upper}. {option}\n\nExplanation:\nso it is.",
)


@pytest.mark.parametrize("question", [*QUESTIONS, *COUNTERS])
def test_a_key_may_be_explained_in_any_way(question: str) -> None:
    quizzes = (*ASKING, STATING[1])
    for options, key in product((LETTERED[0], LETTERED[6]), EXPLAINED):
        text = _written(quizzes, question, options, key)
        (reading,) = read({"notes.md": text})
        assert list(_choices(reading)) == list(quizzes), text
        assert ["so it is" in item.explanation.plain for item in reading.items] == [True] * 3, text


# What stands before a key at the end, between its answers, and each of these.
KEYS_APART = (
    ("## Answers\n\n", "\n", "{n}. {upper}"),
    ("**Answers**\n\n", "\n", "{n}. {upper}"),
    ("## Solutions\n\n", "\n", "{n}. {upper}. {option}"),
    ("## Answers\n\n", "\n", "{n}. **{upper}** – because it is so."),
    ("## Answers\n\n", "\n", "- {n}: {upper}"),
    ("## Answers\n\n", "\n", "Q{n}: {upper}"),
    ("### Answer Key\n\n", "\n", "{n}) {lower}"),
    ("---\n\nAnswer key:\n\n", "\n", "{n}. {upper}"),
    ("## 答案\n\n", "\n", "{n}. {upper}"),
    ("## Answers\n\n| # | Answer |\n|---|---|\n", "\n", "| {n} | {upper} |"),
    ("<details>\n<summary>Answers</summary>\n\n", "\n", "{n}. {upper}"),
    ("Answers: ", ", ", "{n}-{upper}"),
    ("Answers: ", " ", "{n}. {upper}"),
    ("**Answer key:** ", "; ", "{n}. {upper}"),
    ("Answer key: ", "", "{upper}"),
)


@pytest.mark.parametrize("question", [*NUMBERED, *COUNTERS])
def test_a_key_at_the_end_is_found_however_it_is_written(question: str) -> None:
    def text(options: str, title: str, between: str, key: str) -> str:
        found = (key.format(n=n, **_parts(quiz, quiz.right)) for n, quiz in enumerate(quizzes, 1))
        return f"{_written(quizzes, question, options, '')}\n\n{title}{between.join(found)}\n"

    quizzes = (*ASKING, STATING[1])
    texts = [text(options, *key) for options in (LETTERED[0], LETTERED[6]) for key in KEYS_APART]
    assert [each for each in texts if _read(each) != list(quizzes)] == []


@pytest.mark.parametrize("heading", ["### {asked}", "**{asked}**", "{asked}"])
def test_things_to_do_are_no_quiz(heading: str) -> None:
    plans = (
        Quiz("Today", ("write", "read", "swim"), 0),
        Quiz("Tomorrow", ("run", "rest"), -1),  # nothing is done yet
        Quiz("Next week", ("travel", "sleep", "eat"), 0),
    )
    assert _read(_written(plans, heading, "- [{tick}] {option}", "")) == []


# Open questions

ASKED = ("What is rennet?", "How does cheese age?", "Why is brine salty?")
REQUESTED = ("Explain rennet", "Describe how cheese ages", "List the uses of brine")
WORDS = ("alpha", "beta", "gamma")
PROSE = (
    "{word} clots the milk.",
    "{word} is this:\n\n- {word} one\n- {word} two",
)
LABELLED = (
    "A: {word} clots.",
    "**Answer:** {word} clots.",
    "Answer: {word} clots.\n\n- {word} one\n- {word} two\n\nThe end of {word}.",
    "<details>\n<summary>Answer</summary>\n\n{word} clots.\n\n- {word} one\n\n</details>",
)
BODIES = (
    *PROSE,
    "{word} clots the milk.\n\nThen {word} sets.",
    "- {word} one\n- {word} two\n- {word} three",
    "* {word} one\n  * {word} within\n* {word} two",
    "   - {word} one\n   - {word} two",
    "   1. {word} one\n   2. {word} two",
    "```python\n{word} = 1\n```",
    "{word} is code:\n\n```python\n{word} = 1\n```\n\nThe end of {word}.",
    "| {word} | b |\n|---|---|\n| {word} | 2 |",
    "> {word} clots.",
    "   {word} clots.\n\n   {word} sets.",
)


def _answered(asked: Sequence[str], question: str, body: str) -> str:
    return "\n\n".join(
        f"{question.format(n=n, asked=text)}\n\n{body.format(word=word)}"
        for n, (text, word) in enumerate(zip(asked, WORDS, strict=True), 1)
    )


def _said(text: str) -> list[tuple[str, list[str]]]:
    """Give each question that is read, and which of the words its answer says, in order."""
    (reading,) = read({"notes.md": text})
    return [
        (item.stem.plain, re.findall("|".join(WORDS), item.response.answer.markdown))
        for item in reading.items
    ]


WAYS = [
    *product(QUESTIONS, (*BODIES, *LABELLED)),
    *product((*COUNTERS, "Q: {asked}", "**Q:** {asked}"), (*PROSE, *LABELLED)),
    *product(PLAIN, LABELLED),
]


@pytest.mark.parametrize("asked", [ASKED, REQUESTED], ids=["asks", "requests"])
def test_an_answer_is_whole_however_it_is_written(asked: Sequence[str]) -> None:
    def is_whole(question: str, body: str) -> bool:
        said = [
            (text, [word] * body.count("{word}")) for text, word in zip(asked, WORDS, strict=True)
        ]
        return _said(_answered(asked, question, body)) == said

    assert [_answered(asked, *way) for way in WAYS if not is_whole(*way)] == []


@pytest.mark.parametrize("body", [body for body in BODIES if "\n\n   " not in body])
def test_a_plain_paragraph_that_asks_is_answered_below(body: str) -> None:
    texts = [_answered(ASKED, question, body) for question in PLAIN]
    many = body.count("\n\n") > 1 or body == BODIES[2]  # paragraphs to one that asks
    right = [(text, [word] * body.count("{word}")) for text, word in zip(ASKED, WORDS, strict=True)]
    assert [_said(text) for text in texts] == [[] if many else right]


def test_an_answer_may_stand_on_the_next_line() -> None:
    text = _answered(ASKED, "{asked}", "{word} clots.").replace("?\n\n", "?\n")
    assert _said(text) == [(text, [word]) for text, word in zip(ASKED, WORDS, strict=True)]


# Cards: both sides at once

CARDS = (
    "{asked} :: {word}",
    "- {asked} :: {word}",
    "{asked} -> {word}",
    "{asked} → {word}",
    "{asked} — {word}",
    "{asked} {word} clots.",
    "- {asked} {word} clots.",
    "- {asked} - {word}",
    "{n}. {asked} {word} clots.",
    "**{asked}** {word} clots.",
    "**{asked}**<br>{word} clots.",
    "**{asked}**\\\n{word} clots.",
    "**{asked}**\n{word} clots.",
    "- **{asked}** {word} clots.",
    "- **{asked}**: {word} clots.",
    "{n}. **{asked}**\n   {word} clots.",
    "- {asked}\n  - {word}",
    "* **Q:** {asked}\n* **A:** {word}",
    "- Q: {asked}\n- A: {word}",
    "Q{n}. {asked}\nA{n}. {word}",
    "**Q{n}.** {asked}\n\n**A{n}.** {word}",
    "QUESTION: {asked}\nANSWER: {word}",
    "Front: {asked}\nBack: {word}",
    "## Front\n\n{asked}\n\n## Back\n\n{word}",
    "# Question\n\n{asked}\n\n## Answer\n\n{word}",
    "> {asked}\n\n{word} clots.",
    "> [!question]- {asked}\n> {word} clots.",
    '??? question "{asked}"\n    {word} clots.',
    "{asked}\n?\n{word}",
    "## {asked}\n%\n{word}",
    "{asked}\n: {word}",
    "{asked} #card\n{word}",
    "- {asked} #card\n  - {word}",
    "START\nBasic\n{asked}\nBack: {word}\nTags: milk\n<!--ID: 1566052191670-->\nEND",
    "<h3>{asked}</h3>\n<p>{word}</p>",
    "<p><b>{asked}</b></p>\n<p>{word}</p>",
    "<details><summary><b>{asked}</b></summary><p>{word}</p></details>",
)


@pytest.mark.parametrize("title", ["", "# Interview questions\n\n", "# Deck of flashcards\n\n"])
@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_read_however_its_sides_are_parted(card: str, title: str) -> None:
    cards = zip(ASKED, WORDS, strict=True)
    text = "\n\n".join(card.format(n=n, asked=a, word=w) for n, (a, w) in enumerate(cards, 1))
    assert _said(title + text) == [(a, [w]) for a, w in zip(ASKED, WORDS, strict=True)]


def test_cards_need_no_blank_lines_between_them() -> None:
    cards = zip(ASKED, WORDS, strict=True)
    text = "\n".join(f"{asked}\n?\n{word}" for asked, word in cards)
    assert _said(text) == [(a, [w]) for a, w in zip(ASKED, WORDS, strict=True)]


def test_terms_of_a_deck_are_cards() -> None:
    text = "\n\n".join(f"{word}\n: one of the letters" for word in WORDS)
    assert _said(text) == []
    assert [asked for asked, _ in _said(f"# Deck of flashcards\n\n{text}")] == [*WORDS]
