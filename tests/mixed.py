"""A bank whose documents mix styles, and what its author does to it: which is which is known here.

Each question is written with a *pen*; a document has a few, and numbers, chapters and labels come
and go. Nothing here asks tiku what a document says.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
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
    bin: list[Question] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)  # whose a text is, or was
    touched: dict[int, set[str]] = field(default_factory=dict)
    claimed: set[tuple[str, str]] = field(default_factory=set)
    keys: int = 0
    did: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Make two or three files of a few questions each."""
        for path in ("a.md", "b/c.md", "d.md")[: self.rng.randrange(1, 4)]:
            self.open(path)
            for _ in range(self.rng.randrange(3, 9)):
                add(self, path)

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
        parts, number = [], 0
        them = self.files[path]
        is_deep = any(each.chapter for each in them)
        rows: list[str] = []
        for chapter in dict.fromkeys(each.chapter for each in them):
            if chapter:
                parts.append(f"## {chapter}" if len(path) % 2 else f"# {chapter}")
            for each in (each for each in them if each.chapter == chapter):
                number += 1
                text = self.entry(each, number, "###" if is_deep else "##", path)
                if text.startswith("| "):
                    rows.append(text)
                    continue
                parts += [*_table(rows), text]
                rows = []
            parts += _table(rows)
            rows = []
        return "\n\n".join(parts) + "\n"

    def entry(self, question: Question, number: int, level: str, path: str) -> str:
        """Write a question."""
        pen = question.pen
        if question.kind == "gaps":
            return question.asked
        asked, answer = question.asked, question.answer if question.has_answer else ""
        if question.has_picture:
            answer += f" ![]({relpath(PICTURE, dirname(path) or '.')})"
        if pen.ask in (FOLD, ROW) and (question.has_options or not answer):
            pen = pen._replace(ask="**{n}. {asked}**")
        whole = pen.ask.format(n=number, asked=asked, h=level, answer=answer)
        if "{answer}" in pen.ask:
            return whole
        parts = [whole]
        if question.has_options:
            parts.append("\n".join(self.options(question)))
            if question.right is not None and pen.key:
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


# Edits


def add(author: Author, path: str) -> None:
    """Write a new question anywhere in a file."""
    rng, kind = author.rng, author.rng.choice(("open", "open", "quiz", "quiz", "gaps"))
    for _ in range(20):
        subject = rng.choice(SUBJECTS)
        words = {"x": subject, "n": rng.randrange(20, 900), "y": rng.choice(OPTIONS)}
        if kind == "gaps":
            asked, answer = rng.choice(GAPS), ""
        else:
            asked, answer = rng.choice(OPEN if kind == "open" else QUIZ)
        claims = _claims(asked, words)
        if not author.claimed.isdisjoint(claims):
            continue
        made = Question(
            author.keys + 1, kind, "", answer.format(**words), "", rng.choice(author.pens[path])
        )
        if author.write(made, asked.format(**words)):
            author.claimed |= claims
            break
    else:
        return
    author.keys += 1
    if kind == "quiz":
        made.options = tuple(rng.sample(OPTIONS, rng.randrange(3, 5)))
        made.right, made.has_options = rng.randrange(3), True
    made.has_picture = kind == "open" and rng.random() < 0.1
    them = author.files[path]
    chapters = [each.chapter for each in them if each.kind != "gaps"] or ["", *CHAPTERS]
    made.chapter = rng.choice(chapters if rng.random() < 0.8 else CHAPTERS)
    if kind == "gaps":
        made.chapter = TEXTS
    them.insert(rng.randrange(len(them) + 1), made)


def _claims(asked: str, words: Mapping[str, object]) -> set[tuple[str, str]]:
    """Give what only one question may say: two texts that fill a gap alike are one, mended."""
    if asked in DEFINING:
        return {("defines", str(words["x"]))}
    return {(asked, str(words[each])) for each in "xy"} if asked in GAPS else set()


def _insert(author: Author, path: str, _: Question) -> None:
    add(author, path)


def _word(author: Author, _: str, question: Question) -> None:
    """Put a word into a question, or a slip of the pen."""
    rng, words = author.rng, question.asked.split(" ")
    at = rng.randrange(1, len(words)) if len(words) > 1 else 0
    if at and rng.random() < 0.5:
        words.insert(at, rng.choice(WORDS))
    elif len(words[at]) > 4 and words[at].isalpha():
        words[at] = f"{words[at][:2]}{words[at][3]}{words[at][2]}{words[at][4:]}"
    else:
        return
    if "::" not in words[at] and author.write(question, " ".join(words)):
        author.touch(question, "asked")


def _answer(author: Author, _: str, question: Question) -> None:
    """Put a word into an answer."""
    words = question.answer.split(" ")
    if len(words) > 5:
        words.insert(author.rng.randrange(1, len(words)), author.rng.choice(WORDS))
        question.answer = " ".join(words)
        author.touch(question, "answer")


def _replace(author: Author, _: str, question: Question) -> None:
    """Answer a question otherwise."""
    if question.kind == "open":
        one, other = author.rng.sample(OPTIONS, 2)
        question.answer = f"Nobody knows, but {one} comes before {other} as a rule."
        author.touch(question, "replaced")


def _tick(author: Author, _: str, question: Question) -> None:
    """Say that another option is right, or that none is."""
    if question.has_options:
        right = author.rng.choice((0, 1, 2, None))
        if right != question.right:
            question.right = right
            author.touch(question, "replaced")


def _option_edited(author: Author, _: str, question: Question) -> None:
    if question.has_options:
        fresh = [each for each in OPTIONS if each not in question.options]
        at = author.rng.randrange(len(question.options))
        options = [*question.options]
        if len(options) < 5 and author.rng.random() < 0.5:
            options.append(author.rng.choice(fresh))
        else:
            options[at] = author.rng.choice(fresh)
        question.options = tuple(options)
        author.touch(question, "options")


def _options_come_or_go(author: Author, _: str, question: Question) -> None:
    if question.kind != "gaps":
        if not question.options:
            question.options = tuple(author.rng.sample(OPTIONS, 3))
            question.right = 0
        question.has_options = not question.has_options
        author.touch(question, "options")


def _answer_comes_or_goes(author: Author, _: str, question: Question) -> None:
    if question.kind != "gaps":
        question.has_answer = not question.has_answer
        author.touch(question, "replaced")


def _picture(author: Author, _: str, question: Question) -> None:
    if question.kind == "open":
        question.has_picture = not question.has_picture
        author.touch(question, "answer" if question.has_answer else "replaced")


def _move(author: Author, path: str, question: Question) -> None:
    them = author.files[path]
    them.remove(question)
    them.insert(author.rng.randrange(len(them) + 1), question)


def _move_to_file(author: Author, path: str, question: Question) -> None:
    target = author.rng.choice([*author.files, "moved.md"])
    if target not in author.files:
        author.open(target)
    author.files[path].remove(question)
    author.files[target].append(question)
    author.touch(question, "place")


def _move_to_chapter(author: Author, path: str, question: Question) -> None:
    chapters = {each.chapter for each in author.files[path]} - {TEXTS}
    if question.kind != "gaps":
        question.chapter = author.rng.choice(sorted(chapters))
        author.touch(question, "place")


def _rename_chapter(author: Author, path: str, question: Question) -> None:
    old, new = question.chapter, author.rng.choice(CHAPTERS)
    if old and old != TEXTS:
        for each in author.files[path]:
            if each.chapter == old:
                each.chapter = new
                author.touch(each, "place")


def _rename_file(author: Author, path: str, _: Question) -> None:
    new = author.rng.choice(("x.md", "y/z.md", "q/r/s.md"))
    if new not in author.files:
        author.files[new] = author.files.pop(path)
        author.pens[new] = author.pens.pop(path)
        for each in author.files[new]:
            author.touch(each, "place")


def _split(author: Author, path: str, _: Question) -> None:
    them = author.files[path]
    if len(them) > 3 and "split.md" not in author.files:
        author.files[path], author.files["split.md"] = (
            them[: len(them) // 2],
            them[len(them) // 2 :],
        )
        author.pens["split.md"] = author.pens[path]
        for each in author.files["split.md"]:
            author.touch(each, "place")


def _join(author: Author, path: str, _: Question) -> None:
    others = [each for each in author.files if each != path]
    if others:
        target = author.rng.choice(others)
        for each in author.files[path]:
            author.touch(each, "place")
        author.files[target] += author.files.pop(path)
        del author.pens[path]


def _restyle(author: Author, path: str, question: Question) -> None:
    pens = author.pens[path]
    question.pen = author.rng.choice([*pens, author.pen(author.rng.randrange(4))])


def _restyle_file(author: Author, path: str, _: Question) -> None:
    author.open(path)
    for each in author.files[path]:
        each.pen = author.rng.choice(author.pens[path])


def _relabel(author: Author, path: str, _: Question) -> None:
    """Write the questions of a file with one pen."""
    pen = author.rng.choice(author.pens[path])
    for each in author.files[path]:
        each.pen = pen


def _delete(author: Author, path: str, question: Question) -> None:
    author.files[path].remove(question)
    author.bin.append(question)


def _restore(author: Author, path: str, _: Question) -> None:
    if author.bin:
        question = author.bin.pop(author.rng.randrange(len(author.bin)))
        author.files[path].append(question)
        author.touch(question, "place")


EDITS: tuple[Callable[[Author, str, Question], None], ...] = (
    _insert, _word, _word, _answer, _replace, _tick, _tick, _option_edited, _options_come_or_go,
    _answer_comes_or_goes, _picture, _move, _move_to_file, _move_to_chapter, _rename_chapter,
    _rename_file, _split, _join, _restyle, _restyle, _restyle_file, _relabel, _delete, _restore,
)  # fmt: skip


def edit(author: Author) -> None:
    """Do one of what authors do."""
    found = [*author.all()]
    if found:
        change = author.rng.choice(EDITS)
        path, question = author.rng.choice(found)
        author.did.append(f"{change.__name__} {path} {question.asked!r}")
        change(author, path, question)


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
