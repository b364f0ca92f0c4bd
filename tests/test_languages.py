"""Documents in many languages: their words alone tell what asks, answers, opens and is right."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tiku.model import ChoiceResponse
from tiku.reading import read


class Words(NamedTuple):
    """What documents in a language say; `languages.yaml` tells more."""

    exam: str
    contents: str
    asked: list[str]
    answers: str
    show: str
    right: str
    wrong: str
    correct: str
    offer: str
    wish: str


TABLE = Path(__file__).with_name("languages.yaml").read_text(encoding="utf-8")
LANGUAGES = {name: Words(**words) for name, words in yaml.safe_load(TABLE).items()}
ANSWERS = ("Reliable bytes.", "Names to numbers.", "Requests and responses.")
in_each_language = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)


@in_each_language
@pytest.mark.parametrize("question", ["## {asked}\n\n{answer}", "{n}. {asked}\n\n   {answer}"])
def test_what_asks_without_a_mark_is_a_question(words: Words, question: str) -> None:
    text = f"# {words.exam}\n\n" + entries(words, question + "\n\n")
    assert answered(text) == [*zip(words.asked, ANSWERS, strict=True)]


@in_each_language
def test_what_every_document_has_is_no_question(words: Words) -> None:
    above = f"# {words.exam}\n\n## {words.contents}\n\nTCP, DNS, HTTP.\n\n"
    text = above + entries(words, "## {asked}\n\n{answer}\n\n")
    assert answered(text) == [*zip(words.asked, ANSWERS, strict=True)]


@in_each_language
def test_a_list_under_a_title_that_names_questions_holds_them(words: Words) -> None:
    text = f"# {words.exam}\n\n" + entries(words, "- {asked}\n")
    assert [asked for asked, _ in answered(text)] == words.asked


@in_each_language
def test_an_answer_may_be_opened(words: Words) -> None:
    fold = f"<details>\n<summary>{words.show}</summary>\n\n{{answer}}\n\n</details>\n\n"
    text = f"# {words.exam}\n\n" + entries(words, "{n}. {asked}\n\n" + fold)
    assert answered(text) == [*zip(words.asked, ANSWERS, strict=True)]


@in_each_language
def test_answers_may_stand_at_the_end(words: Words) -> None:
    text = entries(words, "{n}. {asked}\n\n") + f"## {words.answers}\n\n"
    text += entries(words, "{n}. {answer}\n")
    assert answered(text) == [*zip(words.asked, ANSWERS, strict=True)]


@in_each_language
@pytest.mark.parametrize("more", ["{}", "---\n\n**{}** 🚀", "{}\n\n- PDF\n- CSV"])
def test_what_a_chat_offers_is_no_part_of_an_answer(words: Words, more: str) -> None:
    text = entries(words, "## {asked}?\n\n{answer}\n\n") + more.format(words.offer) + "\n"
    assert [answer for _, answer in answered(text)] == [*ANSWERS]


@in_each_language
@pytest.mark.parametrize("end", ["{}", "**{}**\n\n{offer}"])
def test_what_wishes_luck_is_no_part_of_an_answer(words: Words, end: str) -> None:
    farewell = end.format(words.wish, offer=words.offer)
    text = entries(words, "## {asked}?\n\n{answer}\n\n") + farewell + "\n"
    assert [answer for _, answer in answered(text)] == [*ANSWERS]


@in_each_language
def test_statements_are_judged(words: Words) -> None:
    said = (words.right, words.wrong, words.right)
    text = f"# {words.exam}\n\n" + "".join(
        f"{n}. {answer} ({word})\n"
        for n, (answer, word) in enumerate(zip(ANSWERS, said, strict=True), 1)
    )
    assert answered(text) == [*zip(ANSWERS, said, strict=True)]


@in_each_language
def test_an_option_may_be_called_right(words: Words) -> None:
    options = f"   - one\n   - two ({words.correct})\n   - three\n\n"
    (reading,) = read({"notes.md": entries(words, "{n}. {asked}?\n" + options)})
    for item in reading.items:
        assert isinstance(item.response, ChoiceResponse)
        assert [(x.text.plain, x.keyed) for x in item.response.choices] == [
            ("one", False),
            ("two", True),
            ("three", False),
        ]
    assert len(reading.items) == len(words.asked)


def entries(words: Words, entry: str) -> str:
    return "".join(
        entry.format(n=n, asked=asked, answer=answer)
        for n, (asked, answer) in enumerate(zip(words.asked, ANSWERS, strict=True), 1)
    )


def answered(text: str) -> list[tuple[str, str]]:
    """Give the questions that are read, each with its answer."""
    (reading,) = read({"notes.md": text})
    return [(item.stem.plain, item.response.answer.markdown) for item in reading.items]
