"""A bank whose documents mix styles, and which of its questions is which, as its author knows.

Each question is written with a *pen*; a document has a few, and numbers, chapters and labels come
and go, as `mixed_edits` and `mixed_rewrites` have it. Nothing here asks tiku what a document says.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, relpath
from typing import NamedTuple

PICTURE = "pics/a.png"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)

# What is asked, with an answer of its own: `{x}` is a subject that no other question has.
OPEN = (
    ("What is {x}?", "{x} is kept in a cool cellar, where it ripens for {n} weeks in all."),
    ("How does {x} work?", "It turns slowly, which lets {x} take up all of the salt at once."),
    (
        "Explain the role of {x}",
        "Without {x} nothing sets; it is added {n} minutes after the milk.",
    ),
    ("Why is {x} needed?", "Because it keeps."),
    ("How many litres does {x} hold?", "{n}"),
    ("什么是{x}？", "{x}是一种常用的方法，先加热到{n}度，再慢慢冷却，最后分离出来。"),
    ("Was ist {x}?", "{x} dient dazu, die Milch in {n} Minuten dick werden zu lassen."),
    ("¿Qué es {x}?", "{x} es lo que hace cuajar la leche en {n} minutos, poco a poco."),
)
# One question in several languages: where a document asks it twice, one of them is a copy.
DEFINING = ("What is {x}?", "什么是{x}？", "Was ist {x}?", "¿Qué es {x}?")
QUIZ = (
    ("Which of these belongs to {x}?", "Only this one has to do with {x}."),
    ("Which temperature suits {x} best?", "Above it {x} comes apart."),
    ("{x}属于下列哪一类？", "因为{x}含有盐。"),
    ("The main part of {x} is", ""),
)
GAPS = (
    "The capital of {{{{c1::{x}}}}} is {{{{c2::{y}}}}}.",
    "In {n} the maker of {x} called it {{{{c1::{y}}}}}.",
    "{x} is made from {{{{c1::{y}}}}} in {n} days.",
)
SUBJECTS = (
    "rennet", "whey", "brine", "curd", "the mould", "the press", "the vat", "lactose", "casein",
    "the rind", "annatto", "the harp", "ricotta", "the starter", "pasteurising", "the cellar",
    "Gouda", "Cheddar", "Parmesan", "Roquefort", "Camembert", "the cheese iron", "calcium chloride",
    "lipase", "washing", "salting", "cutting", "draining", "turning", "waxing",
)  # fmt: skip
OPTIONS = (
    "salt", "milk", "water", "acid", "heat", "twelve degrees", "forty degrees", "a cloth", "wood",
    "air and light", "nothing at all", "fresh cream", "old bread", "a copper kettle",
)  # fmt: skip
CHAPTERS = (
    "Making",
    "Keeping",
    "Eating well",
    "第二章 制作",
    "Grundlagen",
    "Old and new",
    "Part 3",
)
TEXTS = "Texts"  # the chapter of those with gaps
WORDS = ("really", "often", "today", "in short", "here", "mainly")


class Pen(NamedTuple):
    """How a question is written, what stands before its answer, its options, and their key."""

    ask: str
    answer: str
    option: str
    key: str  # empty where the right one is ticked


HEADED = (
    "{h} {n}. {asked}", "{h} {asked}", "{h} Q{n}: {asked}", "{h} {n}、{asked}",
    "{h} Question {n}: {asked}", "{h} Question {n}\n\n{asked}", "{h} 第 {n} 题\n\n{asked}",
    "{h} ❓ {n}. {asked}",
)  # fmt: skip
LABELLED = (
    ("Q: {asked}", "A: {answer}"), ("**Question:** {asked}", "**Answer:** {answer}"),
    ("问：{asked}", "答：{answer}"), ("**题目：** {asked}", "**答案：** {answer}"),
    ("**Frage:** {asked}", "**Antwort:** {answer}"), ("**Q{n}:** {asked}", "**A:** {answer}"),
    ("**Pregunta {n}:** {asked}", "**Respuesta:** {answer}"),
)  # fmt: skip
NUMBERED = ("{n}. {asked}", "Q{n}. {asked}", "{n}) {asked}", "**{n}. {asked}**", "**{asked}**")
ANSWERS = (
    "{answer}", "**Answer:** {answer}", "Answer: {answer}", "答案：{answer}", "> {answer}",
    "**Antwort:** {answer}", "<details>\n<summary>Answer</summary>\n\n{answer}\n\n</details>",
)  # fmt: skip
FOLD = "<details>\n<summary>{n}. {asked}</summary>\n\n{answer}\n\n</details>"
ROW = "| {asked} | {answer} |"
TICKS = ("- [{tick}] {option}", "* [{tick}] {option}")
LETTERS = ("{upper}. {option}", "- {upper}. {option}", "- {upper}) {option}", "{lower}) {option}")
KEYS = (
    "Answer: {upper}", "**Answer:** {upper}", "答案：{upper}", "**Answer: {upper}. {option}**",
    "<details>\n<summary>Answer</summary>\n\n{upper}\n\n</details>", "Correct answer: {upper}",
)  # fmt: skip


class Manner(NamedTuple):
    """How a whole document is written, whatever its pens."""

    deeper: int = 0  # levels of headings
    marks: str = ""  # the width of its punctuation, if all is of one
    is_wrapped: bool = False  # lines are filled
    has_underscores: bool = False  # bold is `__so__`
    has_keys_below: bool = False  # the keys of its quizzes stand in a list at its end


@dataclass(eq=False)
class Question:
    """A question as its author knows it: open, of options or a text with gaps."""

    key: int
    kind: str
    asked: str
    answer: str
    chapter: str
    pen: Pen
    options: tuple[str, ...] = ()
    right: int | None = None
    has_options: bool = False
    has_answer: bool = True
    has_picture: bool = False
    parts: tuple[Question, ...] = ()  # what was joined to it, and what it was itself

    @property
    def keys(self) -> set[int]:
        """Give the keys of all that it holds."""
        return {self.key, *(part.key for part in self.parts)}

    @property
    def mark(self) -> str:
        """Give what of its text finds it in a bank: letters and digits, without markup."""
        return letters(re.sub(r"\{\{c\d+::|\}\}|[\[\]]", "", self.asked))


def letters(text: str) -> str:
    """Keep what the eye reads of a text."""
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass
class Author:
    """The files of a bank, and what was done to each question since it was last seen."""

    rng: random.Random
    files: dict[str, list[Question]] = field(default_factory=dict)
    pens: dict[str, list[Pen]] = field(default_factory=dict)
    manners: dict[str, Manner] = field(default_factory=dict)
    bin: list[Question] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)  # whose a text is, or was
    touched: dict[int, set[str]] = field(default_factory=dict)
    claimed: set[tuple[str, str]] = field(default_factory=set)
    keys: int = 0
    did: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Begin a file with pens of its own."""
        self.files.setdefault(path, [])
        rng = self.rng
        wild = rng.random() < 0.2
        group = rng.randrange(4)
        self.pens[path] = [
            self.pen(rng.randrange(4) if wild else group) for _ in range(rng.randrange(1, 4))
        ]

    def pen(self, group: int) -> Pen:
        """Take a pen: headings, labels, numbers, or folds and tables."""
        rng = self.rng
        if group == 1:
            ask, answer = rng.choice(LABELLED)
        else:
            ask = rng.choice((HEADED, (), NUMBERED, (FOLD, ROW))[group])
            answer = rng.choice(ANSWERS if group == 0 else ANSWERS[1:])
        if rng.random() < 0.5:
            return Pen(ask, answer, rng.choice(TICKS), "")
        return Pen(ask, answer, rng.choice(LETTERS), rng.choice(KEYS))

    def all(self) -> Iterator[tuple[str, Question]]:
        """Give all questions with their files."""
        return ((path, each) for path, them in self.files.items() for each in them)

    def touch(self, question: Question, side: str) -> None:
        """Remember what was done to a question."""
        self.touched.setdefault(question.key, set()).add(side)

    def is_free(self, mark: str, key: int) -> bool:
        """Tell whether no other question has a text, or had, or a part of it."""
        return all(
            own == key or (mark not in each and each not in mark)
            for each, own in self.marks.items()
        )

    def write(self, question: Question, asked: str) -> bool:
        """Let a question ask in other words, unless those are another's."""
        old, question.asked = question.asked, asked
        if not self.is_free(question.mark, question.key):
            question.asked = old
            return False
        self.marks[question.mark] = question.key
        return True

    # Documents

    def sources(self) -> dict[str, str | bytes]:
        """Write all files, and the picture that they show."""
        texts = {path: self.document(path) for path, them in self.files.items() if them}
        return {**texts, PICTURE: PNG}

    def document(self, path: str) -> str:
        """Write a file: its chapters, and their questions counted through."""
        parts, number, keys = [], 0, []
        them, manner = self.files[path], self.manners.get(path, Manner())
        is_deep = any(each.chapter for each in them)
        level = "#" * max(1, 2 + is_deep + manner.deeper)
        rows: list[str] = []
        for chapter in dict.fromkeys(each.chapter for each in them):
            if chapter:
                parts.append(f"## {chapter}" if len(path) % 2 else f"# {chapter}")
            for each in (each for each in them if each.chapter == chapter):
                number += 1
                text = self.entry(each, number, level, path)
                if self.has_key_below(each, path):
                    keys.append(f"{number}. {'ABCDEF'[each.right or 0]}")
                if text.startswith("| "):
                    rows.append(text)
                    continue
                parts += [*_table(rows), text]
                rows = []
            parts += _table(rows)
            rows = []
        if keys:
            parts += ["## Answers", "\n".join(keys)]
        return _in_manner("\n\n".join(parts), manner) + "\n"

    def has_key_below(self, question: Question, path: str) -> bool:
        """Tell whether the key of a question stands at the end of its file, by its number."""
        pen, manner = question.pen, self.manners.get(path, Manner())
        is_keyed = question.has_options and question.right is not None and bool(pen.key)
        return is_keyed and manner.has_keys_below and "{n}" in pen.ask

    def entry(self, question: Question, number: int, level: str, path: str) -> str:
        """Write a question."""
        pen = question.pen
        if question.kind == "gaps":
            return question.asked
        asked, answer = question.asked, question.answer if question.has_answer else ""
        if question.has_picture:
            answer += f" ![]({relpath(PICTURE, dirname(path) or '.')})"
        if "{answer}" in pen.ask and (question.has_options or not answer):
            pen = pen._replace(ask="**{n}. {asked}**")
        whole = pen.ask.format(n=number, asked=asked, h=level, answer=answer)
        if "{answer}" in pen.ask:
            return whole
        parts = [whole]
        if question.has_options:
            parts.append("\n".join(self.options(question)))
            if question.right is not None and pen.key and not self.has_key_below(question, path):
                parts.append(pen.key.format_map(_option(question, question.right)))
            if answer and question.right is not None:
                parts.append(f"Explanation: {answer}")
        elif answer:
            parts.append(pen.answer.format(answer=answer))
        return "\n\n".join(parts)

    def options(self, question: Question) -> Iterator[str]:
        """Write the options of a question, each on a line."""
        for at in range(len(question.options)):
            yield question.pen.option.format_map(_option(question, at))


def _table(rows: list[str]) -> list[str]:
    return ["\n".join(("| Question | Answer |", "|---|---|", *rows))] if rows else []


def _option(question: Question, at: int) -> Mapping[str, str]:
    return {
        "upper": "ABCDEF"[at],
        "lower": "abcdef"[at],
        "option": question.options[at],
        "tick": "x" if at == question.right else " ",
    }


HALF = str.maketrans("？，：；。、", "?,:;..")
FULL = re.compile(r"\?(?=[\s*<]|$)"), re.compile(r"^(\**(?:Q\d*|A|Answer|Question)):", re.MULTILINE)
WIDTH = 40


def _in_manner(text: str, manner: Manner) -> str:
    if manner.marks == "half":
        text = text.translate(HALF)
    elif manner.marks == "full":
        asking, label = FULL
        text = label.sub(r"\1：", asking.sub("？", text))
    if manner.is_wrapped:
        text = "\n\n".join(map(_wrapped, text.split("\n\n")))
    return text.replace("**", "__") if manner.has_underscores else text


def _wrapped(block: str) -> str:
    """Fill the lines of a paragraph, as formatters do."""
    if "\n" in block or re.match(r"[|#<]|[-*]\s", block):
        return block
    lead = re.match(r"(?P<quote>> )?(?:\d+[.)] )?", block)
    assert lead
    below = lead["quote"] or " " * lead.end()
    return textwrap.fill(
        block, WIDTH, subsequent_indent=below, break_long_words=False, break_on_hyphens=False
    )


def is_answered(question: Question) -> bool:
    """Tell whether a document says what the answer of a question is."""
    if question.has_options:
        return question.right is not None
    has_text = question.has_answer and bool(question.answer)
    return question.kind == "gaps" or question.has_picture or has_text


def must_keep(question: Question, touched: set[str]) -> bool:
    """Tell whether `docs/identity.md` promises that a question keeps its id."""
    tells = question.has_answer and len(question.answer) >= 40
    if touched <= {"place", "answer"} or (touched <= {"asked"} and tells):
        return True
    return "place" not in touched and "asked" not in touched and len(touched - {"answer"}) <= 1
